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
/// SNOMED CT: palliative intent.
const PALLIATIVE: &str = "363676003";
/// SNOMED CT: radiotherapy course of treatment.
const COURSE: &str = "1217123003";

/// The operation that goes with a Registry, a type of operation and a site; `-` for any.
const OPERATIONS: &str = include_str!("operations.tsv");

/// Substances given for the tumours of a Registry.
fn substances(registry: &str) -> &'static [&'static str] {
    match registry {
        "lung" => &["L01XA02", "L01BA04", "L01FF02", "L01CA04"],
        "melanoma" => &["L01FF02", "L01FF01", "L01EC02"],
        "lymphoid" => &["L01FA01", "L01AA09", "L01XG01", "L04AX04"],
        "gynae" => &["L01XA02", "L01CD01", "L01FG01", "L01XK02"],
        "childhood" => &["L01CA02", "L01DB01", "L01BB02", "L01AA01"],
        "upper_gi" => &["L01BC02", "L01XA03", "L01CD02"],
        "pancreas" => &["L01BC05", "L01BC02", "L01XA03", "L01CE02"],
        "sarcoma" => &["L01DB01", "L01AA06", "L01EA01"],
        "cns" => &["L01AX03"],
        "general_nonsolid" => &["L01BC07", "L01BC01", "L01XX05"],
        _ => &["L01XA01", "L01CD01", "L01BC05", "L01FF02"],
    }
}

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
        Part::Specimen | Part::LaboratoryReport | Part::DateOfDeath => {}
    }
}

/// Curative, unless the answers say that the treatment is palliative.
fn intent(around: &Around) -> Value {
    let palliative =
        matches!(around.answer("setting"), Some(Answer::Code(code)) if code == "palliative");
    let intent = if palliative { PALLIATIVE } else { CURATIVE };
    with_concept(names::PROCEDURE_INTENT, &concept(names::SNOMED_CT, intent))
}

fn operation(draft: &mut Draft, making: &Making, around: &Around) {
    let code = operation_code(making, around);
    let day = making
        .order
        .specimen
        .map_or(making.order.date, |specimen| specimen.collected);
    let written = json!({
        "resourceType": "Procedure",
        "extension": [intent(around)],
        "status": "completed",
        "code": concept(names::NCSP, code),
        "subject": around.context.subject.json(),
        "performedDateTime": day.to_string(),
        "performer": [{"actor": around.author.json()}],
        "reasonReference": [around.context.tumour.json()],
    });
    draft.add_to("Treatment", "operation", written);
}

/// The NCSP code of an operation: of the first row of the table that fits.
fn operation_code(making: &Making, around: &Around) -> &'static str {
    let answered = ["op_type", "resection", "cervix_op"].map(|id| around.answer(id));
    let op_type = answered
        .into_iter()
        .flatten()
        .find_map(|answer| match answer {
            Answer::Code(code) => Some(code.as_str()),
            _ => None,
        });
    let op_type = op_type.unwrap_or_default();
    let registry = making.order.registry.0.as_str();
    let topography = making.order.tumour.topography.as_str();
    let fits = |cell: &str, value: &str| cell == "-" || value.starts_with(cell);
    let mut rows = OPERATIONS.lines().skip(1).filter_map(|row| {
        let mut cells = row.split('\t');
        let mut cell = || cells.next();
        Some((cell()?, cell()?, cell()?, cell()?))
    });
    let row =
        rows.find(|row| fits(row.0, registry) && fits(row.1, op_type) && fits(row.2, topography));
    row.map_or("", |row| row.3)
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
            intent(around),
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
    let given = substances(&making.order.registry.0);
    let substance = making.draw("substance").one(given).copied();
    let start = later_by(making.order.date, -60).max(making.order.tumour.diagnosed);
    let written = json!({
        "resourceType": "MedicationStatement",
        "extension": [intent(around)],
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
