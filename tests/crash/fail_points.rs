//! SIGKILL at every fail point: the process is held at the point and killed there.
//!
//! The engine's fail points stand before and after each commit of the journal, the
//! casebook and the vault. `FAILPOINTS=name=N*off->pause` holds the process at the
//! point the next time it comes by; that it is held shows as a standstill.

use std::time::{Duration, Instant};

use caseway_store_sqlite::FAIL_POINTS;
use serde_json::Value;

use crate::load::Load;

/// The point is reached within this time.
const REACH_WAIT: Duration = Duration::from_secs(20);
/// Nothing moving for this long is a standstill.
const STILL: Duration = Duration::from_millis(800);
/// How often the standstill is looked for.
const LOOK: Duration = Duration::from_millis(100);

#[tokio::test]
async fn nothing_is_lost_doubled_or_altered_by_a_kill_at_every_fail_point() -> anyhow::Result<()> {
    let mut load = Load::start(202, &[])?;
    for (index, point) in FAIL_POINTS.iter().enumerate() {
        let passes = 3 + 2 * index;
        load.house
            .restart_with(Some(format!("{point}={passes}*off->pause")))?;
        let held = held(&load, point).await;
        anyhow::ensure!(held, "{point} was not reached: {}", load.house.said());
        load.house.gateway().kill()?;
    }
    load.house.restart()?;
    let (lines, audit) = load.end().await?;
    println!(
        "killed at {} fail points, {} lines in the ledger",
        FAIL_POINTS.len(),
        lines.len()
    );
    audit.is_clean();
    Ok(())
}

/// Waits until what the point holds up stands still: the answers to the sender, or
/// the feed behind them.
pub(crate) async fn held(load: &Load, point: &str) -> bool {
    let started = Instant::now();
    let (mut seen, mut since) = (progress(load, point).await, Instant::now());
    while started.elapsed() < REACH_WAIT {
        tokio::time::sleep(LOOK).await;
        let now = progress(load, point).await;
        if now != seen {
            (seen, since) = (now, Instant::now());
        } else if since.elapsed() > STILL {
            return true;
        }
    }
    false
}

/// What moves while the point is not reached.
async fn progress(load: &Load, point: &str) -> (u64, Value) {
    if !point.starts_with("casebook") {
        return (load.written(), Value::Null);
    }
    let account = tokio::time::timeout(LOOK, load.rest().account("")).await;
    let account = account.ok().and_then(Result::ok).unwrap_or_default();
    (0, account["tally"]["recorded"].clone())
}
