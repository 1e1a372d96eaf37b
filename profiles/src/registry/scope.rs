//! To which Registries a tumour belongs, and what they are owed for it: each table says
//! whose it takes, and a tumour belongs to all that take it.
//!
//! Source: the Registries' published patient groups, as their tables have them. Until
//! the morphology is known the ICD-10 code alone decides, and what it decides is
//! provisional: the tumour is routed again when the morphology arrives.

use caseway_proto::RegistryId;

use super::table::{Owed, Scope, ScopeSex, Table};
use crate::case_rules::Fields;

/// Where a tumour belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routed<'s> {
    /// The Registries, in the order of their tables.
    pub registries: Vec<&'s RegistryId>,
    /// Whether it was decided without the morphology.
    pub provisional: bool,
}

/// Whose tumours each Registry takes, and what it waits for when it has learnt of one.
#[derive(Debug, Default)]
pub struct Scopes(Vec<Own>);

/// What one Registry says.
#[derive(Debug)]
struct Own {
    id: RegistryId,
    scope: Scope,
    owed: Vec<Owed>,
}

impl Scopes {
    /// The fields of a tumour that routing asks for and that follow from its codes.
    pub const DERIVED: &[&str] = &["histology", "behaviour"];

    /// Adds a Registry's.
    pub(crate) fn add(&mut self, table: &Table) {
        self.0.push(Own {
            id: RegistryId(table.id.clone()),
            scope: table.scope.clone(),
            owed: table.owed.clone(),
        });
    }

    /// Those of some tables.
    #[must_use]
    pub fn of(tables: &[Table]) -> Self {
        let mut scopes = Self::default();
        for table in tables {
            scopes.add(table);
        }
        scopes
    }

    /// Whether a Registry has said whose tumours it takes.
    #[must_use]
    pub fn has(&self, id: &RegistryId) -> bool {
        self.0.iter().any(|own| own.id == *id)
    }

    /// The reports that a Registry waits for; none where it has no table.
    pub fn owed(&self, id: &RegistryId) -> impl Iterator<Item = &Owed> {
        let own = self.0.iter().find(|own| own.id == *id);
        own.into_iter().flat_map(|own| &own.owed)
    }

    /// The Registries that a tumour belongs to: those whose scope it meets, else those
    /// that take the rest.
    #[must_use]
    pub fn route(&self, tumour: &Fields) -> Routed<'_> {
        let taking = |rest: bool| -> Vec<&RegistryId> {
            let all = self.0.iter().filter(|own| own.scope.rest == rest);
            all.filter(|own| takes(&own.scope, tumour))
                .map(|own| &own.id)
                .collect()
        };
        let mut registries = taking(false);
        if registries.is_empty() {
            registries = taking(true);
        }
        Routed {
            registries,
            provisional: tumour.whole("histology").is_none(),
        }
    }
}

fn takes(scope: &Scope, tumour: &Fields) -> bool {
    fits_site(scope, tumour) && fits_morphology(scope, tumour) && fits_patient(scope, tumour)
}

/// With a morphology the site decides, without it the ICD-10 code, which holds both; a site
/// alone says nothing of what is taken by its morphology.
fn fits_site(scope: &Scope, tumour: &Fields) -> bool {
    let begins = |code: Option<&str>, starts: &[String]| {
        code.is_some_and(|code| starts.iter().any(|start| code.starts_with(start.as_str())))
    };
    let icd10 = tumour.text("icd10");
    let topography = tumour.text("topography");
    match (tumour.whole("histology"), icd10) {
        (Some(_), _) if topography.is_some() => begins(topography, &scope.topography),
        (_, Some(_)) => begins(icd10, &scope.icd10),
        (_, None) => scope.morphology.is_empty() && begins(topography, &scope.topography),
    }
}

fn fits_morphology(scope: &Scope, tumour: &Fields) -> bool {
    let Some(histology) = tumour.whole("histology") else {
        return true;
    };
    let among = |ranges: &[String]| ranges.iter().any(|range| holds(range, histology));
    let behaviour = tumour.text("behaviour");
    (scope.morphology.is_empty() || among(&scope.morphology))
        && !among(&scope.not_morphology)
        && (scope.behaviour.is_empty()
            || behaviour.is_none_or(|own| scope.behaviour.iter().any(|each| each == own)))
}

/// Whether a morphology is that of `8140`, or lies within `8720-8790`.
fn holds(range: &str, histology: i64) -> bool {
    let (first, last) = range.split_once('-').unwrap_or((range, range));
    let [first, last] = [first, last].map(str::parse::<i64>);
    matches!((first, last), (Ok(first), Ok(last)) if (first..=last).contains(&histology))
}

/// An unknown sex or age keeps nobody out of a Registry of adults, and nobody is taken
/// for a child unless the age says so.
fn fits_patient(scope: &Scope, tumour: &Fields) -> bool {
    let sex = tumour.text("sex");
    let of_sex = match scope.sex {
        None => true,
        Some(ScopeSex::Female) => sex != Some("male"),
        Some(ScopeSex::Male) => sex != Some("female"),
    };
    let age = tumour.whole("age");
    let least = scope
        .age_min
        .is_none_or(|least| age.is_none_or(|age| age >= i64::from(least)));
    let most = scope
        .age_max
        .is_none_or(|most| age.is_some_and(|age| age <= i64::from(most)));
    of_sex && least && most
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Routed, Scopes};
    use crate::case_rules::CaseView;
    use crate::registry::builtin;

    fn route(fields: &serde_json::Value) -> (Vec<String>, bool) {
        let scopes = Scopes::of(&builtin().unwrap().registries);
        let mut view = CaseView::default();
        for (field, value) in fields.as_object().unwrap() {
            view.add(field, value.clone(), ());
        }
        let view = view.completed_by(&["age"]).completed_by(Scopes::DERIVED);
        let Routed {
            registries,
            provisional,
        } = scopes.route(&view);
        (
            registries.into_iter().map(|id| id.0.clone()).collect(),
            provisional,
        )
    }

    fn of(sex: &str, born: &str, topography: &str, morphology: &str) -> Vec<String> {
        let fields = json!({
            "sex": sex, "birth": born, "diagnosed": "2024-03-16",
            "topography": topography, "morphology": morphology,
        });
        route(&fields).0
    }

    #[test]
    fn a_tumour_belongs_to_the_registry_of_its_site() {
        assert_eq!(of("female", "1955-01-01", "C50.4", "8500/3"), ["breast"]);
        assert_eq!(of("male", "1955-01-01", "C61.9", "8140/3"), ["prostate"]);
        assert_eq!(
            of("female", "1955-01-01", "C18.7", "8140/3"),
            ["colorectal"]
        );
        assert_eq!(
            of("female", "1955-01-01", "C64.9", "8310/3"),
            ["general_solid"]
        );
    }

    #[test]
    fn without_a_morphology_the_icd_10_code_decides_provisionally() {
        let fields = json!({"sex": "female", "icd10": "C50.4", "topography": "C50.4"});
        assert_eq!(route(&fields), (vec!["breast".to_owned()], true));
    }
}
