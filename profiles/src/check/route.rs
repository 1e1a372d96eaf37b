//! What a body is checked against: which Registry, which kind of report, which profile.

use std::sync::Arc;

use caseway_proto::{IssueCode, ReportKind, Severity};
use serde_json::Value;

use super::describe::nearest;
use super::{Ask, structure};
use crate::catalogue::{Catalogue, Registry};
use crate::definitions::bare;
use crate::plan::Plan;
use crate::read::{Finding, Findings, Place};

/// What a body is checked against.
pub(super) struct Route<'a> {
    pub(super) registry: Option<&'a Registry>,
    pub(super) kind: Option<&'a ReportKind>,
    pub(super) plan: Arc<Plan>,
}

/// Finds out what a body is checked against; where that cannot be told, says why.
pub(super) fn route<'a>(
    catalogue: &'a Catalogue,
    tree: &Value,
    ask: &Ask<'_>,
    findings: &mut Findings,
) -> Option<Route<'a>> {
    if let Some(finding) = not_fhir(catalogue, tree, ask) {
        findings.add(finding);
        return None;
    }
    let found = asked(catalogue, tree, ask)
        .or_else(|| named(catalogue, tree))
        .or_else(|| by_registry(catalogue, tree, ask));
    if found.is_none() {
        findings.add(undecided(catalogue, tree, ask));
    }
    found
}

/// Why a body is no FHIR, or not what is received here.
fn not_fhir(catalogue: &Catalogue, tree: &Value, ask: &Ask<'_>) -> Option<Finding> {
    let fatal = |mut finding: Finding| {
        finding.severity = Severity::Fatal;
        Some(finding)
    };
    let kind = tree["resourceType"].as_str();
    let Some(kind) = kind.filter(|_| tree.is_object()) else {
        let message = "The body is JSON, but no FHIR resource: it does not say its resourceType. Send a Bundle.";
        return fatal(Finding::error("not-fhir", IssueCode::Structure, message));
    };
    if !structure::is_resource(&catalogue.library, kind) {
        let finding = structure::unknown_type(&catalogue.library, kind);
        return fatal(finding.at(structure::under(&Place::new(), "resourceType")));
    }
    if kind != "Bundle" && ask.profile.is_none() {
        let message = "The body is a FHIR resource, but no Bundle. Send the report as a Bundle.";
        return fatal(Finding::error(
            "not-a-bundle",
            IssueCode::Structure,
            message,
        ));
    }
    None
}

/// The profile that was asked for.
fn asked<'a>(catalogue: &'a Catalogue, tree: &Value, ask: &Ask<'_>) -> Option<Route<'a>> {
    let url = bare(ask.profile?);
    if let Some(route) = by_profile(catalogue, url) {
        return Some(route);
    }
    let registry = ask.registry.and_then(|id| catalogue.registry(id));
    let plan = catalogue.library.plan(url)?;
    Some(Route {
        kind: registry.and_then(|registry| kind_of(registry, tree)),
        registry,
        plan,
    })
}

/// The report profile of an installed Registry.
fn by_profile<'a>(catalogue: &'a Catalogue, url: &str) -> Option<Route<'a>> {
    catalogue.registries.iter().find_map(|registry| {
        let kind = registry.kinds.iter().find(|kind| kind.profile == url)?;
        Some(Route {
            registry: Some(registry),
            kind: kind.code.as_ref(),
            plan: catalogue.library.plan(url)?,
        })
    })
}

/// The profile that the Bundle names, where it is a report profile of exactly one Registry.
fn named<'a>(catalogue: &'a Catalogue, tree: &Value) -> Option<Route<'a>> {
    let mut routes = named_urls(tree).filter_map(|url| by_profile(catalogue, bare(url)));
    let first = routes.next()?;
    let id = first.registry.map(|registry| &registry.id);
    routes
        .all(|other| other.registry.map(|registry| &registry.id) == id)
        .then_some(first)
}

/// The Registry named beside the body, else the Sender's, by the kind that the Composition says.
fn by_registry<'a>(catalogue: &'a Catalogue, tree: &Value, ask: &Ask<'_>) -> Option<Route<'a>> {
    let id = ask.registry.or(ask.default_registry)?;
    let registry = catalogue.registry(id)?;
    let kind = match (registry.kinds.as_slice(), kind_of(registry, tree)) {
        ([only], _) => Some(only),
        (kinds, said) => {
            let said = said?;
            kinds.iter().find(|kind| kind.code.as_ref() == Some(said))
        }
    }?;
    Some(Route {
        registry: Some(registry),
        kind: kind.code.as_ref(),
        plan: catalogue.library.plan(&kind.profile)?,
    })
}

/// The kind of report that the Composition says, where the Registry takes it.
fn kind_of<'a>(registry: &'a Registry, tree: &Value) -> Option<&'a ReportKind> {
    let mut resources = super::head::resources(tree);
    let composition = resources.find(|resource| resource["resourceType"] == "Composition")?;
    let codings = composition["type"]["coding"].as_array()?;
    let codes = registry.kinds.iter().filter_map(|kind| kind.code.as_ref());
    let said = |code: &&ReportKind| codings.iter().any(|coding| coding["code"] == *code.0);
    codes.into_iter().find(said)
}

/// The code of the kind of report that the Composition says.
pub(super) fn said_kind<'a>(registry: &'a Registry, tree: &Value) -> Option<&'a str> {
    kind_of(registry, tree).map(|kind| kind.0.as_str())
}

fn named_urls(tree: &Value) -> impl Iterator<Item = &str> {
    let profiles = tree["meta"]["profile"].as_array().into_iter().flatten();
    profiles.filter_map(Value::as_str)
}

/// What is told when nothing decides.
fn undecided(catalogue: &Catalogue, tree: &Value, ask: &Ask<'_>) -> Finding {
    let known: Vec<&str> = catalogue
        .registries
        .iter()
        .flat_map(|registry| registry.kinds.iter().map(|kind| kind.profile.as_str()))
        .collect();
    let place = structure::under(&structure::under(&Place::new(), "meta"), "profile");
    let named = ask.profile.or_else(|| named_urls(tree).next());
    let near = named.and_then(|url| near(bare(url), &known));
    let (rule, what) = match named {
        Some(_) => (
            "profile-unknown",
            "The profile is not a report profile of a registry here.",
        ),
        None => (
            "profile-missing",
            "The Bundle does not say which registry's report it is.",
        ),
    };
    let message = match near {
        Some(near) => format!("{what} The nearest is {near}."),
        None => format!(
            "{what} Name one of these in Bundle.meta.profile: {}.",
            known.join(", ")
        ),
    };
    Finding::error(rule, IssueCode::NotFound, message).at(place)
}

/// The report profile whose last part is nearest, among those that start alike.
fn near<'a>(url: &str, known: &[&'a str]) -> Option<&'a str> {
    let (start, name) = url.rsplit_once('/')?;
    let parts = known.iter().filter_map(|known| known.rsplit_once('/'));
    let alike = parts.filter(|(known, _)| *known == start);
    let near = nearest(name, alike.map(|(_, name)| name))?;
    let is_near = |known: &&&str| known.rsplit_once('/') == Some((start, near));
    known.iter().find(is_near).copied()
}
