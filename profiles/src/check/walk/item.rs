//! One value against its element, its type and the profiles that are asked of it.

use std::sync::Arc;

use caseway_proto::IssueCode;
use serde_json::{Map, Value};

use super::Walker;
use crate::definitions::bare;
use crate::fhirpath::{Element, Typing};
use crate::plan::{Node, Plan, TypeRef};
use crate::read::Finding;

/// The elements that resources lie in.
const RESOURCES: [&str; 3] = ["contained", "outcome", "resource"];

impl<'a> Walker<'a> {
    /// Walks one value.
    pub(super) fn item(&mut self, node: &Node, kind: Option<&str>, value: &'a Value) {
        let constrained = node.fixed.is_some()
            || node.pattern.is_some()
            || node.binding.is_some()
            || node.widest.is_some()
            || node.least.is_some()
            || node.greatest.is_some()
            || node.length_max.is_some();
        if constrained {
            self.constraints(node, value);
        }
        if !node.languages.is_empty() {
            self.languages(node, value);
        }
        if !node.rules.is_empty() && !value.is_object() {
            self.rules_of_primitive(node, kind, value);
        }
        match value {
            Value::Object(members) => self.object(node, kind, (value, members)),
            Value::String(text) => self.text(node, kind, text),
            Value::Number(number) => self.number(kind, number.as_str()),
            _ => {}
        }
    }

    fn object(
        &mut self,
        node: &Node,
        kind: Option<&str>,
        (value, members): (&'a Value, &'a Map<String, Value>),
    ) {
        if RESOURCES.contains(&&*node.name) && members.contains_key("resourceType") {
            return self.resource_within(node, (value, members));
        }
        if members.is_empty() || (members.len() == 1 && members.contains_key("id")) {
            let message = "The element says nothing. Give it a value or leave it out.";
            return self.add(Finding::error("ele-1", IssueCode::Invariant, message));
        }
        if !node.rules.is_empty() {
            let typing = Typing::Node(node, kind, self.base());
            self.rules(&node.rules, Element::new(value, typing));
        }
        let each = node
            .types
            .iter()
            .find(|each| kind == Some(&each.code))
            .or(node.types.first());
        if let Some(children) = &node.children {
            self.members(members, children);
        } else if let Some(path) = &node.same_as {
            let kind = self.resource["resourceType"].as_str().unwrap_or_default();
            let base = self.scene.library.type_plan(kind);
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
        let own = node.children.is_some() || node.same_as.is_some();
        let plan = self.profile_of(each, value);
        match &*each.code {
            "Reference" => self.reference(each, value),
            "Extension" => self.extension(node, plan.as_deref(), value),
            "Attachment" => self.attachment(value),
            "Coding" => self.coding(value),
            "Quantity" | "Age" | "Count" | "Distance" | "Duration" => self.unit(value),
            _ => {}
        }
        match (plan, library.plan_of(each)) {
            (Some(plan), _) => self.under(&plan, value, members),
            (None, Some(plan)) => {
                self.rules_of_type(plan, value);
                if let (false, Some(children)) = (own, &plan.root.children) {
                    self.members(members, children);
                }
            }
            (None, None) => {}
        }
    }

    /// Walks a value against a profile of its type.
    pub(super) fn under(
        &mut self,
        plan: &Arc<Plan>,
        value: &'a Value,
        members: &'a Map<String, Value>,
    ) {
        let outer = std::mem::replace(&mut self.plan, plan.clone());
        self.rules_of_type(plan, value);
        if let Some(children) = &plan.root.children {
            self.members(members, children);
        }
        self.plan = outer;
    }

    /// Walks a resource within another, and what the element around it says of it.
    fn resource_within(
        &mut self,
        node: &Node,
        (value, members): (&'a Value, &'a Map<String, Value>),
    ) {
        let asked = self.asked_of(node, value);
        self.resource(value, asked.as_slice());
        if !node.rules.is_empty() {
            self.rules(&node.rules, Element::resource(value));
        }
        if let Some(children) = &node.children {
            let outer = (self.resource, self.root);
            self.resource = value;
            if &*node.name != "contained" {
                self.root = value;
            }
            self.members(members, children);
            (self.resource, self.root) = outer;
        }
    }

    /// The profile that is asked of a value, of several the one that it is nearest to; an
    /// extension's is named by its URL.
    fn profile_of(&mut self, each: &TypeRef, value: &'a Value) -> Option<Arc<Plan>> {
        let library = self.scene.library;
        match each.profiles.as_slice() {
            [] => {}
            [profile] => {
                let plan = library.profile(profile);
                if plan.is_none() && &*each.code != "Extension" {
                    self.asked_unknown(&profile.url);
                }
                return plan.cloned();
            }
            several => {
                let plans = several.iter().map(|each| library.profile(each).cloned());
                let plans: Option<Vec<Arc<Plan>>> = plans.collect();
                return self.nearest_of(&plans?, value);
            }
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

    /// Tells of a profile that is asked for and that nobody here knows.
    fn asked_unknown(&mut self, url: &str) {
        if self.undecided.insert(url.into()) {
            let message = format!(
                "The profile asks here for the profile {url}, which is not known here. This was not checked against it."
            );
            let code = IssueCode::NotFound;
            self.add(Finding::warning("profile-asked-unknown", code, message));
        }
    }

    /// The profile that an element asks of a resource of that type, else the type's.
    fn asked_of(&mut self, node: &Node, resource: &'a Value) -> Option<Arc<Plan>> {
        let kind = resource["resourceType"].as_str();
        let each = node.types.iter().find(|each| kind == Some(&each.code));
        let asks = |each: &&TypeRef| &*each.code != "Resource" || !each.profiles.is_empty();
        let each = each.or_else(|| node.types.first().filter(asks))?;
        match self.profile_of(each, resource) {
            Some(plan) => Some(plan),
            None => self.scene.library.plan_of(each).cloned(),
        }
    }
}
