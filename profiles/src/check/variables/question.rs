//! A variable as the checker asks it.

use caseway_proto::IssueCode;
use serde_json::Value;

use super::dated::{self, DatedCode};
use crate::check::wanted;
use crate::read::Finding;
use crate::registry::table::{Coding, Condition, Need, ValueType};
use crate::registry::{Asked, Place, names};

/// A variable.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub(super) id: String,
    pub(super) profile: String,
    pub(super) codings: Vec<Coding>,
    pub(super) when: Vec<Condition>,
    pub(super) place: Place,
    nb: String,
    en: String,
    kinds: Vec<String>,
    /// Whether it depends on the report whether it must be answered.
    at_times: bool,
    dates: (Option<String>, Option<String>),
    value_type: Option<ValueType>,
    limits: (Option<f64>, Option<f64>),
    decimals: Option<u32>,
    dated_codes: Vec<DatedCode>,
}

impl Question {
    /// The variable of a table or the spine.
    pub(super) fn of(asked: &Asked<'_>) -> Self {
        let variable = asked.variable;
        let conditional = variable.need == Need::Conditional;
        Self {
            id: variable.id.clone(),
            profile: asked.profile(),
            codings: asked.codings(),
            when: if conditional {
                variable.when.clone()
            } else {
                Vec::new()
            },
            place: asked.place(),
            nb: variable.name.nb.clone(),
            en: variable.name.en.clone(),
            kinds: variable.kinds.clone(),
            at_times: variable.is_asked_at_times(),
            dates: (
                variable.valid_from.map(|from| from.to_string()),
                variable.valid_to.map(|to| to.to_string()),
            ),
            value_type: variable.value_type,
            limits: (variable.min, variable.max),
            decimals: variable.decimals,
            dated_codes: DatedCode::of(asked),
        }
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    /// What it is called in Norwegian and in English.
    pub(crate) fn names(&self) -> (&str, &str) {
        (&self.nb, &self.en)
    }

    pub(super) fn is_observation(&self) -> bool {
        self.place == Place::Observation
    }

    pub(super) fn is_asked_in(&self, kind: Option<&str>) -> bool {
        self.kinds
            .iter()
            .any(|each| each == "*" || Some(each.as_str()) == kind)
    }

    /// Whether a report of that day may have to answer it, beyond what its profile asks.
    pub(super) fn may_be_asked_on(&self, day: &str) -> bool {
        let (from, to) = &self.dates;
        self.at_times
            && from.as_deref().is_none_or(|from| from <= day)
            && to.as_deref().is_none_or(|to| day <= to)
    }

    /// Its names in both languages, its id and its code.
    pub(super) fn named(&self) -> String {
        let coding = &self.codings[0];
        format!(
            "The variable “{}” ({}, {}; code {} of {})",
            self.nb, self.en, self.id, coding.code, coding.system
        )
    }

    /// Its Norwegian name and its id.
    pub(super) fn called(&self) -> String {
        format!("“{}” ({})", self.nb, self.id)
    }

    /// Tells that it must be answered and is not.
    pub(crate) fn missing(&self) -> Finding {
        Finding::error(
            "variable-missing",
            IssueCode::Required,
            format!(
                "{} is mandatory and not in the report. Add its Observation, with a value or a dataAbsentReason.",
                self.named()
            ),
        )
    }

    /// What is wrong with an Observation that answers it in a report of that day, beyond its
    /// profile; the place is from the Observation on.
    pub(super) fn refuses(&self, observation: &Value, day: &str) -> Option<Finding> {
        let Some((member, value)) = typed_value(observation) else {
            return self.refuses_absence(observation);
        };
        if let Some((index, code)) = dated::untimely(&self.dated_codes, observation, day) {
            let what = format!(
                "has a code that its value set has only in reports of some dates ({}). Use a code that is valid at the date of the report, or correct the date in Composition.date.",
                code.told()
            );
            let place = vec![member.into(), "coding".into(), index.into()];
            return Some(self.wrong("value-not-in-use", &what).at(place));
        }
        let (number, mut place) = match value {
            Value::Number(number) => (number, vec![]),
            Value::Object(quantity) => (quantity.get("value")?.as_number()?, vec!["value".into()]),
            _ => return None,
        };
        let decimals = number
            .as_str()
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len());
        if self.decimals.is_some_and(|most| decimals > most as usize) {
            place.insert(0, member.into());
            let most = self.decimals.unwrap_or_default();
            let what =
                format!("has more decimals than the {most} that the registry keeps. Round it.");
            return Some(self.wrong("value-decimals", &what).at(place));
        }
        let number = number.as_f64()?;
        let low = self.limits.0.filter(|least| number < *least);
        let high = self.limits.1.filter(|most| number > *most);
        let below = low.map(|least| wanted::below(&least.to_string()));
        let beyond = below.or_else(|| high.map(|most| wanted::above(&most.to_string())))?;
        let finding = self.wrong("value-out-of-range", &beyond);
        Some(finding.at(vec![member.into()]))
    }

    fn refuses_absence(&self, observation: &Value) -> Option<Finding> {
        let reasons = observation["dataAbsentReason"]["coding"].as_array();
        let Some(reasons) = reasons else {
            return Some(self.wrong(
                "variable-blank",
                "has neither a value nor a dataAbsentReason. Give it one of the two.",
            ));
        };
        let known = reasons.iter().any(|reason| {
            let code = reason["code"].as_str().unwrap_or_default();
            reason["system"] == names::DATA_ABSENT_REASON && names::ABSENCES.contains(&code)
        });
        (!known).then(|| {
            let reasons = names::ABSENCES.join(", ");
            let what =
                format!("has a dataAbsentReason that is no answer here. Use one of {reasons}.");
            self.wrong("variable-absence", &what)
                .at(vec!["dataAbsentReason".into()])
        })
    }

    fn wrong(&self, rule: &str, what: &str) -> Finding {
        Finding::error(
            rule,
            IssueCode::BusinessRule,
            format!("{} {what}", self.named()),
        )
    }

    /// Whether a condition on this variable can be read from its numbers.
    pub(crate) fn is_numeric(&self) -> bool {
        matches!(
            self.value_type,
            Some(ValueType::Integer | ValueType::Quantity)
        )
    }
}

/// The value of an Observation or an extension, whatever its type.
pub(in crate::check) fn value_of(element: &Value) -> Option<&Value> {
    typed_value(element).map(|(_, value)| value)
}

/// The same, with the member it stands in.
fn typed_value(element: &Value) -> Option<(&str, &Value)> {
    let members = element.as_object()?;
    let typed = |key: &str| {
        let rest = key.strip_prefix("value");
        rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()))
    };
    members
        .iter()
        .find(|(key, _)| typed(key))
        .map(|(key, value)| (key.as_str(), value))
}
