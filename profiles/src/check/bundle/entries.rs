//! The entries of a Bundle and its links: what each is called.

use std::collections::HashSet;

use caseway_proto::IssueCode;
use serde_json::Value;

use super::items;
use crate::check::structure;
use crate::compile::Library;
use crate::read::{Finding, Findings, Part, Place};

/// The kinds of Bundle whose resources need not be called anything yet.
const UNNAMED: [&str; 4] = [
    "batch",
    "batch-response",
    "transaction",
    "transaction-response",
];
/// The relations that lead to one page each.
const PAGES: [&str; 5] = ["first", "last", "next", "previous", "self"];

pub(super) fn check(library: &Library, bundle: &Value, findings: &mut Findings) {
    let kind = bundle["type"].as_str().unwrap_or_default();
    for (index, entry) in items(bundle, "entry").enumerate() {
        if let Some((rule, member, message)) = fault(library, kind, entry) {
            let mut place: Place = vec![Part::from("entry"), Part::from(index)];
            place.extend(member.map(Part::from));
            findings.add(Finding::error(rule, IssueCode::Value, message).at(place));
        }
    }
    links(bundle, findings);
}

type Fault = (&'static str, Option<&'static str>, &'static str);

/// What is wrong with what an entry's resource is called.
fn fault(library: &Library, kind: &str, entry: &Value) -> Option<Fault> {
    let resource = entry.get("resource")?;
    let Some(url) = entry["fullUrl"].as_str() else {
        let wanted = !UNNAMED.contains(&kind) && entry.get("_fullUrl").is_none();
        let message = "The entry does not say what its resource is called. Give it a fullUrl, such as urn:uuid: and a UUID.";
        return wanted.then_some(("full-url-missing", None, message));
    };
    if !is_absolute(url) {
        let message =
            "The fullUrl is relative. Write it with its base, or as urn:uuid: and a UUID.";
        return Some(("full-url-relative", Some("fullUrl"), message));
    }
    if disagrees(library, url, resource) {
        let message = "The fullUrl does not end with the resource's type and id. Correct the one or the other.";
        return Some(("full-url-id", Some("fullUrl"), message));
    }
    let found = kind == "searchset" && resource["resourceType"] != "OperationOutcome";
    let message = "A resource that a search has found has an id. Add it.";
    (found && resource.get("id").is_none()).then_some((
        "searchset-id-missing",
        Some("resource"),
        message,
    ))
}

/// Whether a URL starts with a scheme.
fn is_absolute(url: &str) -> bool {
    let scheme = url.split_once(':').map_or("", |(scheme, _)| scheme);
    let allowed = |letter: u8| letter.is_ascii_alphanumeric() || b"+.-".contains(&letter);
    scheme.starts_with(|first: char| first.is_ascii_alphabetic()) && scheme.bytes().all(allowed)
}

/// Whether the URL of a resource on a server names another type or id.
fn disagrees(library: &Library, url: &str, resource: &Value) -> bool {
    let (Some(kind), Some(id)) = (resource["resourceType"].as_str(), resource["id"].as_str())
    else {
        return false;
    };
    if !url.starts_with("http") {
        return false;
    }
    let url = url.split("/_history/").next().unwrap_or(url);
    let mut steps = url.rsplit('/');
    let end = (
        steps.next().unwrap_or_default(),
        steps.next().unwrap_or_default(),
    );
    let typed = structure::is_resource(library, end.1);
    end.0 != id || typed && end.1 != kind
}

fn links(bundle: &Value, findings: &mut Findings) {
    let mut seen = HashSet::new();
    for (index, link) in items(bundle, "link").enumerate() {
        let relation = link["relation"].as_str().unwrap_or_default();
        if PAGES.contains(&relation) && !seen.insert(relation) {
            let message = "The Bundle has a link of this relation already. Keep one of them.";
            let place = vec![Part::from("link"), Part::from(index)];
            findings.add(Finding::error("link-twice", IssueCode::Value, message).at(place));
        }
    }
}
