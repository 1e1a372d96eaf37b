//! Definitions written elsewhere: a registry made of a folder of them, what they depend
//! on, and what their author is told of them.

use std::path::Path;

use caseway_tests::{Answer, House, Setting, run};
use serde_json::{Value, json};

const ROOT: &str = "https://elsewhere.example/fhir/StructureDefinition/report";

/// A report's Bundle: a collection with a Patient as the other profile wants it.
fn bundle(further: &[Value]) -> Value {
    let mut elements = vec![
        json!({"id": "Bundle.type", "path": "Bundle.type", "fixedCode": "collection"}),
        json!({"id": "Bundle.entry", "path": "Bundle.entry", "slicing": {
            "discriminator": [{"type": "type", "path": "resource"}], "rules": "open"}}),
        json!({"id": "Bundle.entry:patient", "path": "Bundle.entry", "sliceName": "patient",
            "min": 1}),
        json!({"id": "Bundle.entry:patient.resource", "path": "Bundle.entry.resource",
            "type": [{"code": "Patient",
                "profile": ["https://elsewhere.example/fhir/StructureDefinition/patient"]}]}),
    ];
    // In the base's order: between the type and the entries.
    for (index, each) in further.iter().enumerate() {
        elements.insert(1 + index, each.clone());
    }
    json!({
        "resourceType": "StructureDefinition", "url": ROOT, "version": "1.0.0",
        "name": "Report", "status": "active", "kind": "resource", "abstract": false,
        "type": "Bundle", "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Bundle",
        "derivation": "constraint", "differential": {"element": elements}
    })
}

/// A Patient with a birth date, in XML.
const PATIENT: &str = r#"<StructureDefinition xmlns="http://hl7.org/fhir">
  <url value="https://elsewhere.example/fhir/StructureDefinition/patient"/>
  <version value="1.0.0"/><name value="Patient"/><status value="active"/>
  <kind value="resource"/><abstract value="false"/><type value="Patient"/>
  <baseDefinition value="http://hl7.org/fhir/StructureDefinition/Patient"/>
  <derivation value="constraint"/>
  <differential><element id="Patient.birthDate">
    <path value="Patient.birthDate"/><min value="1"/>
  </element></differential>
</StructureDefinition>"#;

/// Writes the Bundle's profile into one folder and the Patient's into another.
fn written(bundles: &Path, patients: &Path) -> anyhow::Result<()> {
    std::fs::create_dir_all(bundles)?;
    std::fs::create_dir_all(patients)?;
    std::fs::write(bundles.join("report.json"), bundle(&[]).to_string())?;
    std::fs::write(patients.join("patient.xml"), PATIENT)?;
    Ok(())
}

/// A house with the registry, and its answer to a report without a birth date.
async fn answered(package: &Path, dependencies: &str) -> anyhow::Result<Answer> {
    let config = format!(
        "[[registry]]\nid = \"elsewhere\"\nname = \"Elsewhere\"\npackage = {:?}\n\
         dependencies = [{dependencies}]\nroot = \"{ROOT}\"\n",
        package.display().to_string()
    );
    let house = House::with(&Setting {
        config,
        ..Setting::default()
    })?;
    let hospital = house.rest(&house.token("Fjordbyen", &["--registry", "elsewhere"])?);
    let report = json!({
        "resourceType": "Bundle", "type": "collection", "meta": {"profile": [ROOT]},
        "entry": [{"fullUrl": "urn:uuid:11111111-1111-4111-8111-111111111111",
            "resource": {"resourceType": "Patient", "gender": "female",
                "identifier": [{"system": "urn:oid:1.2.3", "value": "1"}]}}]
    });
    hospital.send(&report).await
}

#[tokio::test]
async fn a_folder_of_definitions_in_json_and_xml_is_a_registry() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    written(folder.path(), &folder.path().join("more"))?;
    let answer = answered(folder.path(), "").await?;
    assert_eq!(answer.status, 422, "{}", answer.text());
    assert!(answer.rules()?.contains(&"element-missing".to_owned()));
    Ok(())
}

#[tokio::test]
async fn what_a_dependency_asks_is_asked_and_without_it_nothing_is() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let (bundles, patients) = (
        folder.path().join("bundles"),
        folder.path().join("patients"),
    );
    written(&bundles, &patients)?;
    let dependency = format!("{:?}", patients.display().to_string());
    let with = answered(&bundles, &dependency).await?;
    assert_eq!(with.status, 422, "{}", with.text());
    assert!(with.rules()?.contains(&"element-missing".to_owned()));
    let without = answered(&bundles, "").await?;
    assert_eq!(without.status, 201, "{}", without.text());
    Ok(())
}

#[test]
fn an_author_is_told_what_definitions_ask_and_what_is_missing() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let (bundles, patients) = (
        folder.path().join("bundles"),
        folder.path().join("patients"),
    );
    written(&bundles, &patients)?;
    let (bundles, patients) = (bundles.to_string_lossy(), patients.to_string_lossy());
    let checked = run(&["profiles", "check", &bundles, "--dependency", &patients])?;
    assert!(checked.status.success(), "{checked:?}");
    let said = String::from_utf8(checked.stdout)?;
    assert!(
        said.contains("Bundle.type must be exactly \"collection\""),
        "{said}"
    );
    assert!(
        said.ends_with(
            "definitions: 1, profiles among them: 1, that cannot be used: 0, things missing: 0\n"
        ),
        "{said}"
    );
    let alone = run(&["profiles", "check", "--brief", &bundles])?;
    let said = String::from_utf8(alone.stdout)?;
    let missing = "missing: the profile https://elsewhere.example/fhir/StructureDefinition/patient is not known, asked for once";
    assert!(said.starts_with(missing), "{said}");
    Ok(())
}

#[test]
fn an_author_is_told_what_a_new_version_would_refuse_and_allow() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let write = |name: &str, further: &[Value]| -> anyhow::Result<String> {
        let path = folder.path().join(name);
        std::fs::write(&path, bundle(further).to_string())?;
        Ok(path.to_string_lossy().into_owned())
    };
    let timestamp = json!({"id": "Bundle.timestamp", "path": "Bundle.timestamp", "min": 1});
    let (old, new) = (
        write("old.json", &[])?,
        write("new.json", std::slice::from_ref(&timestamp))?,
    );
    let diff = |from: &str, to: &str| -> anyhow::Result<(Option<i32>, String)> {
        let done = run(&["profiles", "diff", from, to])?;
        Ok((done.status.code(), String::from_utf8(done.stdout)?))
    };
    let (code, said) = diff(&old, &new)?;
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.starts_with(&format!(
            "{ROOT}\n  newly refuses: Bundle.timestamp missing\n"
        )),
        "{said}"
    );
    let (code, said) = diff(&new, &old)?;
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.starts_with(&format!(
            "{ROOT}\n  newly allows: Bundle.timestamp missing\n"
        )),
        "{said}"
    );
    let (code, said) = diff(&old, &old)?;
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.starts_with("profiles compared: 1; 0 would newly refuse something"),
        "{said}"
    );
    Ok(())
}
