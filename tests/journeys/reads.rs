//! What a sender may read: what the door can do, its submissions, its account as it changes.

use std::time::Duration;

use caseway_proto::wire;
use caseway_tests::{House, Order, Reports};

/// The account is told again within this time.
const TOLD_WAIT: Duration = Duration::from_secs(20);

#[tokio::test]
async fn anyone_may_read_what_the_door_can_do() -> anyhow::Result<()> {
    let house = House::up()?;
    let answer = house.rest("nobody").get("/fhir/metadata").await?;
    assert_eq!(answer.status, 200);
    let statement = answer.json()?;
    assert_eq!(statement["resourceType"], "CapabilityStatement");
    assert_eq!(statement["fhirVersion"], "4.0.1");
    let profiles = statement["rest"][0]["resource"][0]["supportedProfile"].as_array();
    assert!(
        profiles.is_some_and(|profiles| profiles.len() >= 4),
        "{statement}"
    );
    Ok(())
}

#[tokio::test]
async fn a_sender_lists_the_same_submissions_at_both_doors() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(131)?;
    for number in 0..3 {
        let report = reports.bundle(&reports.woman(number)?, Order::of("work-up"))?;
        hospital.send(&report).await?;
    }
    house.settled(&hospital).await?;
    let by_rest = hospital.get("/submissions").await?.json()?;
    let by_grpc = house.grpc(hospital.token())?.submissions().await?;
    assert_eq!(by_grpc.len(), 3);
    for (index, state) in by_grpc.iter().enumerate() {
        let listed = &by_rest["submissions"][index];
        assert_eq!(listed["id"], state.submission_id.as_str());
        assert_eq!(listed["key"], state.submission_key.as_str());
        assert_eq!(listed["state"], state.state.as_str());
        assert_eq!(listed["case"], state.case_id.as_str());
    }
    Ok(())
}

#[tokio::test]
async fn a_watched_account_is_told_again_when_it_changes() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let mut watched = house.grpc(hospital.token())?.watch().await?;
    let first = tokio::time::timeout(TOLD_WAIT, watched.message()).await??;
    assert_eq!(received(first), Some(0));
    let reports = Reports::new(132)?;
    let report = reports.bundle(&reports.woman(0)?, Order::of("work-up"))?;
    hospital.send(&report).await?;
    let second = tokio::time::timeout(TOLD_WAIT, watched.message()).await??;
    assert_eq!(received(second), Some(1));
    Ok(())
}

fn received(account: Option<wire::Reconciliation>) -> Option<u64> {
    Some(account?.tally?.received)
}
