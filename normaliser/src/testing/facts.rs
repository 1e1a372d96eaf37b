//! Recorded versions, built piece by piece.

use std::sync::Arc;

use caseway_proto::{
    CaseEvent, Datum, Noun, Person, Position, Provenance, Rank, RegistryId, ReportKind, SenderId,
    SubmissionId, TumourClue, Value,
};
use caseway_store::{Facts, PatientFacts};

/// A pseudonym.
pub(crate) fn person(number: u8) -> Person {
    Person([number; 33])
}

/// A version under construction: of person 1, sender 1, registry `breast`, a work-up.
#[derive(Clone)]
pub(crate) struct Fixture(pub(crate) Facts);

impl Fixture {
    /// A version of a report; its number names its Submission, rank and Position.
    pub(crate) fn new(report: &str, number: u8) -> Self {
        Self(Facts {
            position: Position(i64::from(number)),
            submission: SubmissionId([number; 16]),
            sender: SenderId(1),
            person: person(1),
            report_key: report.to_owned(),
            rank: Rank(format!("{number:03}")),
            retracts: false,
            registry: RegistryId("breast".to_owned()),
            kind: ReportKind("work-up".to_owned()),
            received_at: jiff::Timestamp::UNIX_EPOCH,
            author: None,
            requester: None,
            patient: PatientFacts {
                sex: Some("female".to_owned()),
                birth_year: Some("1955".to_owned()),
                element: "Bundle.entry[2].resource".to_owned(),
            },
            events: Vec::new(),
        })
    }

    pub(crate) fn of(mut self, person: Person) -> Self {
        self.0.person = person;
        self
    }

    pub(crate) fn retracting(mut self) -> Self {
        self.0.retracts = true;
        self.0.events.clear();
        self
    }

    pub(crate) fn kind(mut self, kind: &str) -> Self {
        self.0.kind = ReportKind(kind.to_owned());
        self
    }

    pub(crate) fn requester(mut self, number: &str) -> Self {
        self.0.requester = Some(number.to_owned());
        self
    }

    /// Adds a diagnosis.
    pub(crate) fn diagnosis(
        self,
        site: &str,
        morphology: Option<&str>,
        laterality: Option<&str>,
    ) -> Self {
        let clue = TumourClue {
            topography: Some(site.into()),
            morphology: morphology.map(Into::into),
            laterality: laterality.map(Into::into),
            specimens: Vec::new(),
        };
        let told = [
            ("topography", Some(site)),
            ("morphology", morphology),
            ("laterality", laterality),
        ];
        let values = told
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        let values: Vec<_> = values.collect();
        self.event(Noun::Diagnosis, clue, &values)
    }

    /// Adds a fact.
    pub(crate) fn event(mut self, noun: Noun, clue: TumourClue, values: &[(&str, &str)]) -> Self {
        let at = self.0.events.len();
        let element = format!("Bundle.entry[{at}].resource");
        let values = values.iter().map(|(name, text)| Value {
            name: (*name).into(),
            datum: Datum::Text((*text).into()),
            element: format!("{element}.{name}"),
        });
        self.0.events.push(Arc::new(CaseEvent {
            noun,
            date: Some("2024-03-16".into()),
            clue,
            values: values.collect(),
            provenance: Provenance {
                submission: self.0.submission,
                element,
                profile: "profile|1".into(),
                rule: "test".into(),
            },
        }));
        self
    }

    /// The facts so far, to be changed.
    pub(crate) fn events(&mut self) -> impl DoubleEndedIterator<Item = &mut CaseEvent> {
        self.0.events.iter_mut().map(Arc::make_mut)
    }

    /// Gives every fact so far a specimen number, and every diagnosis a date.
    pub(crate) fn specimen(mut self, number: &str) -> Self {
        for event in self.events() {
            event.clue.specimens = vec![number.to_owned()];
        }
        self
    }

    pub(crate) fn diagnosed(mut self, date: &str) -> Self {
        let diagnoses = self.events().filter(|event| event.noun == Noun::Diagnosis);
        for event in diagnoses {
            event.values.push(Value {
                name: "diagnosed".into(),
                datum: Datum::Date(date.into()),
                element: format!("{}.extension[0].value", event.provenance.element),
            });
        }
        self
    }
}
