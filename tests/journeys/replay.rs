//! A casebook is rebuilt beside the one in use, compared with it, and takes its place.

use std::time::{Duration, Instant};

use caseway_profiles::sample::Status;
use caseway_tests::{House, Order, Reports, Rest};
use serde_json::Value;

/// Women of whom something is known.
const WOMEN: u64 = 12;

/// A job about the replay of a house.
fn replay(house: &House, arguments: &[&str]) -> anyhow::Result<String> {
    house.job(&[&["replay"], arguments, &house.owner()].concat())
}

/// The same, that cannot be done, and what it says to that.
fn refused(house: &House, arguments: &[&str]) -> anyhow::Result<String> {
    house.refused(&[&["replay"], arguments, &house.owner()].concat())
}

/// The number after some words, as `replay compare` tells it.
fn told(comparison: &str, words: &str) -> Option<u64> {
    let line = comparison.lines().find(|line| line.starts_with(words))?;
    line[words.len()..].trim().parse().ok()
}

async fn send(hospital: &Rest, report: &Value) -> anyhow::Result<()> {
    let answer = hospital.send(report).await?;
    assert!([200, 201].contains(&answer.status), "{}", answer.text());
    Ok(())
}

/// A house that has recorded reports, one of which is in quarantine.
async fn house() -> anyhow::Result<(House, Reports, Rest)> {
    let house = House::up()?;
    let (hospital, reports) = (house.sender("Fjordbyen")?, Reports::new(701)?);
    for number in 0..WOMEN {
        let woman = reports.woman(number)?;
        for kind in ["pathology", "work-up", "surgery"] {
            send(&hospital, &reports.bundle(&woman, Order::of(kind))?).await?;
        }
    }
    let mut doubtful = reports.bundle(&reports.woman(WOMEN)?, Order::of("work-up"))?;
    let entries = doubtful["entry"].as_array_mut().into_iter().flatten();
    for resource in entries.map(|entry| &mut entry["resource"]) {
        if resource["resourceType"] == "Patient" {
            resource["gender"] = Value::from("male");
        }
    }
    send(&hospital, &doubtful).await?;
    let account = house.settled(&hospital).await?;
    assert_eq!(account["tally"]["quarantined"], 1, "{account}");
    Ok((house, reports, hospital))
}

#[tokio::test]
async fn a_replay_of_the_same_version_is_equal_and_takes_the_place_of_the_casebook()
-> anyhow::Result<()> {
    let (mut house, reports, hospital) = house().await?;
    let nothing = refused(&house, &["compare"])?;
    assert!(nothing.contains("`caseway replay build` does"), "{nothing}");
    let built = replay(&house, &["build"])?;
    assert!(
        built.starts_with(&format!("{} entries", 3 * WOMEN + 1)),
        "{built}"
    );
    let comparison = replay(&house, &["compare"])?;
    assert_eq!(
        told(&comparison, "cases the same"),
        Some(WOMEN),
        "{comparison}"
    );
    assert!(
        comparison.contains("reports in quarantine  1 → 1\n"),
        "{comparison}"
    );
    assert_eq!(replay(&house, &["compare", "--json"])?, "");

    let before = (house.cases()?, hospital.account("").await?);
    house.stop()?;
    replay(&house, &["swap"])?;
    house.restart()?;
    let hospital = house.rest(hospital.token());
    let account = house.settled(&hospital).await?;
    assert_eq!(house.cases()?, before.0);
    assert_eq!(account["tally"], before.1["tally"]);
    let woman = reports.woman(WOMEN + 1)?;
    send(&hospital, &reports.bundle(&woman, Order::of("work-up"))?).await?;
    house.settled(&hospital).await?;
    assert_eq!(house.cases()?.len() as u64, WOMEN + 1);
    assert!(refused(&house, &["compare"])?.contains("has rebuilt no casebook"));
    Ok(())
}

#[tokio::test]
async fn what_a_swap_would_change_is_told_case_by_case() -> anyhow::Result<()> {
    let (house, reports, hospital) = house().await?;
    replay(&house, &["build"])?;
    // What the replay has not yet stands for what other rules would make of the same.
    let corrected = Order::of("surgery").version(2, Status::EnteredInError);
    send(&hospital, &reports.bundle(&reports.woman(3)?, corrected)?).await?;
    let new = reports.woman(WOMEN + 1)?;
    send(&hospital, &reports.bundle(&new, Order::of("work-up"))?).await?;
    house.settled(&hospital).await?;
    let comparison = replay(&house, &["compare"])?;
    let counts = ["the same", "that change", "that are new", "that are gone"]
        .map(|words| told(&comparison, &format!("cases {words}")));
    assert_eq!(counts, [WOMEN - 1, 1, 0, 1].map(Some), "{comparison}");
    assert!(comparison.contains("catches up"), "{comparison}");
    assert!(comparison.contains("  /case/tumours/0/"), "{comparison}");
    let patches = replay(&house, &["compare", "--json"])?;
    assert_eq!(patches.lines().count(), 2);
    for patch in patches.lines() {
        let patch: Value = serde_json::from_str(patch)?;
        assert!(
            patch["patch"]
                .as_array()
                .is_some_and(|patch| !patch.is_empty())
        );
        assert!(comparison.contains(patch["case"].as_str().unwrap_or("-")));
    }
    assert!(replay(&house, &["build"])?.starts_with("2 entries"));
    assert_eq!(replay(&house, &["compare", "--json"])?, "");
    Ok(())
}

#[tokio::test]
async fn a_replay_that_was_killed_goes_on_where_it_stopped() -> anyhow::Result<()> {
    let (house, _, _) = house().await?;
    let slow = [&["replay", "build", "--rate", "2"][..], &house.owner()].concat();
    let mut killed = house.begin(&slow)?;
    // A page is what the rate allows in a second, and its cases are linked after the last.
    let begun = || {
        let why = refused(&house, &["compare"]).unwrap_or_default();
        why.contains("the replay is not whole")
    };
    let started = Instant::now();
    while !begun() {
        assert!(started.elapsed() < Duration::from_mins(1), "no page came");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    killed.kill()?;
    killed.wait()?;
    let built = replay(&house, &["build"])?;
    let rest: u64 = built.split(' ').next().unwrap_or_default().parse()?;
    assert!(rest > 0 && rest < 3 * WOMEN, "{built}");
    assert_eq!(replay(&house, &["compare", "--json"])?, "");
    assert!(replay(&house, &["discard"])?.starts_with("discarded: "));
    assert_eq!(replay(&house, &["discard"])?, "there is no replay\n");
    Ok(())
}

#[tokio::test]
async fn nothing_is_swapped_while_somebody_normalises() -> anyhow::Result<()> {
    let (house, reports, hospital) = house().await?;
    replay(&house, &["build"])?;
    let before = house.cases()?;
    let why = refused(&house, &["swap"])?;
    assert!(why.contains("stop `caseway"), "{why}");
    assert_eq!(house.cases()?, before);
    // The connection of before was idle for too long.
    let hospital = house.rest(hospital.token());
    let woman = reports.woman(WOMEN + 1)?;
    send(&hospital, &reports.bundle(&woman, Order::of("work-up"))?).await?;
    house.settled(&hospital).await?;
    assert_eq!(house.cases()?.len() as u64, WOMEN + 1);
    Ok(())
}

#[tokio::test]
async fn a_casebook_that_was_lost_is_put_back_by_a_replay() -> anyhow::Result<()> {
    let (mut house, _, hospital) = house().await?;
    let before = house.cases()?;
    house.stop()?;
    house.lose_casebook()?;
    replay(&house, &["build"])?;
    let comparison = replay(&house, &["compare"])?;
    assert_eq!(
        told(&comparison, "cases that are new"),
        Some(WOMEN),
        "{comparison}"
    );
    replay(&house, &["swap"])?;
    assert_eq!(house.cases()?, before);
    house.restart()?;
    let account = house.settled(&house.rest(hospital.token())).await?;
    assert_eq!(account["residual"], 0);
    Ok(())
}
