//! What a process logs, as whoever collects it asks.

use std::process::Command;
use std::time::{Duration, Instant};

use caseway_tests::{Gateway, Start, binary};
use serde_json::Value;

/// A gateway has this long to log its first line.
const LOG_WAIT: Duration = Duration::from_secs(30);

/// What a gateway writes that is started with a format for its log, up to a line of that.
fn said(format: &str) -> anyhow::Result<String> {
    let folder = tempfile::tempdir()?;
    let told = [("CASEWAY_LOG", "info"), ("CASEWAY_LOG_FORMAT", format)];
    let gateway = Gateway::start(&Start {
        data: folder.path().to_owned(),
        environment: told
            .map(|(name, value)| (name.into(), value.into()))
            .to_vec(),
        ..Start::default()
    })?;
    let begun = Instant::now();
    while !gateway.said().contains("this process normalises") {
        anyhow::ensure!(begun.elapsed() < LOG_WAIT, "{}", gateway.said());
        std::thread::sleep(Duration::from_millis(20));
    }
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
    assert!(said.contains(" INFO "), "{said}");
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
