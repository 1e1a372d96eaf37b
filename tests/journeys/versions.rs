//! Versions of a report: the newest counts, whichever arrives first.

use caseway_profiles::sample::Status;
use caseway_tests::{House, Order, Reports};

#[tokio::test]
async fn a_correction_replaces_the_whole_report() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(31)?;
    let woman = reports.woman(0)?;
    let order = Order::of("work-up");
    let first = hospital.send(&reports.bundle(&woman, order)?).await?;
    let corrected = reports.bundle(&woman, order.version(2, Status::Amended))?;
    let second = hospital.send(&corrected).await?;
    assert_eq!(
        (first.status, second.status),
        (201, 201),
        "{}",
        second.text()
    );
    let account = house.settled(&hospital).await?;
    assert_eq!(account["tally"]["recorded"], 1, "{account}");
    assert_eq!(account["tally"]["superseded"], 1);
    let replaced = hospital.submission(&first.submission()?).await?;
    assert_eq!(replaced["state"], "superseded");
    assert_eq!(replaced["replaced_by"], second.submission()?.as_str());
    let case = house.job(&["cases", "export"])?;
    assert!(case.contains(&second.submission()?) && !case.contains(&first.submission()?));
    Ok(())
}

#[tokio::test]
async fn an_older_version_that_arrives_late_is_superseded_at_once() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(32)?;
    let woman = reports.woman(0)?;
    let order = Order::of("work-up");
    let newer = reports.bundle(&woman, order.version(2, Status::Amended))?;
    assert_eq!(hospital.send(&newer).await?.status, 201);
    let late = hospital.send(&reports.bundle(&woman, order)?).await?;
    assert_eq!(late.status, 200, "{}", late.text());
    assert_eq!(late.rules()?[0], "superseded");
    let account = house.settled(&hospital).await?;
    assert_eq!(account["tally"]["recorded"], 1, "{account}");
    assert_eq!(account["tally"]["superseded"], 1);
    let case = house.job(&["cases", "export"])?;
    assert!(
        !case.contains(&late.submission()?),
        "the older version is in no case"
    );
    Ok(())
}

#[tokio::test]
async fn a_retraction_takes_the_report_out_of_the_case() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(33)?;
    let woman = reports.woman(0)?;
    let work_up = hospital
        .send(&reports.bundle(&woman, Order::of("work-up"))?)
        .await?;
    let order = Order::of("surgery");
    let surgery = hospital.send(&reports.bundle(&woman, order)?).await?;
    house.settled(&hospital).await?;
    assert!(
        house
            .job(&["cases", "export"])?
            .contains(&surgery.submission()?)
    );
    let retracted = reports.bundle(&woman, order.version(2, Status::EnteredInError))?;
    assert_eq!(hospital.send(&retracted).await?.status, 201);
    let account = house.settled(&hospital).await?;
    assert_eq!(account["residual"], 0);
    let case = house.job(&["cases", "export"])?;
    assert!(
        case.contains(&work_up.submission()?),
        "the other report stays"
    );
    assert!(
        !case.contains(&surgery.submission()?),
        "nothing of the retracted one is left"
    );
    Ok(())
}

#[tokio::test]
async fn a_case_is_gone_when_its_only_report_is_retracted() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(34)?;
    let woman = reports.woman(0)?;
    let order = Order::of("work-up");
    hospital.send(&reports.bundle(&woman, order)?).await?;
    let retracted = reports.bundle(&woman, order.version(2, Status::EnteredInError))?;
    assert_eq!(hospital.send(&retracted).await?.status, 201);
    house.settled(&hospital).await?;
    let facts: usize = house
        .cases()?
        .iter()
        .filter_map(|case| Some(case["tumours"].as_array()?.len()))
        .sum();
    assert_eq!(facts, 0, "no tumour is left");
    Ok(())
}
