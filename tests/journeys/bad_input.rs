//! Bad input: each kind gets its own rule, a sentence that says what to do, the
//! status of the contract, and is in the sender's account; none is echoed.

use caseway_tests::{House, Order, Reports, Rest, Setting};
use serde_json::{Value, json};

use crate::faulty::resource;
use crate::{faulty, malformed};

/// Stands in every body, as a value; nothing here may say it back.
pub(crate) const MARKER: &str = "Zzmarkerzz";
const LIMITS: &str = "[intake]\nbody_bytes_max = 2097152\ninflated_bytes_max = 67108864\n";

/// A body that is refused.
pub(crate) struct Bad {
    /// What is wrong with it.
    pub(crate) name: &'static str,
    /// The rule that finds it.
    pub(crate) rule: &'static str,
    /// The status that answers it.
    pub(crate) status: u16,
    /// The body.
    pub(crate) body: Vec<u8>,
    /// Its content coding.
    pub(crate) coding: Option<&'static str>,
}

/// A good report that has the marker in it.
fn marked() -> anyhow::Result<Value> {
    let reports = Reports::new(121)?;
    let mut report = reports.bundle(&reports.woman(0)?, Order::of("work-up"))?;
    resource(&mut report, "Patient")["name"] = json!([{ "text": MARKER }]);
    Ok(report)
}

/// Sends a bad body and gives what is wrong with the answer.
async fn faults(hospital: &Rest, bad: Bad, number: &str) -> anyhow::Result<Vec<String>> {
    let headers: Vec<(&str, &str)> = bad
        .coding
        .iter()
        .map(|coding| ("content-encoding", *coding))
        .collect();
    let answer = hospital.post("/fhir/Bundle", bad.body, &headers).await?;
    let (text, rules) = (answer.text(), answer.rules()?);
    let mut faults = Vec::new();
    let mut ask = |holds: bool, what: &str| {
        if !holds {
            faults.push(format!("{}: {what}: {} {rules:?}", bad.name, answer.status));
        }
    };
    ask(
        answer.status == bad.status,
        &format!("the status is not {}", bad.status),
    );
    ask(
        rules.iter().any(|rule| rule == bad.rule),
        &format!("the rule {} is missing", bad.rule),
    );
    ask(
        !text.contains(MARKER) && !text.contains(number),
        "a value is echoed",
    );
    let outcome = answer.json()?;
    let found = outcome["issue"].as_array().into_iter().flatten();
    let found = found
        .clone()
        .find(|it| it["details"]["coding"][0]["code"] == bad.rule)
        .cloned();
    let sentence = found.unwrap_or_default()["details"]["text"].to_string();
    ask(
        sentence.len() > 30 && sentence.ends_with(".\""),
        &format!("no sentence: {sentence}"),
    );
    let kept = hospital.submission(&answer.submission()?).await?;
    let listed = kept["issues"].as_array().into_iter().flatten();
    ask(kept["state"] == "rejected", "it is not in the account");
    ask(
        listed.clone().any(|issue| issue["rule"] == bad.rule),
        "its finding is not kept",
    );
    Ok(faults)
}

#[tokio::test]
async fn every_kind_of_bad_input_is_told_by_its_own_rule_and_kept() -> anyhow::Result<()> {
    let house = House::with(&Setting {
        config: LIMITS.to_owned(),
        ..Setting::default()
    })?;
    let hospital = house.sender("Fjordbyen")?;
    let good = marked()?;
    let number = Reports::new(121)?.woman(0)?.patient.identifier;
    let mut bad = malformed::bodies(&good);
    bad.extend(faulty::bodies(&good));
    let count = bad.len();
    let mut found = Vec::new();
    for bad in bad {
        found.extend(faults(&hospital, bad, &number).await?);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    let account = house.settled(&hospital).await?;
    assert_eq!(
        account["tally"]["rejected"], count,
        "each is in the account once"
    );
    assert_eq!(account["residual"], 0);
    let said = house.said();
    assert!(!said.contains(MARKER) && !said.contains(&number), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    let accepted = hospital.send(&good).await?;
    assert_eq!(
        accepted.status,
        201,
        "none of them hurts the next: {}",
        accepted.text()
    );
    Ok(())
}

#[tokio::test]
async fn a_misspelt_element_is_told_the_nearest_that_exists() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let mut report = marked()?;
    resource(&mut report, "Patient")["brithDate"] = json!("1950-01-01");
    let answer = hospital.send(&report).await?;
    assert!(answer.text().contains("birthDate"), "{}", answer.text());
    Ok(())
}
