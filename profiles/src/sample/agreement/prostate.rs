//! Prostate: the grade group by the Gleason pair, pT by the extent.

use super::{code, integer, put_code};
use crate::sample::answers::Sheet;
use crate::typed::Answer;

/// Makes the answers of a prostate tumour agree.
pub(super) fn agree(sheet: &mut Sheet) {
    gleason(sheet);
    extent(sheet);
}

/// The Gleason pair gives the grade group: 3+3 is 1, 3+4 is 2, 4+3 is 3, sum 8 is 4, above 5.
fn gleason(sheet: &mut Sheet) {
    let pair = (integer(sheet, "gleason_1"), integer(sheet, "gleason_2"));
    let (Some(first), Some(second)) = pair else {
        return;
    };
    let group = match (first, second) {
        (3, 3) => "1",
        (3, 4) => "2",
        (4, 3) => "3",
        _ if first + second == 8 => "4",
        _ => "5",
    };
    put_code(sheet, "isup", group);
}

/// Growth beyond the prostate is pT3a, into the seminal vesicles pT3b, else pT2.
fn extent(sheet: &mut Sheet) {
    let Some(extent) = code(sheet, "epe").map(str::to_owned) else {
        return;
    };
    let category = match (sheet.get("svi"), extent.as_str()) {
        (Some(Answer::Flag(true)), _) => "T3b",
        (_, "none") => "T2",
        _ => "T3a",
    };
    put_code(sheet, "pt", category);
}
