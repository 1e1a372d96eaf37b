//! The Norwegian procedure codes: surgery (NCSP), medicine (NCMP), radiology (NCRP).

use super::tables::PROCEDURES;
use super::{at_most, is_written};
use crate::terminology::Membership;

/// Five or six letters and digits, the first two letters. The lists grow every year, so
/// what is not in ours may be in theirs.
pub(super) fn decide(code: &str) -> Membership {
    if PROCEDURES.contains(code) {
        return Membership::Member;
    }
    at_most(is_written(code, "AA***") || is_written(code, "AA****"))
}
