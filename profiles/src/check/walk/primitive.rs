//! Dates and numbers of one value, and what stands beside a primitive.

use std::sync::Arc;

use caseway_proto::IssueCode;
use serde_json::Value;

use super::{Step, Walker};
use crate::check::bundle::Target;
use crate::check::{dates, narrative};
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

/// The most characters of a text (<http://hl7.org/fhir/R4/datatypes.html#string>).
const TEXT_MAX: usize = 1 << 20;

impl<'a> Walker<'a> {
    /// Checks a text: a narrative, one too long, dates that cannot be.
    pub(super) fn text(&mut self, node: &Node, kind: Option<&str>, text: &'a str) {
        match kind {
            Some("xhtml") => self.narrative(text),
            Some("base64Binary") => {}
            Some("string") if has_markup(text) => {
                let message = "The text has tags in it as HTML has, which are shown as they are at best. Write plain text.";
                let code = IssueCode::Security;
                self.add(Finding::warning("text-has-markup", code, message));
            }
            Some("markdown") if has_markup(text) => {
                let message = "The markdown has HTML in it, which a reader may not show or may not trust. Write it as markdown.";
                let code = IssueCode::Security;
                self.add(Finding::warning("markdown-has-html", code, message));
            }
            Some("url") if is_made_up(text) => {
                let message = "The address is an example's. Write the real one.";
                let code = IssueCode::Value;
                self.add(Finding::warning("example-url", code, message));
            }
            _ if text.len() > TEXT_MAX && text.chars().count() > TEXT_MAX => {
                let message =
                    "The text is longer than FHIR allows, 1,048,576 characters. Shorten it.";
                let code = IssueCode::TooLong;
                self.add(Finding::error("value-too-long", code, message));
            }
            _ => {}
        }
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

    /// Checks a narrative, and that what it links to by URN is in the Bundle.
    fn narrative(&mut self, text: &'a str) {
        let seen = narrative::check(text);
        for finding in seen.found {
            self.add(finding);
        }
        let lost = |link: &String| {
            let target = self.scene.bundle.resolve(link, self.root);
            matches!(target, Target::Nowhere)
        };
        if seen.urns.iter().any(lost) {
            let message = "The narrative links to a resource that is not in the Bundle. Add the resource, or make it plain text.";
            let code = IssueCode::NotFound;
            self.add(Finding::warning("narrative-link-broken", code, message));
        }
    }

    /// Checks that an Attachment's size is that of its data
    /// (<http://hl7.org/fhir/R4/datatypes.html#Attachment>).
    pub(super) fn attachment(&mut self, value: &'a Value) {
        let (Some(data), Some(size)) = (value["data"].as_str(), value["size"].as_u64()) else {
            return;
        };
        let letters = data.bytes().filter(u8::is_ascii_alphanumeric).count();
        let others = data.bytes().filter(|byte| b"+/".contains(byte)).count();
        if (letters + others) as u64 * 3 / 4 != size {
            let message = "The size of the attachment is not that of its data. Correct it or leave it out: it counts the bytes before they are written as base64.";
            let finding = Finding::error("attachment-size", IssueCode::Value, message);
            self.way.push(Step::Key("size"));
            self.add(finding);
            self.way.pop();
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

/// Whether the host of an address is reserved for examples (RFC 2606 §3).
pub(super) fn is_made_up(address: &str) -> bool {
    let host = address.split_once("://").map_or("", |(_, rest)| rest);
    let host = host.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let of = |domain: &str| {
        let before = host.strip_suffix(domain);
        before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    ["example.com", "example.net", "example.org"]
        .iter()
        .any(|domain| of(domain))
}

/// Whether a text has a tag in it.
fn has_markup(text: &str) -> bool {
    let mut rest = text;
    while let Some((_, after)) = rest.split_once('<') {
        let name = after.strip_prefix('/').unwrap_or(after);
        if name.starts_with(|first: char| first.is_ascii_alphabetic()) && after.contains('>') {
            return true;
        }
        rest = after;
    }
    false
}
