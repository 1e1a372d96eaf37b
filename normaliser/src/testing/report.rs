//! Reports in our own layout, built piece by piece.

use serde_json::{Value, json};

/// A Bundle under construction; entries refer to each other as `urn:uuid:NAME`.
#[derive(Clone)]
pub(crate) struct ReportBuilder {
    entries: Vec<Value>,
}

impl ReportBuilder {
    /// A report with Composition, author and patient.
    pub(crate) fn new(kind: &str) -> Self {
        let mut builder = Self {
            entries: Vec::new(),
        };
        builder
            .with("composition", json!({
                "resourceType": "Composition",
                "status": "final",
                "type": {"coding": [{"system": "https://caseway.example/fhir/CodeSystem/report-kind", "code": kind}]},
                "author": [{"reference": "urn:uuid:author"}]
            }))
            .with("author", organisation("974589095"))
            .with("patient", json!({
                "resourceType": "Patient",
                "identifier": [{"system": "urn:oid:2.16.578.1.12.4.1.4.1", "value": "01815512428"}],
                "birthDate": "1955-01-01",
                "gender": "female"
            }));
        builder
    }

    /// Adds a resource under a name.
    pub(crate) fn with(&mut self, name: &str, resource: Value) -> &mut Self {
        let mut entry = json!({"fullUrl": format!("urn:uuid:{name}")});
        entry["resource"] = resource;
        self.entries.push(entry);
        self
    }

    /// Adds a primary tumour of an ICD-10 code and an ICD-O-3 site.
    pub(crate) fn tumour(
        &mut self,
        name: &str,
        (icd, site): (&str, &str),
        laterality: Option<&str>,
    ) -> &mut Self {
        let mut body_site = json!({"coding": [{"system": "http://terminology.hl7.org/CodeSystem/icd-o-3", "code": site}]});
        if let Some(code) = laterality {
            body_site["extension"] = json!([{
                "url": "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-laterality-qualifier",
                "valueCodeableConcept": {"coding": [{"system": "http://snomed.info/sct", "code": code}]}
            }]);
        }
        self.with(name, json!({
            "resourceType": "Condition",
            "category": [{"coding": [{"system": "https://caseway.example/fhir/CodeSystem/condition-role", "code": "primary-tumour"}]}],
            "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10-no", "code": icd}]},
            "bodySite": [body_site],
            "extension": [
                {"url": "http://hl7.org/fhir/StructureDefinition/condition-assertedDate", "valueDateTime": "2024-03-16"},
                {"url": "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-histology-morphology-behavior",
                 "valueCodeableConcept": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/icd-o-3", "code": "8500/3"}]}},
                {"url": "https://caseway.example/fhir/StructureDefinition/basis-of-diagnosis",
                 "valueCodeableConcept": {"coding": [{"system": "https://caseway.example/fhir/CodeSystem/basis-of-diagnosis", "code": "7"}]}}
            ]
        }))
    }

    /// Adds an Observation about a tumour.
    pub(crate) fn observation(
        &mut self,
        (system, code): (&str, &str),
        value: Value,
        focus: Option<&str>,
    ) -> &mut Self {
        let mut resource = json!({
            "resourceType": "Observation",
            "status": "final",
            "code": {"coding": [{"system": system, "code": code}]},
            "effectiveDateTime": "2024-03-20T08:00:00+01:00"
        });
        let Value::Object(parts) = value else {
            panic!("the parts of an Observation are an object");
        };
        for (name, part) in parts {
            resource[name] = part;
        }
        if let Some(focus) = focus {
            resource["focus"] = json!([{"reference": format!("urn:uuid:{focus}")}]);
        }
        let name = format!("observation-{}", self.entries.len());
        self.with(&name, resource)
    }

    /// Adds a specimen of laboratory 03 and a pathology report on it, asked for by a unit.
    pub(crate) fn pathology(&mut self, number: &str, kind: &str) -> &mut Self {
        self.with("specimen", json!({
            "resourceType": "Specimen",
            "accessionIdentifier": {"system": "https://caseway.example/fhir/NamingSystem/laboratory/03", "value": number},
            "type": {"coding": [{"system": "https://caseway.example/fhir/CodeSystem/specimen-kind", "code": kind}]},
            "collection": {"collectedDateTime": "2024-03-16"}
        }))
        .with("unit", organisation("883974832"))
        .with("request", json!({"resourceType": "ServiceRequest", "requester": {"reference": "urn:uuid:unit"}}))
        .with("laboratory-report", json!({
            "resourceType": "DiagnosticReport",
            "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": "11526-1"}]},
            "basedOn": [{"reference": "urn:uuid:request"}],
            "specimen": [{"reference": "urn:uuid:specimen"}],
            "issued": "2024-03-22T12:00:00Z"
        }))
    }

    /// The Bundle.
    pub(crate) fn build(&self) -> Value {
        json!({"resourceType": "Bundle", "type": "document", "entry": self.entries})
    }
}

fn organisation(number: &str) -> Value {
    json!({
        "resourceType": "Organization",
        "identifier": [{"system": "urn:oid:2.16.578.1.12.4.1.4.101", "value": number}]
    })
}
