//! `/cases/{case}/look`: what the reports of a Case say, what that comes to, and why, for who
//! gives a reason. The reason is an Entry of the Journal before anything is shown; what is
//! shown is kept nowhere, by a browser neither.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use caseway_normaliser::{CaseDoubt, Field, Origin, Said, Values, values};
use caseway_proto::{CaseEvent, CaseId, SubmissionId, Tumour};
use http::header;
use maud::{Markup, html};

use super::Console;
use super::page::{failed, page};
use super::reasoned::Reasoned;
use super::reviews::open;
use crate::rulings::{OpenCase, Unruled};
use crate::written;

/// Keeps the reason and shows the Case.
pub(crate) async fn look(
    State(console): State<Console>,
    Path(case): Path<String>,
    said: Reasoned,
) -> Response {
    let house = &console.house;
    let looked = async {
        let open = open(&console, &CaseId(case)).await?;
        let look = open.look(said.why());
        let at = house.intake.journal.rule(look, house.clock.now()).await?;
        tracing::info!(position = %at, "a case was looked at");
        Ok::<_, Unruled>(open)
    };
    match looked.await {
        Ok(open) => {
            let told = values(&open.case, &house.intake.catalogue);
            let page = page(&format!("case {}", open.case.id), &whole(&open, &told));
            ([(header::CACHE_CONTROL, "no-store")], page).into_response()
        }
        Err(error) => failed(&error).into_response(),
    }
}

fn whole(open: &OpenCase, told: &[Values]) -> Markup {
    let case = &open.case;
    let reviews = case.reviews.iter().flat_map(|review| &review.events);
    let waiting: Vec<_> = reviews.map(|event| (&**event, "undecided")).collect();
    html! {
        h2 { "Case " a.id href=(format!("/cases/{}", case.id)) { (case.id) } }
        p.quiet { "Shown once, for the reason that was kept; the case lists who looked, when and why." }
        @for (tumour, values) in case.tumours.iter().zip(told) { (one(open, tumour, values)) }
        @if !waiting.is_empty() { article.card { h3 { "Undecided" } (facts(open, &waiting)) } }
    }
}

fn one(open: &OpenCase, tumour: &Tumour, values: &Values) -> Markup {
    let registries: Vec<_> = tumour.registries.iter().map(|id| id.0.as_str()).collect();
    let events = tumour.events.iter();
    let events: Vec<_> = events
        .map(|linked| (&*linked.event, &*linked.because))
        .collect();
    let mut fields: Vec<&Field> = values.fields.iter().collect();
    fields.sort_by_key(|field| called(field).to_lowercase());
    html! {
        article.card {
            h3 { "Tumour " (tumour.number) }
            p {
                "Belongs to " strong { (registries.join(", ")) }
                @if tumour.provisional { ", for as long as its morphology is not known" }
                "; internationally " (tumour.counted.as_str()) "."
            }
            @for CaseDoubt { rule, field, en, .. } in &values.doubts {
                p { strong { (rule) } " (" (field) "): " (en) }
            }
            div.wide { table {
                thead { tr { th { "Variable" } th { "Value" } th { "Why" } th { "From" } } }
                tbody { @for field in fields { (variable(open, field)) } }
            } }
            details { summary { "What the reports say (" (events.len()) " facts)" } (facts(open, &events)) }
        }
    }
}

/// What people call a variable.
fn called(field: &Field) -> &str {
    field.called.as_deref().unwrap_or(&field.name)
}

fn variable(open: &OpenCase, field: &Field) -> Markup {
    html! {
        tr {
            td { (called(field)) @if field.called.is_some() { br; span.quiet { (field.name) } } }
            td { strong { (written::value(&field.value)) } }
            @match &field.origin {
                Origin::Said { by, because, otherwise } => {
                    td { (because) }
                    td {
                        @for said in by { (place(open, said.submission, &said.element)) }
                        @for said in otherwise { (contrary(open, said)) }
                    }
                }
                Origin::Follows { from, source } => {
                    td { "follows from " (from.join(", ")) }
                    td.quiet { (source) }
                }
            }
        }
    }
}

fn contrary(open: &OpenCase, said: &Said) -> Markup {
    html! {
        div.warning { "otherwise " (written::value(&said.value)) }
        (place(open, said.submission, &said.element))
    }
}

/// Whose report it is, of what kind, and where in it.
fn place(open: &OpenCase, submission: SubmissionId, element: &str) -> Markup {
    let report = open.reports.iter().find(|report| report.id == submission);
    html! {
        div {
            @if let Some(report) = report { (report.sender_name) ", " (report.registry) " " (report.kind) " " }
            span.id { (submission) " " (element) }
        }
    }
}

fn facts(open: &OpenCase, events: &[(&CaseEvent, &str)]) -> Markup {
    html! {
        div.wide { table {
            thead { tr { th { "Date" } th { "Fact" } th { "What it says" } th { "Linked by" } th { "From" } } }
            tbody { @for (event, because) in events { tr {
                td { (event.date.as_deref().unwrap_or("undated")) }
                td { (event.noun.as_str()) br; span.quiet { (event.provenance.rule) } }
                td { @for value in &event.values {
                    div { (value.name) ": " strong { (written::datum(&value.datum)) } " " span.id.quiet { (value.element) } }
                } }
                td { (because) }
                td { (place(open, event.provenance.submission, &event.provenance.element)) }
            } } }
        } }
    }
}
