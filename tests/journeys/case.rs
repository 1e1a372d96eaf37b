//! A report goes in at a door and comes out as a case.

use caseway_tests::{House, Order, Reports};

#[tokio::test]
async fn an_accepted_report_becomes_a_case() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(1)?;
    let woman = reports.woman(0)?;
    let answer = hospital
        .send(&reports.bundle(&woman, Order::of("work-up"))?)
        .await?;
    assert_eq!(answer.status, 201, "{}", answer.text());
    assert_eq!(
        answer.header("content-type"),
        "application/fhir+json; charset=utf-8"
    );
    assert_eq!(
        answer.header("location"),
        format!("/submissions/{}", answer.submission()?)
    );
    let account = house.settled(&hospital).await?;
    assert_eq!(account["tally"]["recorded"], 1, "{account}");
    assert_eq!(account["residual"], 0);
    let cases = house.cases()?;
    assert_eq!(cases.len(), 1);
    let tumour = &cases[0]["tumours"][0];
    assert_eq!(
        tumour["topography"]["value"],
        woman.tumour.topography.as_str()
    );
    assert_eq!(
        tumour["morphology"]["value"],
        woman.tumour.morphology.as_str()
    );
    assert_eq!(
        tumour["diagnosed"]["value"],
        woman.tumour.diagnosed.to_string()
    );
    assert_eq!(
        tumour["topography"]["submission"],
        answer.submission()?.as_str()
    );
    let submission = hospital.submission(&answer.submission()?).await?;
    assert_eq!(submission["state"], "recorded");
    assert_eq!(submission["case"], cases[0]["id"]);
    Ok(())
}

#[tokio::test]
async fn every_value_of_a_case_tells_where_it_came_from() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(2)?;
    let woman = reports.woman(0)?;
    for kind in ["pathology", "work-up", "surgery"] {
        let answer = hospital
            .send(&reports.bundle(&woman, Order::of(kind))?)
            .await?;
        assert_eq!(answer.status, 201, "{kind}: {}", answer.text());
    }
    house.settled(&hospital).await?;
    let cases = house.cases()?;
    let events = cases[0]["tumours"][0]["events"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    assert!(events.len() >= 3, "{events:?}");
    for linked in &events {
        let event = &linked["event"];
        assert!(linked["because"].is_string(), "{linked}");
        for part in ["submission", "profile", "rule"] {
            assert!(event["provenance"][part].is_string(), "{part} of {event}");
        }
        for value in event["values"].as_array().into_iter().flatten() {
            let element = value["element"].as_str().unwrap_or_default();
            assert!(element.starts_with("Bundle.entry["), "{value}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn nobody_is_named_in_a_case_or_in_the_log() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(3)?;
    let woman = reports.woman(0)?;
    hospital
        .send(&reports.bundle(&woman, Order::of("work-up"))?)
        .await?;
    house.settled(&hospital).await?;
    let exported = house.job(&["cases", "export"])?;
    let (_, page) = house.console().page("/").await?;
    let (_, metrics) = house.console().page("/metrics").await?;
    for text in [exported, page, metrics, house.said()] {
        assert!(!text.contains(&woman.patient.identifier), "{text}");
    }
    Ok(())
}
