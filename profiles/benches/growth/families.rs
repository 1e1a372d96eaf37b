//! Families of bodies that grow: each in one thing that could be looked at over and over.

use serde_json::{Value, json};

/// A member of a family: how it is written, and the bytes.
pub(crate) struct Body {
    /// Whether it is XML, else JSON.
    pub(crate) xml: bool,
    /// The body.
    pub(crate) bytes: Vec<u8>,
}

/// A family: what grows in it, and the member of a size.
pub(crate) type Family = (&'static str, fn(usize) -> Body);

/// All of them.
pub(crate) const FAMILIES: [Family; 23] = [
    ("entries", |size| {
        collection(&(0..size).map(observation).collect::<Vec<_>>())
    }),
    ("entries of one fullUrl", |size| {
        let same = (0..size).map(|_| observation(0));
        collection(&same.collect::<Vec<_>>())
    }),
    ("contained resources and references to them", |size| {
        of_contained(size, json!({}), |index| format!("#c{index}"))
    }),
    ("contained resources and references to the last", |size| {
        of_contained(size, json!({}), |_| format!("#c{}", size - 1))
    }),
    ("contained resources and links to them", |size| {
        let links = (0..size).map(|index| format!("<a href=\"#c{index}\">a</a>"));
        let div = narrative(&links.collect::<String>());
        of_contained(size, json!({"status": "generated", "div": div}), |_| {
            "#".to_owned()
        })
    }),
    ("codings of a value and of its components", |size| {
        let codings = |start: usize| -> Vec<Value> {
            let codes = start..start + size;
            let each =
                codes.map(|code| json!({"system": "urn:oid:1.2", "code": format!("c{code}")}));
            each.collect()
        };
        single(&json!({
            "resourceType": "Observation", "status": "final", "valueString": "a",
            "code": {"coding": codings(0)},
            "component": [{"code": {"coding": codings(size)}, "valueString": "a"}],
        }))
    }),
    ("unknown names", |size| {
        let mut resource = observation(0)["resource"].clone();
        for index in 0..size {
            resource[format!("{index:0>40}Name")] = json!(1);
        }
        single(&resource)
    }),
    ("extensions", |size| {
        let mut resource = observation(0)["resource"].clone();
        let one = |index| json!({"url": format!("https://a.test/{index}"), "valueString": "a"});
        resource["extension"] = (0..size).map(one).collect();
        single(&resource)
    }),
    ("profiles that nobody knows", |size| {
        let mut resource = observation(0)["resource"].clone();
        let one = |index: usize| json!(format!("https://a.test/{index}"));
        resource["meta"] = json!({"profile": (0..size).map(one).collect::<Vec<_>>()});
        single(&resource)
    }),
    ("a profile named again and again", |size| {
        let mut resource = observation(0)["resource"].clone();
        resource["meta"] =
            json!({"profile": vec!["http://hl7.org/fhir/StructureDefinition/vitalsigns"; size]});
        single(&resource)
    }),
    ("links by URN in a narrative", |size| {
        let links = (0..size).map(|index| format!("<a href=\"urn:uuid:{index}\">a</a>"));
        narrated(&links.collect::<String>())
    }),
    ("attributes of a tag in a narrative", |size| {
        let attributes = (0..size).map(|index| format!(" a{index}=\"b\""));
        narrated(&format!("<p{}>a</p>", attributes.collect::<String>()))
    }),
    ("elements of a narrative", |size| {
        narrated(&"<b>a</b>&amp;<br/>".repeat(size))
    }),
    ("brackets in a text", |size| {
        let mut resource = observation(0)["resource"].clone();
        resource["valueString"] = json!("<a".repeat(size * 8));
        single(&resource)
    }),
    ("names and what stands beside them", |size| {
        let beside =
            vec![json!({"extension": [{"url": "https://a.test/a", "valueCode": "a"}]}); size];
        single(&json!({
            "resourceType": "Patient",
            "name": [{"given": vec!["A"; size], "_given": beside}],
        }))
    }),
    ("Provenances of everything", |size| {
        let mut entries: Vec<Value> = (0..size).map(observation).collect();
        let target = |index: usize| json!({"reference": url(index)});
        entries.extend((0..size).map(|index| {
            json!({"fullUrl": url(size + index), "resource": {
                "resourceType": "Provenance", "recorded": "2026-01-01T10:00:00Z",
                "target": [target(index), target(0)],
                "agent": [{"who": {"reference": url(0)}}],
            }})
        }));
        let bundle = json!({"resourceType": "Bundle", "type": "document", "entry": entries});
        json_of(&bundle)
    }),
    ("references in a ring", |size| {
        let one = |index: usize| {
            let mut entry = observation(index);
            let next = url((index + 1) % size);
            entry["resource"]["hasMember"] = json!([{"reference": next}]);
            entry
        };
        collection(&(0..size).map(one).collect::<Vec<_>>())
    }),
    ("sections within a Composition", |size| {
        let section = json!({"title": "a", "text": {"status": "generated", "div": narrative("a")}});
        single(&json!({
            "resourceType": "Composition", "status": "final", "type": {"text": "a"},
            "date": "2026-01-01", "author": [{"display": "a"}], "title": "a",
            "section": vec![section; size],
        }))
    }),
    ("attributes of a tag in XML", |size| {
        let attributes = (0..size).map(|index| format!(" a{index}=\"b\""));
        xml(&format!(
            "<id{} value=\"a\"/>",
            attributes.collect::<String>()
        ))
    }),
    ("unknown elements in XML", |size| {
        let elements = (0..size).map(|index| format!("<statuss{index} value=\"a\"/>"));
        xml(&elements.collect::<String>())
    }),
    ("names in XML", |size| {
        xml(&"<name><given value=\"a\"/>a</name>".repeat(size))
    }),
    ("texts, comments and references in XML", |size| {
        xml(&"text<!-- a -->&lt;".repeat(size))
    }),
    ("namespaces in XML", |size| {
        let around = (0..100).map(|index| format!(" xmlns:a{index}=\"b\""));
        let around: String = around.collect();
        xml(&format!(
            "<name{around}>{}</name>",
            "<given value=\"a\"/>".repeat(size)
        ))
    }),
];

fn json_of(tree: &Value) -> Body {
    Body {
        xml: false,
        bytes: tree.to_string().into_bytes(),
    }
}

fn collection(entries: &[Value]) -> Body {
    json_of(&json!({"resourceType": "Bundle", "type": "collection", "entry": entries}))
}

fn single(resource: &Value) -> Body {
    collection(&[json!({"fullUrl": url(0), "resource": resource})])
}

fn url(index: usize) -> String {
    format!("urn:uuid:00000000-0000-4000-8000-{index:012x}")
}

fn observation(index: usize) -> Value {
    json!({
        "fullUrl": url(index),
        "resource": {
            "resourceType": "Observation",
            "id": format!("o{index}"),
            "status": "final",
            "code": {"coding": [{"system": "http://loinc.org", "code": "21889-1"}]},
            "subject": {"reference": url(0)},
            "effectiveDateTime": "2025-01-31",
            "valueQuantity": {
                "value": 12.0, "unit": "mm", "system": "http://unitsofmeasure.org", "code": "mm",
            },
        },
    })
}

/// A resource with so many contained, and as many references.
fn of_contained(size: usize, text: Value, reference: impl Fn(usize) -> String) -> Body {
    let contained = (0..size).map(|index| {
        json!({"resourceType": "Observation", "id": format!("c{index}"), "status": "final",
               "code": {"text": "a"}, "subject": {"reference": "#"}})
    });
    let members = (0..size).map(|index| json!({"reference": reference(index)}));
    let mut resource = json!({
        "resourceType": "Observation", "status": "final", "code": {"text": "a"},
        "contained": contained.collect::<Vec<_>>(), "hasMember": members.collect::<Vec<_>>(),
    });
    if text.get("div").is_some() {
        resource["text"] = text;
    }
    single(&resource)
}

fn narrative(inner: &str) -> String {
    format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{inner}</div>")
}

fn narrated(inner: &str) -> Body {
    let mut resource = observation(0)["resource"].clone();
    resource["text"] = json!({"status": "generated", "div": narrative(inner)});
    single(&resource)
}

/// A Bundle in XML with a Patient that has these children.
fn xml(children: &str) -> Body {
    let text = format!(
        "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"collection\"/><entry><fullUrl value=\"{}\"/>\
         <resource><Patient>{children}</Patient></resource></entry></Bundle>",
        url(0)
    );
    Body {
        xml: true,
        bytes: text.into_bytes(),
    }
}
