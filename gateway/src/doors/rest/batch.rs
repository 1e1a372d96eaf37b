//! `POST /fhir`: one report, or a `batch` Bundle whose entries are answered one by one.
//!
//! Each entry is a Submission of its own with its own bytes, cut out of the body as
//! they are (in XML with the namespaces declared around them); the envelope itself is
//! not kept. Entries are admitted in order, so
//! that a correction in the same batch follows what it corrects, and each counts
//! against the quota: one that is over it is answered 429 and the others are not.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use bytes::Bytes;
use caseway_proto::{Submission, Syntax};
use http::StatusCode;
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::body::Received;
use super::bundle;
use super::outcome::{fhir, receipt_outcome, status};
use super::refusal::NotReceived;
use crate::start::House;

/// What is read of an envelope to tell a batch from a report.
#[derive(Deserialize)]
struct Envelope<'b> {
    #[serde(rename = "resourceType")]
    resource_type: &'b str,
    #[serde(rename = "type")]
    bundle_type: &'b str,
    #[serde(borrow, default)]
    entry: Vec<Item<'b>>,
}

#[derive(Deserialize)]
struct Item<'b> {
    #[serde(borrow)]
    resource: Option<&'b RawValue>,
}

/// Takes one report, or a batch of them.
pub(crate) async fn create(
    State(house): State<Arc<House>>,
    received: Received,
) -> Result<Response, NotReceived> {
    let parts = parts(&house, &received.submission);
    let Some(parts) = parts.filter(|_| received.fault.is_none()) else {
        return bundle::create(State(house), received).await;
    };
    let mut entries = Vec::with_capacity(parts.len());
    for (index, body) in parts.into_iter().enumerate() {
        // The request was counted for its first entry.
        let counted = match index {
            0 => Ok(()),
            _ => house.turnstile.count(received.permit.holder().id),
        };
        entries.push(match counted {
            Ok(()) => entry(&house, &received, body).await?,
            Err(turned_away) => NotReceived::from(turned_away).entry(),
        });
    }
    let answer = json!({ "resourceType": "Bundle", "type": "batch-response", "entry": entries });
    Ok(fhir(StatusCode::OK, &answer))
}

async fn entry(house: &House, received: &Received, body: Bytes) -> Result<Value, NotReceived> {
    let submission = Submission {
        body,
        ..received.submission.clone()
    };
    let receipt = house.intake.admit(&received.permit, submission).await?;
    let status = status(receipt.disposition, receipt.again, &receipt.issues);
    Ok(json!({
        "response": {
            "status": status.as_u16().to_string(),
            "location": format!("submissions/{}", receipt.id),
            "outcome": receipt_outcome(&receipt),
        }
    }))
}

/// The bytes of each entry of a batch; none when the body is not a readable batch,
/// which is then answered as one submission.
fn parts(house: &House, submission: &Submission) -> Option<Vec<Bytes>> {
    let body = &submission.body;
    match submission.syntax {
        Syntax::Json => split(body, house.config.intake.entries_max),
        Syntax::Xml => {
            let parts = house.intake.catalogue.xml_entries(body)?;
            Some(parts.into_iter().map(Bytes::from).collect())
        }
    }
}

fn split(body: &Bytes, entries_max: usize) -> Option<Vec<Bytes>> {
    let envelope: Envelope<'_> = serde_json::from_slice(body).ok()?;
    let batch = envelope.resource_type == "Bundle" && envelope.bundle_type == "batch";
    if !batch || envelope.entry.len() > entries_max {
        return None;
    }
    let resources = envelope.entry.into_iter().map(|item| item.resource);
    resources
        .map(|resource| Some(body.slice_ref(resource?.get().as_bytes())))
        .collect()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::split;

    #[test]
    fn a_batch_is_split_into_the_bytes_of_its_entries() {
        let body = Bytes::from_static(
            br#"{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"a": 0.010}},{"resource":{}}]}"#,
        );
        let parts = split(&body, 10).unwrap();
        assert_eq!(parts, [&br#"{"a": 0.010}"#[..], b"{}"]);
    }

    #[test]
    fn anything_else_is_one_submission() {
        let document = Bytes::from_static(br#"{"resourceType":"Bundle","type":"document"}"#);
        assert_eq!(split(&document, 10), None);
        assert_eq!(split(&Bytes::from_static(b"{"), 10), None);
    }
}
