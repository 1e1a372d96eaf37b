//! `[[silenced]]`: findings that are known and do not count for one Sender.

use jiff::civil::Date;
use serde::Deserialize;

/// A finding that is known and does not count for one Sender, until a day.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Silenced {
    /// The Sender's name, as it was given with `caseway senders add`.
    pub(crate) sender: String,
    /// The rule's id; `caseway rules` lists them. A constraint of a profile goes by its key.
    pub(crate) rule: String,
    /// The Registry whose reports it is for; without one all of them.
    pub(crate) registry: Option<String>,
    /// Why, for whoever reads the receipt.
    pub(crate) reason: String,
    /// The last day of it, in UTC: "2027-06-30". There is no silence without an end.
    pub(crate) until: Date,
}

impl Silenced {
    /// What cannot be used, all of it.
    pub(crate) fn faults(&self) -> Vec<String> {
        let said = [("sender", &self.sender), ("reason", &self.reason)];
        let blank = said.iter().filter(|(_, said)| said.trim().is_empty());
        blank
            .map(|(name, _)| format!("silenced.{name} of {:?} is empty", self.rule))
            .collect()
    }
}
