//! What the demo's senders send: synthetic persons, real profiles.

use anyhow::{Context as _, ensure};
use caseway_profiles::registry::Tables;
use caseway_profiles::sample::{
    Organisation, Patient, ReportOrder, Sampler, SpecimenOrder, Status, TumourTruth,
};
use caseway_proto::{RegistryId, wire};
use jiff::civil::{Date, date};
use serde_json::{Value, json};

/// The day the demo's tumours were found.
const DIAGNOSED: Date = date(2024, 3, 4);
/// Persons are looked for among this many.
const PERSONS: u64 = 1_000;

/// Where the laboratory stands among the organisations.
pub(super) const LABORATORY: usize = 3;

/// A synthetic person with a tumour, and who treats them.
pub(super) struct Person {
    patient: Patient,
    tumour: TumourTruth,
    registry: RegistryId,
    hospital: usize,
}

/// One report of a person, still without content.
#[derive(Clone, Copy)]
pub(super) struct Sent {
    /// The kind of report.
    pub(super) kind: &'static str,
    /// Its number within the person; stays through corrections.
    pub(super) number: u32,
    /// Its version, from 1.
    pub(super) version: u32,
    /// Final, amended or entered in error.
    pub(super) status: Status,
    /// The specimen it is about is of an operation, and not of a biopsy.
    pub(super) resection: bool,
}

impl Sent {
    /// The first version of a report.
    pub(super) const fn first(kind: &'static str, number: u32) -> Self {
        Self {
            kind,
            number,
            version: 1,
            status: Status::Final,
            resection: false,
        }
    }

    /// The next version, with another status.
    pub(super) const fn again(self, status: Status) -> Self {
        Self {
            version: self.version + 1,
            status,
            ..self
        }
    }
}

/// Makes the demo's reports.
pub(super) struct Reports<'t> {
    sampler: Sampler<'t>,
}

impl<'t> Reports<'t> {
    /// Reports from a seed.
    pub(super) fn new(tables: &'t Tables, seed: u64) -> Self {
        Self {
            sampler: Sampler::new(tables, seed),
        }
    }

    /// The `nth` person who fits a registry, treated at a hospital.
    pub(super) fn person(
        &self,
        registry: &str,
        hospital: usize,
        nth: usize,
    ) -> anyhow::Result<Person> {
        let mut fitting = (0..PERSONS).filter_map(|index| {
            let patient = self.sampler.patient(index);
            let tumour = self.sampler.tumour(registry, &patient, 1, DIAGNOSED)?;
            Some((patient, tumour))
        });
        let (patient, tumour) = fitting
            .nth(nth)
            .context("no synthetic person fits the registry")?;
        Ok(Person {
            patient,
            tumour,
            registry: RegistryId(registry.to_owned()),
            hospital,
        })
    }

    /// A hospital's report.
    pub(super) fn clinical(&self, person: &Person, sent: Sent) -> anyhow::Result<Value> {
        Self::order(person, sent, |order| self.sampler.report(order))
    }

    /// The laboratory's report, typed.
    pub(super) fn pathology(
        &self,
        person: &Person,
        sent: Sent,
    ) -> anyhow::Result<wire::PathologyReport> {
        Self::order(person, sent, |order| self.sampler.pathology_report(order))
    }

    fn order<T>(
        person: &Person,
        sent: Sent,
        make: impl FnOnce(&ReportOrder<'_>) -> Option<T>,
    ) -> anyhow::Result<T> {
        let organisations: &[Organisation] = Sampler::organisations();
        let laboratory = sent.kind == "pathology";
        let author = if laboratory {
            LABORATORY
        } else {
            person.hospital
        };
        let collected = later(DIAGNOSED, if sent.resection { 30 } else { 0 })?;
        let order = ReportOrder {
            registry: &person.registry,
            kind: sent.kind,
            patient: &person.patient,
            tumour: &person.tumour,
            report_number: sent.number,
            version: sent.version,
            status: sent.status,
            date: later(DIAGNOSED, 40 + i64::from(sent.version))?,
            author: &organisations[author],
            requester: laboratory.then(|| &organisations[person.hospital]),
            specimen: Some(SpecimenOrder {
                number: 1 + u32::from(sent.resection),
                resection: sent.resection,
                collected,
            }),
        };
        make(&order).context("the registry takes no such report")
    }
}

fn later(day: Date, days: i64) -> anyhow::Result<Date> {
    Ok(day.checked_add(jiff::Span::new().days(days))?)
}

/// A report with two mistakes of the kind that happen: an element misspelt, and a
/// mandatory answer left blank.
pub(super) fn spoilt(mut report: Value) -> anyhow::Result<Value> {
    let entries = report["entry"]
        .as_array_mut()
        .context("a Bundle has entries")?;
    let answered = |entry: &Value| {
        let resource = &entry["resource"];
        resource["resourceType"] == "Observation" && resource["valueCodeableConcept"].is_object()
    };
    let observation = entries
        .iter_mut()
        .find(|entry| answered(entry))
        .context("no coded answer")?;
    let fields = observation["resource"]
        .as_object_mut()
        .context("an Observation is an object")?;
    fields.remove("valueCodeableConcept");
    let patient = entries
        .iter_mut()
        .find(|entry| entry["resource"]["resourceType"] == "Patient");
    let fields = patient
        .and_then(|entry| entry["resource"].as_object_mut())
        .context("no Patient")?;
    let gender = fields
        .remove("gender")
        .context("the Patient has no gender")?;
    fields.insert(String::from("gendr"), gender);
    Ok(report)
}

/// A report whose birth date is another than its identity number says.
pub(super) fn doubtful(mut report: Value) -> anyhow::Result<Value> {
    let entries = report["entry"]
        .as_array_mut()
        .context("a Bundle has entries")?;
    let patient = entries
        .iter_mut()
        .find(|entry| entry["resource"]["resourceType"] == "Patient");
    let patient = &mut patient.context("no Patient")?["resource"];
    let year = patient["birthDate"]
        .as_str()
        .and_then(|day| day.get(..4)?.parse::<i32>().ok());
    let year = year.context("the Patient has no birth date")?;
    ensure!(year > 1000, "a year has four digits");
    patient["birthDate"] = json!(format!("{}-01-01", year - 1));
    Ok(report)
}
