//! The functions, a file a family, found by name when an expression is compiled.
//!
//! N1's all, and of FHIR's own those that can be answered from one body. Not here, and
//! so refused: `subsumes`, `subsumedBy`, `elementDefinition`, `slice`, `checkModifiers`.

mod combining;
mod conversion;
mod existence;
mod fhir;
mod filtering;
mod math;
mod strings;
mod subsetting;
mod tree;
mod utility;

use super::collection::Collection;
use super::evaluate::{Environment, Evaluation};
use super::item::Item;
use super::tree::{Expr, TypeName};
use super::{Answer, BYTES_A_STEP, Stop, operators};

/// What a function does.
pub(super) type Run = for<'x, 'e> fn(&mut Call<'x, 'e>) -> Answer<'e>;

/// What the arguments of a function are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Takes {
    /// Expressions.
    Values,
    /// Names of types.
    Type,
    /// A regular expression first.
    Pattern,
}

/// A function.
#[derive(Debug)]
pub(super) struct Function {
    pub(super) name: &'static str,
    /// The fewest arguments.
    pub(super) least: usize,
    /// The most arguments.
    pub(super) most: usize,
    pub(super) takes: Takes,
    pub(super) run: Run,
}

impl Function {
    const fn new(name: &'static str, least: usize, most: usize, run: Run) -> Self {
        Self {
            name,
            least,
            most,
            takes: Takes::Values,
            run,
        }
    }

    const fn taking(mut self, takes: Takes) -> Self {
        self.takes = takes;
        self
    }
}

/// All of them.
const FUNCTIONS: [&[Function]; 10] = [
    existence::FUNCTIONS,
    filtering::FUNCTIONS,
    subsetting::FUNCTIONS,
    combining::FUNCTIONS,
    conversion::FUNCTIONS,
    strings::FUNCTIONS,
    math::FUNCTIONS,
    tree::FUNCTIONS,
    utility::FUNCTIONS,
    fhir::FUNCTIONS,
];

/// The function of that name.
pub(super) fn find(name: &str) -> Option<&'static Function> {
    let mut all = FUNCTIONS.iter().copied().flatten();
    all.find(|function| function.name == name)
}

/// A call of a function.
pub(super) struct Call<'x, 'e> {
    pub(super) run: &'x Evaluation<'e>,
    pub(super) env: Environment<'x, 'e>,
    pub(super) input: Collection<'e>,
    pub(super) args: &'e [Expr],
}

impl<'e> Call<'_, 'e> {
    /// The input, which is taken away.
    fn take(&mut self) -> Collection<'e> {
        std::mem::take(&mut self.input)
    }

    /// The value of an argument that is evaluated once; empty where there is none.
    fn value(&self, index: usize) -> Answer<'e> {
        match self.args.get(index) {
            Some(arg) => self.run.value(arg, self.env),
            None => Ok(Collection::Empty),
        }
    }

    /// The value of the first argument for an item of the input.
    fn of_item(&self, index: usize, item: &Item<'e>) -> Answer<'e> {
        let this = Collection::from(item.clone());
        let mut env = Environment::of(&this);
        env.index = Some(index);
        env.total = self.env.total;
        match self.args.first() {
            Some(arg) => self.run.value(arg, env),
            None => Ok(Collection::Empty),
        }
    }

    /// Whether the first argument is true of an item of the input.
    fn holds(&self, index: usize, item: &Item<'e>) -> Result<Option<bool>, Stop> {
        operators::truth(self.run, &self.of_item(index, item)?)
    }

    /// The whole number that an argument is.
    fn whole(&self, index: usize) -> Result<Option<i32>, Stop> {
        operators::whole(self.run, &self.value(index)?)
    }

    /// The text that an argument is.
    fn text(&self, index: usize) -> Result<Option<String>, Stop> {
        match operators::plain(self.run, &self.value(index)?)? {
            None => Ok(None),
            Some(Item::Text(text)) => {
                self.run.spend(text.len() / BYTES_A_STEP)?;
                Ok(Some(text.into_owned()))
            }
            Some(_) => Err(Stop::Types),
        }
    }

    /// The one item of the input, as FHIRPath's own value.
    fn plain(&self) -> Result<Option<Item<'e>>, Stop> {
        let found = operators::plain(self.run, &self.input)?;
        if let Some(Item::Text(text)) = &found {
            self.run.spend(text.len() / BYTES_A_STEP)?;
        }
        Ok(found)
    }

    /// The type that the argument names.
    fn kind(&self) -> Result<&'e TypeName, Stop> {
        match self.args.first() {
            Some(Expr::Type(name)) => Ok(name),
            _ => Err(Stop::Types),
        }
    }
}
