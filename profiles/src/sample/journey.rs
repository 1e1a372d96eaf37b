//! A person's way through the hospitals, as the reports that it leaves.
//!
//! Usually one tumour in one Registry: biopsy, work-up, operation, the laboratory's
//! answer to it, follow-up. Some have a second tumour in another organ, some reports
//! are corrected or taken back, a few are never sent and stay owed.

use caseway_proto::RegistryId;
use jiff::civil::{Date, date};
use serde_json::Value;

use super::Sampler;
use super::draw::{Draw, later_by};
use super::organisation::{ORGANISATIONS, Organisation};
use super::person::Patient;
use super::report::{ReportOrder, SpecimenOrder, Status};
use super::site::{self, TumourTruth};

/// The index of the laboratory among the organisations.
const LABORATORY: usize = 3;

/// Percent of journeys with a second tumour, of reports corrected, taken back, never sent.
const SECOND_TUMOUR: i64 = 6;
const CORRECTED: i64 = 5;
const RETRACTED: i64 = 2;
const OWED: i64 = 5;

/// What is true of a report, whatever the pipeline makes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Truth {
    /// The patient's index: reports with the same belong to one Case.
    pub case: u64,
    /// The tumour's number within the patient, from 1 in order of diagnosis.
    pub tumour: u32,
    /// The organ: the first three characters of the topography.
    pub organ: String,
    /// The report's number within the patient; corrections keep it.
    pub report: u32,
    /// The version, from 1.
    pub version: u32,
    /// Whether it counts in the end: the last version, and not taken back.
    pub counts: bool,
}

/// A report, who sends it and when, and the truth about it.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The sender's index in [`ORGANISATIONS`].
    pub sender: usize,
    /// The day it is sent.
    pub date: Date,
    /// The Registry it is for.
    pub registry: RegistryId,
    /// The kind of report.
    pub kind: String,
    /// The Bundle.
    pub bundle: Value,
    /// The truth about it.
    pub truth: Truth,
}

/// A step of the way: kind of report, days after diagnosis, specimen.
struct Step {
    kind: &'static str,
    days: i64,
    specimen: Option<bool>,
    percent: i64,
}

const fn step(kind: &'static str, days: i64, specimen: Option<bool>, percent: i64) -> Step {
    Step {
        kind,
        days,
        specimen,
        percent,
    }
}

/// The way; kinds that a Registry does not take are passed over.
const WAY: [Step; 9] = [
    step("radiology", 2, None, 80),
    step("pathology", 5, Some(false), 100),
    step("work-up", 18, Some(false), 100),
    step("surgery", 37, Some(true), 80),
    step("pathology", 44, Some(true), 80),
    step("radiotherapy", 110, None, 40),
    step("systemic-therapy", 140, None, 30),
    step("follow-up", 240, None, 70),
    step("recurrence", 640, None, 10),
];

/// The days from diagnosis to the operation.
const OPERATION_DAYS: i64 = 35;

/// Where a person's reports come from.
struct Way<'a> {
    patient: &'a Patient,
    registry: RegistryId,
    tumour: TumourTruth,
    number: u32,
    hospital: usize,
}

impl Sampler<'_> {
    /// The senders that plans name by index.
    #[must_use]
    pub const fn organisations() -> &'static [Organisation] {
        &ORGANISATIONS
    }

    /// The reports of the person of that index, in the order they are sent.
    #[must_use]
    pub fn journey(&self, index: u64) -> Vec<Planned> {
        let patient = self.patient(index);
        let mut draw = Draw::of(self.seed, &["journey", &index.to_string()]);
        let tumours = if draw.chance(SECOND_TUMOUR) { 2 } else { 1 };
        let mut planned = Vec::new();
        let mut first: Option<TumourTruth> = None;
        let mut diagnosed = draw.day(date(2020, 1, 1), date(2023, 6, 30));
        let mut registries: Vec<&str> = self
            .tables
            .registries
            .iter()
            .filter(|table| site::takes(table, &patient, diagnosed))
            .map(|table| table.id.as_str())
            .collect();
        for number in 1..=tumours {
            let Some(registry) = draw.one(&registries).copied() else {
                break;
            };
            registries.retain(|other| *other != registry);
            let hospital = usize::try_from(draw.number(0, 2)).unwrap_or(0);
            let tumour = self.tumour(registry, &patient, number, diagnosed);
            let apart =
                |tumour: &TumourTruth| first.iter().all(|first| tumour.is_apart_from(first));
            if let Some(tumour) = tumour.filter(apart) {
                first.get_or_insert_with(|| tumour.clone());
                let registry = RegistryId(registry.to_owned());
                let way = Way {
                    patient: &patient,
                    registry,
                    tumour,
                    number,
                    hospital,
                };
                self.walk(&way, &mut draw, &mut planned);
            }
            diagnosed = later_by(diagnosed, draw.number(150, 500));
        }
        planned.sort_by_key(|planned| planned.date);
        planned
    }

    fn walk(&self, way: &Way, draw: &mut Draw, planned: &mut Vec<Planned>) {
        let operated = draw.chance(80);
        for (index, step) in (0_u32..).zip(&WAY) {
            let of_operation = step.specimen == Some(true);
            let taken = if of_operation {
                operated
            } else {
                draw.chance(step.percent)
            };
            let owed = step.kind != "pathology" && draw.chance(OWED);
            if taken && !owed {
                planned.extend(self.versions(way, step, way.number * 100 + index, draw));
            }
        }
    }

    /// The versions of one report: the first, and a correction or a retraction of some.
    fn versions(&self, way: &Way, step: &Step, number: u32, draw: &mut Draw) -> Vec<Planned> {
        let mut statuses = vec![Status::Final];
        if draw.chance(CORRECTED) {
            statuses.push(Status::Amended);
        }
        if draw.chance(RETRACTED) {
            statuses.push(Status::EnteredInError);
        }
        let last = statuses.len();
        let versions = (1_u32..).zip(statuses).enumerate();
        let planned = versions.filter_map(|(index, (version, status))| {
            let mut planned = self.version(way, step, number, (version, status))?;
            planned.truth.counts = index + 1 == last && status != Status::EnteredInError;
            Some(planned)
        });
        planned.collect()
    }

    fn version(
        &self,
        way: &Way,
        step: &Step,
        number: u32,
        (version, status): (u32, Status),
    ) -> Option<Planned> {
        let hospital = ORGANISATIONS.get(way.hospital)?;
        let laboratory = step.kind == "pathology";
        let sender = if laboratory { LABORATORY } else { way.hospital };
        let later = 10 * i64::from(version - 1);
        let order = ReportOrder {
            registry: &way.registry,
            kind: step.kind,
            patient: way.patient,
            tumour: &way.tumour,
            report_number: number,
            version,
            status,
            date: later_by(way.tumour.diagnosed, step.days + later),
            author: ORGANISATIONS.get(sender)?,
            requester: laboratory.then_some(hospital),
            specimen: step.specimen.map(|resection| specimen(way, resection)),
        };
        Some(Planned {
            sender,
            date: order.date,
            registry: way.registry.clone(),
            kind: step.kind.to_owned(),
            bundle: self.report(&order)?,
            truth: truth(way, &order),
        })
    }
}

/// The biopsy on the day of diagnosis, or what the operation removed.
fn specimen(way: &Way, resection: bool) -> SpecimenOrder {
    let days = if resection { OPERATION_DAYS } else { 0 };
    SpecimenOrder {
        number: way.number * 2 + u32::from(resection),
        resection,
        collected: later_by(way.tumour.diagnosed, days),
    }
}

fn truth(way: &Way, order: &ReportOrder) -> Truth {
    Truth {
        case: way.patient.index,
        tumour: way.number,
        organ: way.tumour.organ().to_owned(),
        report: order.report_number,
        version: order.version,
        counts: true,
    }
}
