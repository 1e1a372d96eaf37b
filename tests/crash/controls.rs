//! Positive controls: with what a check proves turned off, the check goes red.

use std::time::Duration;

use caseway_proto::Disposition;
use caseway_store::{Casebook as _, Draft, Entry, Matter, Page};
use caseway_store_sqlite::{Options, open, open_with};
use caseway_tests::ledger::Line;

use crate::audit::{Folder, audit};
use crate::load::{Load, SENDER};

/// A stopped house with some entries, and its sender's ledger; nothing wrong with them.
async fn stopped(seed: u64, further: &[&str]) -> anyhow::Result<(Load, Vec<Line>)> {
    let mut load = Load::start(seed, &[&["--workers", "2"], further].concat())?;
    wait_for(&load, 20_000).await;
    let (lines, audit) = load.end().await?;
    audit.is_clean();
    Ok((load, lines))
}

/// Waits until the ledger has so many bytes.
async fn wait_for(load: &Load, bytes: u64) {
    while load.written() < bytes {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The draft that an entry was made from, under another name where asked.
async fn draft_of(folder: &Folder, entry: &Entry, key: &str) -> anyhow::Result<Draft> {
    let Matter::Report {
        id,
        sender,
        syntax,
        version,
        body,
    } = entry.matter.clone()
    else {
        anyhow::bail!("the entry is a report");
    };
    let plain = folder.vault.unseal(&body, &id.0).await?;
    let content = caseway_proto::Digest::of(&plain);
    Ok(Draft {
        id,
        sender,
        key: key.to_owned(),
        content,
        raw: content,
        plan: content,
        door: caseway_proto::Door::Rest,
        syntax,
        verdict: Disposition::Accepted,
        issues: Vec::new(),
        version: Some(version),
        body,
        received_at: entry.received_at,
    })
}

/// The first entry of the sender and its key.
async fn first(folder: &Folder) -> anyhow::Result<(Entry, String)> {
    let sender = folder.sender(SENDER).await?;
    let states = folder.states(&sender).await?;
    let entry = folder.entries().await?.swap_remove(0);
    let state = states
        .into_iter()
        .find(|state| state.position == entry.position);
    let key = state.map(|state| state.key).unwrap_or_default();
    Ok((entry, key))
}

#[tokio::test]
async fn without_dedupe_the_check_for_doubles_goes_red_and_with_it_stays_green()
-> anyhow::Result<()> {
    let (load, lines) = stopped(211, &[]).await?;
    for (no_dedupe, red) in [(false, false), (true, true)] {
        let options = Options {
            no_dedupe,
            ..Options::default()
        };
        let engine = open_with(load.house.data(), options).await?;
        let folder = Folder::open(load.house.data(), engine).await?;
        let (entry, key) = first(&folder).await?;
        let draft = draft_of(&folder, &entry, &key).await?;
        folder.journal.append(draft).await?;
        folder.engine.close().await;
        let audit = audit(load.house.data(), SENDER, &lines).await?;
        assert_eq!(
            !audit.doubled.is_empty(),
            red,
            "dedupe {}: {audit:?}",
            !no_dedupe
        );
    }
    Ok(())
}

#[tokio::test]
async fn what_is_acknowledged_before_the_journal_has_it_is_lost_by_a_kill() -> anyhow::Result<()> {
    let (_load, lines) = stopped(212, &["--trusting"]).await?;
    assert!(
        lines.iter().any(is_trusting),
        "trust is no fault while nothing is killed"
    );
    let mut load = Load::start(212, &["--workers", "2", "--trusting"])?;
    wait_for(&load, 5_000).await;
    load.house
        .restart_with(Some(String::from("journal-before-commit=pause")))?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    load.house.gateway().kill()?;
    let lines = load.abandon()?;
    let audit = audit(load.house.data(), SENDER, &lines).await?;
    assert!(!audit.lost.is_empty(), "the check stayed green: {audit:?}");
    Ok(())
}

fn is_trusting(line: &Line) -> bool {
    matches!(line, Line::Answered { submission, .. } if submission.is_empty())
}

#[tokio::test]
async fn a_feed_that_moves_without_recording_leaves_a_residual() -> anyhow::Result<()> {
    let (load, lines) = stopped(213, &[]).await?;
    let folder = Folder::open(load.house.data(), open(load.house.data()).await?).await?;
    let (entry, key) = first(&folder).await?;
    let mut draft = draft_of(&folder, &entry, &format!("{key}-other")).await?;
    draft.id.0[0] ^= 1;
    let from = folder.engine.position().await?;
    let to = folder.journal.append(draft).await?.position();
    assert!(to > from);
    folder
        .engine
        .record(&Page {
            from,
            to,
            ..Page::default()
        })
        .await?;
    folder.engine.close().await;
    assert_eq!(
        residual(load.house.data()).await?,
        1,
        "one submission is in no column"
    );
    // Its body is sealed under the name of the first, so it does not open under its own.
    assert!(audit(load.house.data(), SENDER, &lines).await.is_err());
    Ok(())
}

/// What is unaccounted for in a folder.
async fn residual(data: &std::path::Path) -> anyhow::Result<i64> {
    let folder = Folder::open(data, open(data).await?).await?;
    let tally = folder.tally(&folder.sender(SENDER).await?).await?;
    folder.engine.close().await;
    Ok(tally.residual())
}

#[tokio::test]
async fn a_ledger_of_another_order_or_other_bytes_does_not_agree() -> anyhow::Result<()> {
    let (load, lines) = stopped(214, &[]).await?;
    let mut turned = lines.clone();
    for line in &mut turned {
        if let Line::Sent { turn, .. } = line {
            *turn = 10 - *turn;
        }
    }
    let disordered = audit(load.house.data(), SENDER, &turned).await?;
    assert!(
        !disordered.disordered.is_empty(),
        "the check stayed green: {disordered:?}"
    );
    let mut other = lines;
    let altered = other.iter_mut().find_map(|line| match line {
        Line::Sent { raw, .. } => Some(raw),
        Line::Answered { .. } => None,
    });
    if let Some(raw) = altered {
        raw.replace_range(..2, "zz");
    }
    let altered = audit(load.house.data(), SENDER, &other).await?;
    assert!(
        !altered.altered.is_empty(),
        "the check stayed green: {altered:?}"
    );
    Ok(())
}
