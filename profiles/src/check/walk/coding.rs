//! A Coding, or a Quantity's unit, against its code system: whether it has the code, and
//! whether the code is called so.
//!
//! What a binding wants of it is looked at elsewhere.

use caseway_proto::IssueCode;
use serde_json::Value;

use super::{Step, Walker};
use crate::check::wanted;
use crate::read::Finding;
use crate::terminology::{CodeSystem, Membership};

impl<'a> Walker<'a> {
    /// Checks a Coding against its code system.
    pub(super) fn coding(&mut self, coding: &'a Value) {
        let text = |key: &str| coding.get(key).and_then(Value::as_str);
        let (Some(url), Some(code)) = (text("system"), text("code")) else {
            return;
        };
        let library = self.scene.library;
        let Some(system) = library.code_system(url) else {
            return self.system_unknown(url);
        };
        if system.is_supplement() {
            return self.add_under("system", supplement());
        }
        match (system.has(code), text("version")) {
            (_, Some(version)) if !system.is_version(version) => {
                self.add_under("version", version_unknown(url));
            }
            (Membership::NotMember, _) if self.is_refused_already() => {}
            (Membership::NotMember, _) => self.add_under("code", not_in_system(url, system)),
            _ if self.called.contains(&std::ptr::from_ref(coding).addr()) => {}
            _ => {
                if let Some(display) = text("display") {
                    self.display(system, (url, code), display);
                }
            }
        }
    }

    /// Checks the unit of a Quantity against its code system.
    pub(super) fn unit(&mut self, quantity: &'a Value) {
        let text = |key: &str| quantity.get(key).and_then(Value::as_str);
        let (Some(url), Some(code)) = (text("system"), text("code")) else {
            return;
        };
        match self.scene.library.code_system(url) {
            None => self.system_unknown(url),
            Some(system)
                if system.has(code) == Membership::NotMember && !self.is_refused_already() =>
            {
                let message =
                    format!("The code system {url} has no such unit. Use one that it has.");
                let code = IssueCode::CodeInvalid;
                let finding = Finding::warning("unit-not-in-system", code, message);
                self.add_under("code", finding);
            }
            Some(_) => {}
        }
    }

    fn display(&mut self, system: &CodeSystem, (url, code): (&str, &str), display: &str) {
        let language = self.resource.get("language").and_then(Value::as_str);
        if system.is_called(code, display, language) == Some(false) {
            let message = format!(
                "The display is not what the code is called in the code system {url}. Check that \
                 code and display mean the same."
            );
            let finding = Finding::warning("display-wrong", IssueCode::Value, message);
            self.add_under("display", finding);
        }
    }

    /// Tells of a code system that is none, or that nobody here knows.
    fn system_unknown(&mut self, url: &'a str) {
        if self.scene.library.definitions.has_value_set(url) {
            let message = "The system is the URL of a value set. Give that of the code system.";
            let finding =
                Finding::error("code-system-is-value-set", IssueCode::CodeInvalid, message);
            return self.add_under("system", finding);
        }
        if !url.contains(':') && !url.contains(char::is_whitespace) {
            let message =
                "The system is not an absolute URL. Give the whole URL of the code system.";
            let finding = Finding::error("code-system-relative", IssueCode::CodeInvalid, message);
            return self.add_under("system", finding);
        }
        if self.unknown.insert(url) {
            let message = "The code system is not known here. Its codes were not checked.";
            let finding = Finding::warning("code-system-unknown", IssueCode::NotFound, message);
            self.add_under("system", finding);
        }
    }

    /// Whether the element was told to be outside its value set: that says it all.
    fn is_refused_already(&self) -> bool {
        let mut place = self.place();
        if let [above @ .., Step::Key("coding"), Step::Item(_)] = self.way.as_slice() {
            place.truncate(above.len());
        }
        !self.findings.wants("code-not-in-value-set", &place)
    }

    /// Adds a finding at a child of where the walk is.
    fn add_under(&mut self, child: &'a str, finding: Finding) {
        self.way.push(Step::Key(child));
        self.add(finding);
        self.way.pop();
    }
}

fn not_in_system(url: &str, system: &CodeSystem) -> Finding {
    let fitting = wanted::code(system.codes(), "Use one that it has");
    let message = format!("The code system {url} has no such code. {fitting}");
    Finding::error("code-not-in-system", IssueCode::CodeInvalid, message)
}

fn supplement() -> Finding {
    let message = "The system only adds to another code system. Give the URL of that one.";
    Finding::error("code-system-is-supplement", IssueCode::CodeInvalid, message)
}

fn version_unknown(url: &str) -> Finding {
    let message = format!(
        "Another version of the code system {url} is loaded here. The code was not checked."
    );
    Finding::warning("code-system-version-unknown", IssueCode::NotFound, message)
}
