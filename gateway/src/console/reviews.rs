//! `/reviews` and `/cases/{case}`: what waits for a registrar, and the words that decide it.
//!
//! Nothing that a report says is shown, only which reports there are and which are owed,
//! whose, since when, why they wait and which case rules they break together; what they say
//! is shown behind a reason (`look.rs`).

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use caseway_normaliser::{Owed, in_words, values, verbs};
use caseway_profiles::Catalogue;
use caseway_proto::{Case, CaseId, Ruled, SubmissionId};
use caseway_store::ReportSeen;
use http::StatusCode;
use jiff::Timestamp;
use maud::{Markup, html};

use super::age::age;
use super::page::{failed, page};
use super::{Console, owed};
use crate::rulings::{OpenCase, Unruled};

/// At most this many Cases are listed.
pub(super) const LISTED: u32 = 50;

type Answer = Result<Markup, (StatusCode, String)>;

/// The Cases in which something waits, oldest first.
pub(crate) async fn waiting(State(console): State<Console>) -> Answer {
    let ids = console.house.desk.undecided(LISTED).await;
    let ids = ids.map_err(|error| failed(&Unruled::Store(error)))?;
    let mut cases = Vec::with_capacity(ids.len());
    for id in &ids {
        match open(&console, id).await {
            Ok(open) => cases.push(open),
            // It was gone before it was read.
            Err(Unruled::NoCase(_)) => {}
            Err(error) => return Err(failed(&error)),
        }
    }
    let now = console.house.clock.now();
    let catalogue = &console.house.intake.catalogue;
    Ok(page(
        "reviews",
        &html! {
            h2 { "For a registrar" }
            @if cases.is_empty() { p { "Nothing waits for a registrar." } }
            @for open in &cases { (card(open, catalogue, now)) }
        },
    ))
}

/// One Case, whether something waits in it or not.
pub(crate) async fn one(State(console): State<Console>, Path(id): Path<String>) -> Answer {
    let id = CaseId(id);
    let open = open(&console, &id).await.map_err(|error| failed(&error))?;
    let house = &console.house;
    let owed = house.casebook.expectations(&id).await;
    let owed = owed.map_err(|error| failed(&Unruled::Store(error)))?;
    let looks = open.looks(&*house.casebook).await;
    let looks = looks.map_err(|error| failed(&Unruled::Store(error)))?;
    let today = house.clock.today();
    Ok(page(
        &format!("case {id}"),
        &html! {
            (card(&open, &house.intake.catalogue, house.clock.now()))
            @if !owed.is_empty() {
                article.card {
                    h3 { "What is owed" }
                    @for owed in owed { (owed::debt(&Owed::on(owed, today))) }
                }
            }
            @if !looks.is_empty() {
                article.card {
                    h3 { "Looked at" }
                    ul { @for look in &looks {
                        li { (look.at.strftime("%F %T")) " · " (look.ruling.registrar) " · " (look.ruling.reason) }
                    } }
                }
            }
        },
    ))
}

pub(super) async fn open(console: &Console, id: &CaseId) -> Result<OpenCase, Unruled> {
    OpenCase::open(id, &*console.house.casebook, &*console.house.desk).await
}

fn card(open: &OpenCase, catalogue: &Catalogue, now: Timestamp) -> Markup {
    let case = &open.case;
    let told = values(case, catalogue);
    html! {
        article.card {
            h3 { "Case " a.id href=(format!("/cases/{}", case.id)) { (case.id) } }
            @for review in &case.reviews {
                p {
                    strong { (review.reason) } ": " (in_words(&review.reason))
                    @if let Some(since) = open.since(review) { " " span.quiet { "since " (age(since, now)) } }
                }
            }
            @for (tumour, doubt) in told.iter().flat_map(|told| told.doubts.iter().map(|doubt| (told.tumour, doubt))) {
                p { "Tumour " (tumour) ", " strong { (doubt.rule) } ": " (doubt.en) }
            }
            (look(case))
            (words(open, now))
            @if !case.rulings.is_empty() { h3 { "Rulings" } @for ruled in &case.rulings { (ruling(case, ruled, now)) } }
        }
    }
}

/// The way to what the reports say.
fn look(case: &Case) -> Markup {
    html! {
        details {
            summary { "What the reports say, and what it comes to" }
            form method="post" action=(format!("/cases/{}/look", case.id)) {
                label { "Reason " input name="reason" required minlength="3" maxlength="500"; }
                button { "Show, and keep the reason" }
            }
        }
    }
}

/// The form with every word; what is ticked is what it is said of.
fn words(open: &OpenCase, now: Timestamp) -> Markup {
    let case = &open.case;
    let told = verbs::tumours_told(case);
    html! {
        details {
            summary { "Reports, and what to rule" }
            form.ruling method="post" action=(format!("/cases/{}/rule", case.id)) {
                div.wide { table {
                    thead { tr { th {} th { "Report" } th { "from" } th { "kind" } th { "arrived" } th { "stands in" } } }
                    tbody { @for report in &open.reports {
                        @for name in names(report, told.get(&report.id).copied()) { (row(case, report, &name, now)) }
                    } }
                } }
                @if case.tumours.len() > 1 {
                    p { "Tumours " @for tumour in &case.tumours {
                        label.tick { input type="checkbox" name="tumour" value=(tumour.number); " " (tumour.number) " "}
                    } }
                }
                label { "Reason " input name="reason" required minlength="3" maxlength="500"; }
                label { "Other case " input name="to" maxlength="24"; }
                button name="verb" value="same-tumour" { "Same tumour" }
                button name="verb" value="new-tumour" { "New tumour" }
                button name="verb" value="split" { "Split from its tumour" }
                button name="verb" value="merge" { "Merge two tumours" }
                button.danger name="verb" value="wrong-person" { "Wrong person" }
                button.danger name="verb" value="same-person" { "Other case is the same person" }
            }
        }
    }
}

/// What a report is named by: its tumours one by one, where it tells of several.
fn names(report: &ReportSeen, told: Option<usize>) -> Vec<String> {
    match told {
        Some(several) if several > 1 => {
            let numbers = 1..=several;
            numbers
                .map(|number| format!("{}#{number}", report.id))
                .collect()
        }
        _ => vec![report.id.to_string()],
    }
}

fn row(case: &Case, report: &ReportSeen, name: &str, now: Timestamp) -> Markup {
    html! {
        tr {
            td { input type="checkbox" name="report" value=(name) aria-label=(name); }
            td.id { (name) }
            td { (report.sender_name) }
            td { (report.registry) " " (report.kind) }
            td { (age(report.received_at, now)) }
            td { (place(case, report.id)) }
        }
    }
}

/// The tumours that a report has facts in, and whether some of it waits.
fn place(case: &Case, id: SubmissionId) -> String {
    let mut tumours = BTreeSet::new();
    for tumour in &case.tumours {
        let mut events = tumour.events.iter();
        if events.any(|linked| linked.event.provenance.submission == id) {
            tumours.insert(format!("tumour {}", tumour.number));
        }
    }
    let mut waiting = case.reviews.iter().flat_map(|review| &review.events);
    let waits = waiting.any(|event| event.provenance.submission == id);
    let mut places: Vec<String> = tumours.into_iter().collect();
    places.extend(waits.then(|| "waits".to_owned()));
    places.join(", ")
}

fn ruling(case: &Case, ruled: &Ruled, now: Timestamp) -> Markup {
    html! {
        details {
            summary {
                "Ruling " (ruled.ruling) " · " (ruled.verb)
                @if let Some(undone) = ruled.undoes { " of " (undone) }
                " · " (ruled.registrar) " · " (age(ruled.at, now))
                @if let Some(by) = ruled.overruled_by { " · " span.warning { "overruled by " (by) } }
            }
            form method="post" action=(format!("/cases/{}/undo/{}", case.id, ruled.ruling)) {
                label { "Reason " input name="reason" required minlength="3" maxlength="500"; }
                button.danger { "Undo" }
            }
        }
    }
}
