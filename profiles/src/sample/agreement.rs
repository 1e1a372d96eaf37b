//! Answers that must agree with one another, by the tables' notes.
//!
//! Each rule looks for the variables it is about and does nothing where a
//! Registry has them not. What only one Registry has stands in a file of its own.

mod breast;
mod childhood;
mod cns;
mod gynae;
mod lung;
mod lymphoid;
mod melanoma;
mod pancreas;
mod prostate;
mod sarcoma;
mod upper_gi;

use super::answers::Sheet;
use super::draw::Draw;
use super::report::Making;
use crate::registry::asked;
use crate::typed::Answer;

/// Variables that a rule binds: they are never answered as unknown.
const BOUND: [&str; 17] = [
    "specimen_from",
    "gleason_1",
    "gleason_2",
    "isup",
    "nhg",
    "ln_ex",
    "ln_pos",
    "cm",
    "ct",
    "cn",
    "her2_ihc",
    "op_type",
    "ext_given",
    "hdr_given",
    "ldr_given",
    "recurrence_type",
    "neoadj",
];

/// The first is at most the second.
const AT_MOST: [(&str, &str); 7] = [
    ("ln_pos", "ln_ex"),
    ("sn_pos", "sn_ex"),
    ("sn_pos_surgery", "sn_taken"),
    ("sn_pos", "ln_pos"),
    ("sn_frozen_pos", "sn_taken"),
    ("cores_pos", "cores_total"),
    ("margin_gleason", "gleason_1"),
];

/// Whether a rule binds a variable.
pub(super) fn binds(id: &str) -> bool {
    let of_one = [
        childhood::BOUND,
        cns::BOUND,
        gynae::BOUND,
        lung::BOUND,
        lymphoid::BOUND,
        melanoma::BOUND,
        pancreas::BOUND,
        sarcoma::BOUND,
        upper_gi::BOUND,
    ];
    BOUND.contains(&id) || of_one.iter().any(|bound| bound.contains(&id))
}

/// Makes the answers agree.
pub(super) fn agree(sheet: &mut Sheet, making: &Making, draw: &mut Draw) {
    from_specimen(sheet, making);
    spread(sheet, making, draw);
    usual(sheet, draw);
    for (least, most) in AT_MOST {
        at_most(sheet, least, most);
    }
    nodes(sheet, making);
    whole_size(sheet);
    grade(sheet, making);
    match making.order.registry.0.as_str() {
        "breast" => breast::agree(sheet),
        "prostate" => prostate::agree(sheet),
        "childhood" => childhood::agree(sheet, making),
        "cns" => {
            cns::agree(sheet, making);
            without_tnm(sheet);
        }
        "general_nonsolid" => without_tnm(sheet),
        "gynae" => gynae::agree(sheet),
        "lung" => lung::agree(sheet, draw),
        "lymphoid" => lymphoid::agree(sheet, making),
        "melanoma" => melanoma::agree(sheet, making),
        "pancreas" => pancreas::agree(sheet, making),
        "sarcoma" => sarcoma::agree(sheet, making),
        "upper_gi" => upper_gi::agree(sheet, making),
        _ => {}
    }
}

fn integer(sheet: &Sheet, id: &str) -> Option<i64> {
    match sheet.get(id)? {
        Answer::Integer(number) => Some(*number),
        _ => None,
    }
}

fn code<'a>(sheet: &'a Sheet, id: &str) -> Option<&'a str> {
    match sheet.get(id)? {
        Answer::Code(code) => Some(code),
        _ => None,
    }
}

/// Replaces an answer where the variable is asked.
fn put(sheet: &mut Sheet, id: &str, answer: Answer) {
    if let Some(old) = sheet.get_mut(id) {
        *old = answer;
    }
}

fn put_code(sheet: &mut Sheet, id: &str, code: &str) {
    put(sheet, id, Answer::Code(code.to_owned()));
}

fn from_specimen(sheet: &mut Sheet, making: &Making) {
    let resection = making.order.specimen().resection;
    let from = if resection {
        "resection"
    } else {
        "needle-biopsy"
    };
    put_code(sheet, "specimen_from", from);
    put(sheet, "tnm_y", Answer::Flag(false));
    let today = making.order.date.to_string();
    for id in ["reop_date", "tx_surgery_date"] {
        put(sheet, id, Answer::Date(today.clone()));
    }
}

/// Distant spread: cM, its sites and what they are called.
fn spread(sheet: &mut Sheet, making: &Making, draw: &mut Draw) {
    let distant = if code(sheet, "recurrence_type").is_some() {
        code(sheet, "recurrence_type") == Some("distant")
    } else {
        draw.chance(8)
    };
    let letter = values_of(making, "cm")
        .into_iter()
        .find(|code| code == "M1b");
    let spread = letter.unwrap_or_else(|| "M1".to_owned());
    put_code(sheet, "cm", if distant { &spread } else { "M0" });
    put(sheet, "m1_nodes", Answer::Flag(false));
    put(sheet, "m1_bone", Answer::Flag(true));
    put(sheet, "m1_other", Answer::Flag(false));
    put_code(sheet, "mets_sites", "bone");
    if !distant {
        sheet.remove("mets_sites");
    }
}

/// What is so in most reports.
fn usual(sheet: &mut Sheet, draw: &mut Draw) {
    if draw.chance(85) {
        put_code(sheet, "neoadj", "none");
    }
    if code(sheet, "r_class") == Some("R2") {
        put_code(sheet, "r_class", "R0");
    }
    let grade = draw.number(1, 3);
    put_code(sheet, "grade", &grade.to_string());
    put_code(sheet, "tnm_edition", "8");
    put_code(sheet, "ct", "T2");
    let positive = draw.chance(25);
    put_code(sheet, "cn", if positive { "N1" } else { "N0" });
    put(sheet, "restaged", Answer::Flag(false));
    put(sheet, "ext_given", Answer::Flag(true));
    put(sheet, "hdr_given", Answer::Flag(false));
    put(sheet, "ldr_given", Answer::Flag(false));
    if code(sheet, "focality") == Some("unifocal") {
        put(sheet, "foci", Answer::Integer(1));
    }
}

fn at_most(sheet: &mut Sheet, least: &str, most: &str) {
    if let (Some(number), Some(bound)) = (integer(sheet, least), integer(sheet, most))
        && number > bound
    {
        put(sheet, least, Answer::Integer(bound));
    }
}

/// pN follows from the nodes; positive nodes have macro- or micrometastases.
fn nodes(sheet: &mut Sheet, making: &Making) {
    let examined = integer(sheet, "ln_ex").unwrap_or(0);
    let positive = integer(sheet, "ln_pos").unwrap_or(0);
    put(sheet, "ln_macro", Answer::Integer(positive));
    put(sheet, "ln_micro", Answer::Integer(0));
    put(sheet, "ln_itc", Answer::Integer(0));
    put(sheet, "deposits", Answer::Integer(0));
    let wanted: &[&str] = match (examined, positive) {
        (0, _) => &["NX"],
        (_, 0) => &["N0"],
        (_, 1..=3) => &["N1a", "N1"],
        (_, 4..=9) => &["N2a", "N2", "N1"],
        _ => &["N3a", "N2b", "N2", "N1"],
    };
    let known = values_of(making, "pn");
    let found = wanted
        .iter()
        .find(|code| known.iter().any(|known| known == **code));
    if let Some(code) = found {
        put_code(sheet, "pn", code);
    }
}

/// The codes of a variable that a report of that date may say.
fn values_of(making: &Making, id: &str) -> Vec<String> {
    let asked = asked::observations(making.table, making.spine, making.order.kind);
    let asked = asked.iter().find(|asked| asked.variable.id == id);
    let values = asked.map_or(&[][..], |asked| &asked.variable.values);
    let valid = values
        .iter()
        .filter(|value| value.is_valid_on(making.order.date));
    valid.map(|value| value.code.clone()).collect()
}

/// The whole tumour is not smaller than its invasive part.
fn whole_size(sheet: &mut Sheet) {
    if let Some(size) = sheet.get("size_inv").cloned() {
        put(sheet, "size_total", size);
    }
}

/// The grade of ICD-O-3: the lineage of a lymphoid tumour, none of a myeloid one or of
/// what is not malignant.
fn grade(sheet: &mut Sheet, making: &Making) {
    let (code, behaviour) = match making.order.tumour.morphology.split_once('/') {
        Some((code, behaviour)) => (code.parse().unwrap_or(0), behaviour),
        None => (0, ""),
    };
    match code {
        _ if behaviour != "3" => drop(sheet.remove("grade")),
        9700..=9719 | 9834 | 9837 => put_code(sheet, "grade", "5"),
        9590..=9699 | 9731..=9738 | 9761..=9769 | 9811..=9836 | 9940 => {
            put_code(sheet, "grade", "6");
        }
        9840.. => drop(sheet.remove("grade")),
        _ => {}
    }
}

/// A tumour that TNM does not classify: no edition of it, and no metastases at first.
fn without_tnm(sheet: &mut Sheet) {
    sheet.remove("tnm_edition");
    if code(sheet, "recurrence_type").is_none() {
        sheet.remove("mets_sites");
    }
}
