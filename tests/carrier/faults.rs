//! What Kafka, a relay or a normaliser may do without anything being lost, doubled or out of
//! order: each with what shows that it was done.
//!
//! On two threads, so that connections live while a script starts a broker.

use std::time::Duration;

use caseway_tests::{Aside, Kafka};

use super::carried::{carried, metric, reports, send, until};

/// A broker that does not come back at once is away for this long.
const AWAY: Duration = Duration::from_secs(20);

/// What another process may take to go on with the work.
const TAKEN_OVER: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broker_that_dies_under_load_holds_up_nothing_but_the_casebook() -> anyhow::Result<()> {
    let Some(carried) = carried(Kafka::of_its_own()?)? else {
        return Ok(());
    };
    let all = reports(411, 9)?;
    let (first, rest) = all.split_at(all.len() / 3);
    let (second, third) = rest.split_at(rest.len() / 2);
    send(&carried.hospital, first).await?;
    carried.kafka.die()?;
    send(&carried.hospital, second).await?;
    let account = carried.hospital.account("").await?;
    assert!(
        account["tally"]["in_flight"].as_u64() > Some(0),
        "it is gone: {account}"
    );
    assert_eq!(account["residual"], 0, "{account}");
    carried.kafka.again()?;
    send(&carried.hospital, third).await?;
    carried.is_whole(&all).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broker_that_was_away_is_followed_as_soon_as_it_is_back() -> anyhow::Result<()> {
    let Some(carried) = carried(Kafka::of_its_own()?)? else {
        return Ok(());
    };
    let all = reports(417, 9)?;
    let (first, rest) = all.split_at(all.len() / 3);
    send(&carried.hospital, first).await?;
    carried.kafka.die()?;
    let pause = AWAY / u32::try_from(rest.len())?;
    for report in rest.chunks(1) {
        send(&carried.hospital, report).await?;
        tokio::time::sleep(pause).await;
    }
    carried.kafka.again()?;
    carried.is_whole(&all).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_broker_that_loses_its_disk_is_told_again() -> anyhow::Result<()> {
    let Some(mut carried) = carried(Kafka::of_its_own()?)? else {
        return Ok(());
    };
    let all = reports(412, 9)?;
    let (first, rest) = all.split_at(all.len() / 3);
    let (second, third) = rest.split_at(rest.len() / 2);
    send(&carried.hospital, first).await?;
    carried.house.settled(&carried.hospital).await?;
    // Announced, and recorded by nobody.
    carried.house.normaliser()?.kill()?;
    let before = metric(&carried.relay, "caseway_relay_announced_total").await?;
    send(&carried.hospital, second).await?;
    let told = before + second.len() as u64;
    until(&carried.relay, "caseway_relay_announced_total", told).await?;
    carried.kafka.lose_disk()?;
    carried.kafka.again()?;
    let _normaliser = Aside::normaliser(carried.house.start())?;
    send(&carried.hospital, third).await?;
    carried.is_whole(&all).await?;
    let again = metric(&carried.relay, "caseway_relay_again_total").await?;
    assert!(again > 0, "the control: something was lost");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hints_that_are_set_to_the_end_leave_out_nothing() -> anyhow::Result<()> {
    let Some(mut carried) = carried(Kafka::fresh())? else {
        return Ok(());
    };
    let all = reports(413, 6)?;
    let (first, rest) = all.split_at(all.len() / 2);
    send(&carried.hospital, first).await?;
    carried.house.settled(&carried.hospital).await?;
    carried.house.normaliser()?.stop()?;
    let before = metric(&carried.relay, "caseway_relay_announced_total").await?;
    let (second, third) = rest.split_at(rest.len() - 4);
    send(&carried.hospital, second).await?;
    let told = before + second.len() as u64;
    until(&carried.relay, "caseway_relay_announced_total", told).await?;
    carried.kafka.hint("latest")?;
    let normaliser = Aside::normaliser(carried.house.start())?;
    send(&carried.hospital, third).await?;
    carried.is_whole(&all).await?;
    let gaps = metric(&normaliser, "caseway_feed_gaps_total").await?;
    let again = metric(&carried.relay, "caseway_relay_again_total").await?;
    assert!(gaps + again > 0, "the control: something was left out");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hints_that_are_set_to_the_beginning_double_nothing() -> anyhow::Result<()> {
    let Some(mut carried) = carried(Kafka::fresh())? else {
        return Ok(());
    };
    let all = reports(414, 6)?;
    send(&carried.hospital, &all).await?;
    carried.house.settled(&carried.hospital).await?;
    carried.house.normaliser()?.stop()?;
    carried.kafka.hint("earliest")?;
    let normaliser = Aside::normaliser(carried.house.start())?;
    let entries = all.len() as u64;
    until(&normaliser, "caseway_feed_duplicates_total", entries).await?;
    carried.is_whole(&all).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_relay_that_is_killed_is_taken_over() -> anyhow::Result<()> {
    let Some(mut carried) = carried(Kafka::fresh())? else {
        return Ok(());
    };
    until(&carried.relay, "caseway_relay_active", 1).await?;
    let second = Aside::relay(carried.house.start())?;
    let all = reports(415, 6)?;
    let (first, rest) = all.split_at(all.len() / 2);
    send(&carried.hospital, first).await?;
    assert_eq!(
        metric(&second, "caseway_relay_active").await?,
        0,
        "it stands by"
    );
    carried.relay.kill()?;
    send(&carried.hospital, rest).await?;
    let took = until(&second, "caseway_relay_active", 1).await?;
    assert!(took < TAKEN_OVER, "it took {took:?}");
    carried.is_whole(&all).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_normaliser_that_was_stopped_past_its_session_writes_nothing_when_it_goes_on()
-> anyhow::Result<()> {
    let Some(mut carried) = carried(Kafka::fresh())? else {
        return Ok(());
    };
    let all = reports(416, 9)?;
    let (first, rest) = all.split_at(all.len() / 3);
    send(&carried.hospital, first).await?;
    carried.house.settled(&carried.hospital).await?;
    let second = Aside::normaliser(carried.house.start())?;
    let (under_way, later) = rest.split_at(rest.len() / 2);
    send(&carried.hospital, under_way).await?;
    carried.house.normaliser()?.signal("STOP")?;
    send(&carried.hospital, later).await?;
    carried.is_whole(&all).await?;
    let recorded = metric(&second, "caseway_hop_entries_total{hop=\"record\"}").await?;
    assert!(recorded > 0, "the control: another has its partitions");
    let before = carried.house.job(&["cases", "export"])?;
    carried.house.normaliser()?.signal("CONT")?;
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert_eq!(carried.house.job(&["cases", "export"])?, before);
    carried.is_whole(&all).await
}
