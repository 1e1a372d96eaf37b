//! The clock jumps under load, on and back and over the ends of months: the order of arrival is
//! the Journal's, and what waits for a time does so by a clock that does not jump.

use std::time::Duration;

use caseway_store::SubmissionState;
use jiff::SignedDuration;

use crate::audit::Kept;
use crate::interposer::{Interposer, Number};
use crate::load::{Load, SENDER};

/// What is added to the time of day, in turn.
const OFFSETS: [SignedDuration; 4] = [
    SignedDuration::from_hours(1),
    SignedDuration::from_hours(-1),
    SignedDuration::from_hours(40 * 24),
    SignedDuration::ZERO,
];
/// What the ledger grows by at each.
const GROWTH_BYTES: u64 = 15_000;
/// The test lasts no longer.
const TEST_MAX: SignedDuration = SignedDuration::from_mins(5);
/// An answer comes within this time, whatever the clock says.
const ANSWER_WAIT: Duration = Duration::from_secs(5);

#[tokio::test]
async fn nothing_is_lost_doubled_or_out_of_order_when_the_clock_jumps() -> anyhow::Result<()> {
    let Some(clock) = Interposer::new()? else {
        return Ok(());
    };
    let mut load = Load::start(207, &[])?;
    clock.put_under(&mut load.house)?;
    for offset in OFFSETS {
        load.grown(GROWTH_BYTES).await?;
        clock.set(Number::ClockSeconds, offset.as_secs())?;
        let account = tokio::time::timeout(ANSWER_WAIT, load.rest().account("")).await??;
        assert_eq!(account["residual"], 0, "{account}");
    }
    load.grown(GROWTH_BYTES).await?;
    let (lines, audit) = load.end().await?;
    audit.is_clean();
    let kept = Kept::open(&load.house).await?;
    let states = kept.states(&kept.sender(SENDER).await?).await?;
    kept.engine.close().await;
    println!("{} submissions, {} lines", states.len(), lines.len());
    for offset in OFFSETS {
        assert!(was_seen(&states, offset), "none was received at {offset}");
    }
    Ok(())
}

/// Whether something was received so long after the first submission, or before it; within a
/// few minutes, which is longer than the test.
fn was_seen(states: &[SubmissionState], offset: SignedDuration) -> bool {
    let begun = states.first().map(|first| first.received_at + offset);
    states.iter().any(|state| {
        begun.is_some_and(|begun| state.received_at.duration_since(begun).abs() < TEST_MAX)
    })
}
