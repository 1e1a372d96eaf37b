//! A case as text.

use std::fmt::Write as _;

use caseway_normaliser::Values;
use caseway_proto::{Case, CaseEvent, Expectation, Ruled, Summary, Tumour};
use caseway_store::RulingEntry;

use super::values;
use crate::written::datum;

/// One line a tumour, and one for each open question.
pub(crate) fn brief(case: &Case) -> Vec<String> {
    let tumours = case.tumours.iter();
    let tumours = tumours.map(|tumour| format!("{}/{}", case.id, brief_tumour(tumour)));
    let reviews = case.reviews.iter().map(|review| {
        format!(
            "{}  review: {} ({} facts)",
            case.id,
            review.reason,
            review.events.len()
        )
    });
    tumours.chain(reviews).collect()
}

/// One line on a tumour, its number first.
pub(super) fn brief_tumour(tumour: &Tumour) -> String {
    let mut registries: Vec<&str> = tumour.registries.iter().map(|id| id.0.as_str()).collect();
    registries.extend(tumour.provisional.then_some("(provisional)"));
    format!(
        "{}  {:<8} {:<7} {:<9} {:<10}  {:>3} facts  {}",
        tumour.number,
        text(tumour.topography.as_ref(), &tumour.organ),
        text(tumour.morphology.as_ref(), "-"),
        text(tumour.laterality.as_ref(), "-"),
        text(tumour.diagnosed.as_ref(), "-"),
        tumour.events.len(),
        registries.join(" "),
    )
}

fn text<'s>(summary: Option<&'s Summary>, otherwise: &'s str) -> &'s str {
    summary.map_or(otherwise, |summary| summary.value.as_str())
}

/// The whole case, each value with its source.
pub(super) fn whole(
    case: &Case,
    values: &[Values],
    expectations: &[Expectation],
    looks: &[RulingEntry],
) -> String {
    let mut out = format!("case {}\n", case.id);
    summary(&mut out, "sex", case.sex.as_ref());
    summary(&mut out, "birth year", case.birth_year.as_ref());
    for (tumour, values) in case.tumours.iter().zip(values) {
        one_tumour(&mut out, (tumour, values), &case.rulings);
    }
    for review in &case.reviews {
        line(
            &mut out,
            &format!("\nto be reviewed: {}\n  {}", review.reason, review.sentence),
        );
        review
            .events
            .iter()
            .for_each(|fact| event(&mut out, fact, "undecided"));
    }
    if !case.rulings.is_empty() {
        line(&mut out, "\nrulings");
        case.rulings
            .iter()
            .for_each(|ruled| ruling(&mut out, ruled));
    }
    for owed in expectations {
        let state = state(owed);
        let due = owed.due.as_deref().unwrap_or("-");
        line(
            &mut out,
            &format!(
                "\nowed: {} to {} ({}), due {due}, {state}",
                owed.kind, owed.registry, owed.id
            ),
        );
    }
    if !looks.is_empty() {
        line(&mut out, "\nlooked at on the console");
        for entry in looks {
            look(&mut out, entry);
        }
    }
    out
}

fn look(out: &mut String, entry: &RulingEntry) {
    let (at, registrar, reason) = (entry.at, &entry.ruling.registrar, &entry.ruling.reason);
    line(out, &format!("  by {registrar} {at}: {reason}"));
}

/// How something that is owed stands.
fn state(owed: &Expectation) -> String {
    match (owed.closed_by, owed.waiver()) {
        (Some(id), _) => format!("closed by {id}"),
        (None, Some(waiver)) => format!("not applicable: {} ({})", waiver.reason, waiver.by),
        (None, None) => "open".to_owned(),
    }
}

fn one_tumour(out: &mut String, (tumour, told): (&Tumour, &Values), rulings: &[Ruled]) {
    line(
        out,
        &format!(
            "\ntumour {} ({}), internationally {}",
            tumour.number,
            tumour.organ,
            tumour.counted.as_str()
        ),
    );
    summary(out, "topography", tumour.topography.as_ref());
    summary(out, "morphology", tumour.morphology.as_ref());
    summary(out, "laterality", tumour.laterality.as_ref());
    summary(out, "diagnosed", tumour.diagnosed.as_ref());
    let shaping = rulings.iter();
    shaping
        .filter(|ruled| tumour.rulings.contains(&ruled.ruling))
        .for_each(|ruled| ruling(out, ruled));
    out.push_str(&values::text(told));
    line(out, "  what reports say");
    tumour
        .events
        .iter()
        .for_each(|linked| event(out, &linked.event, &linked.because));
}

fn ruling(out: &mut String, ruled: &Ruled) {
    let Ruled {
        ruling,
        verb,
        reason,
        registrar,
        at,
        ..
    } = ruled;
    let undoes = ruled.undoes.map(|one| format!(" of ruling {one}"));
    let overruled = ruled
        .overruled_by
        .map(|one| format!(", overruled by ruling {one}"));
    let (undoes, overruled) = (undoes.unwrap_or_default(), overruled.unwrap_or_default());
    line(
        out,
        &format!("  ruling {ruling}: {verb}{undoes}, by {registrar} {at}: {reason}{overruled}"),
    );
}

fn summary(out: &mut String, name: &str, summary: Option<&Summary>) {
    if let Some(Summary {
        value,
        submission,
        element,
        rule,
    }) = summary
    {
        line(
            out,
            &format!("  {name:<12} {value:<12} from {submission} {element} ({rule})"),
        );
    }
}

fn event(out: &mut String, event: &CaseEvent, because: &str) {
    let date = event.date.as_deref().unwrap_or("undated");
    let provenance = &event.provenance;
    let (noun, rule, submission) = (event.noun.as_str(), &provenance.rule, provenance.submission);
    line(
        out,
        &format!("  {date:<10} {noun:<17} {rule}, linked by {because}, from {submission}"),
    );
    for value in &event.values {
        line(
            out,
            &format!(
                "    {:<18} {:<28} {}",
                value.name,
                datum(&value.datum),
                value.element
            ),
        );
    }
}

fn line(out: &mut String, line: &str) {
    // Writing to a String cannot fail.
    writeln!(out, "{line}").ok();
}
