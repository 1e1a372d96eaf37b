//! A manifest against Kubernetes' own types: read as its type and written again, it must be
//! what it was. What the type does not know is lost by that, and what it misses is added.
//!
//! Leaves out what the types leave open: the words of an enumeration, the form of a quantity.

use anyhow::Context as _;
use k8s_openapi::api::apps::v1::Deployment;
use k8s_openapi::api::autoscaling::v2::HorizontalPodAutoscaler;
use k8s_openapi::api::batch::v1::Job;
use k8s_openapi::api::core::v1::{ConfigMap, Service, ServiceAccount};
use k8s_openapi::api::networking::v1::{Ingress, NetworkPolicy};
use k8s_openapi::api::policy::v1::PodDisruptionBudget;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What is in a manifest and not in its type, or the other way; none for a type that is not
/// Kubernetes' own.
pub(crate) fn faults(manifest: &Value) -> anyhow::Result<Option<Vec<String>>> {
    let kind = manifest["kind"].as_str().context("a manifest has a kind")?;
    let version = manifest["apiVersion"].as_str().unwrap_or_default();
    let faults = match (version, kind) {
        ("v1", "ConfigMap") => changed::<ConfigMap>(manifest),
        ("v1", "Service") => changed::<Service>(manifest),
        ("v1", "ServiceAccount") => changed::<ServiceAccount>(manifest),
        ("apps/v1", "Deployment") => changed::<Deployment>(manifest),
        ("autoscaling/v2", "HorizontalPodAutoscaler") => {
            changed::<HorizontalPodAutoscaler>(manifest)
        }
        ("batch/v1", "Job") => changed::<Job>(manifest),
        ("networking.k8s.io/v1", "Ingress") => changed::<Ingress>(manifest),
        ("networking.k8s.io/v1", "NetworkPolicy") => changed::<NetworkPolicy>(manifest),
        ("policy/v1", "PodDisruptionBudget") => changed::<PodDisruptionBudget>(manifest),
        ("monitoring.coreos.com/v1", "ServiceMonitor" | "PrometheusRule") => return Ok(None),
        _ => anyhow::bail!("{version} {kind} is no type that is looked at"),
    };
    Ok(Some(faults.with_context(|| {
        format!("{kind} {}", manifest["metadata"]["name"])
    })?))
}

fn changed<T: DeserializeOwned + Serialize>(manifest: &Value) -> anyhow::Result<Vec<String>> {
    let typed: T = serde_json::from_value(manifest.clone())?;
    let mut faults = Vec::new();
    compare(manifest, &serde_json::to_value(typed)?, "", &mut faults);
    Ok(faults)
}

fn compare(before: &Value, after: &Value, at: &str, faults: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(before), Value::Object(after)) => {
            for (name, value) in before {
                let at = format!("{at}/{name}");
                match after.get(name) {
                    Some(after) => compare(value, after, &at, faults),
                    None => faults.push(format!("{at} is no field")),
                }
            }
            let added = after.keys().filter(|name| !before.contains_key(*name));
            faults.extend(added.map(|name| format!("{at}/{name} is missing")));
        }
        (Value::Array(before), Value::Array(after)) if before.len() == after.len() => {
            for (index, (before, after)) in before.iter().zip(after).enumerate() {
                compare(before, after, &format!("{at}/{index}"), faults);
            }
        }
        _ if before == after => {}
        _ => faults.push(format!("{at} is read as something else")),
    }
}

#[test]
fn a_misspelt_field_and_a_missing_one_are_found() {
    let service = |ports: Value| {
        serde_json::json!({
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": { "name": "caseway" },
            "spec": { "ports": ports },
        })
    };
    let good = service(serde_json::json!([{ "name": "http", "port": 8600, "targetPort": "http" }]));
    assert_eq!(faults(&good).unwrap(), Some(Vec::new()));
    let misspelt = service(serde_json::json!([{ "port": 8600, "targetport": "http" }]));
    assert_eq!(
        faults(&misspelt).unwrap().unwrap(),
        ["/spec/ports/0/targetport is no field"]
    );
    let missing = service(serde_json::json!([{ "name": "http" }]));
    assert_eq!(
        faults(&missing).unwrap().unwrap(),
        ["/spec/ports/0/port is missing"]
    );
    assert!(faults(&service(serde_json::json!([{ "port": "8600" }]))).is_err());
}
