//! The kinds of mutants, each a way to break exactly one thing.

mod bundle;
mod codes;
mod elements;
mod formats;
mod identity;
mod invariants;
mod references;
mod text;
mod variables;

use caseway_profiles::registry::Tables;

use crate::report::{Expected, Report};

pub(crate) use text::TEXTS;

/// Breaks a report and tells what is expected; nothing where there is nothing to break.
pub(crate) type Break = fn(&mut Report, &Tables) -> Option<Expected>;

/// A kind of mutant.
pub(crate) type Kind = (&'static str, Break);

/// Every kind that breaks the tree.
pub(crate) fn all() -> impl Iterator<Item = &'static Kind> {
    [
        bundle::KINDS,
        codes::KINDS,
        elements::KINDS,
        formats::KINDS,
        identity::KINDS,
        invariants::KINDS,
        references::KINDS,
        variables::KINDS,
    ]
    .into_iter()
    .flatten()
}
