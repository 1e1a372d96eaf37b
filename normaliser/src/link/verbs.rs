//! A registrar's words as what a ruling says.
//!
//! The words speak of reports and tumours as a Case shows them; a ruling speaks of Reports
//! by the identifiers that stay through corrections. What cannot be meant is refused with
//! a sentence that says what to do.

use std::collections::{BTreeMap, BTreeSet};

use caseway_proto::{Case, CaseEvent, Noun, Person, SenderId, SubmissionId};
use caseway_store::{Part, Says, Verb};

use super::rulings::{number, tellings};

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

/// The Reports that Submissions carry: sender and identifier.
pub type Reports = BTreeMap<SubmissionId, (SenderId, String)>;

/// What a word says of a Case; `person` is whose it is.
///
/// # Errors
/// When it cannot be meant.
pub fn says(
    word: &Word,
    (case, person): (&Case, Person),
    reports: &Reports,
) -> Result<Vec<Says>, Refusal> {
    let scene = Scene::new(case, reports);
    match word {
        Word::SameTumour(named) => scene.same(named),
        Word::NewTumour(named) => scene.new_tumour(named),
        Word::Split(tumour, named) => scene.split(*tumour, named),
        Word::Merge(one, other) => scene.merge(*one, *other),
        Word::WrongPerson(submission, to) => scene.wrong(*submission, person, *to),
        Word::SamePerson(other) if *other == person => Err(Refusal::SamePersonTwice),
        Word::SamePerson(other) => Ok(vec![Says::Moved {
            from: *other,
            report: None,
            to: person,
        }]),
    }
}

/// How many tumours each report of a Case tells of.
#[must_use]
pub fn tumours_told(case: &Case) -> BTreeMap<SubmissionId, usize> {
    let counted = |(id, events): (_, Vec<_>)| (id, tellings(events).len());
    events_of(&placed(case)).into_iter().map(counted).collect()
}

/// The facts of a Case, each with the number of its tumour.
fn placed(case: &Case) -> Vec<(Option<u32>, &CaseEvent)> {
    let settled = case.tumours.iter().flat_map(|tumour| {
        let events = tumour.events.iter();
        events.map(|linked| (Some(tumour.number), &linked.event))
    });
    let waiting = case.reviews.iter().flat_map(|review| &review.events);
    settled.chain(waiting.map(|event| (None, event))).collect()
}

/// The facts of each report.
fn events_of<'c>(
    placed: &[(Option<u32>, &'c CaseEvent)],
) -> BTreeMap<SubmissionId, Vec<&'c CaseEvent>> {
    let mut events: BTreeMap<SubmissionId, Vec<&CaseEvent>> = BTreeMap::new();
    for (_, event) in placed {
        let submission = event.provenance.submission;
        events.entry(submission).or_default().push(event);
    }
    events
}

/// The parts of a Case's reports, and where they stand.
struct Scene<'c> {
    reports: &'c Reports,
    /// How many tumours each report tells of.
    told: BTreeMap<SubmissionId, usize>,
    /// The parts in each tumour.
    tumours: BTreeMap<u32, BTreeSet<Part>>,
    /// The parts that diagnose a tumour.
    founding: BTreeSet<Part>,
}

impl<'c> Scene<'c> {
    fn new(case: &'c Case, reports: &'c Reports) -> Self {
        let placed = placed(case);
        let events = events_of(&placed);
        let mut scene = Self {
            reports,
            told: BTreeMap::new(),
            tumours: BTreeMap::new(),
            founding: BTreeSet::new(),
        };
        for (tumour, event) in placed {
            let submission = event.provenance.submission;
            let tellings = tellings(events.get(&submission).into_iter().flatten().copied());
            scene.told.insert(submission, tellings.len());
            let several = tellings.len() > 1;
            let number = several.then(|| number(&tellings, event));
            let part = scene.part(submission, number);
            scene.place(tumour, event, part);
        }
        scene
    }

    /// A death belongs to every tumour, so it tells of none.
    fn place(&mut self, tumour: Option<u32>, event: &CaseEvent, part: Result<Part, Refusal>) {
        let Ok(part) = part else {
            return;
        };
        if matches!(event.noun, Noun::Diagnosis | Noun::Pathology) {
            self.founding.insert(part.clone());
        }
        if let Some(tumour) = tumour.filter(|_| event.noun != Noun::Death) {
            self.tumours.entry(tumour).or_default().insert(part);
        }
    }

    fn part(&self, submission: SubmissionId, tumour: Option<u32>) -> Result<Part, Refusal> {
        let report = self.reports.get(&submission);
        let (sender, report_key) = report.ok_or(Refusal::NoReport(submission))?;
        Ok(Part {
            sender: *sender,
            report_key: report_key.clone(),
            tumour,
        })
    }

    /// The parts that a registrar names, in their order and each once.
    fn parts(&self, named: &[Named], least: usize) -> Result<BTreeSet<Part>, Refusal> {
        let parts: BTreeSet<Part> = named
            .iter()
            .map(|named| self.named(named))
            .collect::<Result<_, _>>()?;
        if parts.len() < least {
            return Err(Refusal::TooFew(least));
        }
        Ok(parts)
    }

    fn named(&self, named: &Named) -> Result<Part, Refusal> {
        let id = named.submission;
        let told = *self.told.get(&id).ok_or(Refusal::NoReport(id))?;
        let number = match named.tumour {
            None if told > 1 => return Err(Refusal::Several(id, told)),
            Some(number) if number == 0 || number as usize > told => {
                return Err(Refusal::NotTold(id, number));
            }
            number => number.filter(|_| told > 1),
        };
        self.part(id, number)
    }

    fn tumour(&self, number: u32) -> Result<&BTreeSet<Part>, Refusal> {
        self.tumours.get(&number).ok_or(Refusal::NoTumour(number))
    }

    fn diagnosed(&self, parts: &BTreeSet<Part>, what: &'static str) -> Result<(), Refusal> {
        let diagnosed = !parts.is_disjoint(&self.founding);
        diagnosed.then_some(()).ok_or(Refusal::Undiagnosed(what))
    }

    fn same(&self, named: &[Named]) -> Result<Vec<Says>, Refusal> {
        Ok(vec![together(&self.parts(named, 2)?)])
    }

    fn new_tumour(&self, named: &[Named]) -> Result<Vec<Says>, Refusal> {
        let new = self.parts(named, 1)?;
        self.diagnosed(&new, "the new tumour")?;
        let mut says = vec![together(&new)];
        for (number, parts) in &self.tumours {
            let rest: BTreeSet<Part> = parts.difference(&new).cloned().collect();
            if rest.is_empty() {
                return Err(Refusal::NothingLeft(*number));
            }
            if rest.len() < parts.len() {
                self.diagnosed(&rest, "what is left of its tumour")?;
                says.push(together(&rest));
            }
            says.extend(apart(&new, &rest));
        }
        Ok(says)
    }

    fn split(&self, number: u32, named: &[Named]) -> Result<Vec<Says>, Refusal> {
        let tumour = self.tumour(number)?;
        let new = self.parts(named, 1)?;
        for named in named {
            if !tumour.contains(&self.named(named)?) {
                return Err(Refusal::NotIn(named.submission, number));
            }
        }
        let rest: BTreeSet<Part> = tumour.difference(&new).cloned().collect();
        if rest.is_empty() {
            return Err(Refusal::NothingLeft(number));
        }
        self.diagnosed(&new, "the new tumour")?;
        self.diagnosed(&rest, "what is left of the tumour")?;
        let both = [together(&new), together(&rest)];
        Ok(both.into_iter().chain(apart(&new, &rest)).collect())
    }

    fn merge(&self, one: u32, other: u32) -> Result<Vec<Says>, Refusal> {
        if one == other {
            return Err(Refusal::SameTwice);
        }
        let all = self.tumour(one)?.union(self.tumour(other)?);
        Ok(vec![together(&all.cloned().collect())])
    }

    fn wrong(
        &self,
        submission: SubmissionId,
        from: Person,
        to: Option<Person>,
    ) -> Result<Vec<Says>, Refusal> {
        if !self.told.contains_key(&submission) {
            return Err(Refusal::NoReport(submission));
        }
        let part = self.part(submission, None)?;
        let to = to.unwrap_or_else(|| Person::unknown(part.sender, &part.report_key));
        if to == from {
            return Err(Refusal::SamePersonTwice);
        }
        Ok(vec![Says::Moved {
            from,
            report: Some((part.sender, part.report_key)),
            to,
        }])
    }
}

fn together(parts: &BTreeSet<Part>) -> Says {
    Says::Together(parts.iter().cloned().collect())
}

/// That two sets are apart is said of one part of each.
fn apart(one: &BTreeSet<Part>, other: &BTreeSet<Part>) -> Option<Says> {
    Some(Says::Apart(one.first()?.clone(), other.first()?.clone()))
}
