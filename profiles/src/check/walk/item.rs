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
            let asked = self.asked_of(node, value);
            return self.resource(value, &asked);
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
        match &*each.code {
            "Reference" => self.reference(each, value),
            "Coding" => self.coding(value),
            "Quantity" | "Age" | "Count" | "Distance" | "Duration" => self.unit(value),
            _ => {}
        }
        let own = node.children.is_some() || node.same_as.is_some();
        let plan = self.profile_of(each, value);
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
    fn under(&mut self, plan: &Arc<Plan>, value: &'a Value, members: &'a Map<String, Value>) {
        let outer = std::mem::replace(&mut self.plan, plan.clone());
        self.rules_of_type(plan, value);
        if let Some(children) = &plan.root.children {
            self.members(members, children);
        }
        self.plan = outer;
    }

    /// The one profile that is asked of a value; an extension's is named by its URL.
    fn profile_of(&self, each: &TypeRef, value: &Value) -> Option<Arc<Plan>> {
        let library = self.scene.library;
        if let [profile] = each.profiles.as_slice() {
            return library.profile(profile).cloned();
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
        let plans = each.profiles.iter();
        let plans = plans.filter_map(|profile| self.scene.library.profile(profile));
        let plans: Vec<_> = plans.cloned().collect();
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
}
