//! Dates and numbers of one value, and what stands beside a primitive.

use std::sync::Arc;

use caseway_proto::IssueCode;
use serde_json::Value;

use super::{Step, Walker};
use crate::check::dates;
use crate::plan::Node;
use crate::read::Finding;

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
    /// Checks a text, and that a date is none that cannot be.
    pub(super) fn text(&mut self, node: &Node, kind: Option<&str>, text: &'a str) {
        self.text_itself(kind, text);
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

    /// Checks how a number is written.
    pub(super) fn number(&mut self, kind: Option<&str>, written: &str) {
        let whole = matches!(kind, Some("integer" | "positiveInt" | "unsignedInt"));
        if whole && written.contains(['.', 'e', 'E']) {
            let message = "The number is not written as a whole number. Write it without a point.";
            self.add(Finding::error("value-format", IssueCode::Value, message));
        }
    }

    /// Checks that an extension which may stand for a value does, where there is none.
    fn stands_for_value(&mut self, node: &Node, value: &'a Value) {
        let extensions = value["extension"].as_array().into_iter().flatten();
        let mut urls = extensions.filter_map(|each| each["url"].as_str());
        let stands = |url: &str| node.alternatives.iter().any(|each| **each == *url);
        if node.alternatives.is_empty() || urls.any(stands) {
            return;
        }
        let message = format!(
            "{} has no value, and no extension that the profile allows instead of one. Add the value, or one of these: {}.",
            node.name,
            node.alternatives.join(", ")
        );
        let code = IssueCode::Required;
        self.add(Finding::error("value-alternative", code, message));
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
        if let Some(node) = alone {
            self.stands_for_value(node, value);
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
