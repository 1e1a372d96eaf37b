//! To which Registries each tumour of a Case belongs, by what their tables take.
//!
//! A Registry that has no table, one whose package was written elsewhere, keeps the
//! tumours that it was sent. Routing looks at the Case and never at who sent it: a tumour
//! that was reported to one Registry may belong to another, or to several.

use caseway_profiles::case_rules::CaseView;
use caseway_profiles::registry::Scopes;
use caseway_proto::{Case, CaseEvent, Datum, Noun, Summary, Tumour};

use crate::fhir::systems;

/// Says of each tumour where it belongs.
pub(crate) fn route(case: &mut Case, scopes: &Scopes) {
    let sex = case.sex.clone();
    for tumour in &mut case.tumours {
        let view = view(tumour, sex.as_ref());
        let routed = scopes.route(&view);
        let elsewhere = tumour.registries.iter().filter(|id| !scopes.has(id));
        let mut registries = routed.registries;
        registries.extend(elsewhere.cloned());
        if !registries.is_empty() {
            tumour.registries = registries;
            tumour.provisional = routed.provisional;
        }
    }
}

/// What routing looks at.
fn view(tumour: &Tumour, sex: Option<&Summary>) -> CaseView<()> {
    let mut view = CaseView::default();
    let summaries = [
        ("sex", sex),
        ("topography", tumour.topography.as_ref()),
        ("morphology", tumour.morphology.as_ref()),
    ];
    for (field, summary) in summaries {
        if let Some(summary) = summary {
            view.add(field, summary.value.as_str().into(), ());
        }
    }
    let diagnoses = || diagnoses(tumour);
    if let Some(icd10) = diagnoses().find_map(icd10) {
        view.add("icd10", icd10.into(), ());
    }
    let dated = tumour.diagnosed.as_ref().map(|summary| summary.submission);
    let dating = diagnoses().filter(|event| Some(event.provenance.submission) == dated);
    if let Some(age) = dating.chain(diagnoses()).find_map(age) {
        view.add("age", age.into(), ());
    }
    view.completed()
}

fn diagnoses(tumour: &Tumour) -> impl Iterator<Item = &CaseEvent> {
    let events = tumour.events.iter().map(|linked| &linked.event);
    events.filter(|event| event.noun == Noun::Diagnosis)
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
