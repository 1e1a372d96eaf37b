//! Whether the ICD-10 code is the one that ICD-O-3 leads to, by its first three characters.
//!
//! Source: ICD-O-3, the correspondence of topography, morphology and behaviour to
//! chapter II of ICD-10: haematopoietic morphologies to C81 to C96 and D45 to D47,
//! melanoma to C43 and D03, mesothelioma to C45, Kaposi sarcoma to C46; else behaviour 3
//! to the C code of the same site, 2 to D00 to D09, 0 to D10 to D36, 1 to D37 to D48.
//! Some morphologies lead to the code of their own organ wherever they are found: the code
//! may be that of a site of their family. Only what is sure is said: nothing of sites that
//! are unknown, and a fourth character is never compared.

use serde_json::Value;

use super::family;
use super::{Derivation, Fields};

pub(super) const ALL: &[Derivation] = &[Derivation {
    field: "icd10_fits",
    from: &["icd10", "morphology"],
    source: "ICD-O-3, correspondence to chapter II of ICD-10, three characters",
    run: icd10_fits,
}];

/// Sites that say no organ: blood and marrow, ill-defined, unknown.
const NOWHERE: [&str; 3] = ["C42", "C76", "C80"];

fn icd10_fits(fields: &Fields) -> Option<Value> {
    let icd10 = fields.text("icd10")?.get(..3)?;
    let site = fields.text("site")?;
    let histology = fields.whole("histology")?;
    let fits = match (fields.text("behaviour")?, histology) {
        ("3", _) => malignant(icd10, site, fields)?,
        ("2", _) => in_situ(icd10, histology),
        // Some that ICD-O calls uncertain ICD-10 calls malignant.
        ("1", ..9590) => ("D37"..="D48").contains(&icd10),
        // A benign tumour of prostate or placenta is coded outside the chapter.
        ("0", ..9100) if site != "C61" => ("D10"..="D36").contains(&icd10),
        _ => return None,
    };
    Some(fits.into())
}

/// The C codes whose site is that of the topography; nothing of what is coded otherwise.
fn malignant(icd10: &str, site: &str, fields: &Fields) -> Option<bool> {
    let of_site = match fields.whole("histology")? {
        8720..=8790 if site == "C44" => icd10 == "C43",
        8720..=8790 => icd10 == "C43" || icd10 == site,
        9050..=9055 if site != "C22" => icd10 == "C45",
        9140 if site != "C22" => icd10 == "C46",
        9590..=9999 => ("C81"..="C96").contains(&icd10) || ("D45"..="D47").contains(&icd10),
        // Soft tissue, nerves and bones are coded by tissue and by region.
        8680..=8713 | 8800..=8991 | 9040..=9055 | 9120..=9582 => return None,
        _ if NOWHERE.contains(&site) => return None,
        _ => icd10 == site,
    };
    Some(of_site || family::is_at_home(fields, icd10))
}

fn in_situ(icd10: &str, histology: i64) -> bool {
    if (8720..=8790).contains(&histology) {
        return icd10 == "D03" || icd10 == "D09";
    }
    ("D00"..="D09").contains(&icd10)
}
