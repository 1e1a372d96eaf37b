//! Codes of a value set that only reports of some dates may say.
//!
//! The value set holds every code that was ever valid, since forms of several dates are
//! checked side by side; which of them a report may say follows from the day it is dated.

use serde_json::Value;

use crate::registry::Asked;

/// A code with the dates of the reports that may say it.
#[derive(Clone, Debug)]
pub(super) struct DatedCode {
    system: String,
    code: String,
    from: Option<String>,
    to: Option<String>,
}

impl DatedCode {
    /// Those of a variable.
    pub(super) fn of(asked: &Asked<'_>) -> Vec<Self> {
        let dated = asked.variable.dated_values().map(|value| Self {
            system: asked.value_system(value),
            code: value.code.clone(),
            from: value.valid_from.map(|from| from.to_string()),
            to: value.valid_to.map(|to| to.to_string()),
        });
        dated.collect()
    }

    fn is(&self, coding: &Value) -> bool {
        coding["system"] == *self.system && coding["code"] == *self.code
    }

    fn is_valid_on(&self, day: &str) -> bool {
        self.from.as_deref().is_none_or(|from| from <= day)
            && self.to.as_deref().is_none_or(|to| day <= to)
    }

    /// The dates, as a finding tells them.
    pub(super) fn told(&self) -> String {
        [("≥", &self.from), ("≤", &self.to)]
            .iter()
            .filter_map(|(sign, day)| Some(format!("{sign} {}", day.as_ref()?)))
            .collect::<Vec<_>>()
            .join(", ")
    }
}

/// The first coding of an answer that a report of that day may not say, with its index.
pub(super) fn untimely<'c>(
    codes: &'c [DatedCode],
    observation: &Value,
    day: &str,
) -> Option<(usize, &'c DatedCode)> {
    if codes.is_empty() {
        return None;
    }
    let codings = observation["valueCodeableConcept"]["coding"].as_array()?;
    codings.iter().enumerate().find_map(|(index, coding)| {
        let code = codes.iter().find(|code| code.is(coding))?;
        (!code.is_valid_on(day)).then_some((index, code))
    })
}
