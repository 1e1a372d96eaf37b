//! Case rules on whole reports: refused, doubted, confirmed.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use caseway_proto::{Issue, Severity, Syntax};
use serde_json::{Value, json};

use super::reader;
use crate::case_rules::derivations;
use crate::check::variables::Questions;
use crate::registry::{Tables, builtin, names};
use crate::sample::Sampler;
use crate::{Ask, Catalogue, Settings};

static TABLES: LazyLock<Tables> = LazyLock::new(|| builtin().unwrap());

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let breast = TABLES.registry("breast").unwrap();
    catalogue.install_tables([breast], &TABLES.spine).unwrap();
    catalogue
});

/// The first sampled pathology report of a breast that counts lymph nodes.
fn pathology() -> Value {
    let sampler = Sampler::new(&TABLES, 11);
    let mut bundles = (0..400)
        .flat_map(|index| sampler.journey(index))
        .filter(|planned| planned.registry.0 == "breast" && planned.kind == "pathology")
        .map(|planned| planned.bundle);
    let counts = |bundle: &Value| find(bundle, &is_answer("ln_ex")).is_some();
    bundles.find(counts).unwrap()
}

fn is_answer(id: &str) -> impl Fn(&Value) -> bool {
    let variables = &TABLES.registry("breast").unwrap().variables;
    let variable = variables.iter().find(|variable| variable.id == id).unwrap();
    let code = variable
        .code
        .as_ref()
        .map_or(id, |coding| &coding.code)
        .to_owned();
    move |resource| {
        resource["resourceType"] == "Observation" && resource["code"]["coding"][0]["code"] == code
    }
}

fn find(bundle: &Value, wanted: &dyn Fn(&Value) -> bool) -> Option<usize> {
    let entries = bundle["entry"].as_array().unwrap();
    entries.iter().position(|entry| wanted(&entry["resource"]))
}

fn resource<'b>(bundle: &'b mut Value, wanted: &dyn Fn(&Value) -> bool) -> &'b mut Value {
    let index = find(bundle, wanted).unwrap();
    &mut bundle["entry"][index]["resource"]
}

/// What case rules find in a report, and whether it is refused.
fn found(bundle: &Value) -> (Vec<Issue>, bool) {
    let ask = Ask {
        syntax: Syntax::Json,
        registry: None,
        default_registry: None,
        profile: None,
        received_at: "2026-01-01T00:00:00Z".parse().unwrap(),
        allow_synthetic: true,
        refuse: &[],
    };
    let checked = CATALOGUE.check(bundle.to_string().as_bytes(), &ask);
    let refused = checked.rejects();
    let mut issues = checked.issues;
    issues.retain(|issue| issue.rule.starts_with("case-"));
    (issues, refused)
}

/// A report that says a morphology hardly ever seen in a breast.
fn doubtful() -> Value {
    let mut report = pathology();
    let tumour = resource(&mut report, &|resource| {
        resource["resourceType"] == "Condition" && resource["extension"].is_array()
    });
    let extensions = tumour["extension"].as_array_mut().unwrap();
    let morphology = extensions
        .iter_mut()
        .find(|extension| extension["url"] == names::MORPHOLOGY)
        .unwrap();
    morphology["valueCodeableConcept"]["coding"][0]["code"] = json!("8041/3");
    report
}

fn confirm(report: &mut Value, code: &str, reason: &str) {
    let composition = resource(report, &|resource| {
        resource["resourceType"] == "Composition"
    });
    composition["extension"] = json!([{
        "url": names::structure(&TABLES.spine.canonical, "rule-override"),
        "extension": [
            {"url": "rule", "valueCode": code},
            {"url": "reason", "valueString": reason},
        ],
    }]);
}

#[test]
fn what_cannot_be_so_is_refused_where_it_stands() {
    let mut report = pathology();
    assert_eq!(found(&report).0, []);
    let examined = find(&report, &is_answer("ln_ex")).unwrap();
    let positive = find(&report, &is_answer("ln_pos")).unwrap();
    report["entry"][examined]["resource"]["valueInteger"] = json!(1);
    report["entry"][positive]["resource"]["valueInteger"] = json!(3);
    let (issues, refused) = found(&report);
    assert!(refused);
    let issue = issues
        .iter()
        .find(|issue| issue.rule == "case-nodes-positive");
    let place = format!("Bundle.entry[{positive}].resource");
    assert_eq!(issue.unwrap().expression.as_ref(), Some(&place));
}

#[test]
fn what_is_doubtful_is_listed_and_accepted() {
    let (issues, refused) = found(&doubtful());
    assert!(!refused);
    let told: Vec<_> = issues
        .iter()
        .map(|issue| (&*issue.rule, issue.severity))
        .collect();
    assert!(
        told.contains(&("case-site-morphology", Severity::Warning)),
        "{told:?}"
    );
}

#[test]
fn what_is_confirmed_with_a_reason_is_kept_as_information() {
    let mut report = doubtful();
    confirm(
        &mut report,
        "site-morphology",
        "Reviewed by two pathologists",
    );
    let (issues, refused) = found(&report);
    assert!(!refused);
    let issue = issues
        .iter()
        .find(|issue| issue.rule == "case-site-morphology");
    assert_eq!(issue.unwrap().severity, Severity::Information);
    let said = format!("{issues:?}");
    assert!(
        !said.contains("pathologists"),
        "the reason is repeated nowhere"
    );
}

#[test]
fn another_rules_confirmation_changes_nothing() {
    let mut report = doubtful();
    confirm(&mut report, "age-site", "Reviewed by two pathologists");
    let (issues, _) = found(&report);
    let issue = issues
        .iter()
        .find(|issue| issue.rule == "case-site-morphology");
    assert_eq!(issue.unwrap().severity, Severity::Warning);
}

/// What two reports say together, no report says alone.
const OF_SEVERAL_REPORTS: [&str; 1] = ["stage_pathological_derived"];

#[test]
fn every_derivation_finds_what_it_needs_in_the_reports_of_some_registry() {
    let mut questions = Questions::default();
    for table in &TABLES.registries {
        questions.add(table, &TABLES.spine);
    }
    let sampler = Sampler::new(&TABLES, 5);
    let mut wanting: BTreeSet<&str> = derivations().map(|derivation| derivation.field).collect();
    for planned in (0..2000).flat_map(|index| sampler.journey(index)) {
        let asking = questions.of_registry(&planned.registry).unwrap();
        for view in reader::views(asking, &planned.bundle) {
            wanting.retain(|field| view.get(field).is_none());
        }
    }
    let wanting: Vec<&str> = wanting.into_iter().collect();
    assert_eq!(wanting, OF_SEVERAL_REPORTS);
}
