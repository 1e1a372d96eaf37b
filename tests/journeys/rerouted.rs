//! Where a report belongs: told to its sender when that is not where it was sent.

use caseway_profiles::sample::TumourTruth;
use caseway_tests::{House, Order, Reports, Rest, Subject};
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

/// A hospital's report whose tumour a laboratory's morphology takes to another registry.
struct Scene {
    house: House,
    hospital: Rest,
    laboratory: Rest,
    /// The hospital's account before.
    before: Value,
    /// The hospital's submission, and the laboratory's.
    submissions: [String; 2],
}

async fn scene() -> anyhow::Result<Scene> {
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
    let sarcoma = with_morphology(&woman, "8890/3");
    let biopsy = reports.bundle(&sarcoma, Order::of("pathology"))?;
    let found = laboratory.send(&biopsy).await?;
    assert_eq!(found.status, 201, "{}", found.text());
    house.settled(&laboratory).await?;
    Ok(Scene {
        house,
        hospital,
        laboratory,
        before,
        submissions: [sent.submission()?, found.submission()?],
    })
}

#[tokio::test]
async fn a_morphology_that_arrives_moves_a_report_and_its_sender_is_told() -> anyhow::Result<()> {
    let scene = scene().await?;
    assert_eq!(scene.before["reroutings"], json!([]), "where it was sent");
    let after = scene.hospital.account("").await?;
    let [moved] = after["reroutings"]
        .as_array()
        .map_or(&[][..], Vec::as_slice)
    else {
        anyhow::bail!("not one rerouting in {after}");
    };
    let [sent, found] = scene.submissions.map(Value::from);
    assert_eq!(moved["submission"], sent);
    assert_eq!(moved["from"], json!(["breast"]));
    assert_eq!(moved["to"], json!(["sarcoma"]));
    assert_eq!(moved["provisional"], false);
    assert_eq!(moved["cause"], Value::Null, "another's is not named");
    let own = scene.laboratory.account("").await?;
    assert_eq!(own["reroutings"][0]["cause"], found, "{own}");
    Ok(())
}

#[tokio::test]
async fn a_move_is_told_in_its_period_and_from_its_position_on() -> anyhow::Result<()> {
    let scene = scene().await?;
    let moves = async |query: &str| {
        let account = scene.hospital.account(query).await?;
        anyhow::Ok(account["reroutings"].as_array().map_or(0, Vec::len))
    };
    assert_eq!(moves("").await?, 1);
    let before = &scene.before["as_of"];
    assert_eq!(moves(&format!("?as_of={before}")).await?, 0);
    assert_eq!(moves("?from=2019-01-01&to=2019-12-31").await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_move_is_told_alike_over_grpc_as_csv_and_on_the_page() -> anyhow::Result<()> {
    let Scene {
        house, hospital, ..
    } = scene().await?;
    let account = hospital.account("").await?;
    let by_grpc = house.grpc(hospital.token())?.account().await?;
    assert_eq!(by_grpc.reroutings.len(), 1);
    let (one, other) = (&account["reroutings"][0], &by_grpc.reroutings[0]);
    assert_eq!(one["report_key"], other.report_key.as_str());
    assert_eq!(one["to"], json!(other.to));
    let csv = hospital.get("/reconciliation?format=csv").await?.text();
    let told = csv.lines().find(|line| line.starts_with("rerouting,"));
    assert!(
        told.is_some_and(|line| line.contains("belonged to breast")),
        "{csv}"
    );
    let page = hospital.get("/reconciliation?format=html").await?.text();
    assert!(
        page.contains("came to belong to other registries (1)"),
        "{page}"
    );
    Ok(())
}
