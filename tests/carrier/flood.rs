//! More announcements than a partition holds at once: after an outage the relay tells again and
//! again what nobody records.
//!
//! On two threads, so that connections live while a script moves a group's hints.

use caseway_tests::{Aside, Kafka};

use super::carried::{divided, reports, send, until};

/// More than wait for whoever records a partition.
const MANY: usize = 8_000;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn announcements_that_came_again_and_again_are_read_to_their_end() -> anyhow::Result<()> {
    let Some(mut carried) = divided(1, Kafka::fresh())? else {
        return Ok(());
    };
    let all = reports(418, 45)?;
    let (first, rest) = all.split_at(all.len() - 4);
    carried.house.normaliser()?.stop()?;
    send(&carried.hospital, first).await?;
    for _ in 0..MANY.div_ceil(first.len()) {
        carried.relay.stop()?;
        carried.relay = Aside::relay(carried.house.start())?;
        let told = first.len() as u64;
        until(&carried.relay, "caseway_relay_announced_total", told).await?;
    }
    let mut once = Aside::normaliser(carried.house.start())?;
    carried.house.settled(&carried.hospital).await?;
    once.stop()?;
    carried.kafka.hint("earliest")?;
    let again = Aside::normaliser(carried.house.start())?;
    until(&again, "caseway_feed_duplicates_total", MANY as u64).await?;
    send(&carried.hospital, rest).await?;
    carried.is_whole(&all).await
}
