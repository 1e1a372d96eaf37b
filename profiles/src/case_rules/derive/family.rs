//! Whether a morphology is plausible at a site: IARC's families.
//!
//! Source: the IARC check program's site and morphology table, its facts re-listed in
//! `codes/families.tsv`. A morphology younger than that table is in no family, and
//! nothing is said of it.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use serde_json::Value;

use super::tables::{begins, ranges, rows, site_ranges};
use super::{Derivation, Fields};

const SOURCE: &str = "IARC Technical Report 42, site and morphology families";

pub(super) const ALL: &[Derivation] = &[
    Derivation {
        field: "family",
        from: &["morphology"],
        source: SOURCE,
        run: |fields| Some(family(fields)?.name.into()),
    },
    Derivation {
        field: "family_fits",
        from: &["morphology", "topography"],
        source: SOURCE,
        run: family_fits,
    },
];

struct Family {
    name: &'static str,
    must: bool,
    morphologies: Vec<RangeInclusive<i64>>,
    sites: Vec<RangeInclusive<&'static str>>,
}

static FAMILIES: LazyLock<Vec<Family>> = LazyLock::new(|| {
    rows(include_str!("../../../codes/families.tsv"))
        .map(|[name, rule, morphologies, sites]| Family {
            name,
            must: rule == "must",
            morphologies: ranges(morphologies),
            sites: site_ranges(sites),
        })
        .collect()
});

/// The family of the morphology; some are in none.
fn family(fields: &Fields) -> Option<&'static Family> {
    let histology = fields.whole("histology")?;
    FAMILIES.iter().find(|family| {
        let mut ranges = family.morphologies.iter();
        ranges.any(|range| range.contains(&histology))
    })
}

fn family_fits(fields: &Fields) -> Option<Value> {
    let topography = fields.text("topography")?;
    let family = family(fields)?;
    Some((family.lists(topography) == family.must).into())
}

/// Whether the three characters of a site are those of one that the morphology is bound to.
pub(super) fn is_at_home(fields: &Fields, site: &str) -> bool {
    let within = |sites: &RangeInclusive<&str>| {
        let [first, last] = [sites.start(), sites.end()].map(|code| code.get(..3).unwrap_or(code));
        (first..=last).contains(&site)
    };
    family(fields).is_some_and(|family| family.must && family.sites.iter().any(within))
}

impl Family {
    fn lists(&self, topography: &str) -> bool {
        self.sites.iter().any(|sites| lies(topography, sites))
    }
}

/// Whether a site lies in a range of three characters, or is or begins with a code.
fn lies(topography: &str, sites: &RangeInclusive<&str>) -> bool {
    let begins = begins(topography, &[sites.start(), sites.end()]);
    begins
        || topography
            .get(..3)
            .is_some_and(|site| sites.start().len() == 3 && sites.contains(&site))
}
