//! To which Registries a tumour belongs, and what they are owed for it: each table says
//! whose it takes, and a tumour belongs to all that take it.
//!
//! Source: the Registries' published patient groups, as their tables have them. Until
//! the morphology is known the ICD-10 code alone decides, and what it decides is
//! provisional: the tumour is routed again when the morphology arrives.

use std::ops::RangeInclusive;

use caseway_proto::RegistryId;

use super::table::{Owed, Scope, ScopeSex, Table};

/// Where a tumour belongs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routed<'s> {
    /// The Registries, in the order of their tables.
    pub registries: Vec<&'s RegistryId>,
    /// Whether it was decided without the morphology.
    pub provisional: bool,
}

/// What routing looks at in a tumour and its patient; `None` where nobody has said it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen<'t> {
    /// ICD-O-3 topography, such as `C50.4`.
    pub topography: Option<&'t str>,
    /// ICD-O-3 morphology with behaviour, such as `8500/3`.
    pub morphology: Option<&'t str>,
    /// The ICD-10 code.
    pub icd10: Option<&'t str>,
    /// The patient's administrative sex.
    pub sex: Option<&'t str>,
    /// The patient's age at diagnosis, in completed years.
    pub age: Option<i64>,
}

/// Whose tumours each Registry takes, and what it waits for when it has learnt of one.
#[derive(Debug, Default)]
pub struct Scopes(Vec<Own>);

/// What one Registry says.
#[derive(Debug)]
struct Own {
    id: RegistryId,
    scope: Scope,
    morphology: Vec<RangeInclusive<u16>>,
    not_morphology: Vec<RangeInclusive<u16>>,
    owed: Vec<Owed>,
}

impl Scopes {
    /// Adds a Registry's.
    pub(crate) fn add(&mut self, table: &Table) {
        self.0.push(Own {
            id: RegistryId(table.id.clone()),
            scope: table.scope.clone(),
            morphology: ranges(&table.scope.morphology),
            not_morphology: ranges(&table.scope.not_morphology),
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
    pub fn route(&self, tumour: &Seen<'_>) -> Routed<'_> {
        let taking = |rest: bool| -> Vec<&RegistryId> {
            let all = self.0.iter().filter(|own| own.scope.rest == rest);
            all.filter(|own| own.takes(tumour))
                .map(|own| &own.id)
                .collect()
        };
        let mut registries = taking(false);
        if registries.is_empty() {
            registries = taking(true);
        }
        Routed {
            registries,
            provisional: tumour.histology().is_none(),
        }
    }
}

impl Seen<'_> {
    /// The four digits of the morphology.
    fn histology(&self) -> Option<u16> {
        self.morphology?.get(..4)?.parse().ok()
    }

    /// The digit behind the morphology's `/`.
    fn behaviour(&self) -> Option<&str> {
        Some(self.morphology?.split_once('/')?.1)
    }
}

impl Own {
    fn takes(&self, tumour: &Seen<'_>) -> bool {
        self.fits_site(tumour) && self.fits_morphology(tumour) && fits_patient(&self.scope, tumour)
    }

    /// With a morphology the site decides, without it the ICD-10 code, which holds both; a
    /// site alone says nothing of what is taken by its morphology.
    fn fits_site(&self, tumour: &Seen<'_>) -> bool {
        let begins = |code: Option<&str>, starts: &[String]| {
            code.is_some_and(|code| starts.iter().any(|start| code.starts_with(start.as_str())))
        };
        let Scope {
            topography, icd10, ..
        } = &self.scope;
        match (tumour.histology(), tumour.icd10) {
            (Some(_), _) if tumour.topography.is_some() => begins(tumour.topography, topography),
            (_, Some(_)) => begins(tumour.icd10, icd10),
            (_, None) => self.scope.morphology.is_empty() && begins(tumour.topography, topography),
        }
    }

    fn fits_morphology(&self, tumour: &Seen<'_>) -> bool {
        let Some(histology) = tumour.histology() else {
            return true;
        };
        let among = |ranges: &[RangeInclusive<u16>]| {
            let mut ranges = ranges.iter();
            ranges.any(|range| range.contains(&histology))
        };
        let behaviour = &self.scope.behaviour;
        let fits = |own| behaviour.iter().any(|each| each == own);
        (self.scope.morphology.is_empty() || among(&self.morphology))
            && !among(&self.not_morphology)
            && (behaviour.is_empty() || tumour.behaviour().is_none_or(fits))
    }
}

/// Morphologies as ranges: `8140` alone, or all that lie within `8720-8790`.
fn ranges(written: &[String]) -> Vec<RangeInclusive<u16>> {
    let range = |text: &String| {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        Some(first.parse().ok()?..=last.parse().ok()?)
    };
    written.iter().filter_map(range).collect()
}

/// An unknown sex or age keeps nobody out of a Registry of adults, and nobody is taken
/// for a child unless the age says so.
fn fits_patient(scope: &Scope, tumour: &Seen<'_>) -> bool {
    let Seen { sex, age, .. } = *tumour;
    let of_sex = match scope.sex {
        None => true,
        Some(ScopeSex::Female) => sex != Some("male"),
        Some(ScopeSex::Male) => sex != Some("female"),
    };
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
    use super::{Scopes, Seen};
    use crate::registry::builtin;

    fn route(seen: &Seen<'_>) -> (Vec<String>, bool) {
        let scopes = Scopes::of(&builtin().unwrap().registries);
        let routed = scopes.route(seen);
        let ids = routed.registries.into_iter().map(|id| id.0.clone());
        (ids.collect(), routed.provisional)
    }

    fn of(sex: &str, age: i64, topography: &str, morphology: &str) -> Vec<String> {
        let seen = Seen {
            topography: Some(topography),
            morphology: Some(morphology),
            sex: Some(sex),
            age: Some(age),
            icd10: None,
        };
        route(&seen).0
    }

    #[test]
    fn a_tumour_belongs_to_the_registry_of_its_site() {
        assert_eq!(of("female", 69, "C50.4", "8500/3"), ["breast"]);
        assert_eq!(of("male", 69, "C61.9", "8140/3"), ["prostate"]);
        assert_eq!(of("female", 69, "C18.7", "8140/3"), ["colorectal"]);
        assert_eq!(of("female", 69, "C64.9", "8310/3"), ["general_solid"]);
    }

    #[test]
    fn without_a_morphology_the_icd_10_code_decides_provisionally() {
        let seen = Seen {
            topography: Some("C50.4"),
            icd10: Some("C50.4"),
            sex: Some("female"),
            ..Seen::default()
        };
        assert_eq!(route(&seen), (vec!["breast".to_owned()], true));
    }
}
