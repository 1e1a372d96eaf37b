//! Each rule's own examples, and what rules see.

use serde_json::json;

use super::{CaseRules, CaseView};
use crate::{Catalogue, Settings};

fn view(fields: &serde_json::Map<String, serde_json::Value>) -> CaseView<()> {
    let mut view = CaseView::default();
    for (field, value) in fields {
        match value {
            serde_json::Value::Array(all) => {
                for each in all {
                    view.add(field, each.clone(), ());
                }
            }
            one => view.add(field, one.clone(), ()),
        }
    }
    view
}

#[test]
fn every_rule_is_kept_and_broken_by_its_own_examples() {
    let catalogue = Catalogue::new(Settings::default()).unwrap();
    let rules = CaseRules::builtin().unwrap();
    let mut wrong = Vec::new();
    for rule in rules.iter() {
        let registries: Vec<&str> = rule.registries.iter().map(String::as_str).collect();
        for (index, example) in rule.examples.iter().enumerate() {
            let view = view(&example.case).completed();
            let broken = rules.judge(&catalogue.library, &view, &registries);
            let keeps = !broken.iter().any(|breach| breach.rule.id == rule.id);
            if keeps != example.keeps() {
                wrong.push(format!("{}: example {index} keeps it: {keeps}", rule.id));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn what_is_unknown_breaks_no_rule() {
    let catalogue = Catalogue::new(Settings::default()).unwrap();
    let rules = CaseRules::builtin().unwrap();
    let fields = json!({"sex": "male", "ln_ex": 3});
    let view = view(fields.as_object().unwrap()).completed();
    assert!(
        rules
            .judge(&catalogue.library, &view, &["breast"])
            .is_empty()
    );
}

/// The fields that `case_rules/README.md` lists beside the variables.
const EVERYWHERE: [&str; 22] = [
    "sex",
    "birth",
    "died",
    "reported",
    "icd10",
    "topography",
    "morphology",
    "laterality",
    "basis",
    "diagnosed",
    "recurred",
    "sampled",
    "operation",
    "operated",
    "intent",
    "rt_start",
    "rt_end",
    "rt_fraction_gy",
    "rt_fractions",
    "rt_total_gy",
    "age",
    "site",
];

#[test]
fn every_field_that_rules_and_derivations_name_is_one_that_a_view_can_have() {
    let tables = crate::registry::builtin().unwrap();
    let variables = tables.registries.iter().flat_map(|table| &table.variables);
    let variables = variables.chain(&tables.spine.variables);
    let mut known: std::collections::BTreeSet<&str> =
        variables.map(|variable| variable.id.as_str()).collect();
    known.extend(EVERYWHERE);
    known.extend(super::derivations().map(|derivation| derivation.field));
    let mut unknown = Vec::new();
    for derivation in super::derivations() {
        let from = derivation
            .from
            .iter()
            .filter(|field| !known.contains(*field));
        unknown.extend(from.map(|field| format!("{}: {field}", derivation.field)));
    }
    let rules = CaseRules::builtin().unwrap();
    for rule in rules.iter() {
        let named = rule.examples.iter().flat_map(|example| example.case.keys());
        let named = named
            .chain([&rule.at])
            .filter(|field| !known.contains(field.as_str()));
        unknown.extend(named.map(|field| format!("{}: {field}", rule.id)));
    }
    unknown.sort();
    unknown.dedup();
    assert_eq!(unknown, Vec::<String>::new());
}
