//! References: what they lead to must be here, and of a type that is allowed.

use caseway_proto::{IssueCode, Severity};
use serde_json::Value;

use super::{Step, Walker};
use crate::check::bundle::Target;
use crate::plan::{ProfileRef, TypeRef};
use crate::read::Finding;

impl<'a> Walker<'a> {
    /// Checks a Reference.
    pub(super) fn reference(&mut self, each: &TypeRef, value: &'a Value) {
        let Some(reference) = value["reference"].as_str() else {
            return;
        };
        self.way.push(Step::Key("reference"));
        match self.scene.bundle.resolve(reference, self.root) {
            Target::Here(resource) => {
                self.led_to(each, resource);
                self.led_by_id(reference);
            }
            Target::Nowhere => self.led_nowhere(reference),
            Target::Outside if self.belongs_to_document() => {
                let message = "The reference leads out of the document. A document holds all that its Composition refers to: add the resource.";
                let code = IssueCode::NotFound;
                self.add(Finding::error("document-incomplete", code, message));
            }
            Target::Outside => {
                let message =
                    "The reference leads out of the Bundle. What it leads to was not looked at.";
                self.add(Finding::warning(
                    "reference-outside",
                    IssueCode::NotFound,
                    message,
                ));
            }
            Target::Unasked => {}
        }
        self.way.pop();
    }

    /// Tells that no such resource is here. A Registry cannot use such a report, nor can
    /// anybody a document or message whose head refers so; other Bundles may be parts.
    fn led_nowhere(&mut self, reference: &str) {
        let message = "The reference leads to nothing: no such resource is in the Bundle. Add the resource or correct the reference.";
        let code = IssueCode::NotFound;
        let mut finding = Finding::error("reference-unresolved", code, message);
        let wanted = self.scene.latest.is_some() || reference.starts_with('#');
        if !wanted && !self.scene.bundle.is_head(self.root) {
            finding.severity = Severity::Warning;
        }
        self.add(finding);
    }

    /// Tells of a relative reference that leads nowhere by R4's rules: there is no
    /// server that it could be relative to.
    fn led_by_id(&mut self, reference: &str) {
        let relative = !reference.contains(':') && !reference.starts_with('#');
        if relative && self.belongs_to_document() && !self.scene.bundle.is_on_server() {
            let message = "The reference is relative, and the fullUrl of the Composition has no server that it could be relative to. Refer to the fullUrl of the other entry.";
            let code = IssueCode::NotFound;
            self.add(Finding::warning(
                "document-reference-relative",
                code,
                message,
            ));
        }
    }

    /// Whether the reference is one of a document's Composition to what the document
    /// must hold: all but those to other documents (R4, Documents, "Document Content").
    fn belongs_to_document(&self) -> bool {
        let relates = |step: &Step<'_>| matches!(step, Step::Key("relatesTo"));
        self.root["resourceType"] == "Composition"
            && self.scene.bundle.is_head(self.root)
            && !self.way.iter().any(relates)
    }

    fn led_to(&mut self, each: &TypeRef, resource: &Value) {
        let kind = resource["resourceType"].as_str().unwrap_or_default();
        let library = self.scene.library;
        let allowed = |target: &ProfileRef| match library.profile(target) {
            Some(plan) => &*plan.kind == kind || &*plan.kind == "Resource",
            None => true,
        };
        if !each.targets.is_empty() && !each.targets.iter().any(allowed) {
            let message = "The reference leads to a resource of a type that is not allowed here. Refer to one that is.";
            self.add(Finding::error(
                "reference-type-wrong",
                IssueCode::Structure,
                message,
            ));
        }
    }
}
