//! Doses of radiotherapy that are reckoned from fractions.

use serde_json::Value;

use super::{Derivation, Fields};

const SOURCE: &str = "Total dose is the dose of a fraction times their number";

pub(super) const ALL: &[Derivation] = &[
    // The variables of the forms that ask both.
    Derivation {
        field: "rt_fraction_gy",
        from: &["ext_dose"],
        source: SOURCE,
        run: |fields| fields.get("ext_dose").cloned(),
    },
    Derivation {
        field: "rt_fractions",
        from: &["ext_n"],
        source: SOURCE,
        run: |fields| fields.get("ext_n").cloned(),
    },
    Derivation {
        field: "rt_total_derived",
        from: &["rt_fraction_gy", "rt_fractions"],
        source: SOURCE,
        run: total,
    },
];

/// Gray.
fn total(fields: &Fields) -> Option<Value> {
    let total = fields.number("rt_fraction_gy")? * fields.number("rt_fractions")?;
    serde_json::Number::from_f64(total).map(Value::Number)
}
