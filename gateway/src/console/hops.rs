//! The hops in the order a submission takes them: rate, backlog and age of the oldest.

use caseway_store::Backlog;
use jiff::{SignedDuration, Timestamp};
use maud::{Markup, html};

use super::Rates;
use super::age::age;
use crate::telemetry::Hop;

/// The hops before the answer.
const AT_THE_DOOR: [(Hop, &str); 3] = [
    (Hop::Check, "checked against the profile"),
    (Hop::Seal, "sealed under the person's key"),
    (Hop::Append, "kept in the Journal"),
];
/// The hops behind the Feed; what waits for the first waits for all of them.
const BEHIND: [(&str, &str); 3] = [
    ("normalise", "turned into facts"),
    ("link", "linked to tumours"),
    ("record", "recorded in the Casebook"),
];

struct Row {
    hop: &'static str,
    what: &'static str,
    waiting: u64,
    oldest: Option<Timestamp>,
}

/// The table of the hops.
pub(super) fn table(rates: &Rates, backlog: &Backlog, now: Timestamp) -> Markup {
    html! {
        div.wide { table {
            thead { tr {
                th { "Hop" } th.number { "per second" } th.number { "waiting" } th { "oldest" }
                th.number { "since start" }
            } }
            tbody { @for row in rows(backlog, now) {
                @let passed = rates.of(row.hop);
                tr {
                    td { strong { (row.hop) } " " span.quiet { (row.what) } }
                    td.number { (passed.map_or_else(none, |(rate, _)| format!("{rate:.1}"))) }
                    td.number { (row.waiting) }
                    td { (row.oldest.map_or_else(none, |oldest| age(oldest, now))) }
                    td.number { (passed.map_or_else(none, |(_, all)| format!("{all:.0}"))) }
                }
            } }
        } }
    }
}

/// What stands where there is nothing: a hop may be another process's.
fn none() -> String {
    String::from("–")
}

fn rows(backlog: &Backlog, now: Timestamp) -> impl Iterator<Item = Row> {
    let door = AT_THE_DOOR.map(|(hop, what)| {
        let (waiting, oldest) = hop.backlog();
        let ago = oldest.and_then(|ago| SignedDuration::try_from(ago).ok());
        Row {
            hop: hop.as_str(),
            what,
            waiting: waiting as u64,
            oldest: ago.and_then(|ago| now.checked_sub(ago).ok()),
        }
    });
    let behind = BEHIND.map(|(hop, what)| Row {
        hop,
        what,
        waiting: backlog.entries,
        oldest: backlog.oldest,
    });
    door.into_iter().chain(behind)
}
