//! References: what they lead to must be here, of a type that is allowed, and meet the
//! profile that is asked of it.

use caseway_proto::{IssueCode, Severity};
use serde_json::Value;

use super::{Step, Walker};
use crate::check::bundle::Target;
use crate::check::structure;
use crate::compile::CORE;
use crate::plan::{ProfileRef, TypeRef};
use crate::read::Finding;

/// A reference that leads to nothing; one that is not absolute, with the address of the
/// resource it stands in, because it means another thing in another.
pub(super) type Lost<'a> = (Option<usize>, &'a str);

impl<'a> Walker<'a> {
    /// Checks a Reference.
    pub(super) fn reference(&mut self, each: &TypeRef, value: &'a Value) {
        let Some(reference) = value["reference"].as_str() else {
            return;
        };
        self.way.push(Step::Key("reference"));
        let target = self.scene.bundle.resolve(reference, self.root);
        self.lies_where(each, reference, &target);
        match target {
            Target::Here(resource) => {
                self.led_to(each, (reference, resource));
                self.led_by_id(reference);
            }
            Target::Nowhere => self.led_nowhere(reference),
            Target::Outside if self.belongs_to_document() => {
                let message = "The reference leads out of the document. A document holds all that its Composition refers to: add the resource.";
                let code = IssueCode::NotFound;
                self.add(Finding::error("document-incomplete", code, message));
            }
            Target::Outside if !self.may_be(each, reference) => {
                let message = "The reference leads out of the Bundle, by its path to a type that is not allowed here. Check it.";
                let code = IssueCode::Structure;
                self.add(Finding::warning("reference-type-outside", code, message));
            }
            Target::Outside if self.scene.bundle.is_one_resource() => {}
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

    /// Checks that what is referred to lies where the profile says
    /// (<http://hl7.org/fhir/R4/elementdefinition-definitions.html#ElementDefinition.type.aggregation>).
    fn lies_where(&mut self, each: &TypeRef, reference: &str, target: &Target<'_>) {
        let modes: &[&str] = match target {
            _ if reference.starts_with('#') => &["contained"],
            Target::Here(_) => &["bundled", "referenced"],
            Target::Outside | Target::Unasked => &["referenced"],
            Target::Nowhere => return,
        };
        // What a resource alone will be bundled with is not there to be looked at.
        let alone = self.scene.bundle.is_one_resource();
        let modes = if alone && modes == ["referenced"] {
            &["bundled", "referenced"]
        } else {
            modes
        };
        let said = |mode: &str| modes.contains(&mode);
        if each.aggregation.is_empty() || each.aggregation.iter().any(|mode| said(mode)) {
            return;
        }
        let message = format!(
            "What the reference leads to does not lie where the profile wants it: {}. Move it there, or refer to another.",
            each.aggregation.join(", ")
        );
        let code = IssueCode::Structure;
        self.add(Finding::error("reference-aggregation", code, message));
    }

    /// Tells that no such resource is here. A Registry cannot use such a report, nor can
    /// anybody a document or message whose head refers so; other Bundles may be parts.
    fn led_nowhere(&mut self, reference: &'a str) {
        let within = (!reference.contains(':')).then(|| std::ptr::from_ref(self.root).addr());
        let lost = (within, reference);
        if let Some((_, more)) = self.lost.get_mut(&lost) {
            *more += 1;
            return;
        }
        self.lost.insert(lost, (self.place(), 0));
        let message = "The reference leads to nothing: no such resource is in the Bundle. Add the resource or correct the reference.";
        let code = IssueCode::NotFound;
        let mut finding = Finding::error("reference-unresolved", code, message);
        let wanted = self.scene.latest.is_some() || reference.starts_with('#');
        if !wanted && !self.scene.bundle.is_head(self.root) {
            finding.severity = Severity::Warning;
        }
        self.add(finding);
    }

    /// Says how many more references lead to the same nothing: one cause is told once.
    pub(super) fn count_lost(&mut self) {
        for (place, more) in self.lost.values().filter(|(_, more)| *more > 0) {
            let message = format!(
                "The reference leads to nothing, and {more} more lead to the same: no such resource is in the Bundle. Add the resource or correct the references."
            );
            self.findings.reword("reference-unresolved", place, message);
        }
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

    fn led_to(&mut self, each: &TypeRef, (reference, resource): (&str, &'a Value)) {
        if each.targets.is_empty() {
            return;
        }
        let kind = resource["resourceType"].as_str().unwrap_or_default();
        let mut wanted = Vec::new();
        let mut allowed = false;
        // A profile that is not known here, or the bare type, asks for nothing more.
        let mut anything = false;
        for target in &each.targets {
            match self.scene.library.profile(target) {
                Some(plan) if &*plan.kind == "Resource" => anything = true,
                Some(plan) if &*plan.kind == kind => {
                    allowed = true;
                    anything |= plan.url.strip_prefix(CORE) == Some(kind);
                    wanted.push(plan.clone());
                }
                Some(_) => {}
                None => anything = true,
            }
        }
        if !allowed && !anything {
            self.wrong_type();
        } else if !anything {
            self.must_meet(resource, reference.starts_with('#'), wanted);
        }
    }

    /// Whether a reference that leads out may lead to what is allowed, by the type that its
    /// path says.
    fn may_be(&self, each: &TypeRef, reference: &str) -> bool {
        let library = self.scene.library;
        let restful = !reference.contains(':') || reference.starts_with("http");
        let kind = said_kind(reference).filter(|_| restful);
        let Some(kind) = kind.filter(|kind| structure::is_resource(library, kind)) else {
            return true;
        };
        let allows = |target: &ProfileRef| {
            let plan = library.profile(target);
            plan.is_none_or(|plan| &*plan.kind == kind || &*plan.kind == "Resource")
        };
        each.targets.is_empty() || each.targets.iter().any(allows)
    }

    fn wrong_type(&mut self) {
        let message = "The reference leads to a resource of a type that is not allowed here. Refer to one that is.";
        let code = IssueCode::Structure;
        self.add(Finding::error("reference-type-wrong", code, message));
    }
}

/// The type in `[base]/Type/id` and `[base]/Type/id/_history/version`.
fn said_kind(reference: &str) -> Option<&str> {
    let bare = reference.split("/_history/").next()?;
    let (rest, _) = bare.rsplit_once('/')?;
    rest.rsplit('/').next()
}
