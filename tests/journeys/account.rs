//! The account: the same question has the same answer, and what is owed is told.

use caseway_tests::{House, Order, Reports};
use serde_json::Value;

#[tokio::test]
async fn the_same_period_as_of_the_same_position_gives_the_same_bytes() -> anyhow::Result<()> {
    let mut house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(91)?;
    for number in 0..3 {
        let report = reports.bundle(&reports.woman(number)?, Order::of("work-up"))?;
        hospital.send(&report).await?;
    }
    let account = house.settled(&hospital).await?;
    let query = format!(
        "/reconciliation?from=2020-01-01&to=2999-12-31&as_of={}",
        account["as_of"]
    );
    let forms = ["", "&format=csv"].map(|form| format!("{query}{form}"));
    let before = [
        hospital.get(&forms[0]).await?,
        hospital.get(&forms[1]).await?,
    ];
    let later = reports.bundle(&reports.woman(0)?, Order::of("surgery"))?;
    assert_eq!(hospital.send(&later).await?.status, 201);
    house.settled(&hospital).await?;
    house.stop()?;
    house.restart()?;
    let hospital = house.rest(hospital.token());
    for (form, before) in forms.iter().zip(before) {
        let after = hospital.get(form).await?;
        assert_eq!(after.status, 200);
        assert_eq!(after.text(), before.text(), "{form}");
    }
    Ok(())
}

#[tokio::test]
async fn an_account_is_json_csv_or_a_page() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(92)?;
    let report = reports.bundle(&reports.woman(0)?, Order::of("work-up"))?;
    let id = hospital.send(&report).await?.submission()?;
    house.settled(&hospital).await?;
    for (form, media) in [
        ("json", "application/json"),
        ("csv", "text/csv"),
        ("html", "text/html"),
    ] {
        let answer = hospital
            .get(&format!("/reconciliation?format={form}"))
            .await?;
        assert!(answer.header("content-type").starts_with(media), "{form}");
        let key = report["identifier"]["value"].as_str().unwrap_or_default();
        assert!(
            answer.text().contains(key),
            "{form} has the sender's own identifier"
        );
        assert!(
            form == "html" || answer.text().contains(&id),
            "{form} names the submission"
        );
    }
    assert_eq!(
        hospital.get("/reconciliation?from=yesterday").await?.status,
        400
    );
    Ok(())
}

#[tokio::test]
async fn submissions_are_listed_by_page() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    for number in 0..5 {
        hospital
            .post(
                "/fhir/Bundle",
                format!("{{\"n\": {number}}}").into_bytes(),
                &[],
            )
            .await?;
    }
    let mut ids = Vec::new();
    let mut next = Value::Null;
    loop {
        let page = next
            .as_i64()
            .map(|page| format!("&page={page}"))
            .unwrap_or_default();
        let listed = hospital
            .get(&format!("/submissions?page_size=2{page}"))
            .await?
            .json()?;
        let submissions = listed["submissions"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        ids.extend(
            submissions
                .iter()
                .map(|submission| submission["id"].to_string()),
        );
        next = listed["next_page"].clone();
        if next.is_null() {
            break;
        }
    }
    assert_eq!(ids.len(), 5);
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 5, "none is listed twice");
    Ok(())
}
