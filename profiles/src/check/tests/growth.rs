//! What a check takes grows with the body and not faster: counted in steps, so that no
//! machine is too slow for it.

#[path = "../../../benches/growth/families.rs"]
mod families;

use caseway_proto::Syntax;
use serde_json::json;

use super::{BUNDLE, R4, ask, bundle};
use crate::check::check_within;
use crate::check::walk::Effort;
use crate::compile::CORE;
use crate::fhirpath::Budget;
use crate::{Catalogue, Settings};
use families::{Body, FAMILIES};

/// The smaller size, and by how much the larger is larger.
const SIZE: usize = 60;
const GROWN: usize = 8;

/// The steps that a check takes: of the walk, and of expressions.
fn steps(catalogue: &Catalogue, body: &Body) -> [u64; 2] {
    let mut ask = ask(Some(BUNDLE));
    ask.syntax = if body.xml { Syntax::Xml } else { Syntax::Json };
    let length = body.bytes.len();
    let efforts = (Budget::of_body(length), Effort::of_body(length));
    let checked = check_within(catalogue, &body.bytes, &ask, &efforts);
    assert!(!checked.fatal(), "the body is read");
    let expressions = Budget::of_body(length).left() - efforts.0.left();
    [efforts.1.spent(), expressions]
}

#[test]
fn the_steps_of_a_check_grow_no_faster_than_the_body() {
    for (name, member) in FAMILIES {
        let small = steps(&R4, &member(SIZE));
        let large = steps(&R4, &member(SIZE * GROWN));
        for (small, large) in small.into_iter().zip(large) {
            // What any body takes does not grow, so the ratio is never above the factor.
            let most = (small + 1) * GROWN as u64;
            assert!(large <= most, "{name}: {small} steps, then {large}");
        }
    }
}

#[test]
fn bundles_within_bundles_are_walked_once_against_each_profile() {
    let named = json!([
        format!("{CORE}Bundle"),
        "http://a.example/one",
        "http://a.example/two"
    ]);
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let profiles = ["one", "two"].map(|name| {
        json!({
            "resourceType": "StructureDefinition", "url": format!("http://a.example/{name}"),
            "type": "Bundle", "kind": "resource", "derivation": "constraint",
            "baseDefinition": format!("{CORE}Bundle"),
            "differential": {"element": [{"id": "Bundle", "path": "Bundle"}]},
        })
    });
    catalogue.define(&profiles).unwrap();
    let nested = |levels: usize| {
        let tree = (0..levels).fold(bundle(), |inner, _| {
            json!({
                "resourceType": "Bundle", "type": "collection", "meta": {"profile": named},
                "entry": [{"fullUrl": "urn:uuid:11111111-1111-4111-8111-111111111111", "resource": inner}],
            })
        });
        Body {
            xml: false,
            bytes: tree.to_string().into_bytes(),
        }
    };
    let [few, _] = steps(&catalogue, &nested(8));
    let [many, _] = steps(&catalogue, &nested(16));
    assert!(many <= few * 2, "{few} steps, then {many}");
}

#[test]
fn a_walk_that_goes_too_far_ends_and_refuses() {
    let efforts = (Budget::of_body(0), Effort::of(3));
    let body = bundle().to_string();
    let checked = check_within(&R4, body.as_bytes(), &ask(Some(BUNDLE)), &efforts);
    let rules: Vec<&str> = checked.issues.iter().map(|issue| &*issue.rule).collect();
    assert_eq!(rules, ["check-unfinished"]);
    assert!(checked.rejects());
}
