//! A country's reports of every registry, late and early, twice over, corrected and taken
//! back: what the gateway makes of them is held against the truth that they were made from.
//!
//! `CASEWAY_TEST_PERSONS` says how many persons; 4,000 are some 20,000 reports.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use caseway_profiles::registry;
use caseway_profiles::sample::{ORGANISATIONS, Planned, Sampler, Truth};
use caseway_tests::{House, Rest, Setting};
use serde_json::Value;
use tokio::task::JoinSet;

/// Persons, where nothing is said.
const PERSONS: u64 = 60;
/// A country has this long to be recorded.
const RECORD_WAIT: Duration = Duration::from_mins(30);
/// Reports on their way at once.
const AT_ONCE: usize = 8;

/// A tumour of a case, by the case's name and its number.
type Found = (String, u64);

/// A report that was sent, and the truth about it.
struct Sent {
    submission: String,
    truth: Truth,
}

/// A gateway that the country has reported to.
struct Country {
    house: House,
    senders: Vec<Rest>,
    sent: Vec<Sent>,
}

fn planned() -> anyhow::Result<Vec<Planned>> {
    let persons = match std::env::var("CASEWAY_TEST_PERSONS") {
        Ok(persons) => persons
            .parse()
            .context("CASEWAY_TEST_PERSONS is no number")?,
        Err(_) => PERSONS,
    };
    let tables = registry::builtin()?;
    let sampler = Sampler::new(&tables, 2031);
    Ok((0..persons)
        .flat_map(|index| sampler.journey(index))
        .collect())
}

/// An order of arrival that has nothing to do with when things were told.
fn shuffled(planned: Vec<Planned>, order: u64) -> Vec<Planned> {
    let mut keyed: Vec<(u64, Planned)> = (0_u64..)
        .zip(planned)
        .map(|(number, plan)| {
            let mut hasher = DefaultHasher::new();
            (order, number).hash(&mut hasher);
            (hasher.finish(), plan)
        })
        .collect();
    keyed.sort_by_key(|(key, _)| *key);
    keyed.into_iter().map(|(_, plan)| plan).collect()
}

/// Reports everything in an order, every tenth report twice.
async fn reported(order: u64) -> anyhow::Result<Country> {
    let house = House::with(&Setting {
        key: Some(vec![7; 64]),
        ..Setting::default()
    })?;
    let senders: Vec<Rest> = ORGANISATIONS
        .iter()
        .map(|organisation| house.sender(organisation.name))
        .collect::<anyhow::Result<_>>()?;
    let mut sent = Vec::new();
    let mut under_way = JoinSet::new();
    for (number, plan) in shuffled(planned()?, order).into_iter().enumerate() {
        if under_way.len() >= AT_ONCE {
            sent.extend(under_way.join_next().await.transpose()?.transpose()?);
        }
        let sender = senders.get(plan.sender).context("a sender")?.clone();
        under_way.spawn(send(sender, plan, number % 10 == 0));
    }
    while let Some(done) = under_way.join_next().await {
        sent.push(done??);
    }
    recorded(&senders).await?;
    Ok(Country {
        house,
        senders,
        sent,
    })
}

/// Waits until everything that was sent is recorded.
async fn recorded(senders: &[Rest]) -> anyhow::Result<()> {
    let started = Instant::now();
    for sender in senders {
        loop {
            let account = sender.account("").await?;
            if account["settled"] == true && account["tally"]["in_flight"] == 0 {
                break;
            }
            anyhow::ensure!(started.elapsed() < RECORD_WAIT, "a country is not recorded");
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
    Ok(())
}

async fn send(sender: Rest, plan: Planned, twice: bool) -> anyhow::Result<Sent> {
    let answer = sender.send(&plan.bundle).await?;
    // One that arrives after a newer version of it is kept, and told to be superseded.
    let kept = [200, 201].contains(&answer.status);
    anyhow::ensure!(kept, "{}: {}", plan.kind, answer.text());
    let submission = answer.submission()?;
    if twice {
        let again = sender.send(&plan.bundle).await?;
        anyhow::ensure!(again.status == 200, "{}: {}", plan.kind, again.text());
        anyhow::ensure!(again.submission()? == submission, "the same receipt");
    }
    Ok(Sent {
        submission,
        truth: plan.truth,
    })
}

/// Where each report that counts stands: the tumour that has most of its facts.
fn found(cases: &[Value]) -> BTreeMap<String, Found> {
    let mut facts: BTreeMap<String, BTreeMap<Found, usize>> = BTreeMap::new();
    for case in cases {
        let name = case["id"].as_str().unwrap_or_default();
        for tumour in case["tumours"].as_array().into_iter().flatten() {
            let number = tumour["number"].as_u64().unwrap_or_default();
            for linked in tumour["events"].as_array().into_iter().flatten() {
                let submission = &linked["event"]["provenance"]["submission"];
                let submission = submission.as_str().unwrap_or_default().to_owned();
                let own = facts.entry(submission).or_default();
                *own.entry((name.to_owned(), number)).or_default() += 1;
            }
        }
    }
    let most = |tumours: BTreeMap<Found, usize>| {
        let most = tumours.into_iter().max_by_key(|(_, facts)| *facts);
        most.map(|(tumour, _)| tumour)
    };
    let found = facts.into_iter();
    found
        .filter_map(|(submission, tumours)| Some((submission, most(tumours)?)))
        .collect()
}

fn pairs(counts: impl Iterator<Item = usize>) -> usize {
    counts
        .map(|count| count * count.saturating_sub(1) / 2)
        .sum()
}

#[tokio::test]
async fn every_case_is_as_in_the_truth_and_every_account_balances() -> anyhow::Result<()> {
    let country = reported(1).await?;
    for sender in &country.senders {
        let account = sender.account("").await?;
        assert_eq!(account["residual"], 0, "{account}");
    }
    let cases = country.house.cases()?;
    let found = found(&cases);
    let mut together: BTreeMap<((u64, u32), &Found), usize> = BTreeMap::new();
    let mut meant: BTreeMap<(u64, u32), usize> = BTreeMap::new();
    let mut stands: BTreeMap<&Found, usize> = BTreeMap::new();
    let counting = country.sent.iter().filter(|sent| sent.truth.counts);
    for sent in counting {
        let truth = (sent.truth.case, sent.truth.tumour);
        let tumour = found.get(&sent.submission);
        let tumour = tumour.with_context(|| format!("{} is in no tumour", sent.submission))?;
        *together.entry((truth, tumour)).or_default() += 1;
        *meant.entry(truth).or_default() += 1;
        *stands.entry(tumour).or_default() += 1;
    }
    let right = pairs(together.into_values());
    assert!(right > 20, "{right} pairs were looked at");
    assert_eq!(
        pairs(stands.into_values()),
        right,
        "tumours that are not one"
    );
    assert_eq!(
        pairs(meant.into_values()),
        right,
        "tumours that were torn apart"
    );
    let withdrawn = country.sent.iter().filter(|sent| !sent.truth.counts);
    for sent in withdrawn {
        assert!(!found.contains_key(&sent.submission), "{}", sent.submission);
    }
    Ok(())
}

#[tokio::test]
async fn every_order_of_arrival_gives_the_same_casebook_and_so_does_a_rebuild() -> anyhow::Result<()>
{
    let mut one = reported(2).await?;
    let told = one.house.job(&["cases", "export"])?;
    let other = reported(3).await?;
    assert_eq!(other.house.job(&["cases", "export"])?, told);
    one.house.stop()?;
    one.house.lose_casebook()?;
    one.house.restart()?;
    let moved = one.senders.iter();
    let moved: Vec<Rest> = moved
        .map(|sender| sender.moved(one.house.addresses().http))
        .collect();
    recorded(&moved).await?;
    assert_eq!(one.house.job(&["cases", "export"])?, told);
    Ok(())
}
