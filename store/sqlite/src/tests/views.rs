//! The views that registry staff query: what they show is what the case says.

use caseway_store::conformance::sample;
use caseway_store::{Casebook as _, Page};

use super::opened;

#[tokio::test]
async fn tumours_reviews_and_facts_are_rows_to_be_queried() {
    let (sqlite, _folder) = opened().await;
    let record = sample::case_record(sample::person(1), "C50");
    let id = record.case.as_ref().unwrap().id.0.clone();
    let page = Page {
        cases: vec![record, sample::case_record(sample::person(2), "C18")],
        ..Page::default()
    };
    sqlite.record(&page).await.unwrap();
    let tumour: (i64, String, String, Option<String>, String, String, bool) = sqlx::query_as(
        "SELECT number, organ, topography, morphology, counted, registries, provisional
         FROM tumours WHERE case_id = ?1",
    )
    .bind(&id)
    .fetch_one(&sqlite.reading)
    .await
    .unwrap();
    let registries = "[\"breast\"]".to_owned();
    assert_eq!(
        tumour,
        (
            1,
            "C50".to_owned(),
            "C50.4".to_owned(),
            None,
            "primary".to_owned(),
            registries,
            false
        )
    );
    let events: Vec<(Option<i64>, String, String, String)> =
        sqlx::query_as("SELECT tumour, because, noun, rule FROM case_events WHERE case_id = ?1")
            .bind(&id)
            .fetch_all(&sqlite.reading)
            .await
            .unwrap();
    let event = |tumour, because: &str, noun: &str| {
        let rule = "surgery.procedure".to_owned();
        (tumour, because.to_owned(), noun.to_owned(), rule)
    };
    let linked = event(Some(1), "same-organ", "surgery");
    assert_eq!(events, [linked, event(None, "two-sides", "marker")]);
    let review: (String,) = sqlx::query_as("SELECT reason FROM reviews WHERE case_id = ?1")
        .bind(&id)
        .fetch_one(&sqlite.reading)
        .await
        .unwrap();
    assert_eq!(review.0, "two-sides");
}

#[tokio::test]
async fn the_rulings_of_a_case_are_rows_with_the_tumours_they_shaped() {
    let (sqlite, _folder) = opened().await;
    let record = sample::case_record(sample::person(1), "C50");
    let id = record.case.as_ref().unwrap().id.0.clone();
    let page = Page {
        cases: vec![record],
        ..Page::default()
    };
    sqlite.record(&page).await.unwrap();
    let ruling: (i64, String, String, String, Option<i64>, String) = sqlx::query_as(
        "SELECT ruling, verb, registrar, at, overruled_by, tumours
         FROM case_rulings WHERE case_id = ?1",
    )
    .bind(&id)
    .fetch_one(&sqlite.reading)
    .await
    .unwrap();
    let (verb, registrar) = ("same-tumour".to_owned(), "registrar".to_owned());
    let at = sample::moment(7).to_string();
    let tumours = "[1]".to_owned();
    assert_eq!(ruling, (7, verb, registrar, at, None, tumours));
}
