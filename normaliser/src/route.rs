//! To which Registries each tumour of a Case belongs, by what their tables take.
//!
//! A Registry that has no table, one whose package was written elsewhere, keeps the
//! tumours that it was sent. Routing looks at the Case and never at who sent it: a tumour
//! that was reported to one Registry may belong to another, or to several.

use caseway_profiles::registry::{Routed, Scopes, Seen};
use caseway_proto::{Case, CaseEvent, Datum, Noun, SubmissionId, Summary};

use crate::arrangement::{Arrangement, Group, Speaks};
use crate::fhir::systems;

/// Says of each tumour where it belongs.
pub(crate) fn route(case: &mut Case, scopes: &Scopes) {
    let Case { sex, tumours, .. } = case;
    for tumour in tumours {
        let events = tumour.events.iter().map(|linked| &*linked.event);
        let routed = scopes.route(&Seen {
            topography: text(tumour.topography.as_ref()),
            morphology: text(tumour.morphology.as_ref()),
            sex: text(sex.as_ref()),
            ..of_diagnoses(
                events,
                tumour.diagnosed.as_ref().map(|told| told.submission),
            )
        });
        let elsewhere = tumour.registries.iter().filter(|id| !scopes.has(id));
        let registries = routed.registries.into_iter().chain(elsewhere);
        let registries: Vec<_> = registries.cloned().collect();
        if !registries.is_empty() {
            tumour.registries = registries;
            tumour.provisional = routed.provisional;
        }
    }
}

/// A tumour as it stood after some version.
pub(crate) struct Stood<'a, 'f> {
    /// Its number then.
    pub(crate) number: u32,
    /// Its facts.
    pub(crate) group: &'a Group<'f>,
    /// Where it belonged.
    pub(crate) routed: Routed<'f>,
}

/// The tumours of an arrangement, and where each belongs.
pub(crate) fn stood<'a, 'f>(
    arranged: &'a Arrangement<'f>,
    sex: Option<&Summary>,
    scopes: &'f Scopes,
) -> Vec<Stood<'a, 'f>> {
    let tumours = (1..).zip(&arranged.tumours);
    let stood = tumours.map(|(number, group)| Stood {
        number,
        group,
        routed: routed(group, sex, scopes),
    });
    stood.collect()
}

fn routed<'s>(group: &Group<'_>, sex: Option<&Summary>, scopes: &'s Scopes) -> Routed<'s> {
    let Speaks {
        topography,
        morphology,
        diagnosed,
    } = &group.speaks;
    let events = group.facts.of_nouns(Noun::Diagnosis..=Noun::Diagnosis);
    let events = events.map(|placed| &**placed.event);
    scopes.route(&Seen {
        topography: topography.as_ref().map(|chosen| chosen.text),
        morphology: morphology.as_ref().map(|chosen| chosen.text),
        sex: text(sex),
        ..of_diagnoses(
            events,
            diagnosed.as_ref().map(|chosen| chosen.facts.submission),
        )
    })
}

fn text(summary: Option<&Summary>) -> Option<&str> {
    Some(summary?.value.as_str())
}

/// What routing looks at in a tumour's diagnoses, among its facts in their order; `dating` is
/// the Submission that dates the tumour.
fn of_diagnoses<'t>(
    events: impl Iterator<Item = &'t CaseEvent>,
    dating: Option<SubmissionId>,
) -> Seen<'t> {
    let diagnoses: Vec<_> = events
        .filter(|event| event.noun == Noun::Diagnosis)
        .collect();
    let all = || diagnoses.iter().copied();
    let dated = all().filter(|event| Some(event.provenance.submission) == dating);
    Seen {
        icd10: all().find_map(icd10),
        age: dated.chain(all()).find_map(age),
        ..Seen::default()
    }
}

fn icd10(event: &CaseEvent) -> Option<&str> {
    event.values.iter().find_map(|value| match &value.datum {
        Datum::Code { system, code, .. } if system.starts_with(systems::ICD_10) => {
            Some(code.as_str())
        }
        _ => None,
    })
}

fn age(event: &CaseEvent) -> Option<i64> {
    match &event.value("age")?.datum {
        Datum::Text(age) => age.parse().ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use caseway_profiles::registry::{Scopes, builtin};

    use crate::link;
    use crate::testing::{Fixture, person};

    fn registries(fixture: &Fixture) -> (Vec<String>, bool) {
        let scopes = Scopes::of(&builtin().unwrap().registries);
        let mut case = link(&person(1), std::slice::from_ref(&fixture.0)).unwrap();
        super::route(&mut case, &scopes);
        let tumour = case.tumours.remove(0);
        let ids = tumour.registries.into_iter().map(|id| id.0).collect();
        (ids, tumour.provisional)
    }

    #[test]
    fn a_tumour_goes_where_it_belongs_and_not_where_it_was_sent() {
        let colon = Fixture::new("a", 1).diagnosis("C18.7", Some("8140/3"), None);
        assert_eq!(registries(&colon), (vec!["colorectal".to_owned()], false));
    }

    #[test]
    fn without_a_morphology_it_goes_there_provisionally() {
        let breast = Fixture::new("a", 1).diagnosis("C50.4", None, Some("left"));
        assert_eq!(registries(&breast), (vec!["breast".to_owned()], true));
    }

    #[test]
    fn a_registry_without_a_table_keeps_what_it_was_sent() {
        let mut foreign = Fixture::new("a", 1).diagnosis("C50.4", Some("8500/3"), Some("left"));
        foreign.0.registry = caseway_proto::RegistryId("elsewhere".to_owned());
        let both = vec!["breast".to_owned(), "elsewhere".to_owned()];
        assert_eq!(registries(&foreign), (both, false));
    }
}
