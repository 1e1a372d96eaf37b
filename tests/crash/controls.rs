//! Positive controls: with what a check proves turned off, the check goes red. On the
//! embedded engine: what they show is that the checks can fail.

use std::sync::Arc;
use std::time::Duration;

use caseway_proto::Disposition;
use caseway_store::{Draft, Entry, Matter, Page};
use caseway_store_sqlite::{Options, open_with};
use caseway_tests::House;
use caseway_tests::ledger::Line;

use crate::audit::{Kept, audit};
use crate::fail_points::held;
use crate::load::{Load, SENDER};

/// A stopped house with some entries, and its sender's ledger; nothing wrong with them.
async fn stopped(seed: u64, further: &[&str]) -> anyhow::Result<(Load, Vec<Line>)> {
    let mut load = Load::embedded(seed, &[&["--workers", "2"], further].concat())?;
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
async fn draft_of(kept: &Kept, entry: &Entry, key: &str) -> anyhow::Result<Draft> {
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
    let plain = kept.vault.unseal(&body, &id.0).await?;
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
async fn first(kept: &Kept) -> anyhow::Result<(Entry, String)> {
    let sender = kept.sender(SENDER).await?;
    let states = kept.states(&sender).await?;
    let entry = kept.entries().await?.swap_remove(0);
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
        let engine = Arc::new(open_with(load.house.data(), options).await?);
        let kept = Kept::open_with(&load.house, engine).await?;
        let (entry, key) = first(&kept).await?;
        let draft = draft_of(&kept, &entry, &key).await?;
        kept.journal.append(draft).await?;
        kept.engine.close().await;
        let audit = audit(&load.house, SENDER, &lines).await?;
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
    let mut load = Load::embedded(212, &["--workers", "2", "--trusting"])?;
    wait_for(&load, 5_000).await;
    let point = "journal-before-commit";
    load.house.restart_with(Some(format!("{point}=pause")))?;
    let held = held(&load, point).await;
    anyhow::ensure!(held, "{point} was not reached: {}", load.house.said());
    load.house.gateway().kill()?;
    let lines = load.abandon()?;
    let audit = audit(&load.house, SENDER, &lines).await?;
    assert!(!audit.lost.is_empty(), "the check stayed green: {audit:?}");
    Ok(())
}

fn is_trusting(line: &Line) -> bool {
    matches!(line, Line::Answered { submission, .. } if submission.is_empty())
}

#[tokio::test]
async fn a_feed_that_moves_without_recording_leaves_a_residual() -> anyhow::Result<()> {
    let (load, lines) = stopped(213, &[]).await?;
    let kept = Kept::open(&load.house).await?;
    let (entry, key) = first(&kept).await?;
    let mut draft = draft_of(&kept, &entry, &format!("{key}-other")).await?;
    draft.id.0[0] ^= 1;
    let from = kept.engine.position().await?;
    let to = kept.journal.append(draft).await?.position();
    assert!(to > from);
    kept.engine
        .record(&Page {
            from,
            to,
            ..Page::default()
        })
        .await?;
    kept.engine.close().await;
    assert_eq!(
        residual(&load.house).await?,
        1,
        "one submission is in no column"
    );
    // Its body is sealed under the name of the first, so it does not open under its own.
    assert!(audit(&load.house, SENDER, &lines).await.is_err());
    Ok(())
}

/// What is unaccounted for in a house.
async fn residual(house: &House) -> anyhow::Result<i64> {
    let kept = Kept::open(house).await?;
    let tally = kept.tally(&kept.sender(SENDER).await?).await?;
    kept.engine.close().await;
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
    let disordered = audit(&load.house, SENDER, &turned).await?;
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
    let altered = audit(&load.house, SENDER, &other).await?;
    assert!(
        !altered.altered.is_empty(),
        "the check stayed green: {altered:?}"
    );
    Ok(())
}
