//! The group of a child's tumour by the International Classification of Childhood Cancer.
//!
//! Source: ICCC-3, whose facts are listed in `codes/iccc3.tsv`. No tumour is in two groups; one
//! in none has a morphology younger than the table, or a behaviour that it does not classify.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use serde_json::Value;

use super::tables::{ranges, rows, site_ranges};
use super::{Derivation, Fields};

/// Whoever is older is no child: the age limit of the childhood registry.
const AGE_MAX: i64 = 17;

pub(super) const ALL: &[Derivation] = &[Derivation {
    field: "iccc3",
    from: &["morphology", "topography", "age"],
    source: "International Classification of Childhood Cancer, third edition, update of 2017",
    run: iccc3,
}];

/// Tumours of a group: these behaviours, morphologies and sites.
struct Row {
    group: &'static str,
    behaviours: Vec<&'static str>,
    morphologies: Vec<RangeInclusive<i64>>,
    sites: Vec<RangeInclusive<&'static str>>,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    rows(include_str!("../../../codes/iccc3.tsv"))
        .map(|[group, behaviours, morphologies, sites]| Row {
            group,
            behaviours: behaviours.split(',').collect(),
            morphologies: ranges(morphologies),
            sites: site_ranges(sites),
        })
        .collect()
});

fn iccc3(fields: &Fields) -> Option<Value> {
    if fields.whole("age")? > AGE_MAX {
        return None;
    }
    let (histology, topography) = (fields.whole("histology")?, fields.text("topography")?);
    let behaviour = fields.text("behaviour")?;
    let row = ROWS.iter().find(|row| {
        row.behaviours.contains(&behaviour)
            && row
                .morphologies
                .iter()
                .any(|some| some.contains(&histology))
            && row.sites.iter().any(|some| some.contains(&topography))
    })?;
    Some(row.group.into())
}
