//! What the envelope of a report says, read even when the report is rejected.

use caseway_proto::{Digest, Rank, ReportHead};
use jiff::Timestamp;
use serde_json::Value;

use super::route::Route;
use crate::check::dates;
use crate::identity;

/// The head of a Bundle; of nothing else.
pub(super) fn head(tree: &Value, route: Option<&Route<'_>>) -> Option<ReportHead> {
    if tree["resourceType"] != "Bundle" {
        return None;
    }
    let content = Digest::of(&serde_json::to_vec(tree).unwrap_or_default());
    let composition = resources(tree).find(|resource| resource["resourceType"] == "Composition");
    let nothing = Value::Null;
    let composition = composition.unwrap_or(&nothing);
    let submission_key = key(&tree["identifier"]);
    let patient = resources(tree).find(|resource| resource["resourceType"] == "Patient");
    let registry = route.and_then(|route| route.registry);
    Some(ReportHead {
        report_key: key(&composition["identifier"]).or_else(|| submission_key.clone()),
        submission_key,
        rank: rank(&composition["date"], &tree["timestamp"], content),
        retracts: composition["status"] == "entered-in-error",
        registry: registry.map(|registry| registry.id.clone()),
        kind: route.and_then(|route| route.kind.cloned()),
        profile: route.map(|route| route.plan.label.to_string()),
        identity: patient.and_then(identity::of_patient),
        content,
    })
}

/// The resources of a Bundle's entries.
pub(super) fn resources(tree: &Value) -> impl Iterator<Item = &Value> {
    let entries = tree["entry"].as_array().into_iter().flatten();
    entries.map(|entry| &entry["resource"])
}

/// The day a report is dated, as far as it says.
pub(super) fn day(tree: &Value) -> &str {
    let composition = resources(tree).find(|resource| resource["resourceType"] == "Composition");
    let date = composition.and_then(|composition| composition["date"].as_str());
    let date = date.unwrap_or_default();
    date.split_once('T').map_or(date, |(day, _)| day)
}

fn key(identifier: &Value) -> Option<String> {
    let value = identifier["value"].as_str()?;
    let system = identifier["system"].as_str().unwrap_or_default();
    Some(format!("{system}|{value}"))
}

fn rank(date: &Value, timestamp: &Value, content: Digest) -> Rank {
    let date = date.as_str().and_then(dates::start);
    let timestamp = timestamp.as_str().and_then(dates::start);
    Rank(format!("{} {} {content}", fixed(date), fixed(timestamp)))
}

/// An instant in UTC, always as long; all zeros when there is none.
fn fixed(instant: Option<Timestamp>) -> String {
    match instant {
        Some(instant) => format!("{instant:.9}"),
        None => "0000-00-00T00:00:00.000000000Z".to_owned(),
    }
}
