//! However often a submission is sent, its effect is one and its receipt the first.

use caseway_tests::{House, Order, Reports};

#[tokio::test]
async fn a_duplicate_gets_the_first_receipt_byte_for_byte_across_a_restart() -> anyhow::Result<()> {
    let mut house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(21)?;
    let report = reports.bundle(&reports.woman(0)?, Order::of("work-up"))?;
    let first = hospital.send(&report).await?;
    assert_eq!(first.status, 201, "{}", first.text());
    let second = hospital.send(&report).await?;
    assert_eq!((second.status, &second.body), (200, &first.body));
    house.stop()?;
    house.restart()?;
    let hospital = house.rest(hospital.token());
    let third = hospital.send(&report).await?;
    assert_eq!((third.status, &third.body), (200, &first.body));
    let account = house.settled(&hospital).await?;
    assert_eq!(account["tally"]["received"], 1, "{account}");
    Ok(())
}

#[tokio::test]
async fn a_rejected_submission_sent_again_is_rejected_the_same() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let body = b"{\"resourceType\": \"Bundle\", ".to_vec();
    let first = hospital.post("/fhir/Bundle", body.clone(), &[]).await?;
    let second = hospital.post("/fhir/Bundle", body, &[]).await?;
    assert_eq!((first.status, second.status), (400, 400));
    assert_eq!(first.body, second.body);
    assert_eq!(hospital.account("").await?["tally"]["received"], 1);
    Ok(())
}

#[tokio::test]
async fn a_storm_of_one_submission_at_both_doors_has_one_effect() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let grpc = house.grpc(hospital.token())?;
    let reports = Reports::new(22)?;
    let report = reports.bundle(&reports.woman(0)?, Order::of("work-up"))?;
    let body = report.to_string().into_bytes();
    let mut storm = tokio::task::JoinSet::new();
    for turn in 0..200 {
        let (hospital, grpc, body) = (hospital.clone(), grpc.clone(), body.clone());
        storm.spawn(async move {
            if turn % 2 == 0 {
                let answer = hospital.post("/fhir/Bundle", body, &[]).await?;
                anyhow::Ok((answer.status == 201, answer.submission()?))
            } else {
                let outcome = grpc.submit("", caseway_tests::Grpc::fhir(body)).await?;
                Ok((outcome.first_disposition == 0, outcome.submission_id))
            }
        });
    }
    let answers = storm
        .join_all()
        .await
        .into_iter()
        .collect::<anyhow::Result<Vec<_>>>()?;
    assert_eq!(
        answers.iter().filter(|(first, _)| *first).count(),
        1,
        "one was the first"
    );
    assert!(
        answers.iter().all(|(_, id)| *id == answers[0].1),
        "all name the same submission"
    );
    let account = house.settled(&hospital).await?;
    assert_eq!(account["tally"]["received"], 1);
    assert_eq!(house.cases()?.len(), 1);
    Ok(())
}
