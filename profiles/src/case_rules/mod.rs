//! Case rules: what must hold of a tumour and its patient, whichever report says it.
//!
//! The rules are data, a file a subject in `case_rules/`: each with its source, a
//! sentence in both languages and cases that keep and break it. A rule is `FHIRPath` over
//! a [`CaseView`]; tables and reckonings that no path can say are fields derived from
//! others (`derive/`). Compiled when the Catalogue is made; a rule without its examples,
//! or one that does not parse, is refused then.
//!
//! Leaves out how a view is read: of a report in `check/case`, of a Case by the
//! normaliser.

mod derive;
mod install;
mod table;
mod view;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::civil::Date;
use serde_json::Value;

pub use derive::{Derivation, derivations};
pub use table::{CaseExample, CaseRule, Level, Shows};
pub use view::{CaseView, Fields, gray};

use crate::compile::Library;
use crate::fhirpath::{Answers, Budget, Element, Expression, Nowhere, Scene, Typing};

/// The case rules, compiled.
#[derive(Debug)]
pub struct CaseRules(Vec<Compiled>);

#[derive(Debug)]
struct Compiled {
    rule: Arc<CaseRule>,
    when: Option<Expression>,
    check: Expression,
}

/// A rule that a view breaks, and where.
#[derive(Clone, Copy, Debug)]
pub struct Breach<'r, 'v, P> {
    /// The rule.
    pub rule: &'r CaseRule,
    /// Where the field stands that it points at.
    pub place: &'v P,
}

impl CaseRules {
    /// The rules, file by file.
    pub fn iter(&self) -> impl Iterator<Item = &CaseRule> {
        self.shared().map(|rule| &**rule)
    }

    /// The same, to keep.
    pub(crate) fn shared(&self) -> impl Iterator<Item = &Arc<CaseRule>> {
        self.0.iter().map(|compiled| &compiled.rule)
    }

    /// The rules that a completed view breaks, as a report or Case of some Registries.
    pub(crate) fn judge<'r, 'v, P>(
        &'r self,
        library: &Library,
        view: &'v CaseView<P>,
        registries: &[&str],
    ) -> Vec<Breach<'r, 'v, P>> {
        let diagnosed = view.day("diagnosed");
        let asked = self
            .0
            .iter()
            .filter(|each| each.rule.is_asked(registries, diagnosed));
        let broken = asked.filter_map(|each| {
            let place = view.place(&each.rule.at)?;
            each.is_broken(library, view.tree()).then_some(Breach {
                rule: &each.rule,
                place,
            })
        });
        broken.collect()
    }
}

impl CaseRule {
    fn is_asked(&self, registries: &[&str], diagnosed: Option<Date>) -> bool {
        let of_registry = self.registries.is_empty()
            || registries
                .iter()
                .any(|id| self.registries.iter().any(|each| each == id));
        let valid = match diagnosed {
            Some(day) => {
                self.valid_from.is_none_or(|from| from <= day)
                    && self.valid_to.is_none_or(|to| day <= to)
            }
            None => self.valid_from.is_none() && self.valid_to.is_none(),
        };
        of_registry && valid
    }
}

impl Compiled {
    fn is_broken(&self, library: &Library, tree: &Value) -> bool {
        let budget = Budget::of_body(0);
        let scene = Scene {
            library,
            resource: tree,
            root: tree,
            answers: Answers {
                references: &Nowhere,
                profiles: &Nowhere,
                terminology: library,
                narrative: |_| true,
            },
            now: None,
            budget: &budget,
        };
        let view = Element::new(tree, Typing::Unknown);
        let asked = match &self.when {
            Some(when) => when.is(&scene, view, true),
            None => true,
        };
        asked && self.check.is(&scene, view, false)
    }
}
