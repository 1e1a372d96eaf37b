//! A variable and whom it belongs to: what a kind of report asks.

use super::names;
use super::place::Place;
use super::spine::Spine;
use super::table::{Coded, Coding, Table, Variable};

/// A variable together with its owner, the Registry or the spine.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The variable.
    pub variable: &'a Variable,
    canonical: &'a str,
    owner: &'a str,
}

impl<'a> Asked<'a> {
    /// A variable of the spine.
    #[must_use]
    pub fn of_spine(spine: &'a Spine, variable: &'a Variable) -> Self {
        Self {
            variable,
            canonical: &spine.canonical,
            owner: "spine",
        }
    }

    /// A variable of a Registry.
    #[must_use]
    pub fn of_table(table: &'a Table, variable: &'a Variable) -> Self {
        Self {
            variable,
            canonical: &table.canonical,
            owner: &table.id,
        }
    }

    /// The id of its profile, its value set and its code system, such as `breast-er`.
    #[must_use]
    pub fn id(&self) -> String {
        format!(
            "{}-{}",
            names::slug(self.owner),
            names::slug(&self.variable.id)
        )
    }

    /// The URL of its profile.
    #[must_use]
    pub fn profile(&self) -> String {
        names::structure(self.canonical, &self.id())
    }

    /// The URL of its value set.
    #[must_use]
    pub fn value_set(&self) -> String {
        names::value_set(self.canonical, &self.id())
    }

    /// The key of the constraint that holds its codes to their dates.
    #[must_use]
    pub fn dates_key(&self) -> String {
        format!("{}-dates", self.id())
    }

    /// The code that names it: a published one, else its id in its owner's code system.
    #[must_use]
    pub fn coding(&self) -> Coding {
        self.variable.code.clone().unwrap_or_else(|| Coding {
            system: self.variable_system(),
            code: self.variable.id.clone(),
        })
    }

    /// All codes that name it, the preferred first.
    #[must_use]
    pub fn codings(&self) -> Vec<Coding> {
        let mut codings = vec![self.coding()];
        codings.extend(self.variable.also.iter().cloned());
        codings
    }

    /// The code system of its owner's variables.
    #[must_use]
    pub fn variable_system(&self) -> String {
        names::code_system(
            self.canonical,
            &format!("{}-variables", names::slug(self.owner)),
        )
    }

    /// The code system of its own values.
    #[must_use]
    pub fn own_value_system(&self) -> String {
        names::code_system(self.canonical, &self.id())
    }

    /// The code system of one of its values.
    #[must_use]
    pub fn value_system(&self, value: &Coded) -> String {
        value
            .system
            .clone()
            .unwrap_or_else(|| self.own_value_system())
    }

    /// Where it stands in a report.
    #[must_use]
    pub fn place(&self) -> Place {
        Place::of(self.variable)
    }

    /// Whether a kind of report carries it.
    #[must_use]
    pub fn is_carried_by(&self, kind: &str) -> bool {
        self.variable
            .kinds
            .iter()
            .any(|carrier| carrier == "*" || carrier == kind)
    }
}

/// Every variable that any report of a Registry may carry: the spine's, then its own.
#[must_use]
pub fn everything<'a>(table: &'a Table, spine: &'a Spine) -> Vec<Asked<'a>> {
    let common = spine
        .variables
        .iter()
        .map(|variable| Asked::of_spine(spine, variable));
    let own = table
        .variables
        .iter()
        .map(|variable| Asked::of_table(table, variable));
    common.chain(own).collect()
}

/// The variables that a kind of report carries.
#[must_use]
pub fn of_kind<'a>(table: &'a Table, spine: &'a Spine, kind: &str) -> Vec<Asked<'a>> {
    let mut carried = everything(table, spine);
    carried.retain(|asked| asked.is_carried_by(kind));
    carried
}

/// The Observations that a kind of report carries.
#[must_use]
pub fn observations<'a>(table: &'a Table, spine: &'a Spine, kind: &str) -> Vec<Asked<'a>> {
    let mut carried = of_kind(table, spine, kind);
    carried.retain(|asked| asked.place() == Place::Observation);
    carried
}
