//! The T category that a measure alone leads to.
//!
//! Nothing beside the measure is looked at: skin or chest wall, for instance, makes a
//! breast tumour T4 whatever its size. So these say the least that the category can be.

use serde_json::Value;

use super::{Derivation, Fields};

pub(super) const ALL: &[Derivation] = &[
    Derivation {
        field: "pt_of_size_derived",
        from: &["size_inv"],
        source: "UICC TNM 8, breast: T by the greatest invasive extent",
        run: breast,
    },
    Derivation {
        field: "pt_of_breslow_derived",
        from: &["breslow", "ulceration"],
        source: "UICC TNM 8, melanoma of skin: T by thickness and ulceration",
        run: melanoma,
    },
];

/// Millimetres of invasive tumour.
fn breast(fields: &Fields) -> Option<Value> {
    if fields.text("site")? != "C50" {
        return None;
    }
    let category = match fields.number("size_inv")? {
        size if size <= 0.0 => return None,
        size if size <= 1.0 => "T1mi",
        size if size <= 5.0 => "T1a",
        size if size <= 10.0 => "T1b",
        size if size <= 20.0 => "T1c",
        size if size <= 50.0 => "T2",
        _ => "T3",
    };
    Some(category.into())
}

/// Millimetres of thickness.
fn melanoma(fields: &Fields) -> Option<Value> {
    let (thickness, ulcerated) = (fields.number("breslow")?, fields.flag("ulceration")?);
    let (stem, plain) = match thickness {
        size if size <= 0.0 => return None,
        size if size < 0.8 => ("T1", "a"),
        size if size <= 1.0 => ("T1", "b"),
        size if size <= 2.0 => ("T2", "a"),
        size if size <= 4.0 => ("T3", "a"),
        _ => ("T4", "a"),
    };
    let letter = if ulcerated { "b" } else { plain };
    Some(format!("{stem}{letter}").into())
}
