//! References: what they lead to must be here, and of a type that is allowed.

use caseway_proto::IssueCode;
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
            Target::Here(resource) => self.led_to(each, resource),
            Target::Nowhere => {
                let message = "The reference leads to nothing: no such resource is in the Bundle. Add the resource or correct the reference.";
                self.add(Finding::error(
                    "reference-unresolved",
                    IssueCode::NotFound,
                    message,
                ));
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
