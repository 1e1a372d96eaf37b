//! HL7's validator suite, the cases with profiles of their own: a figure, not a gate.

use caseway_proto::Syntax;
use serde_json::Value;

use super::{ask, shared, told};
use crate::check::Ask;
use crate::{Catalogue, Limits, Settings};

fn syntax_of(file: &str) -> Syntax {
    if file.rsplit('.').next() == Some("xml") {
        Syntax::Xml
    } else {
        Syntax::Json
    }
}

/// R4 with the definitions of a run, and those that were refused.
fn catalogue(run: &Value) -> Option<(Catalogue, Option<String>)> {
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    let files = ["supporting", "profiles"].map(|key| run[key].as_array().unwrap());
    let mut definitions = Vec::new();
    for file in files
        .into_iter()
        .flatten()
        .map(|file| file.as_str().unwrap())
    {
        let body = shared(&format!("hl7-suite/files/{file}"))?;
        let read = catalogue.read(&body, syntax_of(file), &Limits::default());
        definitions.push(read.unwrap());
    }
    let refused = catalogue.define(&definitions).err();
    Some((catalogue, refused.map(|refused| refused.to_string())))
}

/// The profile that a run is against: the last of its files, else the resource's type.
fn profile_of(run: &Value, catalogue: &Catalogue) -> Option<String> {
    let file = run["profiles"].as_array()?.last().and_then(Value::as_str);
    if let ("profile", Some(file)) = (run["run"].as_str()?, file) {
        let body = shared(&format!("hl7-suite/files/{file}"))?;
        let definition = catalogue.read(&body, syntax_of(file), &Limits::default());
        return Some(definition.unwrap()["url"].as_str()?.to_owned());
    }
    let kind = run["resource"].as_str()?;
    Some(format!("http://hl7.org/fhir/StructureDefinition/{kind}"))
}

/// Whether our verdict is the recorded one, and what is to be said of it.
fn verdict(run: &Value) -> Option<(bool, String)> {
    let (catalogue, refused) = catalogue(run)?;
    let profile = profile_of(run, &catalogue)?;
    let file = run["file"].as_str()?;
    let body = shared(&format!("hl7-suite/files/{file}"))?;
    let asked = Ask {
        syntax: syntax_of(file),
        ..ask(Some(&profile))
    };
    let found = told(&catalogue.check(&body, &asked).issues);
    let expected = run["expect_valid"] == true;
    let what = if expected {
        "wrongly refused"
    } else {
        "missed"
    };
    let refused = refused.map_or_else(String::new, |refused| {
        format!(" (not installed: {refused})")
    });
    let said = format!(
        "  {what} {} {}: {found:?} {}{refused}",
        run["name"], run["run"], run["areas"]
    );
    Some((expected == found.is_empty(), said))
}

#[test]
fn the_verdicts_under_profiles_of_their_own_are_counted() {
    let Some(runs) = shared("hl7-suite/runs.ndjson") else {
        return;
    };
    let lines = String::from_utf8(runs).unwrap();
    let runs = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    let local = runs.filter(|run: &Value| run["lane"] == "local");
    let verdicts: Vec<(bool, String)> = local.filter_map(|run| verdict(&run)).collect();
    let right = verdicts.iter().filter(|(right, _)| *right).count();
    println!("local: right {right} of {}", verdicts.len());
    for (_, said) in verdicts.iter().filter(|(right, _)| !right) {
        println!("{said}");
    }
    assert!(right * 2 > verdicts.len(), "most verdicts must be right");
}
