//! A backup taken under load and restored elsewhere: what was acknowledged before it began is
//! there, and the casebook in it is what the journal in it comes to.

use caseway_tests::ledger::Line;
use caseway_tests::{House, Server, Setting};

use crate::audit::audit;
use crate::load::{Load, SENDER};

/// What the ledger grows by before the backup, and after it.
const GROWTH_BYTES: u64 = 40_000;

#[tokio::test]
async fn what_was_acknowledged_before_a_backup_is_there_when_it_is_restored() -> anyhow::Result<()>
{
    let Some(server) = Server::start()? else {
        return Ok(());
    };
    let database = server.database()?;
    let name = database.name().to_owned();
    let mut load = Load::shared(database, 208)?;
    load.grown(GROWTH_BYTES).await?;
    let before = load.lines()?;
    let restored = server.backup()?;
    load.grown(GROWTH_BYTES).await?;
    let (all, original) = load.end().await?;
    original.is_clean();

    let setting = Setting {
        key: Some(load.house.key()?),
        ..Setting::default()
    };
    let mut house = House::on(Some(restored.found(&name)?), &setting)?;
    let account = house.settled(&house.rest(load.rest().token())).await?;
    assert_eq!(account["residual"], 0, "{account}");
    let owner = house.owner().into_iter().map(str::to_owned);
    let owner: Vec<String> = owner.collect();
    let replay = |what: &'static [&'static str]| {
        let owner = owner.iter().map(String::as_str);
        let arguments: Vec<&str> = ["replay"]
            .iter()
            .chain(what)
            .copied()
            .chain(owner)
            .collect();
        house.job(&arguments)
    };
    replay(&["build"])?;
    assert_eq!(replay(&["compare", "--json"])?, "");
    house.stop()?;

    // What was sent later may be in it or not; what was answered before must be.
    let sent = all.iter().filter(|line| matches!(line, Line::Sent { .. }));
    let answered = before
        .iter()
        .filter(|line| matches!(line, Line::Answered { .. }));
    let known: Vec<Line> = sent.chain(answered).cloned().collect();
    audit(&house, SENDER, &known).await?.is_clean();
    // The control: what was answered afterwards is not.
    let later = audit(&house, SENDER, &all).await?;
    assert!(!later.lost.is_empty(), "the load went on after the backup");
    Ok(())
}
