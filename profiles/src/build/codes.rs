//! The published code lists that the spine binds the tumour to: ICD-10, topography, morphology.
//!
//! Bare codes from `profiles/codes/`; names are left out.

use std::collections::BTreeMap;

use serde_json::Value;

use super::structure::Publisher;
use super::terminology::{self, Concept};
use crate::registry::names;

/// ICD-10 codes of neoplasms.
const ICD_10: &str = include_str!("../../codes/icd10.tsv");
/// ICD-O-3 topography.
const TOPOGRAPHY: &str = include_str!("../../codes/topography.tsv");
/// ICD-O-3 morphology with the behaviours that occur.
const MORPHOLOGY: &str = include_str!("../../codes/morphology.tsv");

/// The behaviours of a primary tumour, for a morphology that names none.
const BEHAVIOURS: &str = "0,1,2,3";

/// The value sets of the code lists.
pub(super) fn value_sets(publisher: &Publisher) -> Vec<Value> {
    let icd10 = concepts(ICD_10, |columns| vec![columns[0].to_owned()]);
    let topography = concepts(TOPOGRAPHY, |columns| vec![columns[0].to_owned()]);
    let morphology = concepts(MORPHOLOGY, with_behaviours);
    let systems = |systems: &[&str], concepts: &[Concept]| {
        let each = systems
            .iter()
            .map(|system| ((*system).to_owned(), concepts.to_vec()));
        each.collect::<BTreeMap<_, _>>()
    };
    let icd_10_systems = systems(&[names::ICD_10_NO, names::ICD_10], &icd10);
    let set = |id: &str, concepts| terminology::value_set(id, &concepts, publisher);
    vec![
        set("tumour-icd-10", icd_10_systems),
        set("topography", systems(&[names::ICD_O_3], &topography)),
        set("morphology", systems(&[names::ICD_O_3], &morphology)),
    ]
}

fn concepts(table: &str, codes: impl Fn(&[&str]) -> Vec<String>) -> Vec<Concept> {
    table
        .lines()
        .skip(1)
        .flat_map(|row| codes(&row.split('\t').collect::<Vec<_>>()))
        .map(|code| Concept::bare(&code))
        .collect()
}

/// Code, behaviours, behaviours not verified: `8500/2`, `8500/3`.
fn with_behaviours(columns: &[&str]) -> Vec<String> {
    let listed = |index: usize| {
        let column = columns.get(index).copied().unwrap_or_default();
        column.split(',').filter(|behaviour| !behaviour.is_empty())
    };
    let mut behaviours: Vec<&str> = listed(1).chain(listed(2)).collect();
    if behaviours.is_empty() {
        behaviours = BEHAVIOURS.split(',').collect();
    }
    behaviours.sort_unstable();
    behaviours.dedup();
    behaviours
        .into_iter()
        .map(|behaviour| format!("{}/{behaviour}", columns[0]))
        .collect()
}
