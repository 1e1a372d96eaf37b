//! A sender over its quota is told when to come back, and nobody else is.

use caseway_tests::{Grpc, House, Order, Reports, Setting};
use tonic::Code;

const SMALL: &str = "[intake]\nsubmissions_per_minute = 6\nsubmissions_burst = 3\n";

#[tokio::test]
async fn a_sender_over_its_quota_is_told_when_to_come_back() -> anyhow::Result<()> {
    let house = House::with(&Setting {
        config: SMALL.to_owned(),
        ..Setting::default()
    })?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(81)?;
    for number in 0..3 {
        let report = reports.bundle(&reports.woman(number)?, Order::of("work-up"))?;
        assert_eq!(hospital.send(&report).await?.status, 201);
    }
    let report = reports.bundle(&reports.woman(3)?, Order::of("work-up"))?;
    let over = hospital.send(&report).await?;
    assert_eq!(over.status, 429, "{}", over.text());
    assert_eq!(over.rules()?, ["quota-exceeded"]);
    let wait: u64 = over.header("retry-after").parse()?;
    assert!((1..=11).contains(&wait), "{wait}");
    let grpc = house.grpc(hospital.token())?;
    let status = grpc
        .submit("breast", Grpc::fhir(report.to_string()))
        .await
        .unwrap_err();
    assert_eq!(status.code(), Code::ResourceExhausted);
    assert!(status.metadata().contains_key("retry-after"));
    let other = house.sender("Innlandsbyen")?;
    assert_eq!(
        other.send(&report).await?.status,
        201,
        "another sender has its own quota"
    );
    let account = house.settled(&hospital).await?;
    assert_eq!(
        account["tally"]["received"], 3,
        "what was turned away was not received"
    );
    assert_eq!(account["residual"], 0);
    Ok(())
}
