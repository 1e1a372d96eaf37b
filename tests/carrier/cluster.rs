//! Three brokers that have each other's messages: one may die, whichever it is, and nothing
//! waits for it; with two of them dead what is carried waits, and comes when they are back.

use std::time::Duration;

use caseway_tests::Kafka;

use super::carried::{carried, reports, send};

/// What a normaliser would have recorded everything in, if it were carried.
const ENOUGH: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_three_brokers_is_done_without_and_two_are_waited_for() -> anyhow::Result<()> {
    let Some(carried) = carried(Kafka::of_three()?)? else {
        return Ok(());
    };
    let all = reports(418, 8)?;
    let (before, rest) = all.split_at(all.len() / 4);
    let (without_one, rest) = rest.split_at(rest.len() / 3);
    let (without_other, without_two) = rest.split_at(rest.len() / 2);
    send(&carried.hospital, before).await?;
    carried.kafka.die_at(1)?;
    send(&carried.hospital, without_one).await?;
    let mut sent = before.len() + without_one.len();
    carried.is_whole(&all[..sent]).await?;
    carried.kafka.again()?;

    carried.kafka.die_at(2)?;
    send(&carried.hospital, without_other).await?;
    sent += without_other.len();
    carried.is_whole(&all[..sent]).await?;

    carried.kafka.die_at(3)?;
    send(&carried.hospital, without_two).await?;
    tokio::time::sleep(ENOUGH).await;
    let account = carried.hospital.account("").await?;
    assert!(
        account["tally"]["in_flight"].as_u64() > Some(0),
        "they are gone: {account}"
    );
    carried.kafka.again()?;
    carried.is_whole(&all).await
}
