//! WHO's classifications: ICD-10, ICD-O-3, ATC.

use super::tables::{ICD_10, MORPHOLOGY, TOPOGRAPHY};
use super::{at_most, is_written};
use crate::terminology::Membership;

/// ICD-10, WHO's edition and the Norwegian one. Of the neoplasms all categories are
/// known; subcategories have been added from year to year.
pub(super) fn icd_10(code: &str) -> Membership {
    if ICD_10.contains(code) {
        return Membership::Member;
    }
    let forms = ["A99", "A99.9", "A99.99", "A99-A99"];
    if !forms.iter().any(|form| is_written(code, form)) {
        return Membership::NotMember;
    }
    let category = &code[..3];
    let neoplasm = ("C00"..="D48").contains(&category) && !code.contains('-');
    at_most(!neoplasm || ICD_10.contains(category))
}

/// ICD-10-CM: a letter, a digit, a digit or letter, then perhaps up to four more.
pub(super) fn is_icd_10_cm(code: &str) -> bool {
    let forms = ["A9*", "A9*.*", "A9*.**", "A9*.***", "A9*.****", "A9*-A9*"];
    forms.iter().any(|form| is_written(code, form))
}

/// ICD-O-3: all sites are known. A morphology may have a behaviour that is not listed
/// with it (rule F of the coding guidelines), and edition 3.2 is not known whole.
pub(super) fn icd_o_3(code: &str) -> Membership {
    if is_written(code, "A99.9") {
        return Membership::of(TOPOGRAPHY.contains(code));
    }
    if is_written(code, "C99") || is_written(code, "9999") {
        return Membership::Undecidable;
    }
    let (morphology, rest) = code.split_once('/').unwrap_or_default();
    let behaviour = rest
        .chars()
        .next()
        .is_some_and(|digit| "012369".contains(digit));
    let graded = is_written(rest, "99");
    let neoplasm = is_written(morphology, "9999") && morphology >= "8000";
    match neoplasm && behaviour && (rest.len() == 1 || graded) {
        false => Membership::NotMember,
        true if !graded && MORPHOLOGY.contains(morphology) => Membership::Member,
        true => Membership::Undecidable,
    }
}

/// ATC: five levels, the first one of fourteen letters.
pub(super) fn is_atc(code: &str) -> bool {
    let forms = ["A", "A99", "A99A", "A99AA", "A99AA99"];
    code.starts_with(|first| "ABCDGHJLMNPRSV".contains(first))
        && forms.iter().any(|form| is_written(code, form))
}
