//! Evaluation: an expression over an environment, step by counted step.

use std::cell::Cell;

use super::collection::Collection;
use super::element::Element;
use super::functions::Call;
use super::item::Item;
use super::quantity::Quantity;
use super::scene::Scene;
use super::tree::{Expr, Literal, Step, Variable};
use super::{Answer, Stop, operators};

/// One evaluation of one expression.
pub(super) struct Evaluation<'e> {
    pub(super) scene: Scene<'e>,
    context: Element<'e>,
    given: u64,
    left: Cell<u64>,
    doubt: Cell<bool>,
}

/// What `$this`, `$index` and `$total` are.
#[derive(Clone, Copy)]
pub(super) struct Environment<'x, 'e> {
    pub(super) this: &'x Collection<'e>,
    pub(super) index: Option<usize>,
    pub(super) total: Option<&'x Collection<'e>>,
}

impl<'x, 'e> Environment<'x, 'e> {
    pub(super) fn of(this: &'x Collection<'e>) -> Self {
        Self {
            this,
            index: None,
            total: None,
        }
    }
}

impl<'e> Evaluation<'e> {
    pub(super) fn new(scene: &Scene<'e>, context: Element<'e>) -> Self {
        let given = scene.budget.of_one();
        Self {
            scene: *scene,
            context,
            given,
            left: Cell::new(given),
            doubt: Cell::new(false),
        }
    }

    pub(super) fn context(&self) -> Element<'e> {
        self.context
    }

    /// Counts steps; stops where there are no more.
    pub(super) fn spend(&self, steps: usize) -> Result<(), Stop> {
        let steps = u64::try_from(steps).unwrap_or(u64::MAX);
        let left = self.left.get().checked_sub(steps);
        self.left.set(left.unwrap_or(0));
        left.map(|_| ()).ok_or(Stop::Steps)
    }

    /// Notes that something is empty because it could not be told.
    pub(super) fn doubt(&self) {
        self.doubt.set(true);
    }

    /// Whether something could not be told.
    pub(super) fn doubts(&self) -> bool {
        self.doubt.get()
    }

    /// What an expression gives.
    pub(super) fn value(&self, expr: &'e Expr, env: Environment<'_, 'e>) -> Answer<'e> {
        self.spend(1)?;
        match expr {
            Expr::This => Ok(env.this.clone()),
            Expr::Index => {
                let index = env.index.and_then(|index| i32::try_from(index).ok());
                Ok(index.map(Item::Integer).into())
            }
            Expr::Total => Ok(env.total.cloned().unwrap_or_default()),
            Expr::Literal(literal) => Ok(literal.as_ref().map(item).into()),
            Expr::Variable(variable) => Ok(self.variable(variable).into()),
            Expr::Path(start, steps) => self.path(start, steps, env),
            Expr::Negative(on) => operators::negative(self, &self.value(on, env)?),
            Expr::Binary(operator, both) => {
                operators::binary(self, *operator, (&both.0, &both.1), env)
            }
            Expr::Is(on, name) => operators::is(self, &self.value(on, env)?, name),
            Expr::As(on, name) => operators::as_type(self, self.value(on, env)?, name),
            Expr::Type(_) | Expr::Pattern(_) => Err(Stop::Types),
        }
    }

    fn variable(&self, variable: &'e Variable) -> Item<'e> {
        match variable {
            Variable::Context => Item::Element(self.context),
            Variable::Resource => Item::Element(Element::resource(self.scene.resource)),
            Variable::RootResource => Item::Element(Element::resource(self.scene.root)),
            Variable::Text(text) => Item::text(&**text),
        }
    }

    fn path(&self, start: &'e Expr, steps: &'e [Step], env: Environment<'_, 'e>) -> Answer<'e> {
        // Most paths are one name from `$this`, which then need not be copied.
        let (mut at, rest) = match (start, steps) {
            (Expr::This, [Step::Child(name), rest @ ..]) => {
                self.spend(1)?;
                let mut found = Collection::Empty;
                for item in env.this.iter() {
                    operators::child(self, item, name, &mut found)?;
                }
                (found, rest)
            }
            _ => (self.value(start, env)?, steps),
        };
        for step in rest {
            self.spend(1 + at.len())?;
            at = self.step(step, at, env)?;
        }
        Ok(at)
    }

    fn step(&self, step: &'e Step, from: Collection<'e>, env: Environment<'_, 'e>) -> Answer<'e> {
        match step {
            Step::Child(name) => {
                let mut found = Collection::Empty;
                for item in from.iter() {
                    operators::child(self, item, name, &mut found)?;
                }
                Ok(found)
            }
            Step::TypeOrChild(name, kind) => {
                let mut found = Collection::Empty;
                for item in from {
                    if operators::is_type(self, &item, kind) {
                        found.push(item);
                    } else {
                        operators::child(self, &item, name, &mut found)?;
                    }
                }
                Ok(found)
            }
            Step::At(index) => {
                let index = operators::whole(self, &self.value(index, env)?)?;
                let index = index.and_then(|index| usize::try_from(index).ok());
                Ok(index
                    .and_then(|index| from.as_slice().get(index))
                    .cloned()
                    .into())
            }
            Step::Call(run, args) => run(&mut Call {
                run: self,
                env,
                input: from,
                args,
            }),
        }
    }
}

impl Drop for Evaluation<'_> {
    fn drop(&mut self) {
        self.scene.budget.spend(self.given - self.left.get());
    }
}

fn item(literal: &Literal) -> Item<'_> {
    match literal {
        Literal::Boolean(truth) => Item::Boolean(*truth),
        Literal::Text(text) => Item::text(&**text),
        Literal::Integer(whole) => Item::Integer(*whole),
        Literal::Decimal(decimal) => Item::Decimal(*decimal),
        Literal::Moment(moment) => Item::Moment(*moment),
        Literal::Quantity(value, unit) => Item::Quantity(Box::new(Quantity::new(*value, &**unit))),
    }
}
