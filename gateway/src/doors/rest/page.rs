//! The account as a page to read and to print; no script, no clinical value.

use caseway_normaliser::{Owed, Reconciliation, Standing};
use caseway_proto::{RegistryId, Rerouting};
use caseway_store::SubmissionState;
use maud::{DOCTYPE, Markup, html};

use crate::console::STYLE;

/// The page.
pub(crate) fn page(account: &Reconciliation) -> Markup {
    let open = account
        .expectations
        .iter()
        .filter(|owed| owed.is_open())
        .count();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { "Reconciliation for " (account.sender) }
                style { (STYLE) }
            }
            body {
                h1 { "Reconciliation for " (account.sender) }
                p.quiet {
                    "As of position " (account.as_of) ", "
                    @if account.settled { "settled: asked again, the answer is the same." }
                    @else { "with reports still on their way." }
                }
                (tally(account))
                h2 { "What is owed (" (open) " open)" }
                (owed(&account.expectations))
                @if !account.reroutings.is_empty() {
                    h2 { "What came to belong to other registries (" (account.reroutings.len()) ")" }
                    (rerouted(&account.reroutings))
                }
                h2 { "What became of each submission" }
                (submissions(&account.submissions))
            }
        }
    }
}

fn tally(account: &Reconciliation) -> Markup {
    let tally = &account.tally;
    let columns = [
        ("Received", tally.received.to_string()),
        ("Recorded", tally.recorded.to_string()),
        ("Rejected", tally.rejected.to_string()),
        ("Superseded", tally.superseded.to_string()),
        ("Quarantined", tally.quarantined.to_string()),
        ("In flight", tally.in_flight.to_string()),
        ("Residual", tally.residual().to_string()),
    ];
    html! {
        dl.tally {
            @for (name, value) in &columns { div { dt { (name) } dd { (value) } } }
        }
    }
}

fn owed(expectations: &[Owed]) -> Markup {
    html! {
        @if expectations.is_empty() { p { "Nothing is owed." } }
        @else {
            div.wide { table {
                thead { tr { th { "Report" } th { "Registry" } th { "Event" } th { "Due" } th { "Because" } th { "Case" } th { "Stands" } } }
                tbody { @for told in expectations { @let owed = &told.expectation; tr {
                    td { (owed.kind) } td { (owed.registry) }
                    td { (owed.event_date.as_deref().unwrap_or("–")) } td { (owed.due.as_deref().unwrap_or("–")) }
                    td { (owed.rule) }
                    td.id { (owed.case) " / " (owed.tumour) }
                    (stands(told))
                } } }
            } }
        }
    }
}

fn stands(owed: &Owed) -> Markup {
    html! {
        @match (owed.standing, owed.expectation.closed_by) {
            (_, Some(id)) => td.id { "closed by " (id) },
            (Standing::Reminded, None) => td { strong { "reminded" } ", " (owed.reminders) " of 3" },
            (Standing::NotApplicable, None) => td {
                "not applicable"
                @if let Some(waiver) = owed.expectation.waiver() { ": " (waiver.reason) }
            },
            (standing, None) => td { strong { (standing.as_str()) } },
        }
    }
}

fn rerouted(moves: &[Rerouting]) -> Markup {
    let names = |registries: &[RegistryId]| {
        let names: Vec<&str> = registries.iter().map(|id| id.0.as_str()).collect();
        names.join(", ")
    };
    html! {
        div.wide { table {
            thead { tr { th { "Your identifier" } th { "On" } th { "Belonged to" } th { "Belongs to" } th { "Stands" } th { "Case" } } }
            tbody { @for moved in moves { tr {
                td.id { (moved.report_key) } td { (moved.on.strftime("%F %T")) }
                td { (names(&moved.from)) } td { strong { (names(&moved.to)) } }
                td { (moved.standing()) }
                td.id { (moved.case) }
            } } }
        } }
    }
}

fn submissions(states: &[SubmissionState]) -> Markup {
    html! {
        div.wide { table {
            thead { tr { th { "Your identifier" } th { "Received" } th { "State" } th { "Case" } th { "Why" } } }
            tbody { @for state in states { tr {
                td.id { (state.key) } td { (state.received_at.strftime("%F %T")) }
                td { (state.state.as_str()) }
                td.id { @if let Some(case) = &state.case { (case) } }
                td { (why(state)) }
            } } }
        } }
    }
}

fn why(state: &SubmissionState) -> Markup {
    let found = state.issues.iter().find(|issue| issue.severity.rejects());
    html! {
        @if let Some(id) = state.replaced_by { "replaced by " span.id { (id) } }
        @else if let Some(sentence) = &state.sentence { (sentence) }
        @else if let Some(issue) = found { (issue.message) }
    }
}
