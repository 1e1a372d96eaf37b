//! A typed pathology report becomes a Bundle.

use caseway_proto::{RegistryId, wire};
use serde_json::{Value, json};

use super::PATHOLOGY;
use super::answer::{observation, unknown_observation};
use super::draft::{Draft, Envelope};
use super::resource::{self, Context, Reference};
use crate::registry::asked;
use crate::registry::names;
use crate::registry::{Asked, Spine, Table};

/// The Bundle that a typed pathology report stands for.
///
/// Pure; the same report gives the same Bundle. A variable that the table does not
/// have is written under its name in the Registry's code system.
#[must_use]
pub fn bundle(
    report: &wire::PathologyReport,
    registry: &RegistryId,
    table: &Table,
    spine: &Spine,
) -> Value {
    let mut draft = Draft::new(key(report));
    let subject = report
        .patient
        .as_ref()
        .map_or_else(Reference::default, |patient| {
            draft.add("patient", resource::patient(patient))
        });
    let laboratory = organization(&mut draft, "laboratory", report.laboratory.as_ref());
    let requester = organization(&mut draft, "requester", report.requester.as_ref());
    let pathologist = (!report.pathologist_hpr.is_empty()).then(|| {
        draft.add(
            "practitioner",
            resource::practitioner(&report.pathologist_hpr),
        )
    });
    let mut context = Context {
        tumour: tumour(&mut draft, report, table, &subject),
        subject,
        ..Context::default()
    };
    let specimens = specimens(&mut draft, report, table, &mut context);
    let asked = asked::observations(table, spine, PATHOLOGY);
    let results = findings(&mut draft, report, table, &asked, &context);
    let order = requester
        .map(|requester| draft.add("order", resource::service_request(&requester, &context)));
    let laboratory = laboratory.unwrap_or_default();
    let mut answer = laboratory_report(report, &context, &laboratory);
    answer["basedOn"] = json!([order.unwrap_or_default().json()]);
    answer["specimen"] = references(&specimens);
    answer["result"] = references(&results);
    draft.add_to("Laboratory report", "report", answer);
    let authors: Vec<&Reference> = std::iter::once(&laboratory).chain(&pathologist).collect();
    draft.finish(
        &envelope(report, registry, table),
        &context.subject,
        &authors,
    )
}

/// What makes the entries' names unique: who sent which version of what.
fn key(report: &wire::PathologyReport) -> String {
    let part = |identifier: Option<&wire::Identifier>| {
        identifier.map_or(String::new(), |identifier| {
            format!("{}|{}", identifier.system, identifier.value)
        })
    };
    format!(
        "{} {} {}",
        part(report.message_id.as_ref()),
        part(report.report_id.as_ref()),
        report.reported_at
    )
}

fn envelope<'a>(
    report: &'a wire::PathologyReport,
    registry: &RegistryId,
    table: &'a Table,
) -> Envelope<'a> {
    let kinds = table.kinds.iter();
    let kind = kinds.clone().find(|kind| kind.code == PATHOLOGY);
    Envelope {
        canonical: &table.canonical,
        profile: names::report_profile(&table.canonical, &registry.0, PATHOLOGY),
        kind: PATHOLOGY,
        title: kind.map_or(PATHOLOGY, |kind| &kind.name.nb),
        message: report.message_id.as_ref(),
        report: report.report_id.as_ref(),
        status: report.status(),
        written: &report.reported_at,
    }
}

fn organization(
    draft: &mut Draft,
    name: &str,
    organization: Option<&wire::Organization>,
) -> Option<Reference> {
    organization.map(|organization| draft.add(name, resource::organization(organization)))
}

fn tumour(
    draft: &mut Draft,
    report: &wire::PathologyReport,
    table: &Table,
    subject: &Reference,
) -> Reference {
    report
        .tumour
        .as_ref()
        .map_or_else(Reference::default, |tumour| {
            let written = resource::tumour(tumour, &table.canonical, subject);
            draft.add_to("Tumour", "tumour", written)
        })
}

/// The specimens; where nothing else is said, facts are of the first.
fn specimens(
    draft: &mut Draft,
    report: &wire::PathologyReport,
    table: &Table,
    context: &mut Context,
) -> Vec<Reference> {
    let mut references = Vec::new();
    for (index, specimen) in report.specimens.iter().enumerate() {
        let written = resource::specimen(specimen, &table.canonical, &context.subject);
        references.push(draft.add_to("Specimens", &specimen_name(index), written));
    }
    if let Some((first, specimen)) = references.first().zip(report.specimens.first()) {
        context.specimen = first.clone();
        context.day.clone_from(&specimen.collected);
    }
    references
}

fn findings(
    draft: &mut Draft,
    report: &wire::PathologyReport,
    table: &Table,
    asked: &[Asked],
    context: &Context,
) -> Vec<Reference> {
    let system = names::code_system(
        &table.canonical,
        &format!("{}-variables", names::slug(&table.id)),
    );
    let mut references = Vec::new();
    for (index, finding) in report.findings.iter().enumerate() {
        let known = asked
            .iter()
            .find(|asked| asked.variable.id == finding.variable);
        let context = &found_in(finding, draft, report, context);
        let written = match known {
            Some(asked) => observation(asked, finding.value.as_ref(), context),
            None => unknown_observation(&system, finding, context),
        };
        references.push(draft.add_to("Findings", &format!("finding-{index}"), written));
    }
    references
}

fn specimen_name(index: usize) -> String {
    format!("specimen-{index}")
}

/// What a finding refers to; one in a specimen that is not there refers to nothing, which
/// the check tells.
fn found_in(
    finding: &wire::Finding,
    draft: &Draft,
    report: &wire::PathologyReport,
    context: &Context,
) -> Context {
    let Some(index) = (finding.specimen as usize).checked_sub(1) else {
        return context.clone();
    };
    let day = report.specimens.get(index);
    let day = day.map_or(&context.day, |specimen| &specimen.collected);
    Context {
        specimen: draft.reference(&specimen_name(index)),
        day: day.clone(),
        ..context.clone()
    }
}

fn laboratory_report(
    report: &wire::PathologyReport,
    context: &Context,
    laboratory: &Reference,
) -> Value {
    let norpat: Vec<Value> = report
        .norpat
        .iter()
        .map(|code| resource::concept(names::NORPAT, code))
        .collect();
    json!({
        "resourceType": "DiagnosticReport",
        "status": match report.status() {
            wire::ReportStatus::Unspecified | wire::ReportStatus::Final => "final",
            wire::ReportStatus::Amended => "amended",
            wire::ReportStatus::EnteredInError => "entered-in-error",
        },
        "code": resource::concept(names::LOINC, "11526-1"),
        "subject": context.subject.json(),
        "effectiveDateTime": context.day,
        "issued": report.reported_at,
        "performer": [laboratory.json()],
        "conclusionCode": norpat,
        "presentedForm": [resource::attachment(&report.narrative)],
    })
}

fn references(references: &[Reference]) -> Value {
    references.iter().map(Reference::json).collect()
}
