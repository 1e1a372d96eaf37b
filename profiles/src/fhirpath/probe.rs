//! One expression, for benchmarks and fuzzing, which stand outside of this crate.

use serde_json::Value;

use super::{Answers, Budget, Element, Expression, Nowhere, Refusal, Scene, Verdict};
use crate::Catalogue;

/// An expression that is run as an invariant of a resource, with nothing around it.
#[derive(Debug)]
pub struct Probe(Expression);

impl Probe {
    /// Compiles an expression.
    ///
    /// # Errors
    ///
    /// It is not FHIRPath, or uses what is not here.
    pub fn new(text: &str) -> Result<Self, Refusal> {
        Expression::compile(text).map(Self)
    }

    /// Whether it holds of a resource; nothing where that cannot be told.
    #[must_use]
    pub fn holds(&self, catalogue: &Catalogue, resource: &Value) -> Option<bool> {
        let budget = Budget::of_body(0);
        let scene = Scene {
            library: &catalogue.library,
            resource,
            root: resource,
            answers: Answers {
                references: &Nowhere,
                profiles: &Nowhere,
                terminology: &catalogue.library,
                narrative: |_| true,
            },
            now: None,
            budget: &budget,
        };
        match self.0.verdict(&scene, Element::resource(resource)) {
            Verdict::Holds => Some(true),
            Verdict::Broken => Some(false),
            Verdict::Undecided => None,
        }
    }
}
