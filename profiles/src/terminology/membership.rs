//! Whether a code is in something: yes, no, or not to be told here.

/// Whether a code is in a code system or value set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Membership {
    /// It is.
    Member,
    /// It is not.
    NotMember,
    /// That cannot be told here.
    Undecidable,
}

use Membership::{Member, NotMember, Undecidable};

impl Membership {
    /// What is known for sure.
    pub(crate) fn of(member: bool) -> Self {
        if member { Member } else { NotMember }
    }

    /// In either.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (Member, _) | (_, Member) => Member,
            (NotMember, NotMember) => NotMember,
            _ => Undecidable,
        }
    }

    /// In both.
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (NotMember, _) | (_, NotMember) => NotMember,
            (Member, Member) => Member,
            _ => Undecidable,
        }
    }

    /// Not in it.
    pub(super) fn not(self) -> Self {
        match self {
            Member => NotMember,
            NotMember => Member,
            Undecidable => Undecidable,
        }
    }
}

/// A code as it was sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Coded<'a> {
    /// The code system; a `code` has none and means the one of its value set.
    pub(crate) system: Option<&'a str>,
    /// The version of the code system.
    pub(crate) version: Option<&'a str>,
    /// The code.
    pub(crate) code: &'a str,
}

/// Whether two versions can be the same; a SNOMED CT edition goes without its date.
pub(super) fn same_version(one: &str, other: &str) -> bool {
    one == other || (one.contains("://") && (one.starts_with(other) || other.starts_with(one)))
}
