//! Bad input: each kind gets its own rule, a sentence that says what to do, the
//! status of the contract, and is in the sender's account; none is echoed.

use caseway_tests::{House, Order, Reports, Rest, Setting};
use serde_json::{Value, json};

use crate::malformed;

/// Stands in every body, as a value; nothing here may say it back.
const MARKER: &str = "Zzmarkerzz";
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

fn resource<'a>(report: &'a mut Value, kind: &str) -> &'a mut Value {
    let entries = report["entry"].as_array_mut().unwrap();
    let found = entries
        .iter_mut()
        .find(|entry| entry["resource"]["resourceType"] == kind);
    &mut found.unwrap()["resource"]
}

/// A body made from the good one by a change to a resource of a kind.
fn changed(
    good: &Value,
    (name, rule): (&'static str, &'static str),
    kind: &str,
    change: impl Fn(&mut Value),
) -> Bad {
    let mut report = good.clone();
    change(if kind == "Bundle" {
        &mut report
    } else {
        resource(&mut report, kind)
    });
    Bad {
        name,
        rule,
        status: 422,
        body: report.to_string().into_bytes(),
        coding: None,
    }
}

/// Bodies that are FHIR, or nearly, and not what the profile asks for.
fn reports_with_faults(good: &Value) -> Vec<Bad> {
    let patient = |what, change: fn(&mut Value)| changed(good, what, "Patient", change);
    let condition = |what, change: fn(&mut Value)| changed(good, what, "Condition", change);
    let mut bad = vec![
        patient(
            ("an unknown resource type", "resource-type-unknown"),
            |patient| {
                patient["resourceType"] = json!("Patiant");
            },
        ),
        patient(("a misspelt element", "element-unknown"), |patient| {
            patient["brithDate"] = json!(MARKER);
        }),
        patient(("a wrong type", "type-wrong"), |patient| {
            patient["active"] = json!(MARKER)
        }),
        patient(("an array for a value", "array-unexpected"), |patient| {
            patient["gender"] = json!([MARKER]);
        }),
        patient(("a value for an array", "array-expected"), |patient| {
            patient["name"] = json!({ "text": MARKER });
        }),
        patient(("a wrong check digit", "identity-check-digit"), |patient| {
            let number = &mut patient["identifier"][0]["value"];
            let mut digits = number.as_str().unwrap().to_owned();
            let last = digits.pop().unwrap().to_digit(10).unwrap();
            *number = json!(format!("{digits}{}", (last + 1) % 10));
        }),
        condition(
            ("a code outside its value set", "code-not-in-value-set"),
            |condition| {
                condition["clinicalStatus"]["coding"] = json!([{
                    "system": "http://terminology.hl7.org/CodeSystem/condition-clinical",
                    "code": MARKER,
                }]);
            },
        ),
        condition(
            ("a reference to nothing", "reference-unresolved"),
            |condition| {
                let nothing = "urn:uuid:00000000-0000-4000-8000-000000000000";
                condition["subject"]["reference"] = json!(nothing);
            },
        ),
    ];
    bad.push(changed(
        good,
        ("a date in the future", "date-in-future"),
        "Composition",
        |it| {
            it["date"] = json!("2999-01-01T00:00:00Z");
        },
    ));
    bad.push(changed(
        good,
        ("a profile nobody knows", "profile-unknown"),
        "Bundle",
        |bundle| {
            bundle["meta"]["profile"] = json!([format!("https://example.org/{MARKER}")]);
        },
    ));
    bad.push(changed(
        good,
        ("a missing mandatory value", "variable-missing"),
        "Bundle",
        |bundle| {
            let entries = bundle["entry"].as_array_mut().unwrap();
            let first = |entry: &Value| entry["resource"]["resourceType"] == "Observation";
            let gone = entries.iter().position(first).unwrap();
            let gone = entries.remove(gone)["fullUrl"].take();
            for section in entries[0]["resource"]["section"].as_array_mut().unwrap() {
                if let Some(listed) = section["entry"].as_array_mut() {
                    listed.retain(|entry| entry["reference"] != gone);
                }
            }
        },
    ));
    bad
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
    bad.extend(reports_with_faults(&good));
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
