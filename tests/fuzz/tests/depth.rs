//! What is deep, long or in a ring: nothing of it overflows the stack of a thread.

use std::thread;

use caseway_fuzz::scene::{SCENE, settings};
use caseway_fuzz::targets;
use caseway_profiles::{Catalogue, Source};
use serde_json::{Value, json};

/// The stack that Rust gives a thread.
const STACK_BYTES: usize = 2 << 20;
/// What FHIR's own definitions are called.
const CORE: &str = "http://hl7.org/fhir/StructureDefinition/";

/// Runs something on a thread of the usual stack.
fn on_a_thread(run: impl FnOnce() + Send) {
    // Made here, so that its own needs are not counted.
    let _ = &SCENE.catalogue;
    let ended = thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(STACK_BYTES);
        let thread = thread.spawn_scoped(scope, run);
        thread.is_ok_and(|thread| thread.join().is_ok())
    });
    assert!(ended, "the thread came to its end");
}

/// The profiles of Bundles that the registries have.
fn report_profiles() -> Vec<String> {
    let kinds = SCENE
        .catalogue
        .registries()
        .flat_map(|registry| &registry.kinds);
    kinds.map(|kind| kind.profile.clone()).collect()
}

/// Something put into itself so many times.
fn within(start: Value, levels: usize, around: impl Fn(Value) -> Value) -> Value {
    (0..levels).fold(start, |inner, _| around(inner))
}

fn observation() -> Value {
    json!({"resourceType": "Observation", "id": "a", "status": "final", "code": {"text": "a"}})
}

fn bundle(resource: &Value) -> Value {
    json!({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": resource}]})
}

#[test]
fn brackets_without_end_are_refused_in_either_syntax() {
    on_a_thread(|| {
        for text in [
            "[",
            "{\"a\":",
            "[{\"a\":[",
            "<a>",
            "<Bundle xmlns=\"http://hl7.org/fhir\">",
        ] {
            let body = text.repeat(200_000 / text.len());
            targets::check_json(body.as_bytes());
            targets::check_xml(body.as_bytes());
        }
    });
}

#[test]
fn resources_may_lie_within_each_other_as_deep_as_is_read() {
    on_a_thread(|| {
        for levels in [5, 18, 19, 20, 21, 29, 30, 31, 40, 400] {
            let contained = within(observation(), levels, |inner| {
                let mut outer = observation();
                outer["contained"] = json!([inner]);
                outer["hasMember"] = json!([{"reference": "#a"}]);
                outer
            });
            let entries = within(observation(), levels, |inner| bundle(&inner));
            let parts = within(
                json!({"name": "a"}),
                levels,
                |inner| json!({"name": "a", "part": [inner]}),
            );
            let parameters = json!({"resourceType": "Parameters", "parameter": [parts]});
            for tree in [&contained, &bundle(&contained), &entries, &parameters] {
                targets::check_json(tree.to_string().as_bytes());
            }
        }
    });
}

#[test]
fn elements_may_lie_within_each_other_as_deep_as_is_read() {
    on_a_thread(|| {
        for levels in [10, 27, 28, 29, 30, 31, 32, 60, 1000] {
            let extension = within(
                json!({"url": "a", "valueString": "a"}),
                levels,
                |inner| json!({"url": "http://a.example/b", "extension": [inner]}),
            );
            let mut extended = observation();
            extended["extension"] = json!([extension]);
            let item = within(
                json!({"linkId": "a", "type": "display"}),
                levels,
                |inner| json!({"linkId": "a", "type": "group", "item": [inner]}),
            );
            let questionnaire =
                json!({"resourceType": "Questionnaire", "status": "draft", "item": [item]});
            for tree in [extended, questionnaire] {
                targets::check_json(bundle(&tree).to_string().as_bytes());
            }
        }
    });
}

#[test]
fn xml_may_be_as_deep_as_it_likes() {
    on_a_thread(|| {
        for levels in [20, 30, 60, 64, 100, 256, 257, 100_000] {
            for (open, close) in [
                ("<extension url=\"http://a.example/b\">", "</extension>"),
                ("<contained><Patient>", "</Patient></contained>"),
                (
                    "<text><status value=\"generated\"/><div xmlns=\"http://www.w3.org/1999/xhtml\"><b>",
                    "</b></div></text>",
                ),
                ("<b>", "</b>"),
            ] {
                let mut body =
                    "<Bundle xmlns=\"http://hl7.org/fhir\"><entry><resource><Patient>".to_owned();
                body += &open.repeat(levels);
                body += &close.repeat(levels);
                body += "</Patient></resource></entry></Bundle>";
                targets::check_xml(body.as_bytes());
                targets::xml(body.as_bytes());
            }
        }
    });
}

#[test]
fn an_expression_may_be_as_deep_as_is_taken() {
    on_a_thread(|| {
        for levels in [10, 60, 90, 94, 95, 96, 97, 200, 20_000] {
            for (open, inner, close) in [
                ("(", "1", ")"),
                ("where(", "true", ")"),
                ("iif(true, ", "{}", ")"),
                ("descendants().select(", "$this", ")"),
                ("-", "1", ""),
                ("1 + (", "1", ")"),
                ("children()[", "0", "]"),
                ("not(", "", ")"),
            ] {
                let text = format!("{}{inner}{}", open.repeat(levels), close.repeat(levels));
                targets::fhirpath(text.as_bytes());
            }
            for chain in [".first()", " and true", " | 1", " is Patient"] {
                targets::fhirpath(format!("name{}", chain.repeat(levels)).as_bytes());
            }
        }
    });
}

#[test]
fn profiles_of_profiles_of_profiles_do_not_multiply() {
    let profiles = report_profiles();
    assert!(
        profiles.len() > 4,
        "the registries have several kinds of reports"
    );
    on_a_thread(move || {
        let tree = within(observation(), 18, |inner| {
            let mut outer = bundle(&inner);
            outer["meta"] = json!({"profile": profiles});
            outer
        });
        targets::check_json(tree.to_string().as_bytes());
    });
}

#[test]
fn references_in_rings_come_to_an_end() {
    on_a_thread(|| {
        let url = |index: usize| format!("urn:uuid:00000000-0000-4000-8000-{index:012x}");
        let entry = |index: usize| {
            let mut resource = observation();
            resource["hasMember"] =
                json!([{"reference": url((index + 1) % 50)}, {"reference": url(index)}]);
            resource["meta"] =
                json!({"profile": [format!("{CORE}vitalspanel"), format!("{CORE}vitalsigns")]});
            json!({"fullUrl": url(index), "resource": resource})
        };
        let entries: Vec<Value> = (0..50).map(entry).collect();
        let tree = json!({"resourceType": "Bundle", "type": "collection", "entry": entries});
        targets::check_json(tree.to_string().as_bytes());
    });
}

/// Installs definitions, and checks something against the profiles among them.
fn installed(definitions: &[Value]) {
    on_a_thread(|| {
        let lines: Vec<String> = definitions.iter().map(Value::to_string).collect();
        let lines = lines.join("\n").into_bytes();
        let source = Source::Files(vec![("a.ndjson".to_owned(), lines)]);
        let Ok(mut catalogue) = Catalogue::new(settings()) else {
            panic!("R4 cannot be installed");
        };
        let Ok(defined) = catalogue.define_package(&source, &[]) else {
            panic!("the definitions cannot be read");
        };
        let mut resource = observation();
        resource["hasMember"] = json!([{"reference": "#b"}]);
        resource["contained"] = json!([resource]);
        resource["extension"] = json!([{"url": "http://a.example/0", "valueString": "a"}]);
        for profile in defined.profiles.iter().take(20) {
            let ask = caseway_fuzz::scene::ask(caseway_proto::Syntax::Json, Some(profile));
            let _ = catalogue.check(resource.to_string().as_bytes(), &ask);
        }
    });
}

fn profile(url: &str, base: &str, elements: &Value) -> Value {
    json!({
        "resourceType": "StructureDefinition", "url": url, "type": "Observation", "kind": "resource",
        "derivation": "constraint", "baseDefinition": base, "differential": {"element": elements},
    })
}

fn numbered(index: usize) -> String {
    format!("http://a.example/{index}")
}

#[test]
fn a_long_row_of_profiles_on_profiles_is_refused_and_a_ring_too() {
    let root = json!([{"id": "Observation", "path": "Observation"}]);
    let mut row: Vec<Value> = (0..3000)
        .map(|index| profile(&numbered(index), &numbered(index + 1), &root))
        .collect();
    row.push(profile(
        &numbered(3000),
        &format!("{CORE}Observation"),
        &root,
    ));
    installed(&row);
    row.truncate(20);
    row.push(profile(&numbered(20), &numbered(0), &root));
    installed(&row);
}

/// Slices of `hasMember`, told apart by the code of what they lead to.
fn members(profiles: &[String]) -> Value {
    let mut elements = vec![
        json!({"id": "Observation", "path": "Observation"}),
        json!({"id": "Observation.hasMember", "path": "Observation.hasMember", "slicing": {
            "discriminator": [{"type": "value", "path": "resolve().code"}, {"type": "profile", "path": "resolve()"}],
            "rules": "open"}}),
    ];
    for (index, profile) in profiles.iter().enumerate() {
        elements.push(json!({
            "id": format!("Observation.hasMember:s{index}"), "path": "Observation.hasMember",
            "sliceName": format!("s{index}"), "max": "1",
            "type": [{"code": "Reference", "targetProfile": [profile]}],
        }));
    }
    Value::Array(elements)
}

#[test]
fn profiles_that_lead_to_themselves_and_to_each_other_are_compiled() {
    let base = format!("{CORE}Observation");
    let all: Vec<String> = (0..24).map(numbered).collect();
    let definitions: Vec<Value> = all
        .iter()
        .map(|url| profile(url, &base, &members(&all)))
        .collect();
    installed(&definitions);
    installed(&definitions[..1]);
}

#[test]
fn a_type_of_fhirs_name_that_is_built_on_itself_is_no_harm() {
    let own = format!("{CORE}Evil");
    let element = |id: &str, code: &str| json!({"id": id, "path": id, "type": [{"code": code, "profile": [own]}]});
    let mut evil = profile(
        &own,
        &format!("{CORE}Element"),
        &json!([
            {"id": "Element", "path": "Element"},
            element("Element.extension", "Evil"),
        ]),
    );
    evil["type"] = json!("Evil");
    let mut user = profile(
        "http://a.example/0",
        &format!("{CORE}Observation"),
        &json!([
            {"id": "Observation", "path": "Observation"},
            element("Observation.extension", "Evil"),
            element("Observation.value[x]", "Evil"),
            {"id": "Observation.subject", "path": "Observation.subject", "type": [{"code": "Reference", "targetProfile": [own]}]},
        ]),
    );
    installed(&[evil.clone(), user.clone()]);
    evil["differential"]["element"] = members(std::slice::from_ref(&own));
    evil["baseDefinition"] = json!(format!("{CORE}Observation"));
    user["differential"]["element"] = members(std::slice::from_ref(&own));
    installed(&[evil, user]);
}

#[test]
fn profiles_that_cannot_be_compiled_are_found_out_once() {
    let all: Vec<String> = (0..16).map(numbered).collect();
    let definitions: Vec<Value> = (0..16)
        .map(|index| {
            let mut elements = members(&all[index..]);
            // What makes it bad is said last, after all that it asks for.
            elements.as_array_mut().unwrap().push(json!({
                "id": "Observation.value[x]", "path": "Observation.value[x]",
                "constraint": [{"key": "a", "severity": "error", "human": "a", "expression": "("}],
            }));
            profile(&all[index], &format!("{CORE}Observation"), &elements)
        })
        .collect();
    installed(&definitions);
}

#[test]
fn value_sets_may_include_each_other_in_rows_and_rings() {
    let set = |index: usize, included: &[usize]| {
        let included: Vec<String> = included.iter().map(|index| numbered(*index)).collect();
        json!({"resourceType": "ValueSet", "url": numbered(index), "status": "active", "compose": {
            "include": [{"valueSet": included}], "exclude": [{"valueSet": included}]}})
    };
    let bound = profile(
        "http://a.example/p",
        &format!("{CORE}Observation"),
        &json!([
            {"id": "Observation", "path": "Observation"},
            {"id": "Observation.code", "path": "Observation.code", "binding": {"strength": "required", "valueSet": numbered(0)}},
        ]),
    );
    let mut row: Vec<Value> = (0..2000).map(|index| set(index, &[index + 1])).collect();
    row.push(bound.clone());
    installed(&row);
    let all: Vec<usize> = (0..24).collect();
    let mut ring: Vec<Value> = all.iter().map(|index| set(*index, &all)).collect();
    ring.push(bound);
    installed(&ring);
}

#[test]
fn elements_and_parts_of_slices_may_not_be_too_deep() {
    let deep = |levels: usize| -> Vec<Value> {
        let ids = (0..levels).map(|level| format!("Observation{}", ".a".repeat(level)));
        ids.map(|id| json!({"id": id, "path": id, "max": "1"}))
            .collect()
    };
    let parts = |levels: usize| -> Vec<Value> {
        let mut elements = vec![
            json!({"id": "Observation", "path": "Observation"}),
            json!({
            "id": "Observation.category", "path": "Observation.category", "max": "*",
            "slicing": {"discriminator": [{"type": "value", "path": "text"}], "rules": "open"}}),
        ];
        let names = (1..levels).map(|level| format!("a{}", "/a".repeat(level - 1)));
        elements.extend(names.map(|name| json!({
            "id": format!("Observation.category:{name}"), "path": "Observation.category", "sliceName": name,
            "slicing": {"discriminator": [{"type": "value", "path": "text"}], "rules": "open"}})));
        elements
    };
    for elements in [deep(60), deep(1500), parts(60), parts(1500)] {
        let elements = Value::Array(elements);
        let differential = profile(
            "http://a.example/p",
            &format!("{CORE}Observation"),
            &elements,
        );
        let mut snapshot = differential.clone();
        snapshot["snapshot"] = json!({"element": elements});
        installed(&[differential]);
        installed(&[snapshot]);
    }
}
