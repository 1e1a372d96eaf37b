//! Case → Values: what each variable comes to for a tumour, who says so and who says
//! otherwise, what follows from it, and what of it all is doubtful.
//!
//! A pure function of the Case and of the tables and rules as they are now. Nothing of it
//! is kept, so a new rule speaks for every Case at once. The fields are those that the
//! case rules see (`profiles/case_rules/README.md`): a report and a Case are judged alike.
//!
//! # Current limitations
//!
//! The Case does not keep a date of birth, so rules that ask for one say nothing; the age
//! that the dating report gave is there. Of several courses of radiotherapy one is told.

mod incidence;
mod prefer;
mod said;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use caseway_profiles::Catalogue;
use caseway_profiles::case_rules::{CaseView, derivations};
use caseway_proto::{Case, Severity, SubmissionId, Summary, Tumour};
use serde::Serialize;
use serde_json::Value;

use prefer::{SUMMED, Spoken, preferred};
pub(crate) use said::answer_to;
use said::{Telling, tellings};

/// What the variables of a tumour come to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Values {
    /// The tumour's number.
    pub tumour: u32,
    /// The variables that have a value, by name.
    pub fields: Vec<Field>,
    /// What is doubtful of all of them together.
    pub doubts: Vec<Doubt>,
}

/// A variable that has a value.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Its id in the tables, or the name that case rules have for it.
    pub name: String,
    /// What it is called in English, where a table says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
    /// A code, number, date or truth; a list where it has several.
    pub value: Value,
    /// Where it comes from.
    pub origin: Origin,
}

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A report says it.
    Said {
        /// Who says it.
        by: Vec<Said>,
        /// Why it speaks for the tumour, such as `nearest-specimen`.
        because: Cow<'static, str>,
        /// Who says otherwise.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        otherwise: Vec<Said>,
    },
    /// It follows from other fields.
    Follows {
        /// From which, as far as they have a value.
        from: Vec<&'static str>,
        /// Whose reckoning it is.
        source: &'static str,
    },
}

/// A value in a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Said {
    /// The value.
    pub value: Value,
    /// The Submission.
    pub submission: SubmissionId,
    /// The element.
    pub element: String,
}

/// A case rule that the values break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// The rule's id.
    pub rule: String,
    /// The field that it points at.
    pub field: String,
    /// `error` where it cannot be so, `warning` where it is seldom so.
    pub severity: Severity,
    /// The rule's sentence in English.
    pub en: String,
    /// The rule's sentence in Norwegian.
    pub nb: String,
}

/// What the variables of each tumour of a Case come to.
#[must_use]
pub fn values(case: &Case, catalogue: &Catalogue) -> Vec<Values> {
    let of = |tumour: &Tumour| {
        let told = tellings(tumour, catalogue);
        let mut fields = said(&told, tumour, case.sex.as_ref());
        let (following, doubts) = judged(&fields, tumour, catalogue);
        fields.extend(following);
        fields.extend(incidence::field(&told));
        fields.sort_by(|one, other| one.name.cmp(&other.name));
        Values {
            tumour: tumour.number,
            fields,
            doubts,
        }
    };
    case.tumours.iter().map(of).collect()
}

/// What reports say, each field once.
fn said(told: &[Telling<'_>], tumour: &Tumour, sex: Option<&Summary>) -> Vec<Field> {
    let called: BTreeMap<&str, &str> = told
        .iter()
        .filter_map(|telling| Some((telling.field, telling.called?)))
        .collect();
    let dated = tumour.diagnosed.as_ref().map(|summary| summary.submission);
    let mut fields: Vec<Field> = preferred(told, dated)
        .iter()
        .map(|spoken| field(spoken, &called))
        .collect();
    let [topography, morphology, laterality, diagnosed] = SUMMED;
    let summed = [
        (topography, tumour.topography.as_ref()),
        (morphology, tumour.morphology.as_ref()),
        (laterality, tumour.laterality.as_ref()),
        (diagnosed, tumour.diagnosed.as_ref()),
        ("sex", sex),
    ];
    let summed = summed.into_iter();
    fields.extend(summed.filter_map(|(name, summary)| Some(of_summary(name, summary?, told))));
    fields
}

/// What the Case sums up, beside who says otherwise.
fn of_summary(name: &str, summary: &Summary, told: &[Telling<'_>]) -> Field {
    let value = Value::from(summary.value.as_str());
    let others = told.iter();
    let others = others.filter(|each| each.field == name && each.value != value);
    Field {
        name: name.to_owned(),
        called: None,
        origin: Origin::Said {
            by: vec![Said {
                value: value.clone(),
                submission: summary.submission,
                element: summary.element.clone(),
            }],
            because: summary.rule.clone(),
            otherwise: others.map(Telling::said).collect(),
        },
        value,
    }
}

fn field(spoken: &Spoken<'_, '_>, called: &BTreeMap<&str, &str>) -> Field {
    let mut values: Vec<&Value> = Vec::new();
    for telling in &spoken.by {
        if !values.contains(&&telling.value) {
            values.push(&telling.value);
        }
    }
    let value = match values.as_slice() {
        [one] => (*one).clone(),
        several => several.iter().copied().cloned().collect(),
    };
    Field {
        name: spoken.field.to_owned(),
        called: called.get(spoken.field).map(|name| (*name).to_owned()),
        value,
        origin: Origin::Said {
            by: spoken.by.iter().map(|telling| telling.said()).collect(),
            because: spoken.because.into(),
            otherwise: spoken
                .otherwise
                .iter()
                .map(|telling| telling.said())
                .collect(),
        },
    }
}

/// What follows from the fields, and which rules they break.
fn judged(fields: &[Field], tumour: &Tumour, catalogue: &Catalogue) -> (Vec<Field>, Vec<Doubt>) {
    let mut view: CaseView<&str> = CaseView::default();
    for field in fields {
        match &field.value {
            Value::Array(all) => {
                for each in all {
                    view.add(&field.name, each.clone(), &field.name);
                }
            }
            one => view.add(&field.name, one.clone(), &field.name),
        }
    }
    let view = view.completed();
    let registries: Vec<&str> = tumour.registries.iter().map(|id| id.0.as_str()).collect();
    let doubts = catalogue.judge(&view, &registries).into_iter();
    let doubts = doubts.map(|breach| Doubt {
        rule: breach.rule.id.clone(),
        field: breach.rule.at.clone(),
        severity: breach.rule.severity,
        en: breach.rule.en.clone(),
        nb: breach.rule.nb.clone(),
    });
    let said: BTreeSet<&str> = fields.iter().map(|field| field.name.as_str()).collect();
    let following = derivations().filter(|derivation| !said.contains(derivation.field));
    let following = following.filter_map(|derivation| {
        let from = derivation.from.iter().copied();
        Some(Field {
            name: derivation.field.to_owned(),
            called: None,
            value: view.get(derivation.field)?.clone(),
            origin: Origin::Follows {
                from: from.filter(|name| view.get(name).is_some()).collect(),
                source: derivation.source,
            },
        })
    });
    (following.collect(), doubts.collect())
}

#[cfg(test)]
mod tests;
