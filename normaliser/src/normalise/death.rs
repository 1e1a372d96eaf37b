//! The person died: the Patient's `deceased[x]`, and Observations on the cause.

use caseway_proto::{CaseEvent, Noun};

use super::report::Report;
use super::{observation, value};

/// A fact when the Patient is said to be dead, and one for each Observation on it.
pub(super) fn read(report: &Report<'_, '_>) -> Vec<CaseEvent> {
    let mut events = observation::events(report, Noun::Death, "death.observation");
    for (_, patient) in report.bundle.of_type("Patient") {
        let Some((kind, deceased)) = patient.choice("deceased") else {
            continue;
        };
        if deceased.value.as_bool() == Some(false) {
            continue;
        }
        let values = value::typed(kind, &deceased, "deceased")
            .into_iter()
            .collect();
        let rule = (Noun::Death, "death.patient");
        events.push(report.event(rule, patient, deceased.own_text(), values));
    }
    events
}
