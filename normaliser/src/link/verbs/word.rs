//! What a registrar asks for, and why it cannot be meant.

use caseway_proto::{Person, SubmissionId};
use caseway_store::Verb;

/// A report of a Case, or one of the tumours that it tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The Submission that the report came in.
    pub submission: SubmissionId,
    /// The tumour's number within the report, where it tells of several.
    pub tumour: Option<u32>,
}

/// What a registrar asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// These are about one tumour.
    SameTumour(Vec<Named>),
    /// These are about a tumour that no other report is about.
    NewTumour(Vec<Named>),
    /// These, of the tumour of that number, are about another one.
    Split(u32, Vec<Named>),
    /// The tumours of these numbers are one.
    Merge(u32, u32),
    /// This report is about another Person; absent: nobody knows about whom.
    WrongPerson(SubmissionId, Option<Person>),
    /// All that is told of that Person is about the one of this Case.
    SamePerson(Person),
}

/// Why a word cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A report that is not there.
    #[error("report {0} is not in this case; `caseway cases show` names those that are")]
    NoReport(SubmissionId),
    /// A report that tells of several tumours, named whole.
    #[error("report {0} tells of {1} tumours; name one of them as {0}#1 to {0}#{1}")]
    Several(SubmissionId, usize),
    /// A tumour that the report does not tell of.
    #[error("report {0} does not tell of a tumour #{1}")]
    NotTold(SubmissionId, u32),
    /// A tumour that is not there.
    #[error("tumour {0} is not in this case; `caseway cases show` numbers those that are")]
    NoTumour(u32),
    /// Too few reports.
    #[error("name at least {0} reports")]
    TooFew(usize),
    /// A report of another tumour.
    #[error("report {0} has no fact in tumour {1}; name reports of that tumour")]
    NotIn(SubmissionId, u32),
    /// Nothing left.
    #[error("nothing is left of tumour {0}; name fewer of its reports")]
    NothingLeft(u32),
    /// No diagnosis.
    #[error("{0} would have no diagnosis or pathology finding, and be no tumour")]
    Undiagnosed(&'static str),
    /// One thing named twice.
    #[error("name two different tumours")]
    SameTwice,
    /// The Person of the Case itself.
    #[error("the two cases are one already")]
    SamePersonTwice,
}

impl Word {
    /// The word itself.
    #[must_use]
    pub const fn verb(&self) -> Verb {
        match self {
            Self::SameTumour(_) => Verb::SameTumour,
            Self::NewTumour(_) => Verb::NewTumour,
            Self::Split(..) => Verb::Split,
            Self::Merge(..) => Verb::Merge,
            Self::WrongPerson(..) => Verb::WrongPerson,
            Self::SamePerson(_) => Verb::SamePerson,
        }
    }
}
