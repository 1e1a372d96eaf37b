//! Units: whether two can be compared, and by how much they differ.
//!
//! UCUM's are read by a library of their own; this is all that is asked of it. What
//! comes here was sent by somebody, so its length is bounded before it is read.

use octofhir_ucum::{evaluate, parse_expression};

use super::moment::{Unit, calendar_unit};
use super::number::{self, Decimal};

/// UCUM's URL.
pub(super) const UCUM: &str = "http://unitsofmeasure.org";

/// The most bytes of a unit.
const UNIT_BYTES_MAX: usize = 64;

/// What knows units.
pub(super) trait Units {
    /// By what a value in `from` is multiplied to be one in `to`; nothing where no
    /// number does that.
    fn factor(&self, from: &str, to: &str) -> Option<Decimal>;
}

/// UCUM, and the calendar's units as N1 sets them equal to it.
pub(super) struct Ucum;

impl Units for Ucum {
    fn factor(&self, from: &str, to: &str) -> Option<Decimal> {
        let (from, to) = (definite(from), definite(to));
        if from == to {
            return Some(Decimal::ONE);
        }
        if from.len() > UNIT_BYTES_MAX || to.len() > UNIT_BYTES_MAX {
            return None;
        }
        let read = |unit: &str| evaluate(&parse_expression(unit).ok()?).ok();
        let (from, to) = (read(from)?, read(to)?);
        let proper = from.special.is_none() && to.special.is_none();
        if !proper || !from.is_commensurable(&to) {
            return None;
        }
        let factor = from.factor.checked_div(to.factor)?;
        number::parse(&factor.to_string()).or_else(|| Decimal::try_from(factor.to_f64()).ok())
    }
}

/// The UCUM unit of a calendar unit that is as long on any day; years and months are not.
fn definite(unit: &str) -> &str {
    match calendar_unit(unit) {
        Some(Unit::Week) => "wk",
        Some(Unit::Day) => "d",
        Some(Unit::Hour) => "h",
        Some(Unit::Minute) => "min",
        Some(Unit::Second) => "s",
        Some(Unit::Millisecond) => "ms",
        Some(Unit::Month) => "month",
        Some(Unit::Year) => "year",
        None => unit,
    }
}

#[cfg(test)]
mod tests {
    use super::{Ucum, Units};
    use crate::fhirpath::number::parse;

    #[test]
    fn units_of_one_kind_differ_by_a_factor() {
        assert_eq!(Ucum.factor("g", "mg"), parse("1000"));
        assert_eq!(Ucum.factor("mm", "cm"), parse("0.1"));
        assert_eq!(Ucum.factor("days", "h"), parse("24"));
        assert_eq!(Ucum.factor("1", "1"), parse("1"));
    }

    #[test]
    fn units_of_other_kinds_and_what_is_no_unit_do_not_compare() {
        for (from, to) in [
            ("g", "m"),
            ("Cel", "K"),
            ("", "m"),
            ("((((", "m"),
            ("year", "a"),
        ] {
            assert_eq!(Ucum.factor(from, to), None, "{from} {to}");
        }
        assert_eq!(Ucum.factor(&"m.".repeat(10_000), "m"), None);
    }
}
