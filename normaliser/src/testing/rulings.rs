//! Registrars' rulings, built piece by piece.

use caseway_proto::{Person, Position, SenderId};
use caseway_store::{Part, Ruling, RulingEntry, Says, Verb};

use super::person;

/// A whole report of sender 1.
pub(crate) fn part(report: &str) -> Part {
    Part {
        sender: SenderId(1),
        report_key: report.to_owned(),
        tumour: None,
    }
}

/// That some reports are about one tumour.
pub(crate) fn together(reports: &[&str]) -> Says {
    Says::Together(reports.iter().map(|report| part(report)).collect())
}

/// That two reports are about different tumours.
pub(crate) fn apart(one: &str, other: &str) -> Says {
    Says::Apart(part(one), part(other))
}

/// That a report of one Person, or all that is told of one, is about another.
pub(crate) fn moved(report: Option<&str>, from: Person, to: Person) -> Says {
    Says::Moved {
        from,
        report: report.map(|report| (SenderId(1), report.to_owned())),
        to,
    }
}

/// What says something about the Case of person 1.
pub(crate) fn saying(says: Vec<Says>) -> Ruling {
    Ruling {
        verb: Verb::SameTumour,
        person: person(1),
        says,
        reason: "seen at the meeting".to_owned(),
        registrar: "registrar".to_owned(),
    }
}

/// A ruling at a Position.
pub(crate) fn ruling(position: i64, says: Vec<Says>) -> RulingEntry {
    RulingEntry {
        position: Position(position),
        at: jiff::Timestamp::UNIX_EPOCH,
        ruling: saying(says),
    }
}
