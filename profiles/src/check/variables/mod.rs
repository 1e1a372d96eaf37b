//! A Registry's own rules: what its table says of each variable.
//!
//! Relies on the walk for value sets and types. Leaves out what one report says
//! against another.

mod answers;
mod dated;
mod question;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use caseway_proto::{IssueCode, RegistryId};
use serde_json::Value;

pub(super) use answers::is_primary;
pub(crate) use question::Question;
pub(super) use question::value_of;

use self::answers::Answers;
use crate::catalogue::Registry;
use crate::read::{Finding, Findings};
use crate::registry::{Spine, Table, asked, names};

/// The variables of all Registries that have a table.
#[derive(Debug, Default)]
pub(crate) struct Questions {
    by_profile: HashMap<String, Arc<Question>>,
    by_registry: HashMap<RegistryId, Asking>,
    constraints: HashSet<String>,
}

/// The variables of one Registry.
#[derive(Debug)]
pub(crate) struct Asking {
    pub(super) canonical: String,
    pub(super) all: Vec<Arc<Question>>,
    by_coding: HashMap<(String, String), usize>,
}

impl Questions {
    /// Adds the variables of a table.
    pub(crate) fn add(&mut self, table: &Table, spine: &Spine) {
        let everything = asked::everything(table, spine);
        let constraints = everything
            .iter()
            .flat_map(|asked| [asked.id(), asked.dates_key()]);
        self.constraints.extend(constraints);
        let all: Vec<Arc<Question>> = everything
            .iter()
            .map(|asked| Arc::new(Question::of(asked)))
            .collect();
        let mut by_coding = HashMap::new();
        for (index, question) in all
            .iter()
            .enumerate()
            .filter(|(_, each)| each.is_observation())
        {
            self.by_profile
                .insert(question.profile.clone(), question.clone());
            for coding in &question.codings {
                by_coding.insert((coding.system.clone(), coding.code.clone()), index);
            }
        }
        let asking = Asking {
            canonical: table.canonical.clone(),
            all,
            by_coding,
        };
        self.by_registry
            .insert(RegistryId(table.id.clone()), asking);
    }

    /// Whether a constraint of that key says when a variable must be answered, or when its
    /// codes are in use, which is told as the variable.
    pub(crate) fn says_when(&self, key: &str) -> bool {
        self.constraints.contains(key)
    }

    /// The variables of a Registry that has a table.
    pub(crate) fn of_registry(&self, id: &RegistryId) -> Option<&Asking> {
        self.by_registry.get(id)
    }

    /// The variable whose Observation has that profile.
    pub(crate) fn of_profile(&self, url: &str) -> Option<&Question> {
        self.by_profile.get(url).map(|question| &**question)
    }
}

impl Asking {
    /// Which variables an Observation may answer: the same code may serve several kinds of report.
    pub(super) fn asked_by(&self, observation: &Value) -> Option<usize> {
        let codings = observation["code"]["coding"].as_array()?;
        codings
            .iter()
            .find_map(|coding| self.index(coding["system"].as_str()?, coding["code"].as_str()?))
    }

    /// The variable that is asked by a code.
    pub(crate) fn coded(&self, system: &str, code: &str) -> Option<&Question> {
        Some(&*self.all[self.index(system, code)?])
    }

    fn index(&self, system: &str, code: &str) -> Option<usize> {
        let coding = (system.to_owned(), code.to_owned());
        self.by_coding.get(&coding).copied()
    }

    /// The id of the variable that an Observation answers.
    pub(super) fn id_of(&self, observation: &Value) -> Option<&str> {
        let index = self.asked_by(observation)?;
        Some(&self.all[index].id)
    }

    pub(super) fn condition_role(&self) -> String {
        names::code_system(&self.canonical, "condition-role")
    }
}

/// Checks the variables of a report of a Registry with a table.
pub(super) fn check(
    questions: &Questions,
    registry: &Registry,
    tree: &Value,
    findings: &mut Findings,
) {
    let Some(asking) = questions.by_registry.get(&registry.id) else {
        return;
    };
    let answers = Answers::of(asking, tree);
    let day = super::head::day(tree);
    for (question, answer) in answers.observations() {
        if let Some(finding) = question.refuses(answer.value, day) {
            let place = [answer.place.as_slice(), &finding.place].concat();
            findings.add(finding.at(place));
        }
    }
    let kind = super::route::said_kind(registry, tree);
    for question in asking
        .all
        .iter()
        .filter(|question| question.is_asked_in(kind))
    {
        let may_be = question.may_be_asked_on(day);
        if may_be && answers.demand(question) && !answers.has(question) {
            findings.add(match question.when.as_slice() {
                [] => question.missing().at(vec!["entry".into()]),
                _ => demanded(question, &asking.all),
            });
        }
    }
}

/// Tells that a variable must be answered, and which others say so; not what they say.
fn demanded(question: &Question, all: &[Arc<Question>]) -> Finding {
    let by = question
        .when
        .iter()
        .filter_map(|condition| all.iter().find(|other| other.id == condition.variable));
    let others: Vec<String> = by.map(|other| other.called()).collect();
    let others = others.join(", ");
    Finding::error(
        "variable-conditional",
        IssueCode::BusinessRule,
        format!(
            "{} must be answered because of what the report says of {others}. Add it, or say with a dataAbsentReason why it is not known.",
            question.named()
        ),
    )
}
