//! Findings that do not count: known to a Registry, for one Sender, until a day.
//!
//! A silenced finding is kept and told as information, with the reason; it refuses
//! nothing. Never silenced: what makes a body no FHIR, what says who a report is about and
//! whose it is, and what the doors and the Journal say themselves (the firm rules); and
//! nothing at all of a report that no Registry can be told for.

use anyhow::bail;
use caseway_profiles::{Catalogue, Checked};
use caseway_proto::{Digest, Issue, RegistryId, Sender, Severity};
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
        let faults: Vec<String> = configured
            .iter()
            .flat_map(|silenced| [rule(silenced, catalogue), registry(silenced, catalogue)])
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

/// Why the rule of a silence cannot be silenced.
fn rule(silenced: &Silenced, catalogue: &Catalogue) -> Option<String> {
    let id = &silenced.rule;
    match catalogue.rules().find(id) {
        Some(rule) if rule.firm => Some(format!("silenced.rule {id:?} can be silenced for nobody")),
        Some(_) => None,
        None if catalogue.has_constraint(id) => None,
        None => Some(format!(
            "silenced.rule {id:?} is not known; see `caseway rules`"
        )),
    }
}

fn registry(silenced: &Silenced, catalogue: &Catalogue) -> Option<String> {
    let id = RegistryId(silenced.registry.clone()?);
    let known = catalogue.registry(&id).is_some();
    (!known).then(|| format!("silenced.registry {:?} is not known", id.0))
}

#[cfg(test)]
mod tests;
