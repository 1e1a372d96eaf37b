//! A disk that is full, and one that fails, under load: nothing is acknowledged that was not
//! kept, and the gateway goes on by itself when the disk does.
//!
//! What a failed fsync was for is on no disk, as on Linux, where the next one succeeds without
//! it, and whoever reads the file finds it all the same. So the power goes too: after the faults
//! under one process, and after one that was killed by then and another that went on from what
//! it found. What a commit counted on wrongly would be missing.

use std::time::Duration;

use caseway_tests::{Answer, Grpc, House, Rest, Setting};
use serde_json::json;
use tonic::{Code, Status};

use crate::interposer::{Interposer, Number};
use crate::load::Load;

/// What strikes, in turn: no space left on the device, input or output failed.
const FAULTS: [(Number, i64); 4] = [
    (Number::WriteErrno, ENOSPC),
    (Number::SyncErrno, EIO),
    (Number::WriteErrno, EIO),
    (Number::SyncErrno, EIO),
];
const EIO: i64 = 5;
const ENOSPC: i64 = 28;
/// How long it lasts after both doors have refused a submission.
const LASTS: Duration = Duration::from_secs(1);
/// What the ledger grows by before and after.
const GROWTH_BYTES: u64 = 10_000;
/// A submission is refused within so many.
const PROBES_MAX: usize = 50;

#[tokio::test]
async fn nothing_is_lost_doubled_or_altered_when_the_disk_is_full_or_fails() -> anyhow::Result<()> {
    let Some(disk) = Interposer::new()? else {
        return Ok(());
    };
    let mut load = Load::embedded(206, &[])?;
    let token = load.house.token("Probe", &[])?;
    assert_eq!(load.house.console().page("/readyz").await?.0, 200);
    disk.put_under(&mut load.house)?;
    for (number, errno) in FAULTS {
        strike(&disk, &load, &token, (number, errno)).await?;
        tokio::time::sleep(LASTS).await;
        disk.set(number, 0)?;
    }
    load.grown(GROWTH_BYTES).await?;
    assert!(load.house.said().contains("the store failed a request"));
    load.house.gateway().kill()?;
    disk.lose_power(&load.house)?;
    disk.restart(&mut load.house)?;
    // What follows finds in memory what is on no disk.
    strike(&disk, &load, &token, (Number::SyncErrno, EIO)).await?;
    load.house.gateway().kill()?;
    disk.set(Number::SyncErrno, 0)?;
    disk.restart(&mut load.house)?;
    load.grown(GROWTH_BYTES).await?;
    load.house.gateway().kill()?;
    disk.lose_power(&load.house)?;
    load.house.restart()?;
    assert_eq!(load.house.console().page("/readyz").await?.0, 200);
    let (lines, audit) = load.end().await?;
    let failed = (
        disk.get(Number::FailedWrites)?,
        disk.get(Number::FailedSyncs)?,
    );
    println!(
        "failed writes and fsyncs: {failed:?}, {} lines",
        lines.len()
    );
    assert!(failed.0 > 0 && failed.1 > 0, "the faults struck");
    audit.is_clean();
    Ok(())
}

/// The first that a sender says wants a key to be sealed with, and that is kept first.
#[tokio::test]
async fn a_door_that_cannot_keep_a_key_is_not_ready() -> anyhow::Result<()> {
    let Some(disk) = Interposer::new()? else {
        return Ok(());
    };
    let mut house = House::on(None, &Setting::default())?;
    let token = house.token("Probe", &[])?;
    disk.put_under(&mut house)?;
    assert_eq!(house.console().page("/readyz").await?.0, 200);
    disk.set(Number::WriteErrno, ENOSPC)?;
    let answer = house.rest(&token).send(&nonsense()).await?;
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(house.console().page("/readyz").await?.0, 503);
    Ok(())
}

/// Has the disk fail under load, until both doors have refused something.
async fn strike(
    disk: &Interposer,
    load: &Load,
    token: &str,
    (number, errno): (Number, i64),
) -> anyhow::Result<()> {
    load.grown(GROWTH_BYTES).await?;
    disk.set(number, errno)?;
    refused(load, token).await?;
    let (status, why) = load.house.console().page("/readyz").await?;
    assert_eq!(
        (status, &*why),
        (503, "the store keeps nothing: the log says why\n")
    );
    Ok(())
}

/// Sends until both doors have refused, and checks how: come back later.
async fn refused(load: &Load, token: &str) -> anyhow::Result<()> {
    let (rest, grpc) = (load.house.rest(token), load.house.grpc(token)?);
    let answer = refused_over_rest(&rest).await?;
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert_eq!(answer.rules()?, ["store-unavailable"]);
    assert_eq!(answer.header("retry-after"), "5");
    let status = refused_over_grpc(&grpc).await?;
    assert_eq!(status.code(), Code::Unavailable, "{status:?}");
    Ok(())
}

async fn refused_over_rest(rest: &Rest) -> anyhow::Result<Answer> {
    for _ in 0..PROBES_MAX {
        let answer = rest.send(&nonsense()).await?;
        if answer.status >= 500 {
            return Ok(answer);
        }
    }
    anyhow::bail!("the REST door refused nothing")
}

async fn refused_over_grpc(grpc: &Grpc) -> anyhow::Result<Status> {
    for _ in 0..PROBES_MAX {
        let sent = grpc
            .submit("breast", Grpc::fhir(nonsense().to_string()))
            .await;
        if let Err(status) = sent {
            return Ok(status);
        }
    }
    anyhow::bail!("the gRPC door refused nothing")
}

/// What is kept and rejected, another one each time.
fn nonsense() -> serde_json::Value {
    json!({ "nonsense": fastrand::u64(..) })
}
