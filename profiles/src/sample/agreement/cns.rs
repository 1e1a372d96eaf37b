//! Nervous system: diagnosis, grade and molecular findings by the morphology, the extent
//! of resection by the operation.

use super::{code, integer, put, put_code};
use crate::sample::answers::{Sheet, decimal};
use crate::sample::report::Making;
use crate::typed::Answer;

/// Variables that a rule binds.
pub(super) const BOUND: &[&str] = &[
    "integrated_diagnosis",
    "cns_grade",
    "radiological_dx",
    "extent",
    "postop_mri72",
    "hormone_pathology",
    "pitnet_lineage",
    "regimen",
];

/// What goes with a morphology: integrated diagnosis, grade, how it looks on imaging.
const ENTITIES: [(&str, &str, &str, &str); 11] = [
    (
        "9440/3",
        "glioblastoma-idh-wildtype",
        "4",
        "glioma-high-grade",
    ),
    ("9400/3", "astrocytoma-idh-mutant", "2", "glioma-low-grade"),
    ("9401/3", "astrocytoma-idh-mutant", "3", "glioma-high-grade"),
    ("9450/3", "oligodendroglioma", "2", "glioma-low-grade"),
    ("9391/3", "ependymoma", "2", "other"),
    ("9530/0", "meningioma", "1", "meningioma"),
    ("9531/0", "meningioma", "1", "meningioma"),
    ("9537/0", "meningioma", "1", "meningioma"),
    ("9530/3", "meningioma", "3", "meningioma"),
    ("9560/0", "schwannoma", "1", "schwannoma"),
    ("9351/1", "craniopharyngioma", "1", "craniopharyngioma"),
];

/// Molecular findings of glioblastoma, astrocytoma and oligodendroglioma, in this order.
const MARKERS: [(&str, [&str; 3]); 11] = [
    ("idh1", ["wild-type", "mutated", "mutated"]),
    ("idh2", ["wild-type", "wild-type", "wild-type"]),
    ("codel", ["intact", "intact", "codeleted"]),
    ("tert", ["mutated", "wild-type", "mutated"]),
    ("egfr", ["amplified", "not-amplified", "not-amplified"]),
    ("chr7_10", ["present", "absent", "absent"]),
    ("cdkn2a", ["homozygous-deletion", "retained", "retained"]),
    ("h3k27m", ["wild-type", "wild-type", "wild-type"]),
    ("h3g34", ["wild-type", "wild-type", "wild-type"]),
    ("braf", ["wild-type", "wild-type", "wild-type"]),
    ("atrx", ["retained", "lost", "retained"]),
];

/// Makes the answers of a tumour of the nervous system agree.
pub(super) fn agree(sheet: &mut Sheet, making: &Making) {
    let morphology = making.order.tumour.morphology.as_str();
    let known = ENTITIES.iter().find(|(of, ..)| *of == morphology);
    if let Some((_, diagnosis, grade, image)) = known {
        put_code(sheet, "integrated_diagnosis", diagnosis);
        put_code(sheet, "cns_grade", grade);
        put_code(sheet, "radiological_dx", image);
    } else {
        pituitary(sheet);
    }
    let glioma = match morphology {
        "9440/3" => 0,
        "9450/3" => 2,
        _ => 1,
    };
    for (id, found) in MARKERS {
        put_code(sheet, id, found[glioma]);
    }
    extent(sheet);
    put_code(sheet, "regimen", "tmz-adjuvant");
    if let Some(status) = integer(sheet, "kps") {
        put(sheet, "kps", Answer::Integer(status / 10 * 10));
    }
}

/// An adenoma of the pituitary: its lineage follows from the hormone; it has no grade.
fn pituitary(sheet: &mut Sheet) {
    put_code(sheet, "integrated_diagnosis", "pitnet");
    put_code(sheet, "radiological_dx", "pituitary-adenoma");
    let reason = "not-applicable".to_owned();
    put(sheet, "cns_grade", Answer::Absent(reason));
    let lineage = match code(sheet, "hormone_pathology") {
        Some("acth") => "tpit",
        Some("fsh-lh") => "sf1",
        Some("plurihormonal") => "several",
        Some("non-functioning") => "none",
        _ => "pit1",
    };
    put_code(sheet, "pitnet_lineage", lineage);
}

/// A biopsy removes nothing; after a total removal nothing is left.
fn extent(sheet: &mut Sheet) {
    let biopsy = code(sheet, "op_type") == Some("biopsy");
    if biopsy != (code(sheet, "extent") == Some("biopsy")) {
        put_code(sheet, "extent", if biopsy { "biopsy" } else { "gtr" });
    }
    let (residual, simpson) = match code(sheet, "extent") {
        Some("gtr") => (0, "I"),
        Some("biopsy") => (240, "V"),
        _ => (35, "IV"),
    };
    put(sheet, "residual", Answer::Quantity(decimal(residual, 1)));
    put_code(sheet, "simpson", simpson);
}
