//! One value against what the profile says of it: fixed, pattern, limits, codes.

use std::sync::Arc;

use caseway_proto::IssueCode;
use serde_json::Value;

use super::Walker;
use crate::check::values::{equals, matches, membership};
use crate::check::wanted;
use crate::plan::{Binding, Node, Strength};
use crate::read::Finding;
use crate::terminology::Membership;

impl<'a> Walker<'a> {
    /// Checks a value of an element that says something of its values.
    pub(super) fn constraints(&mut self, node: &Node, value: &'a Value) {
        self.said(node, value);
        if let Some(beyond) = wanted::limit(value, node.least.as_deref(), node.greatest.as_deref())
        {
            let message = format!("The value of {} {beyond}", node.name);
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
        for binding in node.binding.iter().chain(&node.widest) {
            self.bound(node, binding, value);
        }
    }

    /// Checks a value that the profile itself says, or a part of it.
    fn said(&mut self, node: &Node, value: &'a Value) {
        let name = &node.name;
        if let Some(fixed) = node.fixed.as_ref().filter(|fixed| !equals(value, fixed)) {
            let fixed = wanted::value(fixed);
            let message = format!(
                "The value of {name} is not the one that the profile fixes: {fixed}. Send that one."
            );
            self.add(Finding::error("value-fixed", IssueCode::Value, message));
        }
        let unmet = |pattern: &&Arc<Value>| !matches(value, pattern);
        if let Some(pattern) = node.pattern.as_ref().filter(unmet) {
            let pattern = wanted::value(pattern);
            let message = format!(
                "The value of {name} has not what the profile asks of it: {pattern}. Send it so."
            );
            self.add(Finding::error("value-pattern", IssueCode::Value, message));
        }
    }

    fn bound(&mut self, node: &Node, binding: &Binding, value: &'a Value) {
        // The units of a choice are those of its quantity; no concept is a unit.
        if node.choice
            && value.get("coding").is_some()
            && self.scene.library.set_of(binding).is_of_units()
        {
            return;
        }
        self.note_called(binding, value);
        let required = binding.strength == Strength::Required;
        let name = &node.name;
        let url = &binding.url;
        let code = IssueCode::CodeInvalid;
        match membership(self.scene.library, binding, value) {
            Some(Membership::NotMember) if required => self.add(Finding::error(
                "code-not-in-value-set",
                code,
                format!("The code of {name} is not in the value set {url}. {}", self.fitting(binding)),
            )),
            Some(Membership::NotMember) if !fixes(node) => self.add(Finding::warning(
                "code-not-in-extensible-value-set",
                code,
                format!("The code of {name} is not in the value set {url}. Use one that is if one fits."),
            )),
            Some(Membership::Undecidable) if required => {
                let why = self.why_undecidable(binding, value);
                self.add(Finding::warning(
                    "code-undecidable",
                    code,
                    format!("Whether the code of {name} is in the value set {url} cannot be told here: {why}."),
                ));
            }
            None if required && is_concept(value) => self.add(Finding::error(
                "code-missing",
                code,
                format!(
                    "{name} has no code, and text alone does not do. Add a code of the value set {url}. {}",
                    self.fitting(binding)
                ),
            )),
            _ => {}
        }
    }

    /// Which code to use.
    fn fitting(&self, binding: &Binding) -> String {
        wanted::code(
            self.scene.library.set_of(binding).codes(),
            "Use one that is",
        )
    }

    /// Notes the codings whose display is what the value set calls their code.
    fn note_called(&mut self, binding: &Binding, value: &'a Value) {
        let set = self.scene.library.set_of(binding);
        let codings = value.get("coding").and_then(Value::as_array);
        for coding in codings.into_iter().flatten().chain([value]) {
            let text = |key: &str| coding.get(key).and_then(Value::as_str);
            if let (Some(system), Some(code), Some(display)) =
                (text("system"), text("code"), text("display"))
                && set.calls((system, code), display)
            {
                self.called.insert(std::ptr::from_ref(coding).addr());
            }
        }
    }

    /// What is not loaded that would decide it.
    fn why_undecidable(&self, binding: &Binding, value: &Value) -> String {
        let set = self.scene.library.set_of(binding);
        let codings = value.get("coding").and_then(Value::as_array);
        let of_each = codings.into_iter().flatten().chain([value]);
        let reasons = of_each.filter_map(|each| set.why_undecidable(each["system"].as_str()));
        let unsaid = "what it rests on is not loaded";
        reasons
            .map(str::to_owned)
            .next()
            .unwrap_or_else(|| unsaid.to_owned())
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
