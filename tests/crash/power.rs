//! The power goes at every fsync, under load: just before it or just after, with nothing of
//! what was not fsynced on the disk, or with half of its pages.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use caseway_tests::round;

use crate::audit::audit;
use crate::interposer::{Interposer, Number};
use crate::load::{Load, SENDER};

/// The files that it must have gone at.
const FILES: [&str; 3] = ["journal.db", "journal.db-wal", "vault.db-wal"];
/// How often it goes at most.
const CUTS_MAX: i64 = 128;
/// For how long the power goes again and again, and longer where it has not gone at each file.
const CUTS_FOR: Duration = Duration::from_secs(24);
/// What follows one of the other: before and after, nothing and half.
const WAYS: i64 = 4;
/// By so many fsyncs each round of a long run begins later, and by so many rounds from the start.
const FURTHER: i64 = 8;
const ROUNDS: u64 = 32;
/// The fsync of that number is reached in this time.
const REACH_WAIT: Duration = Duration::from_secs(20);
/// What the ledger grows by on a disk that lies.
const GROWTH_BYTES: u64 = 20_000;

#[tokio::test]
async fn nothing_is_lost_doubled_or_altered_when_the_power_goes_at_every_fsync()
-> anyhow::Result<()> {
    let Some(disk) = Interposer::new()? else {
        return Ok(());
    };
    let mut load = Load::embedded(204, &[])?;
    disk.put_under(&mut load.house)?;
    let (started, mut cuts) = (Instant::now(), BTreeMap::<String, u32>::new());
    for turn in 0..CUTS_MAX {
        let everywhere = FILES.iter().all(|file| cuts.contains_key(*file));
        if everywhere && started.elapsed() > CUTS_FOR {
            break;
        }
        let struck = cut(&disk, &mut load, turn)?;
        *cuts.entry(struck).or_default() += 1;
    }
    disk.set(Number::CutAt, 0)?;
    disk.restart(&mut load.house)?;
    let (lines, audit) = load.end().await?;
    println!("the power went {cuts:?}, {} lines", lines.len());
    for file in FILES {
        assert!(cuts.contains_key(file), "none at {file}: {cuts:?}");
    }
    audit.is_clean();
    Ok(())
}

/// Cuts the power once, and gives the file whose fsync it went at.
fn cut(disk: &Interposer, load: &mut Load, turn: i64) -> anyhow::Result<String> {
    let further = i64::try_from(round() % ROUNDS)? * FURTHER;
    disk.set(Number::CutAt, 1 + turn / WAYS + further)?;
    disk.set(Number::CutAfter, turn % 2)?;
    disk.set(Number::Torn, (turn / 2 % 2) * (1 + turn + further))?;
    disk.set(Number::Syncs, 0)?;
    // It may go while the gateway comes up.
    if let Err(error) = disk.restart(&mut load.house) {
        let struck = disk.cut()?;
        anyhow::ensure!(!struck.is_empty(), "{error:#}");
        disk.lose_power(&load.house)?;
        return Ok(struck);
    }
    load.house.gateway().ended(REACH_WAIT)?;
    let struck = disk.cut()?;
    anyhow::ensure!(!struck.is_empty(), "it ended: {}", load.house.said());
    disk.lose_power(&load.house)?;
    Ok(struck)
}

#[tokio::test]
async fn what_a_disk_only_said_it_had_written_is_lost_when_the_power_goes() -> anyhow::Result<()> {
    let Some(disk) = Interposer::new()? else {
        return Ok(());
    };
    let mut load = Load::embedded(205, &[])?;
    disk.set(Number::Lies, 1)?;
    disk.put_under(&mut load.house)?;
    load.grown(GROWTH_BYTES).await?;
    load.house.gateway().kill()?;
    disk.lose_power(&load.house)?;
    let lines = load.abandon()?;
    let audit = audit(&load.house, SENDER, &lines).await?;
    assert!(!audit.lost.is_empty(), "the check stayed green: {audit:?}");
    Ok(())
}
