//! A pathology Bundle of our shape becomes a typed report again.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use caseway_proto::wire;
use serde_json::Value;

use super::PATHOLOGY;
use super::answer::answer_of;
use crate::registry::asked;
use crate::registry::names;
use crate::registry::{Asked, Spine, Table};

/// The typed report that a Bundle carries; none where it is no pathology report.
#[must_use]
pub fn typed(bundle: &Value, table: &Table, spine: &Spine) -> Option<wire::PathologyReport> {
    let entries = Entries(bundle["entry"].as_array()?);
    let composition = entries.first("Composition")?;
    if composition["type"]["coding"][0]["code"] != PATHOLOGY {
        return None;
    }
    let report = entries.first("DiagnosticReport")?;
    let order = entries.first("ServiceRequest");
    let requester = order.and_then(|order| entries.at(&order["requester"]));
    let practitioner = entries.first("Practitioner");
    Some(wire::PathologyReport {
        message_id: identifier(&bundle["identifier"]),
        report_id: identifier(&composition["identifier"]),
        status: status(&composition["status"]).into(),
        reported_at: text(&composition["date"]),
        patient: entries.first("Patient").map(patient),
        laboratory: entries.at(&composition["author"][0]).map(organization),
        requester: requester.map(organization),
        pathologist_hpr: practitioner.map_or(String::new(), |practitioner| {
            text(&practitioner["identifier"][0]["value"])
        }),
        tumour: entries.first("Condition").map(tumour),
        specimens: entries.all("Specimen").map(specimen).collect(),
        norpat: codes(&report["conclusionCode"]),
        narrative: narrative(&report["presentedForm"][0]["data"])?,
        findings: findings(&entries, table, spine),
    })
}

/// The entries of a Bundle.
struct Entries<'a>(&'a [Value]);

impl<'a> Entries<'a> {
    fn all(&self, resource_type: &str) -> impl Iterator<Item = &'a Value> {
        let resources = self.0.iter().map(|entry| &entry["resource"]);
        resources.filter(move |resource| resource["resourceType"] == resource_type)
    }

    fn first(&self, resource_type: &str) -> Option<&'a Value> {
        self.all(resource_type).next()
    }

    fn at(&self, reference: &Value) -> Option<&'a Value> {
        let entry = self
            .0
            .iter()
            .find(|entry| entry["fullUrl"] == reference["reference"])?;
        Some(&entry["resource"])
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn identifier(value: &Value) -> Option<wire::Identifier> {
    value.is_object().then(|| wire::Identifier {
        system: text(&value["system"]),
        value: text(&value["value"]),
    })
}

fn status(code: &Value) -> wire::ReportStatus {
    match code.as_str() {
        Some("final") => wire::ReportStatus::Final,
        Some("amended") => wire::ReportStatus::Amended,
        Some("entered-in-error") => wire::ReportStatus::EnteredInError,
        _ => wire::ReportStatus::Unspecified,
    }
}

fn patient(patient: &Value) -> wire::Patient {
    wire::Patient {
        identifier: identifier(&patient["identifier"][0]),
        birth_date: text(&patient["birthDate"]),
        gender: text(&patient["gender"]),
    }
}

fn organization(organization: &Value) -> wire::Organization {
    wire::Organization {
        organisation_number: text(&organization["identifier"][0]["value"]),
        name: text(&organization["name"]),
    }
}

fn tumour(condition: &Value) -> wire::Tumour {
    let site = &condition["bodySite"][0];
    let code = |concept: &Value| text(&concept["coding"][0]["code"]);
    let basis = "/StructureDefinition/basis-of-diagnosis";
    let concept = "valueCodeableConcept";
    wire::Tumour {
        icd10: code(&condition["code"]),
        topography: code(site),
        morphology: code(&extension(condition, names::MORPHOLOGY)[concept]),
        laterality: side(&code(&extension(site, names::LATERALITY)[concept])).into(),
        diagnosed: text(&extension(condition, names::ASSERTED_DATE)["valueDateTime"]),
        basis: code(&extension(condition, basis)[concept]),
    }
}

/// The extension whose URL ends so; null where there is none.
fn extension<'a>(of: &'a Value, url_end: &str) -> &'a Value {
    let named = |extension: &&Value| {
        let url = extension["url"].as_str();
        url.is_some_and(|url| url.ends_with(url_end))
    };
    let extensions = of["extension"].as_array();
    extensions
        .and_then(|extensions| extensions.iter().find(named))
        .unwrap_or(&Value::Null)
}

fn side(code: &str) -> wire::Laterality {
    let side = names::SIDES.iter().find(|(_, snomed)| *snomed == code);
    match side.map(|(word, _)| *word) {
        Some("right") => wire::Laterality::Right,
        Some("left") => wire::Laterality::Left,
        Some("bilateral") => wire::Laterality::Bilateral,
        Some("midline") => wire::Laterality::Midline,
        _ => wire::Laterality::Unspecified,
    }
}

fn specimen(specimen: &Value) -> wire::Specimen {
    let kind = match specimen["type"]["coding"][0]["code"].as_str() {
        Some("biopsy") => wire::SpecimenKind::Biopsy,
        Some("resection") => wire::SpecimenKind::Resection,
        Some("cytology") => wire::SpecimenKind::Cytology,
        _ => wire::SpecimenKind::Unspecified,
    };
    wire::Specimen {
        accession: identifier(&specimen["accessionIdentifier"]),
        collected: text(&specimen["collection"]["collectedDateTime"]),
        kind: kind.into(),
    }
}

fn codes(concepts: &Value) -> Vec<String> {
    let concepts = concepts.as_array().into_iter().flatten();
    concepts
        .map(|concept| text(&concept["coding"][0]["code"]))
        .collect()
}

/// The report's text: blank where there is none, nothing where it is no text.
fn narrative(data: &Value) -> Option<String> {
    let bytes = STANDARD.decode(data.as_str().unwrap_or_default()).ok()?;
    String::from_utf8(bytes).ok()
}

fn findings(entries: &Entries, table: &Table, spine: &Spine) -> Vec<wire::Finding> {
    let asked = asked::observations(table, spine, PATHOLOGY);
    entries
        .all("Observation")
        .map(|observation| wire::Finding {
            specimen: found_in(observation, entries),
            ..finding(observation, &asked)
        })
        .collect()
}

/// The number of the specimen that an Observation was found in; 0 for the first.
fn found_in(observation: &Value, entries: &Entries) -> u32 {
    let specimen = entries.at(&observation["specimen"]);
    let number = (1..)
        .zip(entries.all("Specimen"))
        .find(|(_, each)| specimen.is_some_and(|specimen| std::ptr::eq(*each, specimen)));
    number.map_or(0, |(number, _)| if number == 1 { 0 } else { number })
}

/// The finding of an Observation; one that the table does not have keeps its code as its name.
fn finding(observation: &Value, asked: &[Asked]) -> wire::Finding {
    let coding = &observation["code"]["coding"][0];
    let known = asked.iter().find(|asked| {
        asked
            .codings()
            .iter()
            .any(|named| coding["system"] == *named.system && coding["code"] == *named.code)
    });
    wire::Finding {
        variable: known.map_or_else(|| text(&coding["code"]), |asked| asked.variable.id.clone()),
        value: answer_of(
            observation,
            known.and_then(|asked| asked.variable.value_type),
        ),
        specimen: 0,
    }
}
