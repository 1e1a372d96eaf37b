//! SIGTERM: what is under way is answered, what was answered is there.

use std::time::{Duration, Instant};

use caseway_tests::{House, Order, Reports};

#[tokio::test]
async fn sigterm_answers_what_is_under_way_and_ends_in_time() -> anyhow::Result<()> {
    let mut house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(101)?;
    let mut sending = tokio::task::JoinSet::new();
    for number in 0..100 {
        let report = reports.bundle(&reports.woman(number)?, Order::of("work-up"))?;
        let hospital = hospital.clone();
        sending.spawn(async move { hospital.send(&report).await });
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    house.gateway().terminate()?;
    let started = Instant::now();
    let answers = sending.join_all().await;
    let status = house.gateway().ended(Duration::from_secs(12))?;
    assert!(status.success(), "{status}: {}", house.said());
    assert!(started.elapsed() < Duration::from_secs(12));
    for file in std::fs::read_dir(house.data())? {
        let name = file?.file_name().into_string().unwrap_or_default();
        assert!(!name.ends_with("-wal"), "{name} was left behind");
    }
    let answered: Vec<String> = answers
        .into_iter()
        .filter_map(Result::ok)
        .inspect(|answer| assert_eq!(answer.status, 201, "{}", answer.text()))
        .map(|answer| answer.submission())
        .collect::<Result<_, _>>()?;
    house.restart()?;
    let hospital = house.rest(hospital.token());
    let account = house.settled(&hospital).await?;
    assert!(
        account["tally"]["received"].as_u64() >= Some(answered.len() as u64),
        "{account}"
    );
    assert_eq!(account["residual"], 0);
    for id in answered {
        assert_eq!(hospital.submission(&id).await?["state"], "recorded");
    }
    Ok(())
}
