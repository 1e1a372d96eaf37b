//! Value sets expanded from definitions.

use serde_json::{Value, json};

use super::{Membership, ValueSets};
use crate::definitions::Definitions;

const SYSTEM: &str = "http://a.example/system";

fn contains(compose: &Value, code: &str) -> Membership {
    let mut definitions = Definitions::new().unwrap();
    let system = json!({
        "resourceType": "CodeSystem", "url": SYSTEM, "content": "complete",
        "concept": [{"code": "a", "concept": [{"code": "b", "concept": [{"code": "c"}]}]}, {"code": "d"}]
    });
    let inner = json!({"resourceType": "ValueSet", "url": "http://a.example/inner",
        "compose": {"include": [{"system": SYSTEM, "concept": [{"code": "d"}]}]}});
    let set =
        json!({"resourceType": "ValueSet", "url": "http://a.example/set", "compose": compose});
    for definition in [system, inner, set] {
        definitions.add(definition).unwrap();
    }
    ValueSets::default()
        .get(&definitions, "http://a.example/set|1")
        .contains(Some(SYSTEM), code)
}

#[test]
fn a_whole_code_system_is_included() {
    let all = || json!({"include": [{"system": SYSTEM}]});
    assert_eq!(contains(&all(), "c"), Membership::Member);
    assert_eq!(contains(&all(), "x"), Membership::NotMember);
}

#[test]
fn hierarchies_are_followed() {
    let below = |op: &str| {
        json!({"include": [{"system": SYSTEM,
        "filter": [{"property": "concept", "op": op, "value": "b"}]}]})
    };
    assert_eq!(contains(&below("is-a"), "b"), Membership::Member);
    assert_eq!(contains(&below("is-a"), "c"), Membership::Member);
    assert_eq!(contains(&below("is-a"), "a"), Membership::NotMember);
    assert_eq!(
        contains(&below("descendent-of"), "b"),
        Membership::NotMember
    );
    assert_eq!(contains(&below("regex"), "b"), Membership::Undecidable);
}

#[test]
fn sets_are_nested_and_codes_excluded() {
    let compose = || {
        json!({
            "include": [{"system": SYSTEM}, {"valueSet": ["http://a.example/inner"]}],
            "exclude": [{"system": SYSTEM, "concept": [{"code": "a"}]}]
        })
    };
    assert_eq!(contains(&compose(), "a"), Membership::NotMember);
    assert_eq!(contains(&compose(), "d"), Membership::Member);
}

#[test]
fn what_rests_on_something_unknown_is_undecidable() {
    let unknown = json!({"include": [{"valueSet": ["http://a.example/nowhere"]}]});
    assert_eq!(contains(&unknown, "a"), Membership::Undecidable);
}

#[test]
fn grammars_decide_what_no_list_holds() {
    let definitions = Definitions::new().unwrap();
    let sets = ValueSets::default();
    let types = sets.get(&definitions, "http://hl7.org/fhir/ValueSet/mimetypes");
    assert_eq!(types.contains(None, "text/plain"), Membership::Member);
    assert_eq!(types.contains(None, "text plain"), Membership::NotMember);
}
