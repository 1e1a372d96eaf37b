//! What the load sends: synthetic work-up reports of the shape the goals are stated
//! for, 20 resources and about 27 kB, no two alike.

use bytes::Bytes;
use caseway_profiles::registry::{self, Tables};
use caseway_profiles::sample::{ReportOrder, Sampler, SpecimenOrder, Status};
use caseway_profiles::{Catalogue, Settings};
use caseway_proto::RegistryId;
use jiff::Timestamp;
use jiff::civil::date;
use serde_json::Value;

/// How many resources a report has.
const RESOURCES: usize = 20;
/// About how many bytes a report is to have: the narratives are filled up to it.
const BYTES: usize = 27 << 10;
/// The report kinds that are tried until one has the shape.
const SOURCES: [(&str, &str); 4] = [
    ("colorectal", "work-up"),
    ("prostate", "work-up"),
    ("breast", "work-up"),
    ("general_solid", "work-up"),
];

/// What every report of a run has.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    /// Resources in a report.
    pub(crate) resources: usize,
    /// Bytes of a report.
    pub(crate) bytes: usize,
}

/// Makes reports, none twice.
pub(crate) struct Reports {
    tables: Tables,
    next: u64,
    shape: Shape,
}

impl Reports {
    /// Reports from the first person on.
    pub(crate) fn new() -> anyhow::Result<Self> {
        let mut reports = Self {
            tables: registry::builtin()?,
            next: 0,
            shape: Shape {
                resources: 0,
                bytes: 0,
            },
        };
        let first = reports.one();
        let resources = first["entry"].as_array().map_or(0, Vec::len);
        reports.shape = Shape {
            resources,
            bytes: first.to_string().len(),
        };
        Ok(reports)
    }

    /// What every report has.
    pub(crate) fn shape(&self) -> Shape {
        self.shape
    }

    /// A name that no sender was given before.
    pub(crate) fn sender(&self) -> String {
        format!("bench-{}", self.next)
    }

    /// The next reports.
    pub(crate) fn take(&mut self, count: usize) -> Vec<Bytes> {
        (0..count).map(|_| self.one().to_string().into()).collect()
    }

    fn one(&mut self) -> Value {
        loop {
            self.next += 1;
            let made = SOURCES
                .iter()
                .find_map(|(registry, kind)| self.report(registry, kind));
            if let Some(bundle) = made {
                return filled(bundle);
            }
        }
    }

    fn report(&self, registry: &str, kind: &str) -> Option<Value> {
        let sampler = Sampler::new(&self.tables, 7);
        let patient = sampler.patient(self.next);
        let diagnosed = date(2022, 3, 1);
        let tumour = sampler.tumour(registry, &patient, 1, diagnosed)?;
        let bundle = sampler.report(&ReportOrder {
            registry: &RegistryId(registry.to_owned()),
            kind,
            patient: &patient,
            tumour: &tumour,
            report_number: 1,
            version: 1,
            status: Status::Final,
            date: date(2022, 4, 1),
            author: &Sampler::organisations()[0],
            requester: None,
            specimen: Some(SpecimenOrder {
                number: 1,
                resection: false,
                collected: diagnosed,
            }),
        })?;
        (bundle["entry"].as_array()?.len() == RESOURCES).then_some(bundle)
    }
}

/// Fills the report up to its size with narrative, as real systems' reports are.
fn filled(mut bundle: Value) -> Value {
    let short = BYTES.saturating_sub(bundle.to_string().len());
    let entries = bundle["entry"]
        .as_array_mut()
        .map(Vec::as_mut_slice)
        .unwrap_or_default();
    let each = short / entries.len().max(1);
    for (index, entry) in entries.iter_mut().enumerate() {
        let sentence =
            format!("Resource {index} of a synthetic report, told again in words for a reader. ");
        let text: String = sentence
            .chars()
            .cycle()
            .take(each.saturating_sub(90))
            .collect();
        entry["resource"]["text"] = serde_json::json!({
            "status": "generated",
            "div": format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{text}</div>"),
        });
    }
    bundle
}

/// The catalogue that the gateway installs by itself.
pub(crate) fn catalogue() -> anyhow::Result<Catalogue> {
    let tables = registry::builtin()?;
    let mut catalogue = Catalogue::new(Settings::default())?;
    catalogue.install_tables(&tables.registries, &tables.spine)?;
    Ok(catalogue)
}

/// A moment after every report was written.
pub(crate) fn received_at() -> Timestamp {
    Timestamp::constant(1_790_000_000, 0)
}
