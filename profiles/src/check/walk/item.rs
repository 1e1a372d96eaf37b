//! One value against its element: fixed, pattern, limits, codes, invariants, children.

use std::sync::Arc;

use caseway_proto::{IssueCode, Severity};
use serde_json::{Map, Value};

use super::{Step, Walker};
use crate::check::dates;
use crate::check::invariants::{self, Sight};
use crate::check::values::{equals, matches, membership};
use crate::definitions::bare;
use crate::plan::{Binding, Node, Plan, Strength, TypeRef};
use crate::read::Finding;
use crate::terminology::Membership;

/// The elements whose dates tell of something that has happened.
const HAPPENED: [&str; 14] = [
    "assertedDate",
    "authoredOn",
    "birthDate",
    "collected",
    "date",
    "deceased",
    "effective",
    "issued",
    "onset",
    "performed",
    "recordedDate",
    "start",
    "timestamp",
    "value",
];

impl<'a> Walker<'a> {
    /// Walks one value.
    pub(super) fn item(&mut self, node: &Node, kind: Option<&str>, value: &'a Value) {
        let constrained = node.fixed.is_some()
            || node.pattern.is_some()
            || node.binding.is_some()
            || node.least.is_some()
            || node.greatest.is_some()
            || node.length_max.is_some();
        if constrained {
            self.constraints(node, value);
        }
        match value {
            Value::Object(members) => self.object(node, kind, (value, members)),
            Value::String(text) => self.text(node, kind, text),
            Value::Number(number) => self.number(kind, number.as_str()),
            _ => {}
        }
    }

    fn constraints(&mut self, node: &Node, value: &'a Value) {
        let wrong = |rule, what: &str| {
            let message = format!(
                "The value of {} is not the one that the profile {what}. Send that one.",
                node.name
            );
            Finding::error(rule, IssueCode::Value, message)
        };
        if node
            .fixed
            .as_ref()
            .is_some_and(|fixed| !equals(value, fixed))
        {
            self.add(wrong("value-fixed", "fixes"));
        }
        if node
            .pattern
            .as_ref()
            .is_some_and(|pattern| !matches(value, pattern))
        {
            self.add(wrong("value-pattern", "has as its pattern"));
        }
        if !super::super::limits::within(value, node.least.as_deref(), node.greatest.as_deref()) {
            let message = format!(
                "The value of {} lies outside what the profile allows. Check it and its unit.",
                node.name
            );
            self.add(Finding::error(
                "value-out-of-range",
                IssueCode::Value,
                message,
            ));
        }
        if let (Some(most), Value::String(text)) = (node.length_max, value)
            && text.chars().count() > most
        {
            let message = format!(
                "The text of {} is longer than {most} characters. Shorten it.",
                node.name
            );
            self.add(Finding::error(
                "value-too-long",
                IssueCode::TooLong,
                message,
            ));
        }
        if let Some(binding) = &node.binding {
            self.bound(node, binding, value);
        }
    }

    fn bound(&mut self, node: &Node, binding: &Binding, value: &'a Value) {
        let required = binding.strength == Strength::Required;
        let name = &node.name;
        let url = &binding.url;
        let code = IssueCode::CodeInvalid;
        match membership(self.scene.library, binding, value) {
            Some(Membership::Member) => {}
            Some(Membership::NotMember) if required => self.add(Finding::error(
                "code-not-in-value-set",
                code,
                format!("The code of {name} is not in the value set {url}. Use one that is."),
            )),
            Some(Membership::NotMember) if fixes(node) => {}
            Some(Membership::NotMember) => self.add(Finding::warning(
                "code-not-in-extensible-value-set",
                code,
                format!("The code of {name} is not in the value set {url}. Use one that is if one fits."),
            )),
            Some(Membership::Undecidable) if required => self.add(Finding::warning(
                "code-undecidable",
                code,
                format!("Whether the code of {name} is in the value set {url} cannot be told here."),
            )),
            None if required && is_concept(value) => self.add(Finding::error(
                "code-missing",
                code,
                format!("{name} has no code, and text alone does not do. Add a code of the value set {url}."),
            )),
            _ => {}
        }
    }

    fn object(
        &mut self,
        node: &Node,
        kind: Option<&str>,
        (value, members): (&'a Value, &'a Map<String, Value>),
    ) {
        if members.contains_key("resourceType") {
            let asked = self.asked_of(node, value);
            return self.resource(value, &asked);
        }
        if members.is_empty() || (members.len() == 1 && members.contains_key("id")) {
            let message = "The element says nothing. Give it a value or leave it out.";
            return self.add(Finding::error("ele-1", IssueCode::Invariant, message));
        }
        self.rules(node, value);
        let each = node
            .types
            .iter()
            .find(|each| kind == Some(&each.code))
            .or(node.types.first());
        if let Some(children) = &node.children {
            self.members(members, children);
        } else if let Some(path) = &node.same_as {
            let base = self.scene.library.type_plan(&self.plan.kind);
            if let Some(children) = base
                .as_ref()
                .and_then(|plan| plan.find(path)?.children.as_ref())
            {
                self.members(members, children);
            }
        }
        if let Some(each) = each {
            self.typed(node, each, (value, members));
        }
    }

    /// What the type of a value, and the profile asked of it, say.
    fn typed(
        &mut self,
        node: &Node,
        each: &TypeRef,
        (value, members): (&'a Value, &'a Map<String, Value>),
    ) {
        let library = self.scene.library;
        if &*each.code == "Reference" {
            self.reference(each, value);
        }
        let own = node.children.is_some() || node.same_as.is_some();
        let plan = self.profile_of(each, value);
        match (plan, library.plan_of(each)) {
            (Some(plan), _) => self.under(&plan, value, members),
            (None, Some(plan)) => {
                self.rules(&plan.root, value);
                if let (false, Some(children)) = (own, &plan.root.children) {
                    self.members(members, children);
                }
            }
            (None, None) => {}
        }
    }

    /// Walks a value against a profile of its type.
    fn under(&mut self, plan: &Arc<Plan>, value: &'a Value, members: &'a Map<String, Value>) {
        let outer = std::mem::replace(&mut self.plan, plan.clone());
        self.rules(&plan.root, value);
        if let Some(children) = &plan.root.children {
            self.members(members, children);
        }
        self.plan = outer;
    }

    /// The one profile that is asked of a value; an extension's is named by its URL.
    fn profile_of(&self, each: &TypeRef, value: &Value) -> Option<Arc<Plan>> {
        let library = self.scene.library;
        if let [profile] = each.profiles.as_slice() {
            return library.plan(profile);
        }
        if &*each.code != "Extension" {
            return None;
        }
        let url = bare(value["url"].as_str()?);
        let known = url.contains("://") && library.definitions.has_structure(url);
        known
            .then(|| library.plan(url))
            .flatten()
            .filter(|plan| &*plan.kind == "Extension")
    }

    /// The profiles that an element asks of a resource of that type.
    fn asked_of(&self, node: &Node, resource: &Value) -> Vec<Arc<Plan>> {
        let kind = resource["resourceType"].as_str();
        let each = node.types.iter().find(|each| kind == Some(&each.code));
        let each = each.or_else(|| node.types.first().filter(|each| &*each.code != "Resource"));
        let Some(each) = each else {
            return Vec::new();
        };
        let plans: Vec<_> = each
            .profiles
            .iter()
            .filter_map(|url| self.scene.library.plan(url))
            .collect();
        if plans.is_empty() {
            return self
                .scene
                .library
                .plan_of(each)
                .cloned()
                .into_iter()
                .collect();
        }
        plans
    }

    /// Runs the invariants of an element.
    pub(super) fn rules(&mut self, node: &Node, value: &'a Value) {
        for rule in &node.rules {
            let sight = Sight {
                value,
                resource: self.resource,
            };
            if !invariants::holds(rule.check, &sight) {
                let mut finding =
                    Finding::error(&rule.key, IssueCode::Invariant, format!("{}.", rule.human));
                if !rule.rejects {
                    finding.severity = Severity::Warning;
                }
                self.add(finding);
            }
        }
    }

    fn text(&mut self, node: &Node, kind: Option<&str>, text: &'a str) {
        self.rules_of_text(node);
        let dated = matches!(kind, Some("date" | "dateTime" | "instant"));
        let late = |latest| HAPPENED.contains(&&*node.name) && dates::is_late(text, latest);
        if dated && self.scene.latest.is_some_and(late) {
            let message = format!("The date of {} lies in the future. Correct it.", node.name);
            self.add(Finding::error(
                "date-in-future",
                IssueCode::BusinessRule,
                message,
            ));
        }
    }

    /// Narrative is the only text with invariants.
    fn rules_of_text(&mut self, node: &Node) {
        if !node.rules.is_empty() && &*node.name == "div" {
            let text = self.resource.pointer("/text").unwrap_or(&Value::Null);
            self.rules(node, text);
        }
    }

    fn number(&mut self, kind: Option<&str>, written: &str) {
        let whole = matches!(kind, Some("integer" | "positiveInt" | "unsignedInt"));
        if whole && written.contains(['.', 'e', 'E']) {
            let message = "The number is not written as a whole number. Write it without a point.";
            self.add(Finding::error("value-format", IssueCode::Value, message));
        }
    }

    /// Walks what stands beside a primitive: its id and extensions.
    pub(super) fn beside(&mut self, value: &'a Value, alone: Option<&Arc<Node>>) {
        if let Some(node) = alone
            && node.max == 0
        {
            let message = format!(
                "The profile does not allow {} here. Leave it out.",
                node.name
            );
            self.add(Finding::error(
                "element-forbidden",
                IssueCode::Structure,
                message,
            ));
        }
        let element = self.scene.library.type_plan("Element");
        let Some(children) = element
            .as_ref()
            .and_then(|plan| plan.root.children.as_ref())
        else {
            return;
        };
        match value {
            Value::Object(members) => self.members(members, children),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if let Value::Object(members) = item {
                        self.way.push(Step::Item(index));
                        self.members(members, children);
                        self.way.pop();
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether the profile itself says the value, and so that no code of a set fits.
fn fixes(node: &Node) -> bool {
    node.fixed.is_some() || node.pattern.is_some()
}

/// Whether a value could have a code and has none, without saying why.
fn is_concept(value: &Value) -> bool {
    value.is_object() && value.get("extension").is_none()
}
