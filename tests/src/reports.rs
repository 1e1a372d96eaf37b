//! Synthetic reports for the tests: women with breast cancer, from a seed.

use anyhow::Context as _;
use caseway_profiles::registry::{self, Tables};
use caseway_profiles::sample::{
    ORGANISATIONS, Organisation, Patient, ReportOrder, Sampler, SpecimenOrder, Status, TumourTruth,
};
use caseway_proto::{RegistryId, wire};
use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use serde_json::Value;

/// The day every tumour here was diagnosed.
const DIAGNOSED: Date = date(2024, 3, 5);

/// A woman and her tumour.
#[derive(Clone, Debug)]
pub struct Subject {
    /// The patient.
    pub patient: Patient,
    /// The tumour.
    pub tumour: TumourTruth,
}

/// What a report is to be.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// The kind of report.
    pub kind: &'a str,
    /// The report's number within the patient.
    pub number: u32,
    /// The version, from 1.
    pub version: u32,
    /// Final, amended or entered in error.
    pub status: Status,
    /// The specimen is of an operation.
    pub resection: bool,
    /// Which of the sample organisations writes it.
    pub author: usize,
}

impl<'a> Order<'a> {
    /// The first version of the first report of a kind, by the first organisation; a
    /// pathology report is by the laboratory.
    #[must_use]
    pub fn of(kind: &'a str) -> Self {
        let author = if kind == "pathology" { 3 } else { 0 };
        Self {
            kind,
            number: 1,
            version: 1,
            status: Status::Final,
            resection: false,
            author,
        }
    }

    /// Another version of the same report.
    #[must_use]
    pub const fn version(mut self, version: u32, status: Status) -> Self {
        self.version = version;
        self.status = status;
        self
    }

    /// Another report of the same kind.
    #[must_use]
    pub const fn numbered(mut self, number: u32) -> Self {
        self.number = number;
        self
    }

    /// The same of an operation's specimen.
    #[must_use]
    pub const fn of_resection(mut self) -> Self {
        self.resection = true;
        self
    }
}

/// Makes synthetic reports for the breast registry.
#[derive(Clone, Debug)]
pub struct Reports {
    tables: Tables,
    registry: RegistryId,
    seed: u64,
}

impl Reports {
    /// Reports from a seed.
    ///
    /// # Errors
    /// When the tables cannot be used.
    pub fn new(seed: u64) -> anyhow::Result<Self> {
        let tables = registry::builtin()?;
        Ok(Self {
            tables,
            registry: RegistryId("breast".to_owned()),
            seed,
        })
    }

    /// The woman of that number.
    ///
    /// # Errors
    /// When the sampler makes none.
    pub fn woman(&self, number: u64) -> anyhow::Result<Subject> {
        let sampler = Sampler::new(&self.tables, self.seed);
        // Some of the sampler's patients are men, and some are children.
        let mut women = (number * 1_000..(number + 1) * 1_000).filter_map(|index| {
            let patient = sampler.patient(index);
            let tumour = sampler.tumour(&self.registry.0, &patient, 1, DIAGNOSED)?;
            Some((patient, tumour))
        });
        let (patient, tumour) = women.next().context("one in a thousand is a woman")?;
        Ok(Subject { patient, tumour })
    }

    /// A report as a Bundle.
    ///
    /// # Errors
    /// When the tables have no such kind.
    pub fn bundle(&self, subject: &Subject, order: Order<'_>) -> anyhow::Result<Value> {
        let sampler = Sampler::new(&self.tables, self.seed);
        let report = sampler.report(&self.order(subject, &order));
        report.with_context(|| format!("breast has {} reports", order.kind))
    }

    /// A pathology report in its typed form.
    ///
    /// # Errors
    /// When the tables have no pathology reports.
    pub fn typed(
        &self,
        subject: &Subject,
        order: Order<'_>,
    ) -> anyhow::Result<wire::PathologyReport> {
        let sampler = Sampler::new(&self.tables, self.seed);
        let report = sampler.pathology_report(&self.order(subject, &order));
        report.context("breast has pathology reports")
    }

    /// The Bundle that a typed pathology report stands for.
    ///
    /// # Errors
    /// When the tables have no breast registry.
    pub fn bundle_of(&self, typed: &wire::PathologyReport) -> anyhow::Result<Value> {
        let table = self
            .tables
            .registry(&self.registry.0)
            .context("breast has a table")?;
        Ok(caseway_profiles::typed::bundle(
            typed,
            &self.registry,
            table,
            &self.tables.spine,
        ))
    }

    /// The organisation number of one of the sample organisations.
    #[must_use]
    pub fn organisation(author: usize) -> String {
        ORGANISATIONS
            .get(author)
            .map(Organisation::number)
            .unwrap_or_default()
    }

    fn order<'a>(&'a self, subject: &'a Subject, order: &'a Order<'a>) -> ReportOrder<'a> {
        let later = i64::from(order.number) * 20 + if order.resection { 30 } else { 0 };
        let pathology = order.kind == "pathology";
        let collected = if order.resection { day(28) } else { DIAGNOSED };
        let resection = order.resection;
        ReportOrder {
            registry: &self.registry,
            kind: order.kind,
            patient: &subject.patient,
            tumour: &subject.tumour,
            report_number: order.number,
            version: order.version,
            status: order.status,
            date: day(later),
            author: &ORGANISATIONS[order.author],
            requester: pathology.then_some(&ORGANISATIONS[0]),
            specimen: pathology.then_some(SpecimenOrder {
                number: order.number,
                resection,
                collected,
            }),
        }
    }
}

/// So many days after the diagnosis.
fn day(later: i64) -> Date {
    DIAGNOSED.checked_add(later.days()).unwrap_or(DIAGNOSED)
}
