//! Docker Compose: what it starts is what the binary does, with its hands bound.

use caseway_tests::repository::root;
use serde_json::{Map, Value};

use super::{flags, given, none, settings, texts, yaml};

const FOLDER: &str = "deploy/compose";
/// Images that are not started read-only, each for a reason that stands beside it.
const WRITING: [&str; 1] = ["kafka"];

fn composed() -> anyhow::Result<Value> {
    let mut documents = yaml(&given(&format!("{FOLDER}/compose.yaml"))?)?;
    anyhow::ensure!(documents.len() == 1, "it is one document");
    Ok(documents.remove(0))
}

fn part<'c>(composed: &'c Value, name: &str) -> anyhow::Result<&'c Map<String, Value>> {
    let part = composed[name].as_object();
    part.ok_or_else(|| anyhow::anyhow!("there are {name}"))
}

fn is_ours(service: &Value) -> bool {
    let image = service["image"].as_str().unwrap_or_default();
    image.contains("caseway:")
}

#[test]
fn services_name_commands_and_flags_that_the_binary_has() {
    let composed = composed().unwrap();
    let ours = part(&composed, "services").unwrap().iter();
    let ours: Vec<_> = ours.filter(|(_, service)| is_ours(service)).collect();
    assert!(ours.len() >= 4, "our services were found");
    let mut faults = Vec::new();
    for (name, service) in ours {
        let fault = flags::fault(&texts(&service["command"])).unwrap();
        faults.extend(fault.map(|fault| format!("{name}: {fault}")));
    }
    none("a service is what the binary does", &faults);
}

#[test]
fn every_service_is_limited_and_may_do_little() {
    let composed = composed().unwrap();
    let mut faults = Vec::new();
    for (name, service) in part(&composed, "services").unwrap() {
        let limits = &service["deploy"]["resources"]["limits"];
        let image = service["image"].as_str().unwrap_or_default();
        for (what, held) in [
            ("a limit of memory", limits["memory"].is_string()),
            ("a limit of processors", limits["cpus"].is_string()),
            ("no capability", texts(&service["cap_drop"]) == ["ALL"]),
            (
                "a version of its image",
                image.contains(':') && !image.ends_with(":latest"),
            ),
            (
                "a root that it cannot write",
                service["read_only"] == true || WRITING.contains(&name.as_str()),
            ),
        ] {
            if !held {
                faults.push(format!("{name} has not {what}"));
            }
        }
    }
    none("a service is limited", &faults);
}

#[test]
fn whatever_is_given_to_a_service_is_declared_and_there() {
    let composed = composed().unwrap();
    let (configs, secrets) = (
        part(&composed, "configs").unwrap(),
        part(&composed, "secrets").unwrap(),
    );
    let mut faults = Vec::new();
    for (name, service) in part(&composed, "services").unwrap() {
        let asked = texts(&service["secrets"]).into_iter();
        let missing = asked.filter(|secret| !secrets.contains_key(*secret));
        faults.extend(missing.map(|secret| format!("{name}: secret {secret}")));
        let asked = service["configs"].as_array().into_iter().flatten();
        let asked = asked.filter_map(|config| config["source"].as_str());
        let missing = asked.filter(|config| !configs.contains_key(*config));
        faults.extend(missing.map(|config| format!("{name}: config {config}")));
    }
    let files = configs
        .values()
        .filter_map(|config| config["file"].as_str());
    let missing = files.filter(|file| !root().join(FOLDER).join(file).is_file());
    faults.extend(missing.map(|file| format!("{file} is not there")));
    none("what is given is there", &faults);
}

#[test]
fn the_binary_reads_what_its_services_are_given() {
    for file in ["caseway.toml", "migrate.toml"] {
        settings::are_read(&given(&format!("{FOLDER}/{file}")).unwrap()).unwrap();
    }
}
