//! What a report answers, by variable, and which further answers that demands.

use serde_json::Value;

use super::question::value_of;
use super::{Asking, Question};
use crate::check::head::resources;
use crate::read;
use crate::registry::table::Condition;
use crate::registry::{Place, names};

/// An Observation that answers a variable.
pub(super) struct Answer<'a> {
    pub(super) value: &'a Value,
    pub(super) place: read::Place,
}

/// What a report answers.
pub(super) struct Answers<'a> {
    asking: &'a Asking,
    observations: Vec<(usize, Answer<'a>)>,
    tumours: Vec<&'a Value>,
    numbered_specimen: bool,
    basis: String,
}

impl<'a> Answers<'a> {
    /// The answers of a Bundle.
    pub(super) fn of(asking: &'a Asking, tree: &'a Value) -> Self {
        let role = asking.condition_role();
        let mut answers = Self {
            asking,
            observations: Vec::new(),
            tumours: Vec::new(),
            numbered_specimen: false,
            basis: names::structure(&asking.canonical, "basis-of-diagnosis"),
        };
        for (index, resource) in resources(tree).enumerate() {
            match resource["resourceType"].as_str() {
                Some("Observation") => answers.add_observation(index, resource),
                Some("Specimen") if resource.get("accessionIdentifier").is_some() => {
                    answers.numbered_specimen = true;
                }
                Some("Condition") if is_primary(resource, &role) => answers.tumours.push(resource),
                _ => {}
            }
        }
        answers
    }

    fn add_observation(&mut self, index: usize, observation: &'a Value) {
        if let Some(question) = self.asking.asked_by(observation) {
            let place = vec!["entry".into(), index.into(), "resource".into()];
            let answer = Answer {
                value: observation,
                place,
            };
            self.observations.push((question, answer));
        }
    }

    /// The Observations that answer a variable, with it.
    pub(super) fn observations(&self) -> impl Iterator<Item = (&Question, &Answer<'a>)> {
        let asked = |index: usize| &*self.asking.all[index];
        self.observations
            .iter()
            .map(move |(index, answer)| (asked(*index), answer))
    }

    /// Whether a variable is answered, by a value or by why there is none.
    pub(super) fn has(&self, question: &Question) -> bool {
        if question.is_observation() {
            return self.answering(&question.id).next().is_some();
        }
        match question.place {
            Place::Elsewhere => true,
            Place::Accession => self.numbered_specimen,
            place => !self.tumour_values(place).is_empty(),
        }
    }

    fn answering(&self, id: &str) -> impl Iterator<Item = &'a Value> {
        let asked = self.observations.iter().filter(move |(index, _)| {
            let known = &self.asking.all[*index];
            known.id == id || shares_code(known, &self.asking.all, id)
        });
        asked.map(|(_, answer)| answer.value)
    }

    /// Whether all conditions of a variable hold.
    pub(super) fn demand(&self, question: &Question) -> bool {
        question.when.iter().all(|condition| self.holds(condition))
    }

    fn holds(&self, condition: &Condition) -> bool {
        let other = self
            .asking
            .all
            .iter()
            .find(|other| other.id == condition.variable);
        let Some(other) = other else {
            return false;
        };
        if other.is_observation() {
            let mut values = self.answering(&other.id).filter_map(value_of);
            return values.any(|value| fits(condition, other, value));
        }
        let values = self.tumour_values(other.place);
        values.iter().any(|value| has_code(condition, value))
    }

    /// What the tumours say at a place.
    fn tumour_values(&self, place: Place) -> Vec<&'a Value> {
        let extension = |value: &'a Value, url: &str| -> Vec<&'a Value> {
            let all = value["extension"].as_array().into_iter().flatten();
            let same = all.filter(|extension| extension["url"] == url);
            same.filter_map(value_of).collect()
        };
        let site = |tumour: &'a Value| &tumour["bodySite"][0];
        let of_one = |tumour: &'a Value| match place {
            Place::Icd10 => there(&tumour["code"]),
            Place::Topography => there(site(tumour)),
            Place::Morphology => extension(tumour, names::MORPHOLOGY),
            Place::Laterality => extension(site(tumour), names::LATERALITY),
            Place::DiagnosisDate => extension(tumour, names::ASSERTED_DATE),
            Place::Basis => extension(tumour, &self.basis),
            Place::Accession | Place::Observation | Place::Elsewhere => Vec::new(),
        };
        self.tumours
            .iter()
            .flat_map(|tumour| of_one(tumour))
            .collect()
    }
}

/// Whether the variable of that id has a code in common with another one.
fn shares_code(known: &Question, all: &[std::sync::Arc<Question>], id: &str) -> bool {
    all.iter().any(|other| {
        other.id == id
            && other
                .codings
                .iter()
                .any(|coding| known.codings.contains(coding))
    })
}

fn there(value: &Value) -> Vec<&Value> {
    if value.is_null() {
        Vec::new()
    } else {
        vec![value]
    }
}

/// Whether a Condition is a primary tumour, by the code system of roles.
pub(in crate::check) fn is_primary(condition: &Value, role: &str) -> bool {
    let categories = condition["category"].as_array().into_iter().flatten();
    let mut codings = categories.flat_map(|each| each["coding"].as_array().into_iter().flatten());
    codings.any(|coding| coding["system"] == role && coding["code"] == "primary-tumour")
}

/// Whether a value is what a condition asks for.
fn fits(condition: &Condition, other: &Question, value: &Value) -> bool {
    let number = || {
        let number = if value.is_object() {
            &value["value"]
        } else {
            value
        };
        number.as_f64().filter(|_| other.is_numeric())
    };
    let limit = |limit: Option<f64>, holds: fn(f64, f64) -> bool| {
        limit.is_none_or(|limit| number().is_some_and(|number| holds(number, limit)))
    };
    (condition.one_of.is_empty() || has_code(condition, value))
        && limit(condition.at_least, |number, limit| number >= limit)
        && limit(condition.at_most, |number, limit| number <= limit)
        && condition
            .is
            .is_none_or(|wanted| value.as_bool() == Some(wanted))
}

fn has_code(condition: &Condition, concept: &Value) -> bool {
    let codings = concept["coding"].as_array().into_iter().flatten();
    let mut codes = codings.filter_map(|coding| coding["code"].as_str());
    codes.any(|code| {
        condition
            .one_of
            .iter()
            .any(|wanted| match wanted.strip_suffix('*') {
                Some(start) => code.starts_with(start),
                None => code == wanted,
            })
    })
}
