//! A registrar's word, with a reason, becomes an Entry; so does the word that undoes it.

use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};
use caseway_normaliser::verbs::{Named, Word};
use caseway_proto::{CaseId, Position};
use caseway_store::Ruling;
use http::StatusCode;

use super::Console;
use super::page::failed;
use super::reasoned::{Reasoned, refused};
use super::reviews::open;
use crate::rulings::{OpenCase, Unruled, applied, person, undoing};

/// Rules on a Case and goes back to it.
pub(crate) async fn rule(
    State(console): State<Console>,
    Path(case): Path<String>,
    said: Reasoned,
) -> Response {
    let id = CaseId(case);
    let ruling = async {
        let open = open(&console, &id).await?;
        let Some(word) = word(&console, &open, &said).await? else {
            return Ok(None);
        };
        open.ruling(&word, said.why()).map(Some)
    };
    match ruling.await {
        Ok(Some(ruling)) => keep(&console, &id, ruling).await,
        Ok(None) => refused(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Tick what the word is about: reports, a tumour to split, two to merge.",
        ),
        Err(error) => failed(&error).into_response(),
    }
}

/// Undoes a ruling and goes back to the Case.
pub(crate) async fn undo(
    State(console): State<Console>,
    Path((case, ruling)): Path<(String, i64)>,
    said: Reasoned,
) -> Response {
    let house = &console.house;
    let kept = (&house.intake.journal, &*house.casebook);
    match undoing(Position(ruling), kept, said.why()).await {
        Ok(ruling) => keep(&console, &CaseId(case), ruling).await,
        Err(error) => failed(&error).into_response(),
    }
}

async fn keep(console: &Console, case: &CaseId, ruling: Ruling) -> Response {
    let (house, verb) = (&console.house, ruling.verb.as_str());
    let kept = async {
        let at = house.intake.journal.rule(ruling, house.clock.now()).await?;
        tracing::info!(position = %at, verb, "a registrar's ruling was kept");
        applied(&*house.casebook, at).await?;
        // A Case may be gone with what it was ruled to be.
        house.casebook.person(case).await
    };
    match kept.await {
        Ok(Some(_)) => Redirect::to(&format!("/cases/{case}")).into_response(),
        Ok(None) => Redirect::to("/reviews").into_response(),
        Err(error) => failed(&Unruled::Store(error)).into_response(),
    }
}

/// The word of a form; `None` when it does not say what it is about.
async fn word(
    console: &Console,
    open: &OpenCase,
    said: &Reasoned,
) -> Result<Option<Word>, Unruled> {
    let reports = said.all("report").map(|name| open.named(name));
    let reports: Vec<Named> = reports.collect::<Result<_, _>>()?;
    let tumours: Vec<u32> = said
        .all("tumour")
        .filter_map(|number| number.parse().ok())
        .collect();
    let other = said.all("to").map(str::trim).find(|name| !name.is_empty());
    let other = match other {
        Some(name) => Some(person(&*console.house.casebook, CaseId(name.to_owned())).await?),
        None => None,
    };
    let verb = said.all("verb").next().unwrap_or_default();
    Ok(match (verb, tumours.as_slice(), reports.as_slice()) {
        ("same-tumour", _, [_, _, ..]) => Some(Word::SameTumour(reports)),
        ("new-tumour", _, [_, ..]) => Some(Word::NewTumour(reports)),
        ("split", [], [_, ..]) => only_tumour(open, &reports).map(|one| Word::Split(one, reports)),
        ("split", [tumour], [_, ..]) => Some(Word::Split(*tumour, reports)),
        ("merge", [one, two], _) => Some(Word::Merge(*one, *two)),
        ("wrong-person", _, [report]) => Some(Word::WrongPerson(report.submission, other)),
        ("same-person", ..) => other.map(Word::SamePerson),
        _ => None,
    })
}

/// The one tumour that the first of some reports stands in.
fn only_tumour(open: &OpenCase, reports: &[Named]) -> Option<u32> {
    let report = reports.first()?.submission;
    let mut tumours = open.case.tumours.iter().filter(|tumour| {
        let mut events = tumour.events.iter();
        events.any(|linked| linked.event.provenance.submission == report)
    });
    let only = tumours.next()?.number;
    tumours.next().is_none().then_some(only)
}
