//! FHIRPath (normative, N1/2.0.0, as FHIR R4 uses it): compiled once, evaluated over the
//! element tree.
//!
//! An [`Expression`] is a tree that is checked whole when it is compiled: what does not
//! parse, or names a function that is not here, is a [`Refusal`]. It is evaluated
//! without parsing, without I/O and without a clock, in a bounded number of steps; what
//! cannot be told within them is undecided. Types come from the definitions, and only
//! where they matter. Names are kept with their `_name` sibling, so that nothing is
//! formatted while evaluating; more interning would not pay, since the members of the
//! tree are found by text.
//!
//! Leaves out what needs a server (`subsumes`) and what N1 does not have.

mod collection;
mod element;
mod evaluate;
mod functions;
mod item;
mod moment;
mod number;
mod operators;
mod parse;
mod probe;
mod quantity;
mod reference;
mod scene;
mod tree;
mod units;

#[cfg(test)]
mod tests;

pub(crate) use element::{Element, Typing};
pub use probe::Probe;
pub(crate) use quantity::order_of_quantities;
pub(crate) use reference::{Answers, Conformance, Nowhere, Resolve, Terminology, Within};
pub(crate) use scene::{Budget, Scene};

use collection::Collection;
use evaluate::{Environment, Evaluation};
use item::Item;
use serde_json::Value;
use tree::Expr;
use units::{Ucum, Units as _};

/// A decimal in another unit of UCUM's, as text; nothing where no number converts it.
pub(crate) fn converted(value: &str, from: &str, to: &str) -> Option<String> {
    let factor = Ucum.factor(from, to)?;
    let converted = number::parse(value)?.checked_mul(factor)?;
    Some(converted.normalize().to_string())
}

/// How deep an expression may be nested.
const NESTING_MAX: usize = 96;

/// The most bytes an expression may have.
const TEXT_BYTES_MAX: usize = 64 << 10;

/// How many bytes of a text count as a step.
const BYTES_A_STEP: usize = 64;

/// Why an expression is not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is not FHIRPath.
    #[error("at byte {at}: {what}")]
    Syntax {
        /// Where, in bytes from the start.
        at: usize,
        /// What is wrong there.
        what: &'static str,
    },
    /// It calls a function that is not here.
    #[error("the function {name}() is not known here")]
    Function {
        /// The function's name.
        name: String,
    },
    /// It calls a function with too few or too many arguments.
    #[error("the function {name}() does not take that many arguments")]
    Arguments {
        /// The function's name.
        name: &'static str,
    },
    /// It names a variable that nobody sets.
    #[error("the variable %{name} is not known here")]
    Variable {
        /// The variable's name.
        name: String,
    },
    /// It has a regular expression that cannot be read.
    #[error("a regular expression in it cannot be read")]
    Pattern,
    /// It is longer or deeper nested than is taken.
    #[error("it is longer or deeper nested than is taken here")]
    TooLarge,
}

/// Why an evaluation came to no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// It took more steps than it may.
    Steps,
    /// There are several items where one was asked for.
    Several,
    /// The operands are of types that the operation does not take.
    Types,
}

/// What an evaluation gives.
type Answer<'e> = Result<Collection<'e>, Stop>;

/// What an invariant says of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It holds.
    Holds,
    /// It does not.
    Broken,
    /// That cannot be told.
    Undecided,
}

/// A compiled expression.
#[derive(Debug)]
pub(crate) struct Expression {
    root: Expr,
}

impl Expression {
    /// Compiles an expression.
    pub(crate) fn compile(text: &str) -> Result<Self, Refusal> {
        parse::parse(text).map(|root| Self { root })
    }

    /// Whether the expression, as an invariant, holds of an element.
    ///
    /// Only true holds: empty does not, as in HL7's own validator, unless it is empty
    /// because something could not be told here.
    pub(crate) fn verdict<'e>(&'e self, scene: &Scene<'e>, at: Element<'e>) -> Verdict {
        let run = Evaluation::new(scene, at);
        let answer = self.run(&run);
        match answer.and_then(|found| operators::truth(&run, &found)) {
            Ok(Some(true)) => Verdict::Holds,
            Ok(_) if !run.doubts() => Verdict::Broken,
            Ok(_) | Err(_) => Verdict::Undecided,
        }
    }

    /// Whether the expression surely is a truth value, said of an element.
    pub(crate) fn is<'e>(&'e self, scene: &Scene<'e>, at: Element<'e>, wanted: bool) -> bool {
        let run = Evaluation::new(scene, at);
        let answer = self.run(&run);
        answer.and_then(|found| operators::truth(&run, &found)) == Ok(Some(wanted))
    }

    /// Whether an element is among what the expression gives; nothing where that cannot
    /// be told.
    pub(crate) fn selects<'e>(
        &'e self,
        scene: &Scene<'e>,
        at: Element<'e>,
        element: &Value,
    ) -> Option<bool> {
        let run = Evaluation::new(scene, at);
        let found = self.run(&run).ok()?;
        let mut elements = found.iter().filter_map(Item::element);
        let selected = elements.any(|each| std::ptr::eq(each.value(), element));
        (selected || !run.doubts()).then_some(selected)
    }

    fn run<'e>(&'e self, run: &Evaluation<'e>) -> Answer<'e> {
        let this = Collection::from(Item::Element(run.context()));
        run.value(&self.root, Environment::of(&this))
    }
}
