//! The views that registry staff query: what they show is what the case says.

use caseway_store::conformance::sample;
use caseway_store::{Casebook as _, Cases as _, Page};

use super::opened;

#[tokio::test]
async fn tumours_reviews_and_facts_are_rows_to_be_queried() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let record = sample::case_record(sample::person(1), "C50");
    let id = record.case.as_ref().unwrap().id.0.clone();
    let page = Page {
        cases: vec![record, sample::case_record(sample::person(2), "C18")],
        ..Page::default()
    };
    postgres.record(&page).await.unwrap();
    let tumour: (i64, String, String, Option<String>, String, String, bool) = sqlx::query_as(
        "SELECT number, organ, topography, morphology, counted, registries::TEXT, provisional
         FROM tumours WHERE case_id = $1",
    )
    .bind(&id)
    .fetch_one(&postgres.console)
    .await
    .unwrap();
    let text = str::to_owned;
    let registries = text("[\"breast\"]");
    let (organ, topography, counted) = (text("C50"), text("C50.4"), text("primary"));
    let expected = (1, organ, topography, None, counted, registries, false);
    assert_eq!(tumour, expected);
    let events: Vec<(Option<i64>, String, String, String)> =
        sqlx::query_as("SELECT tumour, because, noun, rule FROM case_events WHERE case_id = $1")
            .bind(&id)
            .fetch_all(&postgres.console)
            .await
            .unwrap();
    let event =
        |tumour, because, noun| (tumour, text(because), text(noun), text("surgery.procedure"));
    let linked = event(Some(1), "same-organ", "surgery");
    assert_eq!(events, [linked, event(None, "two-sides", "marker")]);
    let review: (String,) = sqlx::query_as("SELECT reason FROM reviews WHERE case_id = $1")
        .bind(&id)
        .fetch_one(&postgres.console)
        .await
        .unwrap();
    assert_eq!(review.0, "two-sides");
}

#[tokio::test]
async fn a_case_with_a_nul_in_it_is_read_back_whole_and_shown_without() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let mut record = sample::case_record(sample::person(1), "C50");
    let case = record.case.as_mut().unwrap();
    case.reviews[0].sentence = "a\0b\\u0000".to_owned();
    case.sex.as_mut().unwrap().value = "\0".to_owned();
    let case = case.clone();
    record.expectations = vec![sample::expectation(Some("1\0"), 1, None)];
    let owed = record.expectations.clone();
    let page = Page {
        cases: vec![record],
        ..Page::default()
    };
    postgres.record(&page).await.unwrap();
    assert_eq!(postgres.expectations(&case.id).await.unwrap(), owed);
    assert_eq!(postgres.case(&case.id).await.unwrap(), Some(case));
    let shown: (String,) = sqlx::query_as("SELECT sentence FROM reviews")
        .fetch_one(&postgres.console)
        .await
        .unwrap();
    assert!(shown.0.starts_with("a\u{fffd}b"));
}
