//! What a process logs, as whoever collects it asks.

use std::process::Command;

use caseway_tests::{Gateway, Start, binary};
use serde_json::Value;

/// What a gateway writes that is started with a format for its log.
fn said(format: &str) -> anyhow::Result<String> {
    let folder = tempfile::tempdir()?;
    let told = [("CASEWAY_LOG", "debug"), ("CASEWAY_LOG_FORMAT", format)];
    let gateway = Gateway::start(&Start {
        data: folder.path().to_owned(),
        environment: told
            .map(|(name, value)| (name.into(), value.into()))
            .to_vec(),
        ..Start::default()
    })?;
    Ok(gateway.said())
}

#[test]
fn a_log_is_json_where_that_is_asked_for() -> anyhow::Result<()> {
    let said = said("json")?;
    let lines = said.lines().filter(|line| line.starts_with('{'));
    let lines: Vec<Value> = lines.map(serde_json::from_str).collect::<Result<_, _>>()?;
    assert!(!lines.is_empty(), "{said}");
    for line in &lines {
        for told in ["timestamp", "level", "target", "message"] {
            assert!(line[told].is_string(), "{told}: {line}");
        }
    }
    Ok(())
}

#[test]
fn a_log_that_no_terminal_shows_has_no_colours() -> anyhow::Result<()> {
    let said = said("text")?;
    assert!(said.contains(" DEBUG "), "{said}");
    assert!(!said.contains('\u{1b}'), "{said}");
    Ok(())
}

#[test]
fn what_a_log_cannot_be_asked_for_is_told() -> anyhow::Result<()> {
    for (name, told) in [
        ("CASEWAY_LOG", "caseway=loud"),
        ("CASEWAY_LOG_FORMAT", "xml"),
    ] {
        let done = Command::new(binary()?)
            .arg("rules")
            .env(name, told)
            .output()?;
        let error = String::from_utf8(done.stderr)?;
        assert_eq!(done.status.code(), Some(2), "{error}");
        assert!(error.contains(name), "{error}");
    }
    Ok(())
}
