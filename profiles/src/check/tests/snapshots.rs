//! Plans made from differentials are those made from the snapshots that others wrote.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::shared;
use crate::{Catalogue, Settings, Source};

const PACKAGE: &str = "samples/mcode/hl7.fhir.us.mcode-4.0.0.tgz";

/// What each profile of the package says, compiled from one of its two forms.
fn said(structures: &[Value], without: &str) -> BTreeMap<String, Vec<String>> {
    let files = structures.iter().map(|definition| {
        let mut definition = definition.clone();
        definition.as_object_mut().unwrap().remove(without);
        (
            format!("{}.json", definition["id"].as_str().unwrap()),
            serde_json::to_vec(&definition).unwrap(),
        )
    });
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let defined = catalogue
        .define_package(&Source::Files(files.collect()), &[])
        .unwrap();
    let refused: Vec<String> = defined
        .refused
        .iter()
        .map(|(_, why)| why.to_string())
        .collect();
    assert_eq!(refused, Vec::<String>::new(), "without {without}");
    let explained = defined
        .profiles
        .iter()
        .filter_map(|url| Some((url.clone(), catalogue.explain(url)?.sentences)));
    explained.collect()
}

#[test]
fn a_differential_says_what_its_snapshot_says() {
    let Some(package) = shared(PACKAGE) else {
        return;
    };
    let unread = |_: &[u8]| Err("no XML is in it".to_owned());
    let package = crate::definitions::open(&Source::Package(package), &unread).unwrap();
    let structures: Vec<Value> = package.read("StructureDefinition").collect();
    let (ours, theirs) = (
        said(&structures, "snapshot"),
        said(&structures, "differential"),
    );
    // Those whose bases are in packages that are not here have no Plan from a differential.
    assert_eq!((ours.len(), theirs.len()), (22, 53));
    let mut differ = Vec::new();
    for (url, said) in &ours {
        let theirs = &theirs[url];
        let only = |a: &[String], b: &[String], whose: &str| {
            let only = a.iter().filter(|sentence| !b.contains(sentence));
            only.map(|sentence| format!("{whose} {url} {sentence}"))
                .collect::<Vec<_>>()
        };
        differ.extend(only(said, theirs, "ours"));
        differ.extend(only(theirs, said, "theirs"));
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn xml_and_json_define_the_same() {
    let xml = r#"<StructureDefinition xmlns="http://hl7.org/fhir"><url value="http://a.example/p"/>
        <name value="P"/><status value="draft"/><kind value="resource"/><abstract value="false"/>
        <type value="Observation"/>
        <baseDefinition value="http://hl7.org/fhir/StructureDefinition/Observation"/>
        <derivation value="constraint"/><differential><element id="Observation.method">
        <path value="Observation.method"/><min value="1"/></element></differential>
        </StructureDefinition>"#;
    let json = json!({
        "resourceType": "StructureDefinition", "url": "http://a.example/p", "type": "Observation",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Observation",
        "differential": {"element": [{"path": "Observation.method", "min": 1}]}
    });
    let said = |name: &str, content: Vec<u8>| {
        let mut catalogue = Catalogue::new(Settings::default()).unwrap();
        let files = vec![
            (name.to_owned(), content),
            ("readme.xml".to_owned(), b"<readme/>".to_vec()),
        ];
        catalogue
            .define_package(&Source::Files(files), &[])
            .unwrap();
        catalogue.explain("http://a.example/p").unwrap().sentences
    };
    let in_json = said("p.json", serde_json::to_vec(&json).unwrap());
    assert_eq!(in_json, ["Observation.method must be there"]);
    assert_eq!(said("p.xml", xml.as_bytes().to_vec()), in_json);
}
