//! A rejection tells what, where and what to do, and never blocks its correction.

use caseway_tests::{House, Order, Reports};
use serde_json::Value;

#[tokio::test]
async fn a_rejected_report_is_told_why_and_its_correction_with_the_same_key_is_accepted()
-> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(11)?;
    let good = reports.bundle(&reports.woman(0)?, Order::of("work-up"))?;
    let mut bad = good.clone();
    let composition = &mut bad["entry"][0]["resource"];
    composition.as_object_mut().unwrap().remove("date");
    let refused = hospital.send(&bad).await?;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let outcome = refused.json()?;
    let findings = outcome["issue"].as_array().unwrap();
    assert_eq!(findings[0]["details"]["coding"][0]["code"], "rejected");
    let finding = findings
        .iter()
        .find(|issue| issue["severity"] == "error")
        .unwrap();
    assert!(
        finding["expression"][0]
            .as_str()
            .unwrap()
            .starts_with("Bundle.entry[0]"),
        "{finding}"
    );
    assert!(
        finding["details"]["text"].as_str().unwrap().ends_with('.'),
        "{finding}"
    );
    assert!(finding["details"]["coding"][0]["code"].is_string());
    let accepted = hospital.send(&good).await?;
    assert_eq!(accepted.status, 201, "{}", accepted.text());
    let account = house.settled(&hospital).await?;
    let tally = &account["tally"];
    assert_eq!(
        (&tally["received"], &tally["recorded"], &tally["rejected"]),
        (&Value::from(2), &Value::from(1), &Value::from(1),)
    );
    assert_eq!(account["residual"], 0);
    Ok(())
}

#[tokio::test]
async fn the_same_key_with_other_content_is_a_conflict() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(12)?;
    let good = reports.bundle(&reports.woman(0)?, Order::of("work-up"))?;
    let mut other = reports.bundle(&reports.woman(1)?, Order::of("work-up"))?;
    other["identifier"] = good["identifier"].clone();
    assert_eq!(hospital.send(&good).await?.status, 201);
    let conflict = hospital.send(&other).await?;
    assert_eq!(conflict.status, 409, "{}", conflict.text());
    assert!(
        conflict
            .rules()?
            .contains(&"submission-key-taken".to_owned())
    );
    assert_eq!(
        hospital.send(&good).await?.status,
        200,
        "the first is still the first"
    );
    Ok(())
}

#[tokio::test]
async fn a_dry_run_says_the_same_and_keeps_nothing() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(13)?;
    let mut bad = reports.bundle(&reports.woman(0)?, Order::of("work-up"))?;
    bad["entry"][0]["resource"]["status"] = Value::from("none");
    let body = bad.to_string().into_bytes();
    let dry = hospital.post("/fhir/Bundle/$validate", body, &[]).await?;
    assert_eq!(dry.status, 200);
    assert_eq!(hospital.account("").await?["tally"]["received"], 0);
    let refused = hospital.send(&bad).await?;
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.rules()?[1..],
        dry.rules()?[..],
        "the first issue names the submission"
    );
    Ok(())
}
