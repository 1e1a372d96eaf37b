//! A registrar's words as what a ruling says.
//!
//! The words speak of reports and tumours as a Case shows them; a ruling speaks of Reports
//! by the identifiers that stay through corrections. What cannot be meant is refused with
//! a sentence that says what to do.

mod word;

use std::collections::{BTreeMap, BTreeSet};

use caseway_proto::{Case, CaseEvent, Noun, Person, SenderId, SubmissionId};
use caseway_store::{Part, Says};

pub use word::{Named, Refusal, Word};

use super::rulings::{number, tellings};

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
        events.map(|linked| (Some(tumour.number), &*linked.event))
    });
    let waiting = case.reviews.iter().flat_map(|review| &review.events);
    settled
        .chain(waiting.map(|event| (None, &**event)))
        .collect()
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
