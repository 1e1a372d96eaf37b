//! HL7's validator suite, the part that lies beside the repository: a figure, not a gate.

use serde_json::Value;

use super::{R4, ask, shared};

#[derive(Default)]
struct Tally {
    right: u32,
    missed: u32,
    wrongly_refused: Vec<String>,
    valid: u32,
}

/// The recorded verdict of a JSON run that needs core definitions only, and ours.
fn run(line: &Value) -> Option<(bool, bool)> {
    if line["format"] != "json" || line["lane"] != "core" {
        return None;
    }
    let body = shared(&format!("hl7-suite/files/{}", line["file"].as_str()?))?;
    let kind = line["resource"].as_str()?;
    let profile = format!("http://hl7.org/fhir/StructureDefinition/{kind}");
    let checked = R4.check(&body, &ask(Some(&profile)));
    Some((line["expect_valid"] == true, !checked.rejects()))
}

#[test]
fn the_verdicts_of_the_suite_are_counted() {
    let Some(runs) = shared("hl7-suite/runs.ndjson") else {
        return;
    };
    let mut tally = Tally::default();
    for line in String::from_utf8(runs).unwrap().lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let Some((expected, found)) = run(&line) else {
            continue;
        };
        tally.valid += u32::from(expected);
        match (expected, found) {
            (true, false) => tally.wrongly_refused.push(line["name"].to_string()),
            (false, true) => tally.missed += 1,
            _ => tally.right += 1,
        }
    }
    println!(
        "right {}, missed {}, wrongly refused {} of {}: {:?}",
        tally.right,
        tally.missed,
        tally.wrongly_refused.len(),
        tally.valid,
        tally.wrongly_refused
    );
    assert!(tally.right > tally.missed, "most verdicts must be right");
}
