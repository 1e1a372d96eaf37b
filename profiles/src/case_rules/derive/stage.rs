//! Stage groups from T, N and M, where the site's table is known.
//!
//! Source: UICC TNM 8, anatomical stage groups, in `codes/stage_groups.tsv`: the first
//! row that fits is the group. Sites whose group needs more than T, N and M have no rows.

use std::sync::LazyLock;

use serde_json::Value;

use super::tables::{begins, rows};
use super::{Derivation, Fields};

const SOURCE: &str = "UICC TNM 8, stage groups, codes/stage_groups.tsv";

pub(super) const ALL: &[Derivation] = &[
    Derivation {
        field: "stage_clinical_derived",
        from: &["ct", "cn", "cm"],
        source: SOURCE,
        run: |fields| group(fields, ["ct", "cn", "cm"]),
    },
    Derivation {
        field: "stage_pathological_derived",
        from: &["pt", "pn", "pm"],
        source: SOURCE,
        run: pathological,
    },
];

struct Row {
    sites: Vec<&'static str>,
    categories: [Vec<&'static str>; 3],
    group: &'static str,
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let list = |text: &'static str| text.split(',').filter(|each| *each != "*").collect();
    rows(include_str!("../../../codes/stage_groups.tsv"))
        .map(|[sites, t, n, m, group]| Row {
            sites: list(sites),
            categories: [list(t), list(n), list(m)],
            group,
        })
        .collect()
});

/// Without a pathological M there is the clinical one: UICC has no pM0.
fn pathological(fields: &Fields) -> Option<Value> {
    let m = if fields.text("pm").is_some() {
        "pm"
    } else {
        "cm"
    };
    group(fields, ["pt", "pn", m])
}

fn group(fields: &Fields, names: [&str; 3]) -> Option<Value> {
    let topography = fields.text("topography")?;
    let edition = fields.text("tnm_edition").unwrap_or("8");
    let solid = matches!(fields.whole("histology"), None | Some(8000..=8576));
    if edition != "8" || !solid {
        return None;
    }
    let [t, n, m] = names.map(|name| fields.text(name));
    let said = [t?, n?, m?];
    let fits = |row: &&Row| {
        let parts = row.categories.iter().zip(said);
        begins(topography, &row.sites)
            && parts
                .into_iter()
                .all(|(wanted, said)| wanted.is_empty() || wanted.contains(&said))
    };
    Some(ROWS.iter().find(fits)?.group.into())
}
