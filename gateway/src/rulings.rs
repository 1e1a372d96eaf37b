//! Rulings as the command line and the console make them: a Case is opened, a registrar's
//! word becomes a ruling about it, and the Journal keeps that.
//!
//! Relies on the normaliser's `verbs` for what the words mean. What was kept is applied by
//! whoever follows the Journal; [`applied`] waits for that.

use std::time::Duration;

use caseway_normaliser::stands;
use caseway_normaliser::verbs::{Named, Refusal, Reports, Word, says};
use caseway_proto::{Case, CaseId, Person, Position, Review, SubmissionId};
use caseway_store::{
    Casebook, Desk, Journal, Matter, ReportSeen, Ruling, RulingEntry, Says, StoreError, Verb,
};
use jiff::Timestamp;

/// A ruling is looked for this often, and this many times.
const LOOK: (Duration, u32) = (Duration::from_millis(50), 60);

/// Why a ruling could not be made.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unruled {
    /// The word cannot be meant.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// No such Case.
    #[error("there is no case {0}; `caseway cases list` shows them")]
    NoCase(CaseId),
    /// A text that names no report of the Case, or several.
    #[error("{0:?} names no report of this case, or several; `caseway cases show` names them")]
    NoReport(String),
    /// No ruling, or one that was undone or is not applied yet.
    #[error("no ruling {0} stands; `caseway cases show CASE` lists those of a case")]
    NoRuling(Position),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A Case with its Person and its reports.
pub(crate) struct OpenCase {
    /// The Case.
    pub(crate) case: Case,
    /// Its reports, oldest first.
    pub(crate) reports: Vec<ReportSeen>,
    person: Person,
}

impl OpenCase {
    /// Opens a Case.
    pub(crate) async fn open(
        id: &CaseId,
        casebook: &dyn Casebook,
        desk: &dyn Desk,
    ) -> Result<Self, Unruled> {
        let missing = || Unruled::NoCase(id.clone());
        let case = casebook.case(id).await?.ok_or_else(missing)?;
        let person = casebook.person(id).await?.ok_or_else(missing)?;
        let mut reports = desk.reports(&submissions(&case)).await?;
        reports.sort_by_key(|report| (report.received_at, report.id));
        Ok(Self {
            case,
            reports,
            person,
        })
    }

    /// The report that a text names: its Submission's name or the beginning of it, and a
    /// number after `#` where it tells of several tumours.
    pub(crate) fn named(&self, text: &str) -> Result<Named, Unruled> {
        let unknown = || Unruled::NoReport(text.to_owned());
        let (name, tumour) = match text.split_once('#') {
            Some((name, number)) => (name, Some(number.parse().map_err(|_| unknown())?)),
            None => (text, None),
        };
        let reports = self.reports.iter().map(|report| report.id);
        let mut named = reports.filter(|id| id.to_string().starts_with(name));
        match (named.next(), named.next()) {
            (Some(submission), None) => Ok(Named { submission, tumour }),
            _ => Err(unknown()),
        }
    }

    /// The ruling that a word comes to.
    pub(crate) fn ruling(
        &self,
        word: &Word,
        (reason, registrar): (String, String),
    ) -> Result<Ruling, Unruled> {
        let reports: Reports = self
            .reports
            .iter()
            .map(|seen| (seen.id, (seen.sender, seen.report_key.clone())))
            .collect();
        Ok(Ruling {
            verb: word.verb(),
            person: self.person,
            says: says(word, (&self.case, self.person), &reports)?,
            reason,
            registrar,
        })
    }

    /// The note that somebody looks at what the reports say.
    pub(crate) fn look(&self, (reason, registrar): (String, String)) -> Ruling {
        Ruling {
            verb: Verb::Look,
            person: self.person,
            says: Vec::new(),
            reason,
            registrar,
        }
    }

    /// Who has looked at what the reports say, oldest first.
    pub(crate) async fn looks(
        &self,
        casebook: &dyn Casebook,
    ) -> Result<Vec<RulingEntry>, StoreError> {
        let known = casebook.known(&[self.person], &[]).await?;
        let looked = known.rulings.into_iter();
        Ok(looked
            .filter(|entry| entry.ruling.verb == Verb::Look)
            .collect())
    }

    /// The reports that a Review is about.
    pub(crate) fn waiting(&self, review: &Review) -> Vec<&ReportSeen> {
        let waits = |id: SubmissionId| {
            let mut events = review.events.iter();
            events.any(|event| event.provenance.submission == id)
        };
        let reports = self.reports.iter();
        reports.filter(|report| waits(report.id)).collect()
    }

    /// Since when a Review waits: when the first of its reports arrived, or when the first
    /// ruling was made that another contradicts.
    pub(crate) fn since(&self, review: &Review) -> Option<Timestamp> {
        let arrived = self.waiting(review).into_iter();
        let arrived = arrived.map(|report| report.received_at).min();
        let overruled = self.case.rulings.iter();
        let overruled = overruled.filter(|ruled| ruled.overruled_by.is_some());
        arrived.or_else(|| overruled.map(|ruled| ruled.at).min())
    }
}

/// The Person of another Case.
pub(crate) async fn person(casebook: &dyn Casebook, id: CaseId) -> Result<Person, Unruled> {
    let person = casebook.person(&id).await?;
    person.ok_or(Unruled::NoCase(id))
}

/// The ruling that withdraws the one at a Position, which must stand.
pub(crate) async fn undoing(
    position: Position,
    (journal, casebook): (&Journal, &dyn Casebook),
    (reason, registrar): (String, String),
) -> Result<Ruling, Unruled> {
    let entry = journal.entry(position).await?;
    let Some(Matter::Ruling(ruling)) = entry.map(|entry| entry.matter) else {
        return Err(Unruled::NoRuling(position));
    };
    let known = casebook.known(&[ruling.person], &[]).await?;
    if !stands(position, &known.rulings) {
        return Err(Unruled::NoRuling(position));
    }
    Ok(Ruling {
        verb: Verb::Undo,
        person: ruling.person,
        says: vec![Says::Withdrawn(position)],
        reason,
        registrar,
    })
}

/// Waits a little until the Casebook has come to a Position; whether it has.
pub(crate) async fn applied(casebook: &dyn Casebook, at: Position) -> Result<bool, StoreError> {
    let (pause, looks) = LOOK;
    for _ in 0..looks {
        if casebook.position().await? >= at {
            return Ok(true);
        }
        tokio::time::sleep(pause).await;
    }
    Ok(false)
}

/// Every Submission that a fact of a Case comes from.
fn submissions(case: &Case) -> Vec<SubmissionId> {
    let settled = case.tumours.iter().flat_map(|tumour| &tumour.events);
    let settled = settled.map(|linked| &linked.event);
    let waiting = case.reviews.iter().flat_map(|review| &review.events);
    let all = settled.chain(waiting);
    let all: std::collections::BTreeSet<_> = all.map(|event| event.provenance.submission).collect();
    all.into_iter().collect()
}
