//! HL7's validator suite, the part that lies beside the repository: a figure, not a gate.

use caseway_proto::{Issue, Syntax};
use serde_json::Value;

use super::{R4, ask, shared, told};
use crate::check::Ask;

#[derive(Default)]
struct Tally {
    right: u32,
    missed: Vec<String>,
    wrongly_refused: Vec<String>,
    valid: u32,
}

/// The recorded verdict of a run that needs core definitions only, and ours.
fn run(line: &Value, syntax: Syntax) -> Option<(bool, Vec<Issue>)> {
    let format = match syntax {
        Syntax::Json => "json",
        Syntax::Xml => "xml",
    };
    if line["format"] != format || line["lane"] != "core" {
        return None;
    }
    let body = shared(&format!("hl7-suite/files/{}", line["file"].as_str()?))?;
    let kind = line["resource"].as_str()?;
    let profile = format!("http://hl7.org/fhir/StructureDefinition/{kind}");
    let asked = Ask {
        syntax,
        ..ask(Some(&profile))
    };
    Some((line["expect_valid"] == true, R4.check(&body, &asked).issues))
}

/// Runs the suite in a syntax and prints how it went.
fn tally(runs: &[Value], syntax: Syntax) -> Tally {
    let mut tally = Tally::default();
    for line in runs {
        let Some((expected, issues)) = run(line, syntax) else {
            continue;
        };
        tally.valid += u32::from(expected);
        let refusing: Vec<(String, String)> = told(&issues);
        match (expected, refusing.is_empty()) {
            (true, false) => tally
                .wrongly_refused
                .push(format!("{} {refusing:?}", line["name"])),
            (false, true) => tally
                .missed
                .push(format!("{} {}", line["name"], line["areas"])),
            _ => tally.right += 1,
        }
    }
    println!(
        "{}: right {}, missed {}, wrongly refused {} of {}",
        syntax.media_type(),
        tally.right,
        tally.missed.len(),
        tally.wrongly_refused.len(),
        tally.valid
    );
    for (what, names) in [
        ("missed", &tally.missed),
        ("wrongly refused", &tally.wrongly_refused),
    ] {
        for name in names {
            println!("  {what} {name}");
        }
    }
    tally
}

#[test]
fn the_verdicts_of_the_suite_are_counted() {
    let Some(runs) = shared("hl7-suite/runs.ndjson") else {
        return;
    };
    let lines = String::from_utf8(runs).unwrap();
    let runs: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for syntax in [Syntax::Json, Syntax::Xml] {
        let tally = tally(&runs, syntax);
        assert!(
            tally.right as usize > tally.missed.len(),
            "most verdicts must be right"
        );
    }
}
