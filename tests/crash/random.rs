//! SIGKILL at random moments under load.

use std::time::Duration;

use caseway_tests::round;

use crate::load::Load;

/// How often the process is killed.
const KILLS: u32 = 26;
/// So many lines in the ledger, that there was load.
const LINES_MIN: usize = 500;

#[tokio::test]
async fn nothing_is_lost_doubled_or_altered_by_kills_at_random_under_load() -> anyhow::Result<()> {
    let mut load = Load::start(201, &[])?;
    for kill in 0..KILLS {
        let before = load.written();
        tokio::time::sleep(after(kill)).await;
        // A kill shows something only if there was load when it struck.
        load.grown_from(before, 1).await?;
        load.house.gateway().kill()?;
        load.house.restart()?;
    }
    while load.lines()?.len() <= LINES_MIN {
        load.grown(1).await?;
    }
    let (lines, audit) = load.end().await?;
    println!(
        "{KILLS} kills at random, {} lines in the ledger",
        lines.len()
    );
    audit.is_clean();
    Ok(())
}

/// How long a gateway lives this time: 100 to 1,000 ms after its doors opened, spread
/// by the golden ratio so that no two are alike.
fn after(turn: u32) -> Duration {
    let turn = u64::from(turn + 1).wrapping_add(round().wrapping_mul(KILLS.into()));
    let spread = turn.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    Duration::from_millis(100 + spread * 900 / (1 << 32))
}
