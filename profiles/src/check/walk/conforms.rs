//! `conformsTo()`: whether something meets a profile, asked by an expression.
//!
//! It is walked on the side, and what is found is told nobody. A profile whose constraint
//! asks for the profile itself would never end, so questions within questions do.

use std::sync::Arc;

use serde_json::Value;

use super::Scene;
use super::trial::{self, Trials};
use crate::fhirpath::{Conformance, Within};
use crate::plan::Plan;
use crate::read::Findings;

/// So deep are questions asked within questions; deeper, it cannot be told.
const WITHIN_MAX: usize = 3;

impl<'a> Conformance<'a> for Scene<'a> {
    fn conforms(&self, value: &'a Value, within: Within<'a>, profile: &str) -> Option<bool> {
        let plan = self.library.plan_named(profile)?;
        let scene = Scene {
            asked_within: self.asked_within + 1,
            ..*self
        };
        if scene.asked_within > WITHIN_MAX || scene.effort.is_spent() {
            return None;
        }
        meets(scene, (value, within), &plan)
    }
}

fn meets<'a>(
    scene: Scene<'a>,
    (value, within): (&'a Value, Within<'a>),
    plan: &Arc<Plan>,
) -> Option<bool> {
    let members = value.as_object()?;
    // The first one is enough.
    let mut findings = Findings::new(1);
    let mut walker = trial::side(scene, &mut findings, (within.root, plan), Trials::default());
    walker.resource = within.resource;
    if value["resourceType"].is_string() {
        walker.resource(value, std::slice::from_ref(plan));
    } else {
        walker.under(plan, value, members);
    }
    Some(trial::refusing(findings).is_empty())
}
