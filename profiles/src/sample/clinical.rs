//! A hospital's report: any kind but pathology.

use serde_json::Value;

use super::answers;
use super::report::Making;
use super::treatment;
use crate::registry::names;
use crate::registry::table::Part;
use crate::registry::{Asked, Place, asked};
use crate::typed::resource::{self, Context};
use crate::typed::{Answer, Draft, Envelope, observation};

/// The Bundle of an order.
pub(super) fn bundle(making: &Making) -> Value {
    let order = making.order;
    let canonical = &making.table.canonical;
    let (message, report, written) = (making.message_id(), making.report_id(), making.written());
    let mut draft = Draft::new(format!("{} {} {written}", message.value, report.value));
    let subject = draft.add("patient", patient(making));
    let author = draft.add("author", resource::organization(&order.author.wire()));
    let hpr = making
        .draw("reporter")
        .number(9_000_000, 9_999_999)
        .to_string();
    let reporter = draft.add("practitioner", resource::practitioner(&hpr));
    let tumour = resource::tumour(&order.tumour.wire(), canonical, &subject);
    let context = Context {
        tumour: draft.add_to("Tumour", "tumour", tumour),
        subject: subject.clone(),
        day: order.date.to_string(),
        ..Context::default()
    };
    let answers = answers::answers(making);
    specimen(&mut draft, making, &context);
    for part in carried(making, &answers) {
        treatment::add(
            &mut draft,
            making,
            &treatment::Around {
                part,
                context: &context,
                author: &author,
                answers: &answers,
            },
        );
    }
    add_answers(&mut draft, &answers, &context);
    let envelope = Envelope {
        canonical,
        profile: names::report_profile(canonical, &order.registry.0, order.kind),
        kind: order.kind,
        title: title(making),
        message: Some(&message),
        report: Some(&report),
        status: order.status.wire(),
        written: &written,
    };
    draft.finish(&envelope, &subject, &[&author, &reporter])
}

/// The patient, dead by the day of the report where the kind tells a death.
fn patient(making: &Making) -> Value {
    let order = making.order;
    let mut patient = resource::patient(&order.patient.wire());
    let kinds = &making.table.kinds;
    let kind = kinds.iter().find(|kind| kind.code == order.kind);
    if kind.is_some_and(|kind| kind.carries.contains(&Part::DateOfDeath)) {
        let died = making.draw("died").day(order.tumour.diagnosed, order.date);
        patient["deceasedDateTime"] = died.to_string().into();
    }
    patient
}

/// The parts that the kind must carry; a treatment carries its substance even where a
/// Registry does not demand one, but watch and wait has none.
fn carried(making: &Making, answers: &[(Asked, Answer)]) -> Vec<Part> {
    let kinds = &making.table.kinds;
    let kind = kinds.iter().find(|kind| kind.code == making.order.kind);
    let mut parts = kind.map_or(Vec::new(), |kind| kind.carries.clone());
    let waits = answers.iter().any(|(asked, answer)| {
        asked.variable.id == "strategy" && *answer == Answer::Code("watch-and-wait".to_owned())
    });
    if making.order.kind == "systemic-therapy" && !parts.contains(&Part::Medication) && !waits {
        parts.push(Part::Medication);
    }
    parts
}

fn title<'a>(making: &'a Making) -> &'a str {
    let kinds = &making.table.kinds;
    let kind = kinds.iter().find(|kind| kind.code == making.order.kind);
    kind.map_or(making.order.kind, |kind| &kind.name.nb)
}

/// The specimen that joins the report to the laboratory's, where the kind asks for its number.
fn specimen(draft: &mut Draft, making: &Making, context: &Context) {
    let asked = asked::of_kind(making.table, making.spine, making.order.kind);
    if asked.iter().any(|asked| asked.place() == Place::Accession) {
        let specimen = making.specimen();
        let written = resource::specimen(&specimen, &making.table.canonical, &context.subject);
        draft.add_to("Specimens", "specimen", written);
    }
}

fn add_answers(draft: &mut Draft, answers: &[(Asked, Answer)], context: &Context) {
    for (index, (asked, answer)) in answers.iter().enumerate() {
        let written = observation(asked, Some(answer), context);
        draft.add_to("Answers", &format!("answer-{index}"), written);
    }
}
