//! Where a report belongs: told to its sender when that is not where it was sent.

use caseway_profiles::sample::TumourTruth;
use caseway_tests::{House, Order, Reports, Subject};
use serde_json::{Value, json};

fn with_morphology(woman: &Subject, morphology: &str) -> Subject {
    let tumour = TumourTruth {
        topography: "C50.4".to_owned(),
        icd10: "C50.4".to_owned(),
        morphology: morphology.to_owned(),
        ..woman.tumour.clone()
    };
    Subject {
        tumour,
        ..woman.clone()
    }
}

#[tokio::test]
async fn a_morphology_that_arrives_moves_a_report_and_its_sender_is_told() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let laboratory = house.sender("Laboratoriet")?;
    let reports = Reports::new(93)?;
    let woman = reports.woman(0)?;
    let malignant = with_morphology(&woman, "8000/3");
    let work_up = reports.bundle(&malignant, Order::of("work-up"))?;
    let sent = hospital.send(&work_up).await?;
    assert_eq!(sent.status, 201, "{}", sent.text());
    house.settled(&hospital).await?;
    let before = hospital.account("").await?;
    assert_eq!(before["reroutings"], json!([]), "it is where it was sent");

    let sarcoma = with_morphology(&woman, "8890/3");
    let biopsy = reports.bundle(&sarcoma, Order::of("pathology"))?;
    let found = laboratory.send(&biopsy).await?;
    assert_eq!(found.status, 201, "{}", found.text());
    house.settled(&laboratory).await?;
    let after = hospital.account("").await?;
    let [moved] = after["reroutings"]
        .as_array()
        .map_or(&[][..], Vec::as_slice)
    else {
        anyhow::bail!("not one rerouting in {after}");
    };
    assert_eq!(moved["submission"], Value::from(sent.submission()?));
    assert_eq!(moved["from"], json!(["breast"]));
    assert_eq!(moved["to"], json!(["sarcoma"]));
    assert_eq!(moved["provisional"], false);
    assert_eq!(moved["cause"], Value::Null, "another sender's is not named");
    let own = laboratory.account("").await?;
    let cause = Value::from(found.submission()?);
    assert_eq!(own["reroutings"][0]["cause"], cause, "{own}");

    let then = format!("?as_of={}", before["as_of"]);
    let then = hospital.account(&then).await?;
    assert_eq!(then["reroutings"], json!([]), "not yet, as of then");
    let old = hospital.account("?from=2019-01-01&to=2019-12-31").await?;
    assert_eq!(old["reroutings"], json!([]), "not in that period");

    let by_grpc = house.grpc(hospital.token())?.account().await?;
    assert_eq!(by_grpc.reroutings.len(), 1);
    assert_eq!(by_grpc.reroutings[0].to, ["sarcoma"]);
    assert_eq!(
        moved["report_key"],
        by_grpc.reroutings[0].report_key.as_str()
    );
    let csv = hospital.get("/reconciliation?format=csv").await?.text();
    assert!(
        csv.contains("\r\nrerouting,") && csv.contains("belonged to breast"),
        "{csv}"
    );
    let page = hospital.get("/reconciliation?format=html").await?.text();
    assert!(
        page.contains("came to belong to other registries (1)"),
        "{page}"
    );
    Ok(())
}
