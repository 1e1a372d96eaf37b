//! One value against what the profile says of it: fixed, pattern, limits, codes.

use caseway_proto::IssueCode;
use serde_json::Value;

use super::Walker;
use crate::check::limits::within;
use crate::check::values::{equals, matches, membership};
use crate::plan::{Binding, Node, Strength};
use crate::read::Finding;
use crate::terminology::Membership;

impl<'a> Walker<'a> {
    /// Checks a value of an element that says something of its values.
    pub(super) fn constraints(&mut self, node: &Node, value: &'a Value) {
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
        if !within(value, node.least.as_deref(), node.greatest.as_deref()) {
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
        for binding in node.binding.iter().chain(&node.widest) {
            self.bound(node, binding, value);
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
                format!("The code of {name} is not in the value set {url}. Use one that is."),
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
                format!("{name} has no code, and text alone does not do. Add a code of the value set {url}."),
            )),
            _ => {}
        }
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
