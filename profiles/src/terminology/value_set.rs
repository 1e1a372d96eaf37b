//! An expanded value set: of each code system some codes, and what holds for the rest.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::Value;

use super::concepts::list;
use super::display::Display;
use super::membership::{Coded, Membership, same_version};
use super::{CodeSystem, Reason};
use crate::registry::names;

/// An expanded value set.
#[derive(Clone, Debug, Default)]
pub(crate) struct ValueSet {
    pub(super) systems: HashMap<Box<str>, Part>,
    /// Why systems that are not listed may have codes in it; nothing where they have none.
    pub(super) open: Option<Reason>,
    /// What it calls codes, by system and code, where it says that itself.
    pub(super) called: HashMap<Box<str>, Vec<Display>>,
}

/// What of one code system is in a value set.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// The system, where it is known.
    pub(super) system: Option<Arc<CodeSystem>>,
    /// The version that is meant, where only one is.
    pub(super) version: Option<Box<str>>,
    /// Codes of which it is known.
    pub(super) codes: HashMap<Box<str>, Membership>,
    /// What holds for all others.
    pub(super) rest: Rest,
}

/// What holds for the codes of a system that are not named one by one.
#[derive(Clone, Debug)]
pub(super) enum Rest {
    /// None is in.
    Nothing,
    /// All are in that the system has.
    Whole,
    /// That cannot be told.
    Unknown(Reason),
}

impl Rest {
    /// Whether a code that the system has is in.
    pub(super) fn membership(&self) -> Membership {
        match self {
            Self::Nothing => Membership::NotMember,
            Self::Whole => Membership::Member,
            Self::Unknown(_) => Membership::Undecidable,
        }
    }
}

impl Part {
    /// A part that names no code.
    pub(super) fn new(system: Option<Arc<CodeSystem>>, rest: Rest) -> Self {
        Self {
            system,
            version: None,
            codes: HashMap::new(),
            rest,
        }
    }

    /// The same with these codes in it.
    pub(super) fn with<'c>(mut self, codes: impl IntoIterator<Item = &'c str>) -> Self {
        for code in codes {
            let code = match &self.system {
                Some(system) => system.key(code).into(),
                None => code.into(),
            };
            self.codes.insert(code, Membership::Member);
        }
        self
    }

    /// Whether the code is in.
    fn has(&self, code: &str) -> Membership {
        match &self.system {
            Some(system) => self.has_key(&system.key(code)),
            None => self.has_key(code),
        }
    }

    /// The same of a code as the system keeps it.
    pub(super) fn has_key(&self, key: &str) -> Membership {
        if let Some(known) = self.codes.get(key) {
            return *known;
        }
        match (&self.rest, &self.system) {
            (Rest::Nothing, _) => Membership::NotMember,
            (rest, Some(system)) => system.has(key).and(rest.membership()),
            (_, None) => Membership::Undecidable,
        }
    }

    fn has_version(&self, code: &Coded<'_>) -> Membership {
        let found = self.has(code.code);
        match (code.version, &self.version) {
            (Some(sent), Some(meant)) if !same_version(sent, meant) => {
                found.and(Membership::Undecidable)
            }
            _ => found,
        }
    }

    fn is_closed(&self) -> bool {
        match self.rest {
            Rest::Nothing => !self
                .codes
                .values()
                .any(|known| *known == Membership::Undecidable),
            Rest::Whole => self
                .system
                .as_ref()
                .is_some_and(|system| system.is_decided()),
            Rest::Unknown(_) => false,
        }
    }

    /// Adds the codes that are in; nothing where not all are known.
    fn add_codes<'s>(&'s self, codes: &mut Vec<&'s str>) -> Option<()> {
        let is_in = |code: &&str| self.has_key(code) == Membership::Member;
        codes.extend(self.codes.keys().map(|code| &**code).filter(is_in));
        match &self.rest {
            Rest::Nothing => Some(()),
            Rest::Whole => {
                let all = self.system.as_ref()?.codes()?;
                codes.extend(all.into_iter().filter(is_in));
                Some(())
            }
            Rest::Unknown(_) => None,
        }
    }

    /// How many codes are in at most, where that is known.
    fn size(&self) -> Option<usize> {
        match self.rest {
            Rest::Nothing => Some(self.codes.len()),
            Rest::Whole => Some(self.codes.len() + self.system.as_ref()?.size()?),
            Rest::Unknown(_) => None,
        }
    }
}

impl ValueSet {
    /// Whether all its codes are units.
    pub(crate) fn is_of_units(&self) -> bool {
        let mut systems = self.systems.keys();
        self.open.is_none()
            && !self.systems.is_empty()
            && systems.all(|each| &**each == names::UCUM)
    }

    /// A set of which nothing is known, and why.
    pub(super) fn unknown(reason: Reason) -> Self {
        Self {
            open: Some(reason),
            ..Self::default()
        }
    }

    /// Whether a code is in the set; one without a system, whether any system of the set
    /// has it.
    pub(crate) fn contains(&self, code: &Coded<'_>) -> Membership {
        let elsewhere = match self.open {
            Some(_) => Membership::Undecidable,
            None => Membership::NotMember,
        };
        let parts = self.systems.values();
        match code.system {
            Some(system) => match self.systems.get(system) {
                Some(part) => part.has_version(code),
                None => elsewhere,
            },
            None => parts.fold(elsewhere, |found, part| found.or(part.has(code.code))),
        }
    }

    /// Takes what a definition calls the codes that it names: the text to show in the
    /// context of this set (<http://hl7.org/fhir/R4/valueset-definitions.html>,
    /// `ValueSet.compose.include.concept.display`).
    pub(super) fn named_by(mut self, definition: &Value) -> Self {
        for include in list(&definition["compose"]["include"]) {
            for concept in list(&include["concept"]) {
                self.name(&include["system"], concept);
            }
        }
        let mut open: Vec<&Value> = list(&definition["expansion"]["contains"]).collect();
        while let Some(item) = open.pop() {
            open.extend(list(&item["contains"]));
            self.name(&item["system"], item);
        }
        self
    }

    fn name(&mut self, system: &Value, concept: &Value) {
        let names = Display::all_of(concept, None);
        if let (false, Some(system), Some(code)) =
            (names.is_empty(), system.as_str(), concept["code"].as_str())
        {
            let key = format!("{system} {code}");
            self.called.entry(key.into()).or_default().extend(names);
        }
    }

    /// Whether the set calls a code so.
    pub(crate) fn calls(&self, (system, code): (&str, &str), display: &str) -> bool {
        if self.called.is_empty() {
            return false;
        }
        let names = self.called.get(&*format!("{system} {code}"));
        names.into_iter().flatten().any(|name| name.is(display))
    }

    /// Why it cannot be told of every code of a system.
    pub(crate) fn why_undecidable(&self, system: Option<&str>) -> Option<&str> {
        let unknown = |part: &'_ &Part| matches!(part.rest, Rest::Unknown(_));
        let part = match system {
            Some(system) => self.systems.get(system),
            None => self.systems.values().find(unknown),
        };
        match part.map(|part| &part.rest) {
            Some(Rest::Unknown(reason)) => Some(reason),
            _ => self.open.as_deref(),
        }
    }

    /// Whether it can be told of every code.
    pub(crate) fn is_closed(&self) -> bool {
        self.open.is_none() && self.systems.values().all(Part::is_closed)
    }

    /// Its codes, where all are known.
    pub(crate) fn codes(&self) -> Option<Vec<&str>> {
        let mut codes = Vec::new();
        for part in self.systems.values() {
            part.add_codes(&mut codes)?;
        }
        self.open.is_none().then_some(codes)
    }

    /// Whether all its codes are known, and are no more than that.
    pub(crate) fn has_at_most(&self, most: usize) -> bool {
        let add = |sum: usize, part: &Part| Some(sum.saturating_add(part.size()?));
        let count = self.systems.values().try_fold(0, add);
        self.open.is_none() && count.is_some_and(|count| count <= most)
    }
}
