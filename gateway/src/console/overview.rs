//! The page at `/`: quarantine, hops, senders.

use axum::extract::State;
use caseway_store::{Backlog, HeldEntry, SenderSeen, StoreError};
use http::StatusCode;
use jiff::Timestamp;
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::accounts::DAYS;
use super::age::age;
use super::{Console, STYLE, hops, reviews};

/// At most this many quarantined Entries are listed.
const LISTED: u32 = 200;
/// Fetches the moving part every two seconds, unless an Operator is writing in it.
const SCRIPT: &str = "setInterval(async () => {
  const moving = document.getElementById('moving');
  if (moving.contains(document.activeElement) || moving.querySelector('details[open]')) return;
  try {
    const answer = await fetch('/moving');
    if (answer.ok) { moving.innerHTML = await answer.text(); document.body.classList.remove('stale'); }
    else document.body.classList.add('stale');
  } catch { document.body.classList.add('stale'); }
}, 2000);";

type Answer = Result<Markup, (StatusCode, &'static str)>;

/// The whole page.
pub(crate) async fn whole(State(console): State<Console>) -> Answer {
    let moving = parts(&console).await.map_err(|error| failed(&error))?;
    Ok(html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Caseway console" }
                style { (STYLE) }
            }
            body {
                header { h1 { "Caseway" } p.quiet { "console · " a href="/reviews" { "reviews" } " · " a href="/owed" { "owed" } " · " a href="/metrics" { "metrics" } } }
                p.warning.hidden role="status" { "The gateway does not answer; what you see is old." }
                main #moving { (moving) }
                script { (PreEscaped(SCRIPT)) }
            }
        }
    })
}

/// The moving part.
pub(crate) async fn moving(State(console): State<Console>) -> Answer {
    parts(&console).await.map_err(|error| failed(&error))
}

fn failed(error: &StoreError) -> (StatusCode, &'static str) {
    tracing::error!(%error, "the console could not be read");
    (
        StatusCode::SERVICE_UNAVAILABLE,
        "The store does not answer.",
    )
}

async fn parts(console: &Console) -> Result<Markup, StoreError> {
    let (desk, now) = (&console.house.desk, console.house.clock.now());
    let (backlog, senders, held, undecided) = (
        desk.backlog().await?,
        console.accounts.senders(now).await?,
        desk.quarantine(LISTED).await?,
        desk.undecided(reviews::LISTED).await?.len(),
    );
    Ok(html! {
        (state(&backlog, &senders, &held, now))
        @if undecided > 0 { p { a href="/reviews" {
            "Cases that wait for a registrar: " (undecided)
            @if undecided >= reviews::LISTED as usize { " or more" }
        } } }
        section #quarantine { h2 { "Quarantine" } (quarantine(&held, now)) }
        section { h2 { "Hops" } (hops::table(&console.rates, &backlog, now)) }
        section { h2 { "Senders" } p.quiet { "what was received in the last " (DAYS) " days" } (seen(&senders, now)) }
    })
}

fn state(backlog: &Backlog, senders: &[SenderSeen], held: &[HeldEntry], now: Timestamp) -> Markup {
    let residual: i64 = senders.iter().map(|seen| seen.tally.residual().abs()).sum();
    let oldest = backlog
        .oldest
        .map_or_else(|| String::from("–"), |oldest| age(oldest, now));
    let cards = [
        (
            "Backlog",
            backlog.entries.to_string(),
            backlog.entries > 1_000,
        ),
        (
            "Oldest waiting",
            oldest,
            backlog
                .oldest
                .is_some_and(|oldest| (now - oldest).as_hours() > 0),
        ),
        ("In quarantine", held.len().to_string(), !held.is_empty()),
        ("Residual", residual.to_string(), residual != 0),
    ];
    html! {
        dl.tally { @for (name, value, warn) in &cards {
            div.warn[*warn] { dt { (name) } dd { (value) } }
        } }
    }
}

fn quarantine(held: &[HeldEntry], now: Timestamp) -> Markup {
    let mut causes: Vec<&str> = held.iter().map(|entry| entry.cause.as_str()).collect();
    causes.sort_unstable();
    causes.dedup();
    html! {
        @if held.is_empty() { p { "Nothing is held back." } }
        @for cause in causes {
            @let entries: Vec<&HeldEntry> = held.iter().filter(|entry| entry.cause == cause).collect();
            article.card {
                h3 { (cause) " " span.quiet { "× " (entries.len()) } }
                p { (entries[0].sentence) }
                @for entry in entries { (entry_card(entry, now)) }
            }
        }
    }
}

fn entry_card(entry: &HeldEntry, now: Timestamp) -> Markup {
    html! {
        details {
            summary {
                "Entry " (entry.position) " · " (entry.sender) " · " (entry.registry) " " (entry.kind)
                " · " (age(entry.since, now))
                @if entry.waiting > 0 { " · " strong { (entry.waiting) " waiting behind" } }
            }
            p.quiet.id { (entry.id) }
            form method="post" {
                label { "Reason " input name="reason" required minlength="3" maxlength="500"; }
                button formaction=(format!("/quarantine/{}/release", entry.position)) { "Release" }
                button.danger formaction=(format!("/quarantine/{}/discard", entry.position)) { "Discard" }
            }
        }
    }
}

fn seen(senders: &[SenderSeen], now: Timestamp) -> Markup {
    html! {
        div.wide { table {
            thead { tr { th { "Sender" } th { "last seen" } @for name in ["received", "recorded", "rejected", "superseded", "quarantined", "in flight", "residual"] { th.number { (name) } } } }
            tbody { @for seen in senders { tr {
                td { (seen.sender.name) @if seen.revoked { " " span.warning { "revoked" } } }
                td { (seen.last_seen.map_or_else(|| String::from("never"), |last| age(last, now))) }
                @let tally = &seen.tally;
                @for count in [tally.received, tally.recorded, tally.rejected, tally.superseded, tally.quarantined, tally.in_flight] { td.number { (count) } }
                td.number.warning[tally.residual() != 0] { (tally.residual()) }
            } } }
        } }
    }
}
