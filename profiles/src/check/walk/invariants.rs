//! The invariants of one element: those in Rust, and those that are run as written.

use std::sync::Arc;

use caseway_proto::{IssueCode, Severity};
use serde_json::Value;

use super::{Step, Walker};
use crate::check::invariants::{self, Sight};
use crate::check::narrative;
use crate::fhirpath::{Answers, Element, Expression, Scene, Typing, Verdict};
use crate::plan::{Node, Plan, Rule, Run};
use crate::read::Finding;

impl<'a> Walker<'a> {
    /// Runs invariants on an element.
    pub(super) fn rules(&mut self, rules: &[Rule], at: Element<'_>) {
        for rule in rules {
            let verdict = match &rule.run {
                Run::Check(check) => self.checked(*check, &at),
                Run::Expression(_) if self.is_told_elsewhere(rule) => continue,
                Run::Expression(expression) => self.evaluated(expression, at),
            };
            match verdict {
                Verdict::Holds => {}
                Verdict::Broken => self.broken(rule),
                Verdict::Undecided => self.undecided(rule),
            }
        }
    }

    /// Runs the invariants of a type, or of a profile of it, on a value.
    pub(super) fn rules_of_type(&mut self, plan: &Arc<Plan>, value: &'a Value) {
        if !plan.root.rules.is_empty() {
            let typing = Typing::Node(&plan.root, None, self.base());
            self.rules(&plan.root.rules, Element::new(value, typing));
        }
    }

    /// Runs the invariants of an element on a primitive.
    pub(super) fn rules_of_primitive(&mut self, node: &Node, kind: Option<&str>, value: &'a Value) {
        let beside = match (self.beside, self.way.last()) {
            (Some(Value::Array(items)), Some(Step::Item(index))) => items.get(*index),
            (beside, _) => beside,
        };
        let at = Element::new(value, Typing::Node(node, kind, self.base())).with(beside);
        self.rules(&node.rules, at);
    }

    /// A Registry's own conditions are looked after with its variables.
    fn is_told_elsewhere(&self, rule: &Rule) -> bool {
        self.scene.latest.is_some() && self.scene.questions.says_when(&rule.key)
    }

    /// The definition of the innermost resource's type.
    pub(super) fn base(&self) -> Option<&'a Plan> {
        let kind = self.resource.get("resourceType")?.as_str()?;
        self.scene.library.kind(kind)
    }

    fn checked(&self, check: invariants::Check, at: &Element<'_>) -> Verdict {
        let sight = Sight {
            value: at.value(),
            resource: self.root,
            bundle: self.scene.bundle,
        };
        if check(&sight) {
            Verdict::Holds
        } else {
            Verdict::Broken
        }
    }

    fn evaluated<'e>(&'e self, expression: &'e Expression, at: Element<'e>) -> Verdict {
        expression.verdict(&self.scene_of_rules(), at)
    }

    /// What expressions look things up in.
    pub(super) fn scene_of_rules(&self) -> Scene<'_> {
        Scene {
            library: self.scene.library,
            resource: self.resource,
            root: self.root,
            answers: Answers {
                references: self.scene.bundle,
                profiles: &self.scene,
                terminology: self.scene.library,
                narrative: narrative::is_sound,
            },
            now: Some(self.scene.now),
            budget: self.scene.budget,
        }
    }

    fn broken(&mut self, rule: &Rule) {
        let message = format!("{}.", rule.human);
        let mut finding = Finding::error(&rule.key, IssueCode::Invariant, message);
        if !rule.rejects {
            finding.severity = Severity::Warning;
        }
        self.add(finding);
    }

    fn undecided(&mut self, rule: &Rule) {
        if self.undecided.insert(rule.key.clone()) {
            let message = format!(
                "Whether {} holds cannot be told here. It says: {}.",
                rule.key, rule.human
            );
            let code = IssueCode::Invariant;
            self.add(Finding::warning("invariant-undecided", code, message));
        }
    }
}
