//! Findings that do not count: known to a Registry, for one Sender, until a day.
//!
//! A silenced finding is kept and told as information, with the reason; it refuses
//! nothing. Never silenced: what makes a body no FHIR, what says who a report is about and
//! whose it is, and what the doors and the Journal say themselves (the firm rules); and
//! nothing at all of a report that no Registry can be told for.

use std::cell::OnceCell;
use std::collections::BTreeSet;

use anyhow::bail;
use caseway_profiles::{Catalogue, Checked, nearest};
use caseway_proto::{Digest, Issue, RegistryId, Sender, Severity};
use caseway_store::RosterEntry;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::config::Silenced;

/// The findings that do not count.
#[derive(Clone, Debug, Default)]
pub(crate) struct Silences(Vec<Silenced>);

impl Silences {
    /// Those of a configuration.
    ///
    /// # Errors
    /// When a rule is not known, or cannot be silenced, or a Registry is not known.
    pub(crate) fn of(configured: &[Silenced], catalogue: &Catalogue) -> anyhow::Result<Self> {
        let known = Known::of(catalogue);
        let faults: Vec<String> = configured
            .iter()
            .flat_map(|silenced| [known.rule(silenced), known.registry(silenced)])
            .flatten()
            .collect();
        if !faults.is_empty() {
            bail!(
                "findings cannot be silenced as configured:\n  {}",
                faults.join("\n  ")
            );
        }
        Ok(Self(configured.to_vec()))
    }

    /// What is silenced for nobody: Senders that are not on the Roster, which may come
    /// later, and days that are over.
    pub(crate) fn idle(&self, roster: &[RosterEntry], now: Timestamp) -> Vec<String> {
        let names = || roster.iter().map(|entry| entry.sender.name.as_str());
        let today = TimeZone::UTC.to_datetime(now).date();
        let why = |silenced: &Silenced| {
            let Silenced { sender, rule, .. } = silenced;
            if !names().any(|name| name == sender) {
                let near = near(sender, names());
                return Some(format!(
                    "silenced.sender {sender:?} of {rule:?} is no sender so far{near}"
                ));
            }
            let over = silenced.until < today;
            over.then(|| format!("silenced.until of {rule:?} for {sender:?} is over"))
        };
        self.0.iter().filter_map(why).collect()
    }

    /// The digest of everything a verdict depends on, these among it: what was rejected
    /// before is checked anew when they change.
    pub(crate) fn plan(&self, checker: Digest) -> Digest {
        if self.0.is_empty() {
            return checker;
        }
        Digest::of_parts(&[&checker.0, format!("{:?}", self.0).as_bytes()])
    }

    /// Silences findings of a report.
    pub(crate) fn apply(&self, sender: &Sender, received_at: Timestamp, checked: &mut Checked) {
        let Some(registry) = checked
            .head
            .as_ref()
            .and_then(|head| head.registry.as_ref())
        else {
            return;
        };
        let day = TimeZone::UTC.to_datetime(received_at).date();
        let own = self.0.iter().filter(|silenced| {
            silenced.sender == sender.name && day <= silenced.until && silenced.is_of(registry)
        });
        for silenced in own {
            let found = checked
                .issues
                .iter_mut()
                .filter(|issue| silenced.hits(issue));
            for issue in found {
                let until = silenced.until.to_string();
                *issue = issue.clone().silenced(until, &silenced.reason);
            }
        }
    }
}

impl Silenced {
    fn is_of(&self, registry: &RegistryId) -> bool {
        self.registry.as_ref().is_none_or(|own| *own == registry.0)
    }

    fn hits(&self, issue: &Issue) -> bool {
        issue.rule == self.rule && issue.silenced.is_none() && issue.severity < Severity::Fatal
    }
}

/// What a silence can name.
struct Known<'c> {
    catalogue: &'c Catalogue,
    /// Read only where a rule is not known.
    constraints: OnceCell<BTreeSet<String>>,
}

impl<'c> Known<'c> {
    fn of(catalogue: &'c Catalogue) -> Self {
        Self {
            catalogue,
            constraints: OnceCell::new(),
        }
    }

    /// Why the rule of a silence cannot be silenced.
    fn rule(&self, silenced: &Silenced) -> Option<String> {
        let id = &silenced.rule;
        if let Some(rule) = self.catalogue.rules().find(id) {
            let why = || format!("silenced.rule {id:?} can be silenced for nobody");
            return rule.firm.then(why);
        }
        let constraints = || self.catalogue.constraint_keys();
        let constraints = self.constraints.get_or_init(constraints);
        if constraints.contains(id) {
            return None;
        }
        let soft = self.catalogue.rules().iter().filter(|rule| !rule.firm);
        let ids = soft.map(|rule| &rule.id).chain(constraints);
        let near = near(id, ids.map(String::as_str));
        Some(format!(
            "silenced.rule {id:?} is not known{near}; `caseway rules` lists them"
        ))
    }

    /// Why the Registry of a silence is none.
    fn registry(&self, silenced: &Silenced) -> Option<String> {
        let id = RegistryId(silenced.registry.clone()?);
        if self.catalogue.registry(&id).is_some() {
            return None;
        }
        let ids = self.catalogue.registries();
        let near = near(&id.0, ids.map(|registry| registry.id.0.as_str()));
        Some(format!("silenced.registry {:?} is not known{near}", id.0))
    }
}

/// The nearest name that there is, to be said after one that there is not.
fn near<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> String {
    let near = nearest(name, known);
    near.map_or(String::new(), |near| format!(", the nearest is {near:?}"))
}

#[cfg(test)]
mod tests;
