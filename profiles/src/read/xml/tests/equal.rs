//! The same content in JSON and in XML gives the same tree.

use caseway_proto::Syntax;
use serde_json::{Value, json};

use super::drawn::Drawn;
use super::oracle::xml;
use super::{R4, tree};
use crate::read::{Findings, Limits, read};
use crate::registry::builtin;
use crate::sample::Sampler;

#[test]
fn drawn_resources_of_every_type_are_read_as_they_were() {
    let mut drawn = Drawn::new(11);
    let (mut beside, mut contained, mut narratives) = (0, 0, 0);
    for kind in R4.definitions.resources() {
        for _ in 0..20 {
            let resource = drawn.resource(kind, 0);
            let written = xml(&resource);
            assert_eq!(difference(&tree(&written), &resource), None, "{written}");
            beside += usize::from(resource.to_string().contains("\"_"));
            contained += usize::from(resource.get("contained").is_some());
            narratives += usize::from(resource["text"].get("div").is_some());
        }
    }
    assert!(
        beside > 500 && contained > 100 && narratives > 100,
        "{beside} {contained} {narratives}"
    );
}

/// The first place where two trees differ.
fn difference(one: &Value, other: &Value) -> Option<String> {
    match (one, other) {
        (Value::Object(left), Value::Object(right)) => {
            let mut names: Vec<&String> = left.keys().chain(right.keys()).collect();
            names.sort();
            names.into_iter().find_map(|name| {
                let within = difference(&one[name], &other[name])?;
                Some(format!(".{name}{within}"))
            })
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let mut items = left.iter().zip(right).enumerate();
            items
                .find_map(|(at, (left, right))| Some(format!("[{at}]{}", difference(left, right)?)))
        }
        _ => (one != other).then(|| format!(": {one} is not {other}")),
    }
}

#[test]
fn sample_reports_are_read_as_they_were() {
    let tables = builtin().unwrap();
    let sampler = Sampler::new(&tables, 5);
    let mut read = 0;
    for planned in (0..40).flat_map(|index| sampler.journey(index)) {
        let read_again = tree(&xml(&planned.bundle));
        assert_eq!(difference(&read_again, &planned.bundle), None);
        read += 1;
    }
    assert!(read > 100, "{read} reports");
}

#[test]
fn the_digest_does_not_depend_on_the_syntax_or_the_order_of_the_names() {
    let bundle = json!({"resourceType": "Bundle", "type": "collection", "id": "a"});
    let text = br#"{"type": "collection", "resourceType": "Bundle", "id": "a"}"#;
    let json = read(
        &R4,
        (text, Syntax::Json),
        &Limits::default(),
        &mut Findings::new(9),
    )
    .unwrap();
    let xml = tree(&xml(&bundle));
    assert_eq!(
        serde_json::to_vec(&json).unwrap(),
        serde_json::to_vec(&xml).unwrap()
    );
}

const FORMS: &str = r#"<?xml version="1.0" encoding="utf-8"?>
<!-- a report -->
<f:Patient xmlns:f="http://hl7.org/fhir" xmlns="http://www.w3.org/1999/xhtml"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b">
  <f:id value='a&#x41;&amp;&#10;b'/>
  <f:text><f:status value="generated"></f:status><div>a<br/></div></f:text>
  <f:name id="n">
    <f:family value="a
b	c"/>
    <f:given id="g"/>
    <f:given value="A"/>
    <f:given><f:extension url="u"><f:valueDecimal value="1.10"/></f:extension></f:given>
  </f:name>
</f:Patient>
"#;

#[test]
fn every_way_to_write_it_is_read() {
    let text = format!("\u{feff}{FORMS}").replace("<f:given id=\"g\"/>", "");
    let wanted = json!({
        "resourceType": "Patient",
        "id": "aA&\nb",
        "text": {
            "status": "generated",
            "div": "<div xmlns=\"http://www.w3.org/1999/xhtml\">a<br/></div>",
        },
        "name": [{
            "id": "n",
            "family": "a b c",
            "given": ["A", null],
            "_given": [null, {"extension": [{"url": "u", "valueDecimal": 0}]}],
        }],
    });
    let mut read: Value = tree(&text);
    let decimal = &mut read["name"][0]["_given"][1]["extension"][0]["valueDecimal"];
    assert_eq!(decimal.to_string(), "1.10");
    *decimal = json!(0);
    assert_eq!(read, wanted);
}
