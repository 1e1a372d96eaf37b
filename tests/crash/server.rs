//! PostgreSQL killed under load, as if its power went: the processes on it wait and go on by
//! themselves.

use std::time::Duration;

use caseway_tests::Server;

use crate::load::Load;

/// How often the server is killed.
const DEATHS: u32 = 4;
/// How long it is away.
const AWAY: Duration = Duration::from_secs(1);
/// What the ledger grows by before it is killed.
const GROWTH_BYTES: u64 = 10_000;

#[tokio::test]
async fn nothing_is_lost_doubled_or_altered_when_postgresql_dies_under_load() -> anyhow::Result<()>
{
    let Some(server) = Server::start()? else {
        return Ok(());
    };
    let mut load = Load::shared(server.database()?, 203)?;
    for _ in 0..DEATHS {
        load.grown(GROWTH_BYTES).await?;
        server.die()?;
        tokio::time::sleep(AWAY).await;
        server.again()?;
    }
    load.grown(GROWTH_BYTES).await?;
    let (lines, audit) = load.end().await?;
    println!(
        "{DEATHS} deaths of the server, {} lines in the ledger",
        lines.len()
    );
    audit.is_clean();
    Ok(())
}
