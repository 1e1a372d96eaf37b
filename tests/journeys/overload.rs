//! What is too much: a body over the limit, more bodies than there is room for, a
//! sender that never gets to the end.

use std::time::Duration;

use caseway_tests::{Answer, House, Order, Reports, Rest, Setting};
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The largest body, and the room there is for all bodies together, in bytes.
const SMALL: &str = "[intake]\nbody_bytes_max = 200000\nbodies_bytes_max = 200000\n\
                     [doors]\nbody_wait_seconds = 5\n";

fn small() -> anyhow::Result<House> {
    House::with(&Setting {
        config: SMALL.to_owned(),
        ..Setting::default()
    })
}

#[tokio::test]
async fn bodies_over_the_limit_are_told_apart_and_counted() -> anyhow::Result<()> {
    let house = small()?;
    let hospital = house.sender("Fjordbyen")?;
    let large = |of: u8| vec![of; 300_000];
    let mut named = Vec::new();
    for body in [large(b'a'), large(b'b'), large(b'a')] {
        let answer = hospital.post("/fhir/Bundle", body, &[]).await?;
        assert_eq!(answer.status, 413, "{}", answer.text());
        assert!(answer.rules()?.contains(&"body-too-large".to_owned()));
        named.push(answer.submission()?);
    }
    assert_ne!(named[0], named[1]);
    assert_eq!(
        named[0], named[2],
        "the same body again is the same submission"
    );
    let account = house.settled(&hospital).await?;
    assert_eq!(account["tally"]["received"], 2);
    assert_eq!(account["tally"]["rejected"], 2);
    assert_eq!(account["residual"], 0);
    Ok(())
}

#[tokio::test]
async fn when_there_is_no_room_a_sender_comes_back_and_a_slow_one_makes_way() -> anyhow::Result<()>
{
    let house = small()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(111)?;
    let report = reports.bundle(&reports.woman(1)?, Order::of("work-up"))?;
    let mut slow = unfinished(&house, &hospital, 199_000).await?;
    let turned_away = until(&hospital, 503).await?;
    assert_eq!(turned_away.rules()?, ["overload"]);
    assert_eq!(turned_away.header("retry-after"), "1");
    let mut answer = String::new();
    slow.read_to_string(&mut answer).await?;
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("body-too-slow"), "{answer}");
    until(&hospital, 200).await?;
    assert_eq!(hospital.send(&report).await?.status, 201);
    let account = house.settled(&hospital).await?;
    assert_eq!(
        account["tally"]["received"], 1,
        "what was cut off was not received"
    );
    Ok(())
}

#[tokio::test]
async fn a_sender_that_vanishes_gives_its_room_back() -> anyhow::Result<()> {
    let house = small()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(112)?;
    let report = reports.bundle(&reports.woman(1)?, Order::of("work-up"))?;
    let vanishing = unfinished(&house, &hospital, 199_000).await?;
    until(&hospital, 503).await?;
    drop(vanishing);
    until(&hospital, 200).await?;
    assert_eq!(hospital.send(&report).await?.status, 201);
    Ok(())
}

#[tokio::test]
async fn each_entry_of_a_batch_counts_against_the_quota() -> anyhow::Result<()> {
    let house = House::with(&Setting {
        config: "[intake]\nsubmissions_per_minute = 1\nsubmissions_burst = 2\n".to_owned(),
        ..Setting::default()
    })?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(113)?;
    let mut entries = Vec::new();
    for number in 0..3 {
        let report = reports.bundle(&reports.woman(number)?, Order::of("work-up"))?;
        entries.push(json!({ "resource": report }));
    }
    let batch = json!({ "resourceType": "Bundle", "type": "batch", "entry": entries });
    let answer = hospital
        .post("/fhir", batch.to_string().into(), &[])
        .await?;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json()?;
    let statuses: Vec<_> = (0..3)
        .map(|entry| answer["entry"][entry]["response"]["status"].clone())
        .collect();
    assert_eq!(statuses, ["201", "201", "429"], "{answer}");
    Ok(())
}

/// A request whose body stops before its end, when the door holds what there is of it: a
/// probe before that would take the room it needs.
async fn unfinished(house: &House, hospital: &Rest, sent: usize) -> anyhow::Result<TcpStream> {
    let mut stream = TcpStream::connect(house.addresses().http).await?;
    let head = format!(
        "POST /fhir/Bundle HTTP/1.1\r\nhost: door\r\nauthorization: Bearer {}\r\n\
         content-type: application/fhir+json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        hospital.token(),
        sent + 1
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&vec![b' '; sent]).await?;
    let bytes = i32::try_from(sent)?.into();
    for _ in 0..1_000 {
        if house.console().metric("caseway_bodies_held_bytes").await? >= bytes {
            return Ok(stream);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    anyhow::bail!("never held {bytes} bytes")
}

/// Asks for a check of next to nothing, which takes room and keeps nothing, again and
/// again until it is answered so.
async fn until(hospital: &Rest, status: u16) -> anyhow::Result<Answer> {
    for _ in 0..1_000 {
        let body = b"{}".to_vec();
        let answer = hospital.post("/fhir/Bundle/$validate", body, &[]).await?;
        if answer.status == status {
            return Ok(answer);
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    anyhow::bail!("never answered {status}")
}
