//! What is silenced, for whom, until when, and what never is.

use caseway_profiles::registry::builtin;
use caseway_profiles::{Catalogue, Checked, Settings};
use caseway_proto::{
    Digest, Issue, IssueCode, Rank, RegistryId, ReportHead, Sender, SenderId, Severity,
};
use caseway_store::RosterEntry;

use super::Silences;
use crate::config::Silenced;

fn silenced(rule: &str, registry: Option<&str>) -> Silenced {
    Silenced {
        sender: "Fjordbyen".to_owned(),
        rule: rule.to_owned(),
        registry: registry.map(str::to_owned),
        reason: "Known since March.".to_owned(),
        until: "2026-06-30".parse().unwrap(),
    }
}

fn sender(name: &str) -> Sender {
    Sender {
        id: SenderId(1),
        name: name.to_owned(),
        organisation: None,
        default_registry: None,
    }
}

/// What was found in a report of a Registry: an error and a warning.
fn checked(registry: Option<&str>) -> Checked {
    let issue = |severity, rule: &str| Issue::new(severity, IssueCode::Value, rule, "A sentence.");
    Checked {
        issues: vec![
            issue(Severity::Error, "value-fixed"),
            issue(Severity::Warning, "reference-outside"),
        ],
        head: Some(ReportHead {
            submission_key: None,
            report_key: None,
            rank: Rank("2026".to_owned()),
            retracts: false,
            registry: registry.map(|id| RegistryId(id.to_owned())),
            kind: None,
            profile: None,
            identity: None,
            content: Digest::of(b"content"),
        }),
    }
}

fn applied(silences: &Silences, name: &str, at: &str, mut checked: Checked) -> Checked {
    silences.apply(&sender(name), at.parse().unwrap(), &mut checked);
    checked
}

#[test]
fn a_silenced_error_is_information_with_the_reason_and_refuses_nothing() {
    let silences = Silences(vec![silenced("value-fixed", Some("breast"))]);
    let told = applied(
        &silences,
        "Fjordbyen",
        "2026-06-30T23:59:59Z",
        checked(Some("breast")),
    );
    assert!(!told.rejects());
    let [known, other] = &told.issues[..] else {
        panic!("{:?}", told.issues);
    };
    assert_eq!(known.severity, Severity::Information);
    let why = known.silenced.as_ref().unwrap();
    assert_eq!((why.severity, &*why.until), (Severity::Error, "2026-06-30"));
    assert_eq!(why.reason, "Known since March.");
    assert_eq!(
        (other.severity, &other.silenced),
        (Severity::Warning, &None)
    );
}

#[test]
fn it_counts_for_another_sender_or_registry_or_day_and_where_no_registry_is_told() {
    let silences = Silences(vec![silenced("value-fixed", Some("breast"))]);
    let day = "2026-06-30T12:00:00Z";
    for (name, at, registry) in [
        ("Fjellbyen", day, Some("breast")),
        ("Fjordbyen", day, Some("prostate")),
        ("Fjordbyen", day, None),
        ("Fjordbyen", "2026-07-01T00:00:00Z", Some("breast")),
    ] {
        let told = applied(&silences, name, at, checked(registry));
        assert!(told.rejects(), "{name} {at} {registry:?}");
    }
}

#[test]
fn what_is_fatal_is_never_silenced() {
    let silences = Silences(vec![silenced("value-fixed", None)]);
    let mut found = checked(Some("breast"));
    found.issues[0].severity = Severity::Fatal;
    let told = applied(&silences, "Fjordbyen", "2026-06-30T12:00:00Z", found);
    assert!(told.fatal());
}

#[test]
fn firm_and_unknown_rules_and_unknown_registries_are_refused_together() {
    let catalogue = Catalogue::new(Settings::default()).unwrap();
    let of = |configured: &[Silenced]| Silences::of(configured, &catalogue);
    assert!(of(&[silenced("value-fixed", None)]).is_ok());
    assert!(of(&[silenced("inv-1", None)]).is_ok(), "a constraint of R4");
    let refused = of(&[
        silenced("identity-missing", None),
        silenced("submission-key-taken", None),
        silenced("json-syntax", None),
        silenced("no-such-rule", None),
        silenced("value-fixed", Some("nobody")),
    ]);
    let told = refused.unwrap_err().to_string();
    for name in [
        "identity-missing",
        "submission-key-taken",
        "json-syntax",
        "no-such-rule",
        "nobody",
    ] {
        assert!(told.contains(&format!("{name:?}")), "{told}");
    }
}

#[test]
fn what_is_misspelt_is_told_with_the_nearest_that_there_is() {
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let tables = builtin().unwrap();
    let breast = tables.registry("breast").unwrap();
    catalogue.install_tables([breast], &tables.spine).unwrap();
    let misspelt = [
        silenced("value-fixd", Some("breas")),
        silenced("obs_6", None),
    ];
    let told = Silences::of(&misspelt, &catalogue).unwrap_err().to_string();
    for near in ["value-fixed", "breast", "obs-6"] {
        let said = format!("the nearest is {near:?}");
        assert!(told.contains(&said), "{said}: {told}");
    }
}

#[test]
fn what_is_silenced_for_nobody_is_told_and_refuses_nothing() {
    let entry = |name: &str| RosterEntry {
        sender: sender(name),
        added_at: "2026-01-01T00:00:00Z".parse().unwrap(),
        revoked_at: None,
    };
    let silences = Silences(vec![silenced("value-fixed", None)]);
    let idle = |names: &[&str], at: &str| {
        let roster: Vec<RosterEntry> = names.iter().map(|name| entry(name)).collect();
        silences.idle(&roster, at.parse().unwrap())
    };
    let day = "2026-06-30T12:00:00Z";
    assert!(idle(&["Fjordbyen"], day).is_empty());
    let misspelt = &idle(&["Fjordby", "Elsewhere"], day)[0];
    assert!(
        misspelt.ends_with("is no sender so far, the nearest is \"Fjordby\""),
        "{misspelt}"
    );
    let unknown = &idle(&[], day)[0];
    assert!(unknown.ends_with("is no sender so far"), "{unknown}");
    let over = &idle(&["Fjordbyen"], "2026-07-01T00:00:00Z")[0];
    assert!(over.contains("is over"), "{over}");
}

#[test]
fn a_plan_changes_with_what_is_silenced() {
    let checker = Digest::of(b"checker");
    assert_eq!(Silences::default().plan(checker), checker);
    assert_ne!(
        Silences(vec![silenced("value-fixed", None)]).plan(checker),
        checker
    );
}
