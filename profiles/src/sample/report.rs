//! One report, made to order.

use caseway_proto::{RegistryId, wire};
use jiff::civil::Date;
use serde_json::Value;

use super::draw::Draw;
use super::organisation::Organisation;
use super::person::Patient;
use super::site::TumourTruth;
use super::{Sampler, clinical, pathology};
use crate::registry::names;
use crate::registry::{Spine, Table};
use crate::typed::{self, PATHOLOGY, uuid};

/// A report's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// As first sent.
    Final,
    /// Corrected.
    Amended,
    /// Taken back.
    EnteredInError,
}

impl Status {
    /// As the wire contract has it.
    pub(super) const fn wire(self) -> wire::ReportStatus {
        match self {
            Self::Final => wire::ReportStatus::Final,
            Self::Amended => wire::ReportStatus::Amended,
            Self::EnteredInError => wire::ReportStatus::EnteredInError,
        }
    }
}

/// A specimen that a report speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecimenOrder {
    /// The specimen's number within the patient.
    pub number: u32,
    /// The whole organ or a part was removed; else a needle biopsy.
    pub resection: bool,
    /// When it was taken.
    pub collected: Date,
}

/// What a report is to be.
#[derive(Clone, Debug)]
pub struct ReportOrder<'a> {
    /// The Registry.
    pub registry: &'a RegistryId,
    /// The kind of report.
    pub kind: &'a str,
    /// The patient.
    pub patient: &'a Patient,
    /// The tumour.
    pub tumour: &'a TumourTruth,
    /// The report's number within the patient: it stays through corrections.
    pub report_number: u32,
    /// The version, from 1: a correction has the next.
    pub version: u32,
    /// Final, amended or entered in error.
    pub status: Status,
    /// The day it is written.
    pub date: Date,
    /// Who sends it.
    pub author: &'a Organisation,
    /// The unit that asked for the examination.
    pub requester: Option<&'a Organisation>,
    /// The specimen; absent: one is made up where the kind needs one.
    pub specimen: Option<SpecimenOrder>,
}

impl ReportOrder<'_> {
    /// The specimen as ordered, else a biopsy on the day of diagnosis.
    pub(super) fn specimen(&self) -> SpecimenOrder {
        self.specimen.unwrap_or(SpecimenOrder {
            number: 1,
            resection: false,
            collected: self.tumour.diagnosed,
        })
    }

    fn name(&self) -> String {
        format!(
            "{} {} {} {}",
            self.patient.index, self.registry, self.kind, self.report_number
        )
    }
}

/// What a report is made with.
pub(super) struct Making<'a> {
    pub(super) seed: u64,
    pub(super) table: &'a Table,
    pub(super) spine: &'a Spine,
    pub(super) order: &'a ReportOrder<'a>,
}

impl Making<'_> {
    /// Draws that are the same for every version of the report.
    pub(super) fn draw(&self, of: &str) -> Draw {
        Draw::of(self.seed, &["report", of, &self.order.name()])
    }

    /// The idempotency key: another for each version.
    pub(super) fn message_id(&self) -> wire::Identifier {
        self.identifier("message", &self.order.version.to_string())
    }

    /// What stays the same through corrections.
    pub(super) fn report_id(&self) -> wire::Identifier {
        self.identifier("report", "")
    }

    /// When it is written: the order's day, later in the day for later versions.
    pub(super) fn written(&self) -> String {
        let mut draw = self.draw("time");
        let hour = (7 + self.order.version).min(23);
        let (minute, second) = (draw.number(0, 59), draw.number(0, 59));
        format!(
            "{}T{hour:02}:{minute:02}:{second:02}+01:00",
            self.order.date
        )
    }

    /// The specimen's number with its laboratory.
    fn accession(&self) -> wire::Identifier {
        let specimen = self.order.specimen();
        let laboratory = self.order.author.laboratory.unwrap_or("97");
        let year = specimen.collected.year() % 100;
        let patient = self.order.patient.index;
        let salt = self.seed % 1000;
        wire::Identifier {
            system: names::laboratory(&self.table.canonical, laboratory),
            value: format!("P{year:02}-{salt:03}{patient:06}-{}", specimen.number),
        }
    }

    /// The specimen.
    pub(super) fn specimen(&self) -> wire::Specimen {
        let specimen = self.order.specimen();
        let kind = if specimen.resection {
            wire::SpecimenKind::Resection
        } else {
            wire::SpecimenKind::Biopsy
        };
        wire::Specimen {
            accession: Some(self.accession()),
            collected: specimen.collected.to_string(),
            kind: kind.into(),
        }
    }

    fn identifier(&self, what: &str, version: &str) -> wire::Identifier {
        let sender = self.order.author.number();
        let name = self.order.name();
        let seed = self.seed.to_be_bytes();
        let parts = [what, &sender, &name, version].map(str::as_bytes);
        let parts: Vec<&[u8]> = std::iter::once(&seed[..]).chain(parts).collect();
        wire::Identifier {
            system: format!(
                "{}/NamingSystem/sender/{sender}/{what}",
                self.table.canonical
            ),
            value: uuid(&parts),
        }
    }
}

impl Sampler<'_> {
    /// The Bundle of a report; none for a Registry or a kind that the tables do not have.
    #[must_use]
    pub fn report(&self, order: &ReportOrder) -> Option<Value> {
        let making = self.making(order)?;
        if order.kind == PATHOLOGY {
            let report = pathology::report(&making);
            return Some(typed::bundle(
                &report,
                order.registry,
                making.table,
                making.spine,
            ));
        }
        Some(clinical::bundle(&making))
    }

    /// A pathology report in its typed form: [`Sampler::report`] gives its Bundle.
    #[must_use]
    pub fn pathology_report(&self, order: &ReportOrder) -> Option<wire::PathologyReport> {
        Some(pathology::report(&self.making(order)?))
    }

    fn making<'b>(&'b self, order: &'b ReportOrder<'b>) -> Option<Making<'b>> {
        let table = self.tables.registry(&order.registry.0)?;
        table.kinds.iter().find(|kind| kind.code == order.kind)?;
        Some(Making {
            seed: self.seed,
            table,
            spine: &self.tables.spine,
            order,
        })
    }
}
