//! `/owed`: what is overdue, by the institution that owes it: what reminders are used up for
//! is for the registry to take up with the institution. And the word that something does
//! not apply.

use std::collections::BTreeMap;

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use caseway_normaliser::{Owed, Standing};
use caseway_proto::{CaseId, Expectation};
use caseway_store::StoreError;
use http::StatusCode;
use jiff::civil::Date;
use maud::{Markup, html};

use super::Console;
use super::page::{failed, page};
use super::reasoned::Reasoned;
use crate::rulings::{Unruled, applied};
use crate::waivers::{Unwaived, Word, named, ruling};

/// At most this many are listed.
const LISTED: u32 = 500;

/// The institutions that owe something overdue, those with the oldest debt first.
pub(crate) async fn overdue(
    State(console): State<Console>,
) -> Result<Markup, (StatusCode, String)> {
    let shown = shown(&console).await;
    shown.map_err(|error| failed(&Unruled::Store(error)))
}

async fn shown(console: &Console) -> Result<Markup, StoreError> {
    let today = console.house.clock.today();
    let overdue = escalated_first(console.house.desk.overdue(today, LISTED).await?, today);
    let names = names(console).await?;
    let mut owing: Vec<(Option<String>, Vec<&Owed>)> = Vec::new();
    for owed in &overdue {
        let responsible = &owed.expectation.responsible;
        match owing.iter_mut().find(|(who, _)| who == responsible) {
            Some((_, debts)) => debts.push(owed),
            None => owing.push((responsible.clone(), vec![owed])),
        }
    }
    Ok(page(
        "owed",
        &html! {
            h2 { "Owed and overdue" }
            p.quiet {
                "Reminded on the day it is due and each month after it, three times. What is \
                 escalated after that is for the registry to take up with the institution."
            }
            @if owing.is_empty() { p { "Nothing is overdue." } }
            @if overdue.len() >= LISTED as usize { p.warning { "The oldest " (LISTED) " are listed." } }
            @for (who, debts) in &owing { (institution(who.as_deref(), debts, &names)) }
        },
    ))
}

/// What is overdue as it stands on a day, what is escalated before the rest.
fn escalated_first(overdue: Vec<Expectation>, day: Date) -> Vec<Owed> {
    let mut all: Vec<_> = overdue
        .into_iter()
        .map(|owed| Owed::on(owed, day))
        .collect();
    all.sort_by_key(|owed| !owed.is_escalated());
    all
}

/// Institutions by their number, as Operators call them.
async fn names(console: &Console) -> Result<BTreeMap<String, String>, StoreError> {
    let senders = console.house.roster.list().await?.into_iter();
    let named = senders.filter_map(|entry| Some((entry.sender.organisation?, entry.sender.name)));
    Ok(named.collect())
}

fn institution(who: Option<&str>, debts: &[&Owed], names: &BTreeMap<String, String>) -> Markup {
    let escalated = debts.iter().filter(|owed| owed.is_escalated()).count();
    html! {
        article.card {
            h3 {
                @match who {
                    Some(number) => { (names.get(number).map_or("organisation", String::as_str)) " " span.quiet.id { (number) } },
                    None => "nobody that a report names",
                }
                " " span.quiet { "× " (debts.len()) }
                @if escalated > 0 { " " span.warning { (escalated) " escalated" } }
            }
            @for owed in debts { (debt(owed)) }
        }
    }
}

/// One debt, with the form that says it does not apply.
pub(super) fn debt(owed: &Owed) -> Markup {
    let Owed {
        expectation,
        standing,
        reminders,
    } = owed;
    let case = &expectation.case;
    html! {
        details {
            summary {
                (expectation.kind) " · " (expectation.registry)
                " · due " (expectation.due.as_deref().unwrap_or("on no known day")) " · "
                @match standing {
                    Standing::Escalated => strong.warning { "escalated" },
                    Standing::Reminded => { "reminded " (reminders) " of 3" },
                    standing => (standing.as_str()),
                }
            }
            p.quiet { (expectation.rule) ", case " a.id href=(format!("/cases/{case}")) { (case) } " tumour " (expectation.tumour) }
            @if let Some(waiver) = expectation.waiver() {
                p { "Does not apply: " (waiver.reason) " " span.quiet { "– " (waiver.by) } }
            } @else if owed.is_open() {
                form method="post" action=(format!("/cases/{case}/not-applicable/{}", expectation.id)) {
                    label { "Reason " input name="reason" required minlength="3" maxlength="500"; }
                    button { "Does not apply" }
                }
            }
        }
    }
}

/// Says that something does not apply, and goes back to its Case.
pub(crate) async fn not_applicable(
    State(console): State<Console>,
    Path((case, expectation)): Path<(String, String)>,
    said: Reasoned,
) -> Response {
    let (house, case) = (&console.house, CaseId(case));
    let kept = async {
        let owed = named(house.casebook.expectations(&case).await?, &expectation);
        let owed = owed.ok_or(Unwaived::Closed)?;
        let stores = (&*house.casebook, &*house.desk);
        if let Some(ruling) = ruling(&owed, Word::NotApplicable, said.why(), stores).await? {
            let at = house.intake.journal.rule(ruling, house.clock.now()).await?;
            tracing::info!(position = %at, "something owed was said not to apply");
            applied(&*house.casebook, at).await?;
        }
        Ok(())
    };
    match kept.await {
        Ok(()) => Redirect::to(&format!("/cases/{case}")).into_response(),
        Err(Unwaived::Store(error)) => failed(&Unruled::Store(error)).into_response(),
        Err(unwaived) => (StatusCode::CONFLICT, unwaived.to_string()).into_response(),
    }
}
