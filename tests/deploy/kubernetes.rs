//! What the chart renders: Kubernetes' own types, what the binary does, nothing secret.

use serde_json::Value;

use super::chart::rendered;
use super::{flags, given, none, settings, texts, typed, yaml};

fn name(manifest: &Value) -> String {
    format!("{} {}", manifest["kind"], manifest["metadata"]["name"])
}

#[test]
fn every_manifest_is_of_its_type_and_holds_nothing_else() {
    let mut faults = Vec::new();
    for (values, manifests) in rendered().unwrap() {
        for manifest in manifests {
            let found = typed::faults(&manifest).unwrap().unwrap_or_default();
            let name = name(&manifest);
            faults.extend(
                found
                    .iter()
                    .map(|fault| format!("{values} {name}: {fault}")),
            );
        }
    }
    none("a manifest is of its type", &faults);
}

#[test]
fn containers_name_commands_and_flags_that_the_binary_has() {
    let mut faults = Vec::new();
    for (_, manifests) in rendered().unwrap() {
        let pods = manifests
            .iter()
            .filter(|manifest| !manifest["spec"]["template"].is_null());
        for manifest in pods {
            let container = &manifest["spec"]["template"]["spec"]["containers"][0];
            let fault = flags::fault(&texts(&container["args"])).unwrap();
            faults.extend(fault.map(|fault| format!("{}: {fault}", name(manifest))));
        }
    }
    none("a container is what the binary does", &faults);
}

#[test]
fn the_binary_reads_the_settings_that_are_made_from_values() {
    for (_, manifests) in rendered().unwrap() {
        let maps = manifests
            .iter()
            .filter(|manifest| manifest["kind"] == "ConfigMap");
        let data = maps.filter_map(|map| map["data"].as_object()).flatten();
        let files =
            data.filter(|(file, _)| ["caseway.toml", "migrate.toml"].contains(&file.as_str()));
        let files: Vec<_> = files.filter_map(|(_, text)| text.as_str()).collect();
        assert_eq!(
            files.len(),
            2,
            "one for the migration and one for the others"
        );
        for text in files {
            settings::are_read(text).unwrap();
        }
    }
}

#[test]
fn there_is_a_relay_where_kafka_is_and_nowhere_else() {
    for (values, manifests) in rendered().unwrap() {
        let relays = manifests.iter().filter(|manifest| {
            let relay = &manifest["metadata"]["labels"]["app.kubernetes.io/component"] == "relay";
            relay && manifest["kind"] == "Deployment"
        });
        let expected = usize::from(values != "ci/without-kafka.yaml");
        assert_eq!(relays.count(), expected, "{values}");
    }
}

#[test]
fn the_prometheus_rule_is_the_alerts() {
    let alerts = yaml(&given("deploy/prometheus/alerts.yml").unwrap()).unwrap();
    for (values, manifests) in rendered().unwrap() {
        let mut rules = manifests
            .iter()
            .filter(|manifest| manifest["kind"] == "PrometheusRule");
        let rule = rules.next().map(|rule| &rule["spec"]);
        let expected = (values == "ci/everything.yaml").then_some(&alerts[0]);
        assert_eq!(rule, expected, "{values}");
    }
}

#[test]
fn no_secret_is_rendered() {
    for (values, manifests) in rendered().unwrap() {
        let secrets = manifests
            .iter()
            .filter(|manifest| manifest["kind"] == "Secret");
        assert_eq!(secrets.count(), 0, "{values}");
    }
}
