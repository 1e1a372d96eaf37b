//! `GET /fhir/metadata`: what this door can do, as a `CapabilityStatement`
//! (<http://hl7.org/fhir/R4/capabilitystatement.html>). Needs no token.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use caseway_proto::Syntax;
use http::StatusCode;
use serde_json::{Value, json};

use super::outcome::fhir;
use crate::start::House;

/// The day this statement last changed.
const STATED: &str = "2026-11-23";

/// The `CapabilityStatement`.
pub(crate) async fn metadata(State(house): State<Arc<House>>) -> Response {
    let profiles: Vec<&String> = house
        .intake
        .catalogue
        .registries()
        .flat_map(|registry| registry.kinds.iter().map(|kind| &kind.profile))
        .collect();
    let statement = json!({
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": STATED,
        "kind": "instance",
        "software": { "name": "Caseway", "version": env!("CARGO_PKG_VERSION") },
        "implementation": { "description": "Reports to the clinical cancer registries" },
        "fhirVersion": "4.0.1",
        "format": [Syntax::Json.media_type(), Syntax::Xml.media_type()],
        "rest": [rest(&profiles)],
    });
    fhir(StatusCode::OK, &statement)
}

fn rest(profiles: &[&String]) -> Value {
    json!({
        "mode": "server",
        "security": { "description": "Authorization: Bearer TOKEN; a sender reads its own and nothing else" },
        "interaction": [{ "code": "batch" }],
        "operation": [{
            "name": "process-message",
            "definition": "http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message",
        }],
        "resource": [{
            "type": "Bundle",
            "supportedProfile": profiles,
            "interaction": [{ "code": "create" }],
            "operation": [{
                "name": "validate",
                "definition": "http://hl7.org/fhir/OperationDefinition/Resource-validate",
            }],
        }],
    })
}
