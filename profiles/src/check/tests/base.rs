//! What R4 itself refuses.

use serde_json::{Value, json};

use super::{BUNDLE, R4, bundle, checked, errors, observation, refused, told};

const OBSERVATION: &str = "Bundle.entry[1].resource";

fn below(path: &str) -> String {
    format!("{OBSERVATION}{path}")
}

#[test]
fn a_misspelt_element_is_told_with_the_nearest_that_exists() {
    let tree = observation(|it| it["efectiveDateTime"] = it["effectiveDateTime"].take());
    let mut tree = tree;
    tree["entry"][1]["resource"]
        .as_object_mut()
        .unwrap()
        .remove("effectiveDateTime");
    refused(&tree, "element-unknown", &below(".efectiveDateTime"));
    let issues = checked(&R4, &tree, Some(BUNDLE)).issues;
    assert!(
        issues[0].message.contains("effectiveDateTime"),
        "{}",
        issues[0].message
    );
}

#[test]
fn a_misspelt_resource_type_is_told_with_the_nearest_that_exists() {
    let tree = observation(|it| it["resourceType"] = json!("Observacion"));
    refused(&tree, "resource-type-unknown", OBSERVATION);
    let issues = checked(&R4, &tree, Some(BUNDLE)).issues;
    assert!(issues[0].message.contains("nearest is Observation."));
}

#[test]
fn a_resource_without_type_is_refused() {
    let tree = observation(|it| {
        it.as_object_mut().unwrap().remove("resourceType");
    });
    let rules: Vec<String> = errors(&tree).into_iter().map(|(rule, _)| rule).collect();
    assert!(rules.contains(&"resource-type-missing".to_owned()));
}

#[test]
fn a_value_of_the_wrong_type_is_refused() {
    refused(
        &observation(|it| it["status"] = json!(1)),
        "type-wrong",
        &below(".status"),
    );
    let quantity = observation(|it| it["valueQuantity"]["value"] = json!("12"));
    refused(
        &quantity,
        "type-wrong",
        &below(".value.ofType(Quantity).value"),
    );
}

#[test]
fn a_single_value_for_an_array_and_the_other_way_round_are_refused() {
    let single = observation(|it| it["category"] = json!({"text": "a"}));
    refused(&single, "array-expected", &below(".category"));
    let array = observation(|it| it["status"] = json!(["final"]));
    refused(&array, "array-unexpected", &below(".status"));
}

#[test]
fn null_and_empty_arrays_are_refused() {
    refused(
        &observation(|it| it["category"] = json!([])),
        "array-empty",
        &below(".category"),
    );
    let null = observation(|it| it["issued"] = json!(null));
    refused(&null, "value-null", &below(".issued"));
}

#[test]
fn a_value_in_the_wrong_form_is_refused() {
    let date = observation(|it| it["effectiveDateTime"] = json!("31.01.2025"));
    refused(&date, "value-format", &below(".effective.ofType(dateTime)"));
    let mut whole = observation(|it| {
        it.as_object_mut().unwrap().remove("valueQuantity");
    });
    whole["entry"][1]["resource"]["valueInteger"] = serde_json::from_str("1.0").unwrap();
    refused(&whole, "value-format", &below(".value.ofType(integer)"));
}

#[test]
fn two_types_of_one_choice_are_refused() {
    let tree = observation(|it| it["valueString"] = json!("12 mm"));
    refused(&tree, "choice-more-than-one", OBSERVATION);
}

#[test]
fn a_missing_mandatory_element_is_refused() {
    let tree = observation(|it| {
        it.as_object_mut().unwrap().remove("status");
    });
    refused(&tree, "element-missing", OBSERVATION);
}

#[test]
fn a_code_outside_a_required_value_set_is_refused() {
    let tree = observation(|it| it["status"] = json!("done"));
    refused(&tree, "code-not-in-value-set", &below(".status"));
}

#[test]
fn an_element_without_content_is_refused() {
    let tree = observation(|it| it["method"] = json!({}));
    refused(&tree, "ele-1", &below(".method"));
}

#[test]
fn no_finding_says_a_value_of_the_body() {
    let tree = observation(|it| {
        it["status"] = json!("SECRET");
        it["issued"] = json!("SECRET");
        it["SECRET"] = json!(1);
    });
    for issue in checked(&R4, &tree, Some(BUNDLE)).issues {
        assert!(!issue.message.contains("SECRET"), "{}", issue.message);
    }
}

#[test]
fn the_invariants_written_in_rust_are_run() {
    let cases = [
        (
            observation(|it| it["dataAbsentReason"] = json!({"text": "a"})),
            "obs-6",
        ),
        (
            observation(|it| it["extension"] = json!([{"url": "http://a/b"}])),
            "ext-1",
        ),
        (
            observation(|it| it["subject"]["reference"] = json!("#gone")),
            "ref-1",
        ),
        (
            observation(|it| {
                it["valueQuantity"]
                    .as_object_mut()
                    .unwrap()
                    .remove("system");
            }),
            "qty-3",
        ),
        (
            observation(|it| it["referenceRange"] = json!([{"appliesTo": [{"text": "a"}]}])),
            "obs-3",
        ),
        (
            observation(|it| {
                it["effectiveDateTime"].take();
                it.as_object_mut().unwrap().remove("effectiveDateTime");
                it["effectivePeriod"] = json!({"start": "2025-02", "end": "2025-01"});
            }),
            "per-1",
        ),
    ];
    for (tree, rule) in cases {
        let rules: Vec<String> = errors(&tree).into_iter().map(|(rule, _)| rule).collect();
        assert!(rules.contains(&rule.to_owned()), "{rule}: {rules:?}");
    }
}

#[test]
fn the_invariants_of_bundles_are_run() {
    let change = |change: fn(&mut serde_json::Value)| {
        let mut tree = bundle();
        change(&mut tree);
        tree
    };
    let cases = [
        (change(|it| it["total"] = json!(2)), "bdl-1"),
        (change(|it| it["type"] = json!("transaction")), "bdl-3"),
        (
            change(|it| it["entry"][1]["fullUrl"] = it["entry"][0]["fullUrl"].clone()),
            "bdl-7",
        ),
        (change(|it| it["type"] = json!("document")), "bdl-9"),
        (change(|it| it["type"] = json!("message")), "bdl-12"),
    ];
    for (tree, rule) in cases {
        let rules: Vec<String> = errors(&tree).into_iter().map(|(rule, _)| rule).collect();
        assert!(rules.contains(&rule.to_owned()), "{rule}: {rules:?}");
    }
}

#[test]
fn contained_resources_are_checked_and_must_be_referred_to() {
    let contained = json!([{"resourceType": "Patient", "id": "p", "gender": "boy"}]);
    let referred = observation(|it| {
        it["contained"] = contained.clone();
        it["subject"]["reference"] = json!("#p");
    });
    refused(
        &referred,
        "code-not-in-value-set",
        &below(".contained[0].gender"),
    );
    let idle = observation(|it| it["contained"] = json!([{"resourceType": "Patient", "id": "p"}]));
    refused(&idle, "dom-3", OBSERVATION);
}

#[test]
fn more_findings_than_are_told_are_counted() {
    let mut tree = bundle();
    let one = json!({"resource": {"resourceType": "Patient", "gender": "x"}});
    tree["entry"] = json!(vec![one; 600]);
    let checked = checked(&R4, &tree, Some(BUNDLE));
    assert_eq!(checked.issues.len(), 501);
    assert_eq!(checked.issues.last().unwrap().rule, "issues-more");
}

#[test]
fn an_error_is_told_though_there_are_too_many_warnings() {
    let mut tree = bundle();
    let tag = |at: usize| json!({"system": format!("http://strange.no/{at}"), "code": "a"});
    let tags: Vec<Value> = (0..600).map(tag).collect();
    tree["entry"][0]["resource"]["meta"] = json!({"tag": tags});
    tree["entry"][1]["resource"]["status"] = json!("strange");
    let issues = checked(&R4, &tree, Some(BUNDLE)).issues;
    let refusing = told(&issues).into_iter().map(|(rule, _)| rule);
    assert_eq!(refusing.collect::<Vec<_>>(), ["code-not-in-value-set"]);
    assert_eq!(issues.last().unwrap().rule, "issues-more");
}

#[test]
fn line_and_column_are_those_of_the_text_as_sent() {
    let text = "{\n  \"resourceType\": \"Bundle\",\n  \"type\": \"collection\",\n  \"æøå\": 1}";
    let issues = R4.check(text.as_bytes(), &super::ask(Some(BUNDLE))).issues;
    assert_eq!((issues[0].line, issues[0].column), (Some(4), Some(3)));
}
