//! The resources of a report, written from the facts of the wire contract.
//!
//! What a fact leaves blank, the resource leaves out.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use caseway_proto::wire;
use serde_json::{Value, json};

use crate::registry::names;

/// The `fullUrl` of another entry; blank where there is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reference(pub(crate) String);

impl Reference {
    /// As an element.
    pub(crate) fn json(&self) -> Value {
        json!({"reference": self.0})
    }
}

/// What every clinical resource of a report refers to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    /// The patient.
    pub(crate) subject: Reference,
    /// The tumour.
    pub(crate) tumour: Reference,
    /// The day that the facts are about.
    pub(crate) day: String,
    /// The specimen they were found in.
    pub(crate) specimen: Reference,
}

/// Takes out what is blank: null, `""`, `{}` and `[]`, from the inside outwards.
pub(crate) fn without_blanks(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, member)| (name, without_blanks(member)))
            .filter(|(_, member)| !is_blank(member))
            .collect(),
        Value::Array(items) => items
            .into_iter()
            .map(without_blanks)
            .filter(|item| !is_blank(item))
            .collect(),
        other => other,
    }
}

fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// An identifier.
pub(crate) fn identifier(identifier: Option<&wire::Identifier>) -> Value {
    identifier.map_or(
        Value::Null,
        |identifier| json!({"system": identifier.system, "value": identifier.value}),
    )
}

/// A concept with one coding; blank where there is no code.
pub(crate) fn concept(system: &str, code: &str) -> Value {
    if code.is_empty() {
        return Value::Null;
    }
    json!({"coding": [{"system": system, "code": code}]})
}

/// The patient.
pub(crate) fn patient(patient: &wire::Patient) -> Value {
    json!({
        "resourceType": "Patient",
        "identifier": [identifier(patient.identifier.as_ref())],
        "gender": patient.gender,
        "birthDate": patient.birth_date,
    })
}

/// A hospital, a unit or a laboratory.
pub(crate) fn organization(organization: &wire::Organization) -> Value {
    let number = &organization.organisation_number;
    let identifier = if number.is_empty() {
        Value::Null
    } else {
        json!({"system": names::ORGANISATION_NUMBER, "value": number})
    };
    json!({
        "resourceType": "Organization",
        "identifier": [identifier],
        "name": organization.name,
    })
}

/// The person who reports.
pub(crate) fn practitioner(hpr: &str) -> Value {
    json!({
        "resourceType": "Practitioner",
        "identifier": [{"system": names::HPR_NUMBER, "value": hpr}],
    })
}

/// The tumour.
pub(crate) fn tumour(tumour: &wire::Tumour, canonical: &str, subject: &Reference) -> Value {
    let side = match tumour.laterality() {
        wire::Laterality::Unspecified => "",
        wire::Laterality::Right => names::SIDES[0].1,
        wire::Laterality::Left => names::SIDES[1].1,
        wire::Laterality::Bilateral => names::SIDES[2].1,
        wire::Laterality::Midline => names::SIDES[3].1,
    };
    let basis = names::code_system(canonical, "basis-of-diagnosis");
    let mut body_site = concept(names::ICD_O_3, &tumour.topography);
    if !side.is_empty() {
        let side = concept(names::SNOMED_CT, side);
        body_site["extension"] = json!([with_concept(names::LATERALITY, &side)]);
    }
    json!({
        "resourceType": "Condition",
        "extension": [
            with_concept(names::MORPHOLOGY, &concept(names::ICD_O_3, &tumour.morphology)),
            diagnosed(&tumour.diagnosed),
            with_concept(
                &names::structure(canonical, "basis-of-diagnosis"),
                &concept(&basis, &tumour.basis),
            ),
        ],
        "category": [role(canonical, "primary-tumour")],
        "code": concept(names::ICD_10_NO, &tumour.icd10),
        "bodySite": [body_site],
        "subject": subject.json(),
    })
}

/// What a Condition is: the primary, a recurrence, a metastasis.
pub(crate) fn role(canonical: &str, role: &str) -> Value {
    concept(&names::code_system(canonical, "condition-role"), role)
}

/// An extension with a concept; blank where there is no code.
pub(crate) fn with_concept(url: &str, concept: &Value) -> Value {
    if concept.is_null() {
        return Value::Null;
    }
    json!({"url": url, "valueCodeableConcept": concept})
}

fn diagnosed(day: &str) -> Value {
    if day.is_empty() {
        return Value::Null;
    }
    json!({"url": names::ASSERTED_DATE, "valueDateTime": day})
}

/// A specimen.
pub(crate) fn specimen(specimen: &wire::Specimen, canonical: &str, subject: &Reference) -> Value {
    let kinds = names::code_system(canonical, "specimen-kind");
    json!({
        "resourceType": "Specimen",
        "accessionIdentifier": identifier(specimen.accession.as_ref()),
        "type": concept(&kinds, specimen_kind(specimen.kind())),
        "subject": subject.json(),
        "collection": {"collectedDateTime": specimen.collected},
    })
}

/// A kind of specimen in our code system.
pub(crate) const fn specimen_kind(kind: wire::SpecimenKind) -> &'static str {
    match kind {
        wire::SpecimenKind::Unspecified => "",
        wire::SpecimenKind::Biopsy => "biopsy",
        wire::SpecimenKind::Resection => "resection",
        wire::SpecimenKind::Cytology => "cytology",
    }
}

/// What the examination was asked for with.
pub(crate) fn service_request(requester: &Reference, context: &Context) -> Value {
    json!({
        "resourceType": "ServiceRequest",
        "status": "completed",
        "intent": "order",
        "subject": context.subject.json(),
        "requester": requester.json(),
    })
}

/// A text as an attachment.
pub(crate) fn attachment(text: &str) -> Value {
    if text.is_empty() {
        return Value::Null;
    }
    json!({
        "contentType": "text/plain; charset=utf-8",
        "language": "nb",
        "data": STANDARD.encode(text),
    })
}
