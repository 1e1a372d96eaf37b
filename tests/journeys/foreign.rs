//! A FHIR package written elsewhere is a registry too: mCODE's own example becomes a case.

use std::collections::BTreeSet;

use caseway_tests::{House, Setting};
use serde_json::Value;

/// The profile that the whole-patient bundle must have.
const ROOT: &str = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-patient-bundle";

#[tokio::test]
async fn a_foreign_package_is_a_registry_and_its_bundle_becomes_one_case() -> anyhow::Result<()> {
    let Some(samples) = House::samples() else {
        eprintln!("skipped: shared/samples is not beside this clone");
        return Ok(());
    };
    let package = samples.join("mcode/hl7.fhir.us.mcode-4.0.0.tgz");
    let config = format!(
        "[[registry]]\nid = \"mcode\"\nname = \"mCODE\"\npackage = \"{}\"\nroot = \"{ROOT}\"\n",
        package.display()
    );
    let house = House::with(&Setting {
        config,
        ..Setting::default()
    })?;
    let hospital = house.rest(&house.token("Elsewhere", &["--registry", "mcode"])?);
    let body = std::fs::read(samples.join("mcode/Bundle-mcode-patient-bundle-jenny-m.json"))?;
    let answer = hospital.post("/fhir/Bundle", body, &[]).await?;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let account = house.settled(&hospital).await?;
    assert_eq!(account["tally"]["recorded"], 1, "{account}");
    let cases = house.cases()?;
    assert_eq!(cases.len(), 1);
    let tumours = cases[0]["tumours"].as_array().cloned().unwrap_or_default();
    assert_eq!(tumours.len(), 1, "{}", cases[0]);
    assert_eq!(tumours[0]["organ"], "C50");
    assert!(tumours[0]["diagnosed"]["value"].is_string());
    let nouns: BTreeSet<&str> = tumours[0]["events"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|linked| linked["event"]["noun"].as_str())
        .collect();
    let expected = [
        "diagnosis",
        "stage",
        "marker",
        "surgery",
        "systemic-therapy",
        "radiotherapy",
    ];
    for noun in expected {
        assert!(nouns.contains(noun), "no {noun} among {nouns:?}");
    }
    assert_eq!(cases[0]["reviews"], Value::from(Vec::<Value>::new()));
    Ok(())
}
