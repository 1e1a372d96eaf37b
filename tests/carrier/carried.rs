//! Through Kafka: doors, a relay and normalisers in processes of their own, and the same
//! Casebook as without.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use caseway_profiles::sample::Status;
use caseway_tests::{
    Aside, Console, Database, House, Kafka, Order, Reports, Rest, Setting, Subject,
};
use serde_json::Value;

/// Partitions of the Feed here.
pub(crate) const PARTITIONS: u32 = 4;

/// A house with everything apart, whose entries are carried.
pub(crate) struct Carried {
    pub(crate) relay: Aside,
    pub(crate) house: House,
    pub(crate) hospital: Rest,
    pub(crate) kafka: Kafka,
}

/// A carried house with one normaliser; none where there is no Kafka or no PostgreSQL.
pub(crate) fn carried(kafka: Option<Kafka>) -> anyhow::Result<Option<Carried>> {
    divided(PARTITIONS, kafka)
}

/// The same, with a Feed of so many partitions.
pub(crate) fn divided(partitions: u32, kafka: Option<Kafka>) -> anyhow::Result<Option<Carried>> {
    let (Some(kafka), Some(database)) = (kafka, Database::fresh()?) else {
        return Ok(None);
    };
    let setting = Setting {
        config: kafka.config(partitions),
        keep_ports: true,
        ..Setting::default()
    };
    let house = House::on(Some(database), &setting)?;
    Ok(Some(Carried {
        relay: Aside::relay(house.start())?,
        hospital: house.sender("Fjordbyen")?,
        house,
        kafka,
    }))
}

/// The resource of a type in a report.
fn resource<'a>(report: &'a mut Value, name: &str) -> Option<&'a mut Value> {
    let entries = report["entry"].as_array_mut()?.iter_mut();
    let mut resources = entries.map(|entry| &mut entry["resource"]);
    resources.find(|resource| resource["resourceType"] == name)
}

/// A correction that is about another woman than the report it takes the place of.
fn moved(reports: &Reports, from: &Subject, to: &Subject) -> anyhow::Result<Value> {
    let work_up = Order::of("work-up");
    let mut first = reports.bundle(from, work_up)?;
    let mut second = reports.bundle(to, work_up.version(2, Status::Amended))?;
    let identifier = resource(&mut first, "Composition").map(|one| one["identifier"].take());
    if let Some(composition) = resource(&mut second, "Composition") {
        composition["identifier"] = identifier.unwrap_or_default();
    }
    Ok(second)
}

/// Reports of some women: corrections, a retraction, and some that move to another woman.
pub(crate) fn reports(seed: u64, persons: u64) -> anyhow::Result<Vec<Value>> {
    let reports = Reports::new(seed)?;
    let (work_up, surgery) = (Order::of("work-up"), Order::of("surgery"));
    let mut all = Vec::new();
    for number in 0..persons {
        let woman = reports.woman(number)?;
        for order in [
            Order::of("pathology"),
            work_up,
            surgery,
            surgery.version(2, Status::Amended),
        ] {
            all.push(reports.bundle(&woman, order)?);
        }
        if number % 3 == 1 {
            let retracted = surgery.version(3, Status::EnteredInError);
            all.push(reports.bundle(&woman, retracted)?);
        }
        if number % 3 == 2 {
            let other = reports.woman(persons + number)?;
            all.push(moved(&reports, &woman, &other)?);
        }
    }
    Ok(all)
}

/// Sends reports, all of which are taken.
pub(crate) async fn send(hospital: &Rest, all: &[Value]) -> anyhow::Result<()> {
    for report in all {
        let answer = hospital.send(report).await?;
        anyhow::ensure!([200, 201].contains(&answer.status), "{}", answer.text());
    }
    Ok(())
}

/// What the embedded Feed makes of the same reports, under the same key.
pub(crate) async fn embedded(all: &[Value], key: Vec<u8>) -> anyhow::Result<String> {
    let setting = Setting {
        key: Some(key),
        ..Setting::default()
    };
    let house = House::on(None, &setting)?;
    let hospital = house.sender("Fjordbyen")?;
    send(&hospital, all).await?;
    house.settled(&hospital).await?;
    house.job(&["cases", "export"])
}

impl Carried {
    /// Waits until another normaliser has partitions, and the house's has some left.
    async fn shared_with(&mut self, other: &Aside) -> anyhow::Result<()> {
        let held = "caseway_feed_partitions";
        let shared = async {
            loop {
                // Whoever still waits for its lease tells nothing of partitions.
                let theirs = metric(other, held).await.unwrap_or(0);
                let ours = metric(self.house.normaliser()?, held).await.unwrap_or(0);
                if theirs > 0 && ours > 0 && theirs + ours == u64::from(PARTITIONS) {
                    return anyhow::Ok(());
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        tokio::time::timeout(Duration::from_mins(1), shared).await?
    }

    /// All reports are recorded, once, and come to what the embedded Feed makes of them.
    pub(crate) async fn is_whole(&self, all: &[Value]) -> anyhow::Result<()> {
        let account = self.house.settled(&self.hospital).await?;
        assert_eq!(account["residual"], 0, "{account}");
        assert_eq!(account["tally"]["received"], all.len(), "{account}");
        let cases = self.house.job(&["cases", "export"])?;
        let expected = embedded(all, self.house.key()?).await?;
        assert_eq!(cases.lines().count(), expected.lines().count());
        for (case, expected) in cases.lines().zip(expected.lines()) {
            assert_eq!(case, expected);
        }
        Ok(())
    }
}

/// A metric of a process behind the doors.
pub(crate) async fn metric(aside: &Aside, name: &str) -> anyhow::Result<u64> {
    let value = Console::new(aside.metrics()).metric(name).await?;
    value.to_string().parse().context("it is a count")
}

/// Waits until a metric of a process has come to something.
pub(crate) async fn until(aside: &Aside, name: &str, enough: u64) -> anyhow::Result<Duration> {
    let started = Instant::now();
    // What was never counted is not there.
    while metric(aside, name).await.unwrap_or(0) < enough {
        let late = started.elapsed() > Duration::from_mins(2);
        anyhow::ensure!(!late, "{name} is not {enough}: {}", aside.said());
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(started.elapsed())
}

#[tokio::test]
async fn what_is_carried_comes_to_the_same_casebook_as_what_is_not() -> anyhow::Result<()> {
    let Some(mut carried) = carried(Kafka::fresh())? else {
        return Ok(());
    };
    let second = Aside::normaliser(carried.house.start())?;
    carried.shared_with(&second).await?;
    let mut all = reports(401, 12)?;
    let mut doubtful = all[0].clone();
    if let Some(patient) = resource(&mut doubtful, "Patient") {
        patient["gender"] = Value::from("male");
    }
    all[0] = doubtful;
    send(&carried.hospital, &all).await?;
    let account = carried.house.settled(&carried.hospital).await?;
    assert!(
        account["tally"]["quarantined"].as_u64() > Some(0),
        "{account}"
    );
    carried.is_whole(&all).await?;
    let console = carried.house.console();
    let held = console.quarantine().await?;
    let answer = console.decide(held[0], "release", "looked at").await?;
    assert!(answer < 400, "released: {answer}");
    let released = async {
        loop {
            let account = carried.house.settled(&carried.hospital).await?;
            if account["tally"]["quarantined"] == 0 {
                return anyhow::Ok(account);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let account = tokio::time::timeout(Duration::from_secs(30), released).await??;
    assert_eq!(account["residual"], 0, "{account}");
    assert_eq!(metric(&carried.relay, "caseway_relay_active").await?, 1);
    assert!(metric(&carried.relay, "caseway_relay_announced_total").await? >= all.len() as u64);
    assert_eq!(
        metric(&carried.relay, "caseway_relay_again_total").await?,
        0
    );
    assert_eq!(metric(&second, "caseway_feed_lag_entries").await?, 0);
    let recorded = "caseway_hop_entries_total{hop=\"record\"}";
    for normaliser in [&second, carried.house.normaliser()?] {
        let entries = metric(normaliser, recorded).await?;
        assert!(entries > 0, "each records the partitions it has");
    }
    Ok(())
}

#[tokio::test]
async fn a_house_goes_over_to_kafka_and_back_without_losing_anything() -> anyhow::Result<()> {
    let (Some(kafka), Some(database)) = (Kafka::fresh(), Database::fresh()?) else {
        return Ok(());
    };
    let setting = Setting {
        keep_ports: true,
        ..Setting::default()
    };
    let mut house = House::on(Some(database), &setting)?;
    let hospital = house.sender("Fjordbyen")?;
    let all = reports(402, 6)?;
    let config = house.folder().join("caseway.toml");
    let parts: Vec<&[Value]> = all.chunks(all.len().div_ceil(4)).collect();
    send(&hospital, parts[0]).await?;
    std::fs::write(&config, kafka.config(3))?;
    house.restart()?;
    let hospital = house.rest(hospital.token());
    let mut relay = Aside::relay(house.start())?;
    send(&hospital, parts[1]).await?;
    house.settled(&hospital).await?;
    // More partitions than there were.
    relay.stop()?;
    std::fs::write(&config, kafka.config(5))?;
    let mut relay = Aside::relay(house.start())?;
    send(&hospital, parts[2]).await?;
    house.settled(&hospital).await?;
    relay.stop()?;
    std::fs::write(&config, "")?;
    house.restart()?;
    let hospital = house.rest(hospital.token());
    send(&hospital, parts[3]).await?;
    let account = house.settled(&hospital).await?;
    assert_eq!(account["residual"], 0, "{account}");
    let expected = embedded(&all, house.key()?).await?;
    assert_eq!(house.job(&["cases", "export"])?, expected);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cases_are_published_as_they_stand_and_one_that_is_gone_with_a_tombstone()
-> anyhow::Result<()> {
    let Some(carried) = carried(Kafka::fresh())? else {
        return Ok(());
    };
    let mut all = reports(403, 3)?;
    let reports = Reports::new(403)?;
    let (lonely, other) = (reports.woman(20)?, reports.woman(21)?);
    all.push(reports.bundle(&lonely, Order::of("work-up"))?);
    send(&carried.hospital, &all).await?;
    carried.house.settled(&carried.hospital).await?;
    let before = standing(&carried, false)?;
    send(&carried.hospital, &[moved(&reports, &lonely, &other)?]).await?;
    carried.house.settled(&carried.hospital).await?;
    let after = standing(&carried, true)?;
    let gone: Vec<&String> = before
        .keys()
        .filter(|id| !after.contains_key(*id))
        .collect();
    assert_eq!(gone.len(), 1, "her only report was another's");
    let published = carried.kafka.read(&carried.kafka.cases())?;
    let last = published.iter().rfind(|(case, _)| case == gone[0]);
    assert_eq!(last.map(|(_, value)| value.as_str()), Some("null"));
    Ok(())
}

/// Every Case as it was published last, once that is how it stands, and with a tombstone
/// among them where one is awaited.
fn standing(carried: &Carried, tombstone: bool) -> anyhow::Result<BTreeMap<String, Value>> {
    let cases = carried.house.cases()?.into_iter();
    let cases: BTreeMap<String, Value> = cases
        .map(|case| (case["id"].as_str().unwrap_or_default().to_owned(), case))
        .collect();
    for _ in 0..20 {
        let published = carried.kafka.read(&carried.kafka.cases())?;
        let buried = published.iter().any(|(_, value)| value == "null");
        let last: BTreeMap<String, Value> = published
            .into_iter()
            .map(|(case, value)| Ok((case, serde_json::from_str(&value)?)))
            .collect::<anyhow::Result<_>>()?;
        let last: BTreeMap<_, _> = last
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .collect();
        if last == cases && buried == tombstone {
            return Ok(cases);
        }
    }
    anyhow::bail!(
        "what is published is not what stands: {}",
        carried.relay.said()
    )
}
