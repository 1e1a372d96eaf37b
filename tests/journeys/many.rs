//! Several gateways and several normalisers on one PostgreSQL: one Journal, one Casebook,
//! whoever is killed or stopped.

use std::time::{Duration, Instant};

use caseway_profiles::sample::Status;
use caseway_tests::{Aside, Console, Database, Gateway, House, Order, Reports, Rest, Setting};
use serde_json::Value;

/// What another normaliser may take to go on with the work.
const TAKEN_OVER: Duration = Duration::from_secs(10);

/// A house with a sender; none where there is no PostgreSQL.
fn house() -> anyhow::Result<Option<(House, Rest)>> {
    let Some(database) = Database::fresh()? else {
        return Ok(None);
    };
    let house = House::on(Some(database), &Setting::default())?;
    let hospital = house.sender("Fjordbyen")?;
    Ok(Some((house, hospital)))
}

/// Two reports of some women each, and a correction of the first.
fn reports(seed: u64, persons: u64) -> anyhow::Result<Vec<Value>> {
    let reports = Reports::new(seed)?;
    let mut all = Vec::new();
    for number in 0..persons {
        let woman = reports.woman(number)?;
        let work_up = Order::of("work-up");
        for order in [
            work_up,
            Order::of("surgery"),
            work_up.version(2, Status::Amended),
        ] {
            all.push(reports.bundle(&woman, order)?);
        }
    }
    Ok(all)
}

/// Whether a normaliser has the work.
async fn works(normaliser: &Aside) -> anyhow::Result<bool> {
    let metrics = Console::new(normaliser.metrics());
    Ok(metrics.metric("caseway_normalises").await? > 0.0)
}

/// How long it takes until a normaliser has the work.
async fn taken_over(by: &Aside) -> anyhow::Result<Duration> {
    let started = Instant::now();
    while !works(by).await? {
        anyhow::ensure!(started.elapsed() < TAKEN_OVER * 2, "nobody took over");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(started.elapsed())
}

#[tokio::test]
async fn two_gateways_keep_one_journal() -> anyhow::Result<()> {
    let Some((house, hospital)) = house()? else {
        return Ok(());
    };
    let second = Gateway::start(house.start())?;
    let other = hospital.moved(second.addresses().http);
    let all = reports(301, 4)?;
    let mut receipts = Vec::new();
    for (number, report) in all.iter().enumerate() {
        let door = if number % 2 == 0 { &hospital } else { &other };
        let answer = door.send(report).await?;
        assert_eq!(answer.status, 201, "{}", answer.text());
        receipts.push(answer.body);
    }
    for (number, report) in all.iter().enumerate() {
        let door = if number % 2 == 0 { &other } else { &hospital };
        let again = door.send(report).await?;
        assert_eq!((again.status, &again.body), (200, &receipts[number]));
    }
    let (one, same) = (house.settled(&hospital).await?, other.account("").await?);
    assert_eq!(one["tally"], same["tally"]);
    assert_eq!(
        (&one["tally"]["received"], &one["residual"]),
        (&Value::from(12), &Value::from(0))
    );
    Ok(())
}

#[tokio::test]
async fn a_storm_of_one_submission_at_two_gateways_has_one_effect() -> anyhow::Result<()> {
    let Some((house, hospital)) = house()? else {
        return Ok(());
    };
    let second = Gateway::start(house.start())?;
    let other = hospital.moved(second.addresses().http);
    let report = reports(302, 1)?.swap_remove(0);
    let mut storm = tokio::task::JoinSet::new();
    for turn in 0..100 {
        let door = if turn % 2 == 0 { &hospital } else { &other };
        let (door, report) = (door.clone(), report.clone());
        storm.spawn(async move { door.send(&report).await });
    }
    let answers: Vec<_> = storm
        .join_all()
        .await
        .into_iter()
        .collect::<Result<_, _>>()?;
    let first = answers.iter().filter(|answer| answer.status == 201).count();
    assert_eq!(first, 1, "one is the first");
    assert!(answers.iter().all(|answer| answer.body == answers[0].body));
    let account = house.settled(&hospital).await?;
    assert_eq!(account["tally"]["received"], 1, "{account}");
    Ok(())
}

#[tokio::test]
async fn of_two_normalisers_one_works_and_the_other_takes_over_when_it_is_killed()
-> anyhow::Result<()> {
    let Some((mut house, hospital)) = house()? else {
        return Ok(());
    };
    let second = Aside::normaliser(house.start())?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!works(&second).await?, "it stands by");
    let all = reports(303, 4)?;
    let (before, after) = all.split_at(6);
    for report in before {
        hospital.send(report).await?;
    }
    house.normaliser()?.kill()?;
    for report in after {
        hospital.send(report).await?;
    }
    let took = taken_over(&second).await?;
    assert!(took < TAKEN_OVER, "it took {took:?}");
    let account = house.settled(&hospital).await?;
    assert_eq!(account["residual"], 0, "{account}");
    assert_eq!(house.cases()?.len(), 4);
    Ok(())
}

#[tokio::test]
async fn a_normaliser_that_was_stopped_writes_nothing_when_it_goes_on() -> anyhow::Result<()> {
    let Some((mut house, hospital)) = house()? else {
        return Ok(());
    };
    let second = Aside::normaliser(house.start())?;
    let all = reports(304, 4)?;
    hospital.send(&all[0]).await?;
    house.settled(&hospital).await?;
    house.normaliser()?.signal("STOP")?;
    for report in &all[1..] {
        hospital.send(report).await?;
    }
    let took = taken_over(&second).await?;
    assert!(took < TAKEN_OVER, "it took {took:?}");
    house.settled(&hospital).await?;
    let before = house.job(&["cases", "export"])?;
    house.normaliser()?.signal("CONT")?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    assert!(works(&second).await?, "the work stays where it is");
    let first = works(house.normaliser()?).await?;
    assert!(!first, "it has learned that it lost the work");
    assert_eq!(house.job(&["cases", "export"])?, before);
    assert_eq!(house.settled(&hospital).await?["residual"], 0);
    Ok(())
}

#[tokio::test]
async fn the_doors_take_reports_while_nobody_normalises() -> anyhow::Result<()> {
    let Some((mut house, hospital)) = house()? else {
        return Ok(());
    };
    house.normaliser()?.stop()?;
    let all = reports(305, 2)?;
    for report in &all {
        assert_eq!(hospital.send(report).await?.status, 201);
    }
    let account = hospital.account("").await?;
    // Of the other two it is known at the door that a newer version replaces them.
    assert_eq!(account["tally"]["in_flight"], 4, "{account}");
    assert_eq!(account["residual"], 0, "{account}");
    let _only = Aside::normaliser(house.start())?;
    let account = house.settled(&hospital).await?;
    assert_eq!(account["tally"]["in_flight"], 0, "{account}");
    Ok(())
}
