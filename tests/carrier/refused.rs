//! Brokers that are up and refuse, each for a reason of its own: what they refused is told them
//! again until they take it.

use caseway_tests::Kafka;

use super::carried::{Carried, carried, metric, reports, send, until};

/// Waits until the relay has begun again once more than it had.
async fn refused(carried: &Carried, before: u64) -> anyhow::Result<()> {
    let again = "caseway_relay_again_total";
    until(&carried.relay, again, before + 1).await.map(drop)
}

async fn begun_again(carried: &Carried) -> anyhow::Result<u64> {
    metric(&carried.relay, "caseway_relay_again_total").await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_brokers_refuse_is_told_them_until_they_take_it() -> anyhow::Result<()> {
    let Some(carried) = carried(Kafka::fresh())? else {
        return Ok(());
    };
    let all = reports(421, 9)?;
    let parts: Vec<_> = all.chunks(all.len().div_ceil(4)).collect();
    send(&carried.hospital, parts[0]).await?;
    carried.house.settled(&carried.hospital).await?;
    // Messages that are too large; messages that are too old when they come.
    let settings = [
        ("max.message.bytes", "60"),
        ("message.timestamp.before.max.ms", "1"),
    ];
    for ((key, value), part) in settings.into_iter().zip(&parts[1..]) {
        let before = begun_again(&carried).await?;
        carried.kafka.set(key, value)?;
        send(&carried.hospital, part).await?;
        refused(&carried, before).await?;
        let account = carried.hospital.account("").await?;
        let in_flight = account["tally"]["in_flight"].as_u64();
        assert!(in_flight > Some(0), "{key} was not felt: {account}");
        assert_eq!(account["residual"], 0, "{account}");
        carried.kafka.unset(key)?;
        carried.house.settled(&carried.hospital).await?;
    }
    // A topic that is not there any more.
    let before = begun_again(&carried).await?;
    carried.kafka.forget()?;
    send(&carried.hospital, parts[3]).await?;
    refused(&carried, before).await?;
    carried.is_whole(&all).await
}
