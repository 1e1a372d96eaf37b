//! Quarantine holds back one person and nobody else, until an operator has decided.

use caseway_profiles::sample::Status;
use caseway_tests::{House, Order, Reports, Rest, Subject};
use serde_json::Value;

/// A report whose patient's sex contradicts the identity number: accepted at the
/// door, doubted behind it.
fn doubtful(reports: &Reports, woman: &Subject) -> anyhow::Result<Value> {
    let mut report = reports.bundle(woman, Order::of("work-up"))?;
    for entry in report["entry"].as_array_mut().into_iter().flatten() {
        let resource = &mut entry["resource"];
        if resource["resourceType"] == "Patient" {
            resource["gender"] = Value::from("male");
        }
    }
    Ok(report)
}

struct Scene {
    house: House,
    hospital: Rest,
    held: String,
    waiting: String,
}

/// One woman's doubtful report, another of hers behind it, and another woman's.
async fn scene(seed: u64) -> anyhow::Result<Scene> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(seed)?;
    let (woman, other) = (reports.woman(0)?, reports.woman(1)?);
    let held = hospital.send(&doubtful(&reports, &woman)?).await?;
    assert_eq!(held.status, 201, "{}", held.text());
    let waiting = hospital
        .send(&reports.bundle(&woman, Order::of("surgery"))?)
        .await?;
    let free = hospital
        .send(&reports.bundle(&other, Order::of("work-up"))?)
        .await?;
    assert_eq!((waiting.status, free.status), (201, 201));
    house.settled(&hospital).await?;
    let free = hospital.submission(&free.submission()?).await?;
    assert_eq!(free["state"], "recorded", "another person is not held");
    let (held, waiting) = (held.submission()?, waiting.submission()?);
    Ok(Scene {
        house,
        hospital,
        held,
        waiting,
    })
}

#[tokio::test]
async fn a_doubtful_report_waits_and_what_follows_it_waits_behind() -> anyhow::Result<()> {
    let scene = scene(41).await?;
    for id in [&scene.held, &scene.waiting] {
        let submission = scene.hospital.submission(id).await?;
        assert_eq!(submission["state"], "quarantined", "{submission}");
        assert!(submission["cause"].is_string() && submission["sentence"].is_string());
    }
    let account = scene.hospital.account("").await?;
    assert_eq!(account["tally"]["quarantined"], 2);
    assert_eq!(account["residual"], 0);
    assert_eq!(
        scene.house.console().quarantine().await?.len(),
        1,
        "the cause, not what waits"
    );
    Ok(())
}

#[tokio::test]
async fn a_release_lets_it_and_what_waited_behind_it_through() -> anyhow::Result<()> {
    let scene = scene(42).await?;
    let console = scene.house.console();
    let held = console.quarantine().await?;
    assert_eq!(
        console.decide(held[0], "release", "").await?,
        422,
        "a reason is asked for"
    );
    assert_eq!(
        console
            .decide(held[0], "release", "checked with the unit")
            .await?,
        200
    );
    let account = scene.house.settled(&scene.hospital).await?;
    assert_eq!(account["tally"]["quarantined"], 0, "{account}");
    assert_eq!(account["tally"]["recorded"], 3);
    assert_eq!(account["residual"], 0);
    let again = console
        .decide(held[0], "release", "checked with the unit")
        .await?;
    assert_eq!(again, 409, "it is not in quarantine any more");
    Ok(())
}

#[tokio::test]
async fn what_another_sites_page_sends_decides_nothing() -> anyhow::Result<()> {
    let scene = scene(45).await?;
    let console = scene.house.console();
    let held = console.quarantine().await?;
    assert_eq!(console.release_from_elsewhere(held[0]).await?, 403);
    assert_eq!(console.quarantine().await?, held);
    let own = console.decide(held[0], "release", "checked with the unit");
    assert_eq!(own.await?, 200);
    Ok(())
}

#[tokio::test]
async fn a_discard_leaves_it_out_and_lets_what_waited_through() -> anyhow::Result<()> {
    let scene = scene(43).await?;
    let console = scene.house.console();
    let held = console.quarantine().await?;
    assert_eq!(
        console
            .decide(held[0], "discard", "sent by mistake")
            .await?,
        200
    );
    let account = scene.house.settled(&scene.hospital).await?;
    assert_eq!(account["tally"]["rejected"], 1, "{account}");
    assert_eq!(account["tally"]["recorded"], 2);
    assert_eq!(account["residual"], 0);
    let discarded = scene.hospital.submission(&scene.held).await?;
    assert_eq!(discarded["state"], "discarded");
    let waited = scene.hospital.submission(&scene.waiting).await?;
    assert_eq!(waited["state"], "recorded");
    Ok(())
}

#[tokio::test]
async fn a_correction_of_a_doubtful_report_waits_for_the_operator_too() -> anyhow::Result<()> {
    let scene = scene(44).await?;
    let reports = Reports::new(44)?;
    let order = Order::of("work-up").version(2, Status::Amended);
    let corrected = scene
        .hospital
        .send(&reports.bundle(&reports.woman(0)?, order)?)
        .await?;
    assert_eq!(corrected.status, 201);
    scene.house.settled(&scene.hospital).await?;
    let console = scene.house.console();
    let held = console.quarantine().await?;
    assert_eq!(
        console
            .decide(held[0], "discard", "a correction is here")
            .await?,
        200
    );
    scene.house.settled(&scene.hospital).await?;
    let corrected = scene.hospital.submission(&corrected.submission()?).await?;
    assert_eq!(corrected["state"], "recorded", "{corrected}");
    Ok(())
}

#[tokio::test]
async fn a_senders_page_cannot_reach_the_console() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    for path in ["/metrics", "/livez", "/quarantine/1/release"] {
        assert_eq!(hospital.get(path).await?.status, 404, "{path}");
    }
    let console = house.console();
    assert_eq!(console.page("/livez").await?.0, 200);
    assert_eq!(console.page("/readyz").await?.0, 200);
    assert!(console.metric("caseway_account_residual").await?.abs() < f64::EPSILON);
    Ok(())
}
