//! Gynaecological cancer: FIGO by T, N and M, spread by pT.

use super::{code, integer, put, put_code};
use crate::sample::answers::{Sheet, decimal};
use crate::typed::Answer;

/// Variables that a rule binds.
pub(super) const BOUND: &[&str] = &["figo_ovary", "figo_cervix", "residual"];

/// FIGO II, III by nodes alone of the ovary and of the cervix, and IVB (NCI Thesaurus).
const II: &str = "C96252";
const OVARY_NODES: &str = "C128102";
const CERVIX_NODES: &str = "C96259";
const IVB: &str = "C96263";

/// Makes the answers of a gynaecological tumour agree.
pub(super) fn agree(sheet: &mut Sheet) {
    let distant = code(sheet, "cm").is_some_and(|cm| cm.starts_with("M1"));
    let clinical_nodes = code(sheet, "cn").is_some_and(|cn| cn.starts_with("N1"));
    let nodes = integer(sheet, "ln_pos").is_some_and(|positive| positive > 0);
    let stage = |nodes: bool, with_nodes| match (distant, nodes) {
        (true, _) => IVB,
        (false, true) => with_nodes,
        (false, false) => II,
    };
    put_code(sheet, "figo_ovary", stage(clinical_nodes, OVARY_NODES));
    put_code(sheet, "figo_cervix", stage(clinical_nodes, CERVIX_NODES));
    put_code(sheet, "figo_ovary_pathology", stage(nodes, OVARY_NODES));
    put_code(sheet, "figo_cervix_pathology", stage(nodes, CERVIX_NODES));
    put_code(sheet, "pt", "T2");
    if nodes {
        put_code(sheet, "pn", "N1");
    }
    put_code(sheet, "spread_sites", "pelvic-peritoneum");
    put(sheet, "width", Answer::Quantity(decimal(180, 1)));
    put(
        sheet,
        "cervix_size_pathology",
        Answer::Quantity(decimal(210, 1)),
    );
}
