//! How the demo ends: the quarantine is released, then the cases and the accounts.

use std::time::{Duration, Instant};

use anyhow::{Context as _, ensure};
use caseway_normaliser::{Asked, reconcile};
use caseway_store::Period;
use jiff::Timestamp;

use crate::cli::{cases, reconcile as account};
use crate::up::Running;

/// The normaliser has this long to catch up.
const PATIENCE: Duration = Duration::from_secs(30);

/// Everything there is.
const ALWAYS: Period = Period {
    from: Timestamp::UNIX_EPOCH,
    until: Timestamp::MAX,
};

/// Shows what is held back, and releases it as an Operator does on the console.
pub(super) async fn release(running: &Running, id: &str) -> anyhow::Result<()> {
    settle(running).await?;
    let held = running.house.desk.quarantine(10).await?;
    println!(
        "\nQuarantine, as the operators see it at http://{}/#quarantine",
        running.addresses.console
    );
    for entry in &held {
        println!(
            "  entry {} of {}: {}, {} waiting behind it",
            entry.position, entry.sender, entry.cause, entry.waiting
        );
        println!("    {}", entry.sentence);
    }
    let entry = held
        .iter()
        .find(|entry| entry.id.to_string() == id)
        .context("nothing was held back")?;
    let url = format!(
        "http://{}/quarantine/{}/release",
        running.addresses.console, entry.position
    );
    let reason = [(
        "reason",
        "The hospital confirms the number; the birth date was mistyped.",
    )];
    let answer = reqwest::Client::new()
        .post(url)
        .form(&reason)
        .send()
        .await?;
    ensure!(
        answer.status().is_success(),
        "the console answered {}",
        answer.status()
    );
    settle(running).await?;
    println!("  released with a reason, which is kept; what waited behind it followed");
    Ok(())
}

/// Shows each case, a line a tumour.
pub(super) async fn cases(running: &Running) -> anyhow::Result<()> {
    println!(
        "\nThe cases: name, topography, morphology, side, date of diagnosis, facts, registries"
    );
    for case in running.house.casebook.cases(None, 100).await? {
        for line in cases::brief(&case) {
            println!("  {line}");
        }
    }
    println!(
        "  each value with its source: caseway cases show CASE --data {}",
        running.house.config.storage.data.display()
    );
    Ok(())
}

/// Shows each sender's account; whether all balance.
pub(super) async fn accounts(running: &Running, tokens: &[String]) -> anyhow::Result<bool> {
    println!("\nThe accounts");
    let mut balanced = true;
    for entry in running.house.roster.list().await? {
        let asked = Asked {
            period: ALWAYS,
            as_of: None,
            now: running.house.clock.now(),
        };
        let found = reconcile(&*running.house.ledger, &entry.sender, asked).await?;
        balanced &= found.tally.residual() == 0;
        println!("  {}", account::text(&found));
        for owed in found.expectations.iter().filter(|owed| owed.is_open()) {
            let expectation = &owed.expectation;
            println!(
                "    owed: {} to {}, due {}, {} after {} reminders",
                expectation.kind,
                expectation.registry,
                expectation.due.as_deref().unwrap_or("-"),
                owed.standing.as_str(),
                owed.reminders
            );
        }
    }
    println!("\nLook at it");
    println!(
        "  the console          http://{}/",
        running.addresses.console
    );
    println!(
        "  what the door can do http://{}/fhir/metadata",
        running.addresses.http
    );
    let token = tokens.first().map(String::as_str).unwrap_or_default();
    println!(
        "  a sender's account   curl -H 'Authorization: Bearer {token}' http://{}/reconciliation",
        running.addresses.http
    );
    Ok(balanced)
}

/// Waits until everything that was acknowledged has been normalised.
async fn settle(running: &Running) -> anyhow::Result<()> {
    let until = Instant::now() + PATIENCE;
    loop {
        let (head, feed) = running.house.ledger.positions().await?;
        if feed >= head {
            return Ok(());
        }
        ensure!(
            Instant::now() < until,
            "the normaliser did not catch up in {PATIENCE:?}"
        );
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
