//! A registrar's words become what a ruling says, and what linkage makes of it.

use std::collections::BTreeSet;

use caseway_proto::{Case, Noun, SubmissionId, TumourClue};
use caseway_store::{Facts, RulingEntry};

use super::{breast, marker, right, sizes};
use crate::link_ruled;
use crate::testing::{Fixture, person, ruling};
use crate::verbs::{Named, Refusal, Reports, Word, says};

/// A Case and what was ruled about it.
struct Scene {
    facts: Vec<Facts>,
    rulings: Vec<RulingEntry>,
}

impl Scene {
    fn of(facts: &[Fixture]) -> Self {
        Self {
            facts: facts.iter().map(|fixture| fixture.0.clone()).collect(),
            rulings: Vec::new(),
        }
    }

    fn case(&self) -> Case {
        link_ruled(&person(1), &self.facts, &self.rulings).unwrap()
    }

    /// Rules, as of the Case that stands, and gives the Case that comes of it.
    fn rule(&mut self, word: &Word) -> Result<Case, Refusal> {
        let reports: Reports = self
            .facts
            .iter()
            .map(|facts| (facts.submission, (facts.sender, facts.report_key.clone())))
            .collect();
        let says = says(word, (&self.case(), person(1)), &reports)?;
        let position = i64::try_from(self.rulings.len()).unwrap() + 100;
        self.rulings.push(ruling(position, says));
        Ok(self.case())
    }
}

fn id(number: u8) -> SubmissionId {
    SubmissionId([number; 16])
}

fn named(numbers: &[u8]) -> Vec<Named> {
    let whole = |number: &u8| Named {
        submission: id(*number),
        tumour: None,
    };
    numbers.iter().map(whole).collect()
}

fn vague(report: &str, number: u8) -> Fixture {
    Fixture::new(report, number).diagnosis("C50.9", Some("8500/3"), None)
}

#[test]
fn a_report_that_waits_is_of_the_same_tumour_as_another() {
    let mut scene = Scene::of(&[breast("a", 1), right("b", 2), vague("c", 3)]);
    let case = scene.rule(&Word::SameTumour(named(&[3, 1]))).unwrap();
    assert_eq!((sizes(&case), case.reviews.len()), (vec![2, 1], 0));
    let refused = scene.rule(&Word::SameTumour(named(&[3])));
    assert_eq!(refused, Err(Refusal::TooFew(2)));
    let refused = scene.rule(&Word::SameTumour(named(&[3, 9])));
    assert_eq!(refused, Err(Refusal::NoReport(id(9))));
}

#[test]
fn a_report_that_waits_is_of_a_new_tumour() {
    let mut scene = Scene::of(&[breast("a", 1), right("b", 2), vague("c", 3), marker("d", 4)]);
    let case = scene.rule(&Word::NewTumour(named(&[3]))).unwrap();
    assert_eq!(sizes(&case), [1, 1, 1]);
    let refused = scene.rule(&Word::NewTumour(named(&[4]))).unwrap_err();
    assert!(matches!(refused, Refusal::Undiagnosed(_)));
}

#[test]
fn reports_that_leave_their_tumour_are_a_new_one_and_the_rest_stays_together() {
    for word in [Word::NewTumour(named(&[2])), Word::Split(1, named(&[2]))] {
        let facts = [
            breast("a", 1),
            breast("b", 2),
            breast("c", 3),
            marker("d", 4),
        ];
        let mut scene = Scene::of(&facts);
        assert_eq!(sizes(&scene.case()), [4]);
        let case = scene.rule(&word).unwrap();
        let sizes: BTreeSet<_> = sizes(&case).into_iter().collect();
        assert_eq!((sizes, case.reviews.len()), (BTreeSet::from([1, 3]), 0));
    }
}

#[test]
fn a_split_names_reports_of_the_tumour_and_leaves_some() {
    let mut scene = Scene::of(&[breast("a", 1), breast("b", 2), right("c", 3)]);
    let refused = |scene: &mut Scene, word| scene.rule(&word).unwrap_err();
    let of_another = refused(&mut scene, Word::Split(1, named(&[3])));
    assert_eq!(of_another, Refusal::NotIn(id(3), 1));
    let all = refused(&mut scene, Word::Split(1, named(&[1, 2])));
    assert_eq!(all, Refusal::NothingLeft(1));
    let unknown = refused(&mut scene, Word::Split(7, named(&[1])));
    assert_eq!(unknown, Refusal::NoTumour(7));
}

#[test]
fn two_tumours_are_merged_and_a_later_report_of_either_belongs_to_both() {
    let mut scene = Scene::of(&[breast("a", 1), right("b", 2)]);
    let case = scene.rule(&Word::Merge(1, 2)).unwrap();
    assert_eq!(sizes(&case), [2]);
    scene.facts.push(right("c", 3).0);
    assert_eq!(sizes(&scene.case()), [3]);
    assert_eq!(scene.rule(&Word::Merge(1, 1)), Err(Refusal::SameTwice));
}

#[test]
fn a_split_undoes_what_a_merge_made_because_it_comes_later() {
    let mut scene = Scene::of(&[breast("a", 1), right("b", 2)]);
    scene.rule(&Word::Merge(1, 2)).unwrap();
    let case = scene.rule(&Word::Split(1, named(&[2]))).unwrap();
    assert_eq!(sizes(&case), [1, 1]);
    assert_eq!(case.reviews[0].reason, "overruled");
}

#[test]
fn a_report_of_the_wrong_person_leaves_the_case() {
    let mut scene = Scene::of(&[breast("a", 1), right("b", 2)]);
    let case = scene.rule(&Word::WrongPerson(id(2), None)).unwrap();
    assert_eq!(sizes(&case), [1]);
    let back = scene.rule(&Word::WrongPerson(id(1), Some(person(1))));
    assert_eq!(back, Err(Refusal::SamePersonTwice));
}

#[test]
fn another_person_is_the_same() {
    let facts = [breast("a", 1), breast("b", 2).of(person(2))];
    let mut scene = Scene::of(&facts);
    let case = scene.rule(&Word::SamePerson(person(2))).unwrap();
    assert_eq!(sizes(&case), [2]);
    let itself = scene.rule(&Word::SamePerson(person(1)));
    assert_eq!(itself, Err(Refusal::SamePersonTwice));
}

#[test]
fn a_report_that_tells_of_two_tumours_is_named_with_a_number() {
    let both = Fixture::new("a", 1)
        .diagnosis("C50.4", Some("8500/3"), Some("left"))
        .diagnosis("C50.4", Some("8500/3"), Some("right"))
        .event(Noun::Marker, TumourClue::default(), &[("er", "90")]);
    let mut scene = Scene::of(&[both, vague("c", 3)]);
    let whole = scene.rule(&Word::SameTumour(named(&[1, 3])));
    assert_eq!(whole, Err(Refusal::Several(id(1), 2)));
    let mut pair = named(&[1, 3]);
    pair[0].tumour = Some(3);
    let beyond = scene.rule(&Word::SameTumour(pair.clone()));
    assert_eq!(beyond, Err(Refusal::NotTold(id(1), 3)));
    pair[0].tumour = Some(1);
    let case = scene.rule(&Word::SameTumour(pair)).unwrap();
    assert_eq!(sizes(&case), [2, 1]);
}
