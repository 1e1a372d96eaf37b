//! A finding that a registry knows of does not refuse a sender's report, and is counted.

use caseway_tests::{House, Order, Reports};
use serde_json::{Value, json};

/// A narrative with a form in it, which FHIR does not allow.
const FORM: &str = "<div xmlns=\"http://www.w3.org/1999/xhtml\"><form>A</form></div>";

const SILENCED: &str = "[[silenced]]\nsender = \"Fjordbyen\"\nrule = \"txt-1\"\nregistry = \"breast\"\n\
                        reason = \"Their system writes it; mended in version 8.\"\nuntil = \"2999-12-31\"\n";

fn broken(seed: u64) -> anyhow::Result<Value> {
    let reports = Reports::new(seed)?;
    let mut report = reports.bundle(&reports.woman(0)?, Order::of("work-up"))?;
    report["entry"][0]["resource"]["text"] = json!({ "status": "generated", "div": FORM });
    Ok(report)
}

#[tokio::test]
async fn a_silenced_error_refuses_nothing_and_is_kept_with_the_reason() -> anyhow::Result<()> {
    let mut house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let other = house.sender("Fjellbyen")?;
    let report = broken(41)?;
    let refused = hospital.send(&report).await?;
    assert_eq!(refused.status, 422, "{}", refused.text());

    std::fs::write(house.folder().join("caseway.toml"), SILENCED)?;
    house.restart()?;
    let (hospital, other) = (house.rest(hospital.token()), house.rest(other.token()));
    let accepted = hospital.send(&report).await?;
    assert_eq!(accepted.status, 201, "checked anew: {}", accepted.text());
    let outcome = accepted.json()?;
    let known = outcome["issue"]
        .as_array()
        .into_iter()
        .flatten()
        .find(|issue| issue["details"]["coding"][0]["code"] == "txt-1")
        .expect("it is told all the same");
    assert_eq!(known["severity"], "information");
    let why = "Not counted until 2999-12-31, otherwise error: Their system writes it; mended in version 8.";
    assert_eq!(known["diagnostics"], why);
    let kept = hospital.submission(&accepted.submission()?).await?;
    let kept = kept["issues"].as_array().into_iter().flatten();
    let reasons: Vec<&Value> = kept.map(|issue| &issue["silenced"]["severity"]).collect();
    assert!(reasons.contains(&&json!("error")), "{reasons:?}");

    let counted = "caseway_silenced_findings_total{sender=\"Fjordbyen\",rule=\"txt-1\"}";
    assert!(house.console().metric(counted).await? >= 1.0);
    let refused = other.send(&broken(42)?).await?;
    assert_eq!(
        refused.status,
        422,
        "not for another sender: {}",
        refused.text()
    );
    Ok(())
}

#[test]
fn what_a_silence_misspells_is_told_at_the_start_all_of_it() {
    let misspelt = SILENCED.replace("txt-1", "txt-l");
    let config = format!("{misspelt}{}", SILENCED.replace("breast", "breats"));
    let up = House::with(&caseway_tests::Setting {
        config,
        ..caseway_tests::Setting::default()
    });
    let why = format!("{:?}", up.map(|_| ()).unwrap_err());
    for said in [
        "silenced.rule \"txt-l\" is not known, the nearest is \"txt-1\"",
        "silenced.registry \"breats\" is not known, the nearest is \"breast\"",
    ] {
        assert!(why.contains(said), "{why}");
    }
}

#[test]
fn a_sender_that_is_not_known_yet_is_warned_of_and_starts_the_gateway() -> anyhow::Result<()> {
    let mut house = House::up()?;
    house.sender("Fjordbyen")?;
    let misspelt = SILENCED.replace("Fjordbyen", "Fjordbyn");
    std::fs::write(house.folder().join("caseway.toml"), misspelt)?;
    house.restart()?;
    let said = house.said();
    assert!(
        said.contains("is no sender so far, the nearest is"),
        "{said}"
    );
    assert!(said.contains("Fjordbyen"), "{said}");
    Ok(())
}

#[test]
fn a_silence_without_an_end_or_of_a_rule_that_cannot_be_is_refused_at_the_start() {
    let without_end = SILENCED.replace("until = \"2999-12-31\"\n", "");
    for (config, said) in [
        (without_end, "until"),
        (SILENCED.replace("txt-1", "no-such-rule"), "no-such-rule"),
        (
            SILENCED.replace("txt-1", "identity-missing"),
            "identity-missing",
        ),
        (SILENCED.replace("breast", "nobody"), "nobody"),
    ] {
        let up = House::with(&caseway_tests::Setting {
            config,
            ..caseway_tests::Setting::default()
        });
        let why = format!("{:?}", up.map(|_| ()).unwrap_err());
        assert!(why.contains(said), "{why}");
    }
}
