//! The profiles of the parts that all Registries share.

use serde_json::{Value, json};

use super::structure::{Extension, Publisher, Structure};
use crate::registry::names;

/// The profiles of the spine that are not Observations.
pub(super) fn profiles(publisher: &Publisher) -> Vec<Value> {
    let structures = [
        patient(),
        organization(),
        practitioner(),
        operation(publisher),
        radiotherapy_course(publisher),
        medication(publisher),
        medication_administration(),
        specimen(publisher),
        laboratory_report(),
        recurrence(publisher),
        basis_of_diagnosis(publisher),
        rule_override(publisher),
    ];
    structures
        .into_iter()
        .map(|structure| structure.publish(publisher))
        .collect()
}

fn profile(id: &str, title: &str, base: &'static str) -> Structure {
    Structure::new(id.to_owned(), title, base)
}

fn patient() -> Structure {
    profile("patient", "The patient", "Patient").required(&[
        "Patient.identifier",
        "Patient.identifier.system",
        "Patient.identifier.value",
        "Patient.gender",
        "Patient.birthDate",
    ])
}

fn organization() -> Structure {
    let number = "Organization.identifier:organisation-number";
    profile(
        "organization",
        "A hospital, a unit or a laboratory",
        "Organization",
    )
    .element(
        "Organization.identifier",
        super::structure::sliced_by("system"),
    )
    .element(
        number,
        json!({"sliceName": "organisation-number", "min": 1, "max": "1"}),
    )
    .element(
        &format!("{number}.system"),
        json!({"min": 1, "fixedUri": names::ORGANISATION_NUMBER}),
    )
    .required(&[&format!("{number}.value"), "Organization.name"])
}

fn practitioner() -> Structure {
    let number = "Practitioner.identifier:hpr";
    profile("practitioner", "The person who reports", "Practitioner")
        .element(
            "Practitioner.identifier",
            super::structure::sliced_by("system"),
        )
        .element(number, json!({"sliceName": "hpr", "min": 1, "max": "1"}))
        .element(
            &format!("{number}.system"),
            json!({"min": 1, "fixedUri": names::HPR_NUMBER}),
        )
        .required(&[&format!("{number}.value")])
}

fn operation(publisher: &Publisher) -> Structure {
    profile("operation", "An operation", "Procedure")
        .extensions("Procedure", &[intent(publisher)])
        .required(&["Procedure.code"])
        .coded_in("Procedure.code", "ncsp", names::NCSP)
        .element(
            "Procedure.performed[x]",
            json!({"min": 1, "type": [{"code": "dateTime"}]}),
        )
}

fn radiotherapy_course(publisher: &Publisher) -> Structure {
    let sessions = Extension {
        slice: "sessions",
        url: names::RADIOTHERAPY_SESSIONS.to_owned(),
        value_type: "unsignedInt",
        value_set: None,
        min: 1,
    };
    profile(
        "radiotherapy-course",
        "A course of radiotherapy",
        "Procedure",
    )
    .extensions("Procedure", &[sessions, intent(publisher)])
    .element(
        "Procedure.code",
        json!({"min": 1, "patternCodeableConcept": {
            "coding": [{"system": names::SNOMED_CT, "code": "1217123003"}],
        }}),
    )
    .element(
        "Procedure.performed[x]",
        json!({"min": 1, "type": [{"code": "Period"}]}),
    )
}

fn intent(publisher: &Publisher) -> Extension {
    Extension {
        slice: "intent",
        url: names::PROCEDURE_INTENT.to_owned(),
        value_type: "CodeableConcept",
        value_set: Some(names::value_set(publisher.canonical, "treatment-intent")),
        min: 1,
    }
}

fn medication(publisher: &Publisher) -> Structure {
    profile(
        "medication",
        "A systemic therapy, as stated",
        "MedicationStatement",
    )
    .extensions("MedicationStatement", &[intent(publisher)])
    .element(
        "MedicationStatement.medication[x]",
        json!({"min": 1, "type": [{"code": "CodeableConcept"}]}),
    )
    .coded_in("MedicationStatement.medication[x]", "atc", names::ATC)
    .required(&["MedicationStatement.effective[x]"])
}

fn medication_administration() -> Structure {
    profile(
        "medication-administration",
        "A systemic therapy, as given",
        "MedicationAdministration",
    )
    .element(
        "MedicationAdministration.medication[x]",
        json!({"min": 1, "type": [{"code": "CodeableConcept"}]}),
    )
    .coded_in("MedicationAdministration.medication[x]", "atc", names::ATC)
}

fn specimen(publisher: &Publisher) -> Structure {
    let kinds = names::value_set(publisher.canonical, "specimen-kind");
    profile("specimen", "A specimen", "Specimen")
        .required(&[
            "Specimen.accessionIdentifier",
            "Specimen.accessionIdentifier.system",
            "Specimen.accessionIdentifier.value",
        ])
        .element(
            "Specimen.type",
            json!({"min": 1, "binding": {"strength": "required", "valueSet": kinds}}),
        )
        .required(&["Specimen.collection"])
        .element(
            "Specimen.collection.collected[x]",
            json!({"min": 1, "type": [{"code": "dateTime"}]}),
        )
}

fn laboratory_report() -> Structure {
    profile(
        "laboratory-report",
        "A laboratory's report",
        "DiagnosticReport",
    )
    .element(
        "DiagnosticReport.code",
        json!({"patternCodeableConcept": {
            "coding": [{"system": names::LOINC, "code": "11526-1"}],
        }}),
    )
    .required(&[
        "DiagnosticReport.subject",
        "DiagnosticReport.effective[x]",
        "DiagnosticReport.performer",
        "DiagnosticReport.specimen",
        "DiagnosticReport.conclusionCode",
    ])
    .coded_in("DiagnosticReport.conclusionCode", "norpat", names::NORPAT)
    .required(&[
        "DiagnosticReport.presentedForm",
        "DiagnosticReport.presentedForm.data",
    ])
}

fn recurrence(publisher: &Publisher) -> Structure {
    let related = Extension {
        slice: "primary",
        url: names::RELATED_CONDITION.to_owned(),
        value_type: "Reference",
        value_set: None,
        min: 1,
    };
    let role = names::value_set(publisher.canonical, "recurrence-role");
    profile("recurrence", "A recurrence or a metastasis", "Condition")
        .extensions("Condition", &[related])
        .element(
            "Condition.category",
            json!({"min": 1, "binding": {"strength": "required", "valueSet": role}}),
        )
        .element(
            "Condition.onset[x]",
            json!({"min": 1, "type": [{"code": "dateTime"}]}),
        )
}

/// What a Sender confirms although a case rule doubts it, in the Composition.
fn rule_override(publisher: &Publisher) -> Structure {
    let id = "rule-override";
    let url = names::structure(publisher.canonical, id);
    let part = |name: &'static str, value_type| Extension {
        slice: name,
        url: name.to_owned(),
        value_type,
        value_set: None,
        min: 1,
    };
    profile(
        id,
        "A doubtful finding, confirmed with its reason",
        "Extension",
    )
    .within("Composition")
    .extensions(
        "Extension",
        &[part("rule", "code"), part("reason", "string")],
    )
    .element("Extension.url", json!({"fixedUri": url}))
    .element("Extension.value[x]", json!({"max": "0"}))
}

fn basis_of_diagnosis(publisher: &Publisher) -> Structure {
    let id = "basis-of-diagnosis";
    let url = names::structure(publisher.canonical, id);
    let basis = names::value_set(publisher.canonical, id);
    profile(id, "Basis of diagnosis", "Extension")
        .within("Condition")
        .element("Extension.extension", json!({"max": "0"}))
        .element("Extension.url", json!({"fixedUri": url}))
        .element(
            "Extension.value[x]",
            json!({
                "min": 1,
                "type": [{"code": "CodeableConcept"}],
                "binding": {"strength": "required", "valueSet": basis},
            }),
        )
}
