//! The casebook is the same for every order of arrival.

use caseway_profiles::sample::Status;
use caseway_tests::{House, Order, Reports, Setting};
use serde_json::Value;

/// Reports of four women: two tumour reports each, corrections and a retraction.
fn reports() -> anyhow::Result<Vec<Value>> {
    let reports = Reports::new(111)?;
    let mut all = Vec::new();
    for number in 0..4 {
        let woman = reports.woman(number)?;
        let (work_up, surgery) = (Order::of("work-up"), Order::of("surgery"));
        let mut orders = vec![Order::of("pathology"), work_up, surgery];
        orders.push(work_up.version(2, Status::Amended));
        if number == 1 {
            orders.push(surgery.version(2, Status::EnteredInError));
        }
        for order in orders {
            all.push(reports.bundle(&woman, order)?);
        }
    }
    Ok(all)
}

/// A gateway that was fed in this order, and its casebook; under a key of its own
/// where none is given.
async fn fed(all: &[Value], key: Option<Vec<u8>>) -> anyhow::Result<(House, String)> {
    let house = House::with(&Setting {
        key,
        ..Setting::default()
    })?;
    let hospital = house.sender("Fjordbyen")?;
    for report in all {
        let answer = hospital.send(report).await?;
        assert!([200, 201].contains(&answer.status), "{}", answer.text());
    }
    let account = house.settled(&hospital).await?;
    assert_eq!(account["residual"], 0);
    let cases = house.job(&["cases", "export"])?;
    Ok((house, cases))
}

#[tokio::test]
async fn the_casebook_is_the_same_for_every_order_of_arrival() -> anyhow::Result<()> {
    let forwards = reports()?;
    let mut backwards = forwards.clone();
    backwards.reverse();
    let (first, one) = fed(&forwards, None).await?;
    let (_second, other) = fed(&backwards, Some(first.key()?)).await?;
    assert_eq!(one.lines().count(), 4);
    let (one, other): (Vec<&str>, Vec<&str>) = (one.lines().collect(), other.lines().collect());
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one, other);
    }
    Ok(())
}

#[tokio::test]
async fn a_casebook_that_was_lost_is_made_again_from_the_journal() -> anyhow::Result<()> {
    let (mut house, before) = fed(&reports()?, None).await?;
    house.stop()?;
    house.lose_casebook()?;
    house.restart()?;
    let console = house.console();
    while console.metric("caseway_feed_lag_entries").await? > 0.0 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(house.job(&["cases", "export"])?, before);
    Ok(())
}
