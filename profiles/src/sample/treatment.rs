//! The parts that treatment reports carry: operation, radiotherapy, medication, recurrence.

use serde_json::{Value, json};

use super::draw::later_by;
use super::report::Making;
use crate::registry::Asked;
use crate::registry::names;
use crate::registry::table::Part;
use crate::typed::resource::{Context, Reference, concept, role, with_concept};
use crate::typed::{Answer, Draft};

/// SNOMED CT: curative intent.
const CURATIVE: &str = "373808002";
/// SNOMED CT: radiotherapy course of treatment.
const COURSE: &str = "1217123003";

/// Substances given for solid tumours.
const SUBSTANCES: [&str; 4] = ["L01XA01", "L01CD01", "L01BC05", "L01FF02"];

/// What a part stands among.
pub(super) struct Around<'a> {
    pub(super) part: Part,
    pub(super) context: &'a Context,
    pub(super) author: &'a Reference,
    pub(super) answers: &'a [(Asked<'a>, Answer)],
}

impl Around<'_> {
    fn answer(&self, id: &str) -> Option<&Answer> {
        let known = self.answers.iter();
        let mut known = known.filter(|(asked, _)| asked.variable.id == id);
        known.next().map(|(_, answer)| answer)
    }
}

/// Adds a part; pathology's parts are not for hospitals.
pub(super) fn add(draft: &mut Draft, making: &Making, around: &Around) {
    match around.part {
        Part::Operation => operation(draft, making, around),
        Part::RadiotherapyCourse => radiotherapy(draft, making, around),
        Part::Medication => medication(draft, making, around),
        Part::Recurrence => recurrence(draft, making, around),
        Part::Specimen | Part::LaboratoryReport => {}
    }
}

fn intent() -> Value {
    with_concept(
        names::PROCEDURE_INTENT,
        &concept(names::SNOMED_CT, CURATIVE),
    )
}

fn operation(draft: &mut Draft, making: &Making, around: &Around) {
    let code = operation_code(making, around);
    let day = making
        .order
        .specimen
        .map_or(making.order.date, |specimen| specimen.collected);
    let written = json!({
        "resourceType": "Procedure",
        "extension": [intent()],
        "status": "completed",
        "code": concept(names::NCSP, code),
        "subject": around.context.subject.json(),
        "performedDateTime": day.to_string(),
        "performer": [{"actor": around.author.json()}],
        "reasonReference": [around.context.tumour.json()],
    });
    draft.add_to("Treatment", "operation", written);
}

/// The NCSP code of an operation; it agrees with the type of operation where that is asked.
fn operation_code(making: &Making, around: &Around) -> &'static str {
    let op_type = match around.answer("op_type") {
        Some(Answer::Code(code)) => code.as_str(),
        _ => "",
    };
    let topography = making.order.tumour.topography.as_str();
    match (making.order.registry.0.as_str(), op_type, topography) {
        ("breast", "breast-conserving" | "oncoplastic", _) => "HAB40",
        ("breast", ..) => "HAC20",
        ("prostate", "6", _) => "KEC00",
        ("prostate", "7", _) => "KEC10",
        ("prostate", ..) => "KEC01",
        ("colorectal", _, "C18.0" | "C18.2") => "JFB30",
        ("colorectal", _, "C18.7") => "JFB46",
        ("colorectal", ..) => "JGB00",
        (_, _, "C64.9") => "KAC00",
        (_, _, "C67.9") => "KCC10",
        (_, _, "C73.9") => "BAA60",
        (_, _, "C62.9") => "KFC00",
        _ => "LCD00",
    }
}

/// Dose and fractions are those that the answers give, where they are asked.
fn radiotherapy(draft: &mut Draft, making: &Making, around: &Around) {
    let fractions = match around.answer("ext_n") {
        Some(Answer::Integer(fractions)) => *fractions,
        _ => 25,
    };
    // Of a fraction, in hundredths of a gray: the unit of mCODE's extension.
    let dose = match around.answer("ext_dose") {
        Some(Answer::Quantity(dose)) => dose.replace('.', "").parse().unwrap_or(200),
        _ => 200,
    };
    let volume = draft.add_to(
        "Treatment",
        "volume",
        json!({
            "resourceType": "BodyStructure",
            "location": concept(names::ICD_O_3, &making.order.tumour.topography),
            "patient": around.context.subject.json(),
        }),
    );
    let start =
        later_by(making.order.date, -7 * (fractions / 5 + 1)).max(making.order.tumour.diagnosed);
    let written = json!({
        "resourceType": "Procedure",
        "extension": [
            {"url": names::RADIOTHERAPY_SESSIONS, "valueUnsignedInt": fractions},
            intent(),
            {"url": names::DOSE_DELIVERED, "extension": [
                {"url": "volume", "valueReference": volume.json()},
                {"url": "totalDoseDelivered", "valueQuantity": {
                    "value": dose * fractions, "unit": "cGy", "system": names::UCUM, "code": "cGy",
                }},
                {"url": "fractionsDelivered", "valueUnsignedInt": fractions},
            ]},
        ],
        "status": "completed",
        "code": concept(names::SNOMED_CT, COURSE),
        "subject": around.context.subject.json(),
        "performedPeriod": {"start": start.to_string(), "end": making.order.date.to_string()},
        "performer": [{"actor": around.author.json()}],
        "reasonReference": [around.context.tumour.json()],
    });
    draft.add_to("Treatment", "course", written);
}

fn medication(draft: &mut Draft, making: &Making, around: &Around) {
    let substance = making.draw("substance").one(&SUBSTANCES).copied();
    let start = later_by(making.order.date, -60).max(making.order.tumour.diagnosed);
    let written = json!({
        "resourceType": "MedicationStatement",
        "extension": [intent()],
        "status": "completed",
        "medicationCodeableConcept": concept(names::ATC, substance.unwrap_or_default()),
        "subject": around.context.subject.json(),
        "effectivePeriod": {"start": start.to_string(), "end": making.order.date.to_string()},
        "reasonReference": [around.context.tumour.json()],
    });
    draft.add_to("Treatment", "medication", written);
}

fn recurrence(draft: &mut Draft, making: &Making, around: &Around) {
    let distant =
        matches!(around.answer("recurrence_type"), Some(Answer::Code(code)) if code == "distant");
    let what = if distant { "metastasis" } else { "recurrence" };
    let tumour = making.order.tumour;
    let onset = later_by(making.order.date, -14).max(tumour.diagnosed);
    let written = json!({
        "resourceType": "Condition",
        "extension": [{
            "url": names::RELATED_CONDITION,
            "valueReference": around.context.tumour.json(),
        }],
        "category": [role(&making.table.canonical, what)],
        "code": concept(names::ICD_10_NO, if distant { "C79.5" } else { &tumour.icd10 }),
        "subject": around.context.subject.json(),
        "onsetDateTime": onset.to_string(),
    });
    draft.add_to("Recurrence", "recurrence", written);
}
