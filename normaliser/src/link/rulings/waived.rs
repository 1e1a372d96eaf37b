//! What somebody has said is not owed, whether that stands or was taken back: an account of
//! a time in between tells what stood then.

use std::collections::BTreeMap;

use caseway_proto::{Position, RegistryId, SenderId, Waiver};
use caseway_store::{RulingEntry, Says};

/// What is waived: what follows from a Report of a Sender, for a Registry, by a rule.
type Debt = (SenderId, String, RegistryId, String);

/// Every waiver, the newest first.
#[derive(Default)]
pub(super) struct Waived(BTreeMap<Debt, Vec<Waiver>>);

impl Waived {
    /// Takes what a ruling waives, and where it was withdrawn; the newest rulings come first.
    pub(super) fn take(&mut self, entry: &RulingEntry, withdrawn: Option<Position>) {
        for says in &entry.ruling.says {
            let Says::Waived {
                sender,
                report_key,
                registry,
                rule,
            } = says
            else {
                continue;
            };
            let debt = (*sender, report_key.clone(), registry.clone(), rule.clone());
            self.0.entry(debt).or_default().push(Waiver {
                ruling: entry.position,
                reason: entry.ruling.reason.clone(),
                by: entry.ruling.registrar.clone(),
                at: entry.at,
                withdrawn,
            });
        }
    }

    /// The waivers of something that follows from a Report, oldest first.
    pub(super) fn of(
        &self,
        (sender, report_key): (SenderId, &str),
        registry: &RegistryId,
        rule: &str,
    ) -> Vec<Waiver> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let debt = (
            sender,
            report_key.to_owned(),
            registry.clone(),
            rule.to_owned(),
        );
        let waivers = self.0.get(&debt).into_iter().flatten();
        waivers.rev().cloned().collect()
    }
}
