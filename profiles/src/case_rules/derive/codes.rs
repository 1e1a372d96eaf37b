//! What the codes of a tumour say by themselves.
//!
//! Source: ICD-O-3, structure of the codes; `codes/topography.tsv` and
//! `codes/morphology.tsv` for what is listed.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde_json::Value;

use super::tables::rows;
use super::{Derivation, Fields};

const SOURCE: &str = "ICD-O-3, structure and lists of the codes";

pub(super) const ALL: &[Derivation] = &[
    Derivation {
        field: "site",
        from: &["topography"],
        source: SOURCE,
        run: site,
    },
    Derivation {
        field: "histology",
        from: &["morphology"],
        source: SOURCE,
        run: histology,
    },
    Derivation {
        field: "behaviour",
        from: &["morphology"],
        source: SOURCE,
        run: behaviour,
    },
    Derivation {
        field: "paired",
        from: &["topography"],
        source: "Paired organs of ICD-O-3 topography, codes/topography.tsv",
        run: paired,
    },
    Derivation {
        field: "behaviour_listed",
        from: &["morphology"],
        source: "ICD-O-3.2, codes/morphology.tsv",
        run: behaviour_listed,
    },
];

static PAIRED: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    rows(include_str!("../../../codes/topography.tsv"))
        .filter_map(|[code, paired]| (paired == "1").then_some(code))
        .collect()
});

/// The behaviours of each morphology, verified or not.
static BEHAVIOURS: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
    rows(include_str!("../../../codes/morphology.tsv"))
        .map(|[code, sure, unsure]| {
            let all = sure.split(',').chain(unsure.split(','));
            (code, all.filter(|each| !each.is_empty()).collect())
        })
        .collect()
});

/// The three characters of the site.
fn site(fields: &Fields) -> Option<Value> {
    Some(fields.text("topography")?.get(..3)?.into())
}

/// The four digits of the morphology, as a number.
fn histology(fields: &Fields) -> Option<Value> {
    let histology: i64 = fields.text("morphology")?.get(..4)?.parse().ok()?;
    Some(histology.into())
}

/// The digit behind the morphology's `/`.
fn behaviour(fields: &Fields) -> Option<Value> {
    let (_, behaviour) = fields.text("morphology")?.split_once('/')?;
    Some(behaviour.into())
}

fn paired(fields: &Fields) -> Option<Value> {
    Some(PAIRED.contains(fields.text("topography")?).into())
}

fn behaviour_listed(fields: &Fields) -> Option<Value> {
    let (histology, behaviour) = fields.text("morphology")?.split_once('/')?;
    let listed = BEHAVIOURS.get(histology)?;
    Some(listed.contains(&behaviour).into())
}
