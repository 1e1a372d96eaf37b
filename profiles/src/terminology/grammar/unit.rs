//! UCUM: whether a unit can be read, its symbols and prefixes among them.

use octofhir_ucum::{evaluate, parse_expression};

/// The most bytes of a unit.
const UNIT_BYTES_MAX: usize = 128;

/// Whether it is a unit. Those that most reports use are known without being read.
pub(super) fn is_unit(code: &str) -> bool {
    is_common(code) || is_read(code)
}

fn is_common(code: &str) -> bool {
    matches!(
        code,
        "1" | "%"
            | "mm"
            | "cm"
            | "m"
            | "g"
            | "kg"
            | "mg"
            | "mL"
            | "a"
            | "mo"
            | "wk"
            | "d"
            | "h"
            | "min"
            | "Gy"
            | "cGy"
            | "kg/m2"
            | "ng/mL"
            | "ug/L"
            | "mmol/L"
            | "g/dL"
            | "mm[Hg]"
    )
}

fn is_read(code: &str) -> bool {
    (1..=UNIT_BYTES_MAX).contains(&code.len())
        && code.is_ascii()
        && parse_expression(code).is_ok_and(|unit| evaluate(&unit).is_ok())
}
