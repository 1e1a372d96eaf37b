//! Which numbers are likely: `likely.tsv` where a variable's bounds say little.

use std::sync::LazyLock;

use crate::registry::table::Variable;

/// Variables with the least and the most that is likely, in the variable's unit.
const TABLE: &str = include_str!("likely.tsv");

static LIKELY: LazyLock<Vec<(&str, f64, f64)>> = LazyLock::new(|| {
    let rows = TABLE.lines().skip(1);
    rows.filter_map(|row| {
        let mut cells = row.split('\t');
        let id = cells.next()?;
        Some((id, cells.next()?.parse().ok()?, cells.next()?.parse().ok()?))
    })
    .collect()
});

/// The least and the most that is likely of a variable, within its bounds.
pub(super) fn range(variable: &Variable) -> (f64, f64) {
    let known = LIKELY.iter().find(|(id, ..)| *id == variable.id);
    let least = variable.min.unwrap_or(0.0);
    let most = variable.max.unwrap_or(least + 100.0);
    match known {
        Some((_, likely_least, likely_most)) => (likely_least.max(least), likely_most.min(most)),
        None if most - least <= 10.0 || variable.unit.as_deref() == Some("%") => (least, most),
        None => (least, least + (most - least) / 8.0),
    }
}
