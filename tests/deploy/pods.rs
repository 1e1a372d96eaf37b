//! What pods of the chart may do: as little as Kubernetes' restricted standard, and less.

use serde_json::{Value, json};

use super::chart::rendered;
use super::none;

#[test]
fn every_pod_is_nobody_and_may_do_nothing() {
    let mut faults = Vec::new();
    for (values, manifests) in rendered().unwrap() {
        let pods = manifests
            .iter()
            .filter(|manifest| !manifest["spec"]["template"].is_null());
        let mut count = 0;
        for manifest in pods {
            let found = liberties(&manifest["spec"]["template"]["spec"]);
            let name = &manifest["metadata"]["name"];
            faults.extend(
                found
                    .iter()
                    .map(|liberty| format!("{values} {name}: {liberty}")),
            );
            count += 1;
        }
        assert!(count >= 3, "{values}: pods were found");
    }
    none("a pod has no liberty", &faults);
}

#[test]
fn a_liberty_is_found() {
    let free = json!({ "containers": [{ "securityContext": { "capabilities": { "drop": [] } } }] });
    assert_eq!(liberties(&free).len(), 7, "{:?}", liberties(&free));
}

/// What a pod may do that none of ours needs.
fn liberties(pod: &Value) -> Vec<&'static str> {
    let (whole, mut found) = (&pod["securityContext"], Vec::new());
    let mut held = |is: bool, otherwise| found.extend((!is).then_some(otherwise));
    held(
        pod["automountServiceAccountToken"] == false,
        "it has a token",
    );
    held(whole["runAsNonRoot"] == true, "it may be root");
    held(
        whole["seccompProfile"]["type"] == "RuntimeDefault",
        "it may make any call",
    );
    for container in pod["containers"].as_array().into_iter().flatten() {
        let own = &container["securityContext"];
        held(
            own["allowPrivilegeEscalation"] == false,
            "it may come to more",
        );
        held(
            own["readOnlyRootFilesystem"] == true,
            "it may write its root",
        );
        held(
            own["capabilities"]["drop"] == json!(["ALL"]),
            "it has capabilities",
        );
        held(
            container["resources"]["limits"]["memory"].is_string(),
            "it may take all memory",
        );
    }
    found
}
