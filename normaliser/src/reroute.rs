//! Reports that came to belong to other Registries than the one they were sent for: by their
//! own morphology, or by what somebody else reported of the same tumour. Who sent one may have
//! to fill in another Registry's form.
//!
//! A Report whose tumour no Registry takes stays where it was, and so does one that waits for
//! a registrar.

use std::collections::{BTreeMap, BTreeSet};

use caseway_profiles::registry::Scopes;
use caseway_proto::{CaseId, Person, RegistryId, Rerouting, SenderId};
use caseway_store::Facts;

use crate::route::Stood;

/// Where the Reports of a Person belonged over time.
#[derive(Default)]
pub(crate) struct Routes<'f> {
    belonged: BTreeMap<(SenderId, &'f str), BTreeSet<&'f RegistryId>>,
    moves: Vec<Move<'f>>,
}

/// Where a Report belongs at one moment.
struct Belongs<'f> {
    /// The version of it that counts.
    version: &'f Facts,
    registries: BTreeSet<&'f RegistryId>,
    provisional: bool,
}

/// A Report that came to belong elsewhere.
struct Move<'f> {
    from: BTreeSet<&'f RegistryId>,
    to: Belongs<'f>,
    cause: &'f Facts,
}

impl<'f> Routes<'f> {
    /// What one more version moves.
    pub(crate) fn turn(&mut self, cause: &'f Facts, tumours: &[Stood<'_, 'f>], scopes: &Scopes) {
        for (report, to) in belonging(tumours, scopes) {
            let sent_for = || BTreeSet::from([&to.version.registry]);
            let belonged = self.belonged.entry(report).or_insert_with(sent_for);
            if *belonged != to.registries {
                let from = std::mem::replace(belonged, to.registries.clone());
                self.moves.push(Move { from, to, cause });
            }
        }
    }

    /// Every move as a Rerouting, in their order, with the Sender of the Report.
    pub(crate) fn tell(self, person: &Person) -> Vec<(SenderId, Rerouting)> {
        let case = CaseId::of(person);
        let moves = self.moves.into_iter();
        let told = moves.map(|moved| (moved.to.version.sender, rerouting(&case, moved)));
        told.collect()
    }
}

fn belonging<'f>(
    tumours: &[Stood<'_, 'f>],
    scopes: &Scopes,
) -> BTreeMap<(SenderId, &'f str), Belongs<'f>> {
    let mut belonging = BTreeMap::new();
    let routed = |tumour: &&Stood<'_, '_>| !tumour.routed.registries.is_empty();
    for tumour in tumours.iter().filter(routed) {
        for &version in &tumour.group.versions {
            let report = (version.sender, version.report_key.as_str());
            let belongs = belonging.entry(report).or_insert_with(|| Belongs {
                version,
                registries: kept(version, scopes),
                provisional: false,
            });
            belongs.registries.extend(&tumour.routed.registries);
            belongs.provisional |= tumour.routed.provisional;
        }
    }
    belonging
}

/// A Registry that has no table keeps what it was sent.
fn kept<'f>(version: &'f Facts, scopes: &Scopes) -> BTreeSet<&'f RegistryId> {
    let own = [&version.registry].into_iter();
    own.filter(|registry| !scopes.has(registry)).collect()
}

fn rerouting(case: &CaseId, moved: Move<'_>) -> Rerouting {
    let Move { from, to, cause } = moved;
    let own = cause.sender == to.version.sender;
    Rerouting {
        report_key: to.version.report_key.clone(),
        submission: to.version.submission,
        case: case.clone(),
        from: from.into_iter().cloned().collect(),
        to: to.registries.into_iter().cloned().collect(),
        provisional: to.provisional,
        cause: own.then_some(cause.submission),
        at: cause.position,
        on: cause.received_at,
    }
}

#[cfg(test)]
mod tests {
    use caseway_profiles::registry::{Scopes, builtin};
    use caseway_proto::{RegistryId, Rerouting, SenderId};

    use crate::arrangement::ready;
    use crate::history::history;
    use crate::link::{self, Rulings, arrangement};
    use crate::testing::{Fixture, person};

    fn told(reports: &[Fixture]) -> Vec<(SenderId, Rerouting)> {
        let scopes = Scopes::of(&builtin().unwrap().registries);
        let versions = ready(reports.iter().map(|fixture| &fixture.0));
        let rulings = Rulings::default();
        let counting = link::counting(&person(1), &versions, &rulings);
        let arranged = arrangement(&person(1), &counting, &rulings);
        history(&person(1), (&versions, &rulings), &arranged, &scopes).reroutings
    }

    /// Of each move whose, from where, to where, whether for the time being, and since when.
    fn moves(reports: &[Fixture]) -> Vec<(String, String, String, bool, i64)> {
        let names = |ids: &[RegistryId]| {
            let ids: Vec<_> = ids.iter().map(|id| id.0.as_str()).collect();
            ids.join(" ")
        };
        let told = told(reports).into_iter().map(|(_, moved)| {
            let (from, to) = (names(&moved.from), names(&moved.to));
            (moved.report_key, from, to, moved.provisional, moved.at.0)
        });
        told.collect()
    }

    fn of_breast(report: &str, number: u8, morphology: Option<&str>) -> Fixture {
        Fixture::new(report, number).diagnosis("C50.4", morphology, Some("left"))
    }

    fn moved(report: &str, from: &str, to: &str, at: i64) -> (String, String, String, bool, i64) {
        (report.to_owned(), from.to_owned(), to.to_owned(), false, at)
    }

    #[test]
    fn a_report_that_stays_with_the_registry_it_was_sent_for_has_not_moved() {
        let reports = [
            of_breast("clinic", 1, None),
            of_breast("laboratory", 2, Some("8500/3")),
        ];
        assert_eq!(moves(&reports), []);
    }

    #[test]
    fn the_morphology_moves_every_report_of_its_tumour_when_it_arrives() {
        let reports = [
            of_breast("clinic", 1, None),
            of_breast("laboratory", 2, Some("8890/3")),
        ];
        let expected = [
            moved("clinic", "breast", "sarcoma", 2),
            moved("laboratory", "breast", "sarcoma", 2),
        ];
        assert_eq!(moves(&reports[..1]), []);
        assert_eq!(moves(&reports), expected);
    }

    #[test]
    fn a_report_for_the_wrong_registry_moves_at_once() {
        let mut astray = of_breast("clinic", 1, None);
        astray.0.registry = RegistryId("colorectal".to_owned());
        let (report, from, to, provisional, at) = moves(&[astray]).remove(0);
        assert_eq!((&*report, &*from, &*to), ("clinic", "colorectal", "breast"));
        assert!(provisional, "without a morphology");
        assert_eq!(at, 1);
    }

    #[test]
    fn a_correction_moves_it_back_and_what_was_told_before_stays() {
        let first = of_breast("laboratory", 1, Some("8890/3"));
        let mut corrected = of_breast("laboratory", 2, Some("8500/3"));
        corrected.0.report_key.clone_from(&first.0.report_key);
        let expected = [
            moved("laboratory", "breast", "sarcoma", 1),
            moved("laboratory", "sarcoma", "breast", 2),
        ];
        assert_eq!(moves(&[first, corrected]), expected);
    }

    #[test]
    fn a_report_that_waits_for_a_registrar_stays_where_it_was() {
        let of_side = |report: &str, number: u8, morphology: &str, side: &str| {
            Fixture::new(report, number).diagnosis("C50.4", Some(morphology), Some(side))
        };
        let mut clinic = of_breast("clinic", 1, None);
        for diagnosis in clinic.events() {
            diagnosis.clue.laterality = None;
        }
        let reports = [
            clinic,
            of_side("laboratory", 2, "8890/3", "left"),
            of_side("another", 3, "8500/3", "right"),
        ];
        let facts: Vec<_> = reports.iter().map(|report| report.0.clone()).collect();
        let case = link::link(&person(1), &facts).unwrap();
        assert_eq!(case.reviews[0].events, facts[0].events, "it waits");
        let expected = [
            moved("clinic", "breast", "sarcoma", 2),
            moved("laboratory", "breast", "sarcoma", 2),
        ];
        assert_eq!(moves(&reports), expected);
    }

    #[test]
    fn a_registry_without_a_table_keeps_what_it_was_sent() {
        let mut foreign = of_breast("clinic", 1, Some("8500/3"));
        foreign.0.registry = RegistryId("elsewhere".to_owned());
        let expected = [moved("clinic", "elsewhere", "breast elsewhere", 1)];
        assert_eq!(moves(&[foreign]), expected);
    }

    #[test]
    fn the_submission_that_moved_a_report_is_named_to_its_own_sender_alone() {
        let clinic = of_breast("clinic", 1, None);
        let mut laboratory = of_breast("laboratory", 2, Some("8890/3"));
        laboratory.0.sender = SenderId(clinic.0.sender.0 + 1);
        let expected = [
            (clinic.0.sender, None),
            (laboratory.0.sender, Some(laboratory.0.submission)),
        ];
        let told = told(&[clinic, laboratory]).into_iter();
        let causes: Vec<_> = told.map(|(sender, moved)| (sender, moved.cause)).collect();
        assert_eq!(causes, expected);
    }
}
