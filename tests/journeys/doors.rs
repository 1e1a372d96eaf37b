//! The same report has the same outcome at every door, field for field.

use caseway_proto::wire;
use caseway_proto::wire::report::Content;
use caseway_tests::{Grpc, House, Order, Reports, Told};
use serde_json::{Value, json};

/// What each door tells of a typed report and of the Bundle it stands for. Each door
/// is another sender's, so that none is a duplicate.
async fn at_every_door(
    reports: &Reports,
    typed: &wire::PathologyReport,
) -> anyhow::Result<Vec<(&'static str, Told)>> {
    let house = House::up()?;
    let bundle = reports.bundle_of(typed)?;
    let body = bundle.to_string().into_bytes();
    let mut told = Vec::new();
    for path in ["/fhir/Bundle", "/fhir/$process-message", "/fhir"] {
        let answer = house.sender(path)?.post(path, body.clone(), &[]).await?;
        told.push((path, Told::by_rest(&answer)?));
    }
    told.push(("batch", in_a_batch(&house, &bundle).await?));
    let fhir = house.grpc(&house.token("fhir", &[])?)?;
    let outcome = fhir.submit("breast", Grpc::fhir(body.clone())).await?;
    told.push(("Submit of bytes", Told::by_grpc(&outcome)));
    let stream = house.grpc(&house.token("stream", &[])?)?;
    let report = wire::Report {
        registry: String::from("breast"),
        content: Grpc::fhir(body),
    };
    let outcomes = stream.stream(vec![report]).await?;
    told.push(("SubmitStream", Told::by_grpc(&outcomes[0])));
    let form = house.grpc(&house.token("typed", &[])?)?;
    let content = || Some(Content::Pathology(typed.clone()));
    let outcome = form.submit("breast", content()).await?;
    told.push(("Submit of a typed report", Told::by_grpc(&outcome)));
    let outcome = form.check("breast", content()).await?;
    told.push(("Check", Told::by_grpc(&outcome)));
    Ok(told)
}

async fn in_a_batch(house: &House, bundle: &Value) -> anyhow::Result<Told> {
    let batch = json!({
        "resourceType": "Bundle",
        "type": "batch",
        "entry": [{ "resource": bundle, "request": { "method": "POST", "url": "Bundle" } }],
    });
    let body = batch.to_string().into_bytes();
    let answer = house.sender("batch")?.post("/fhir", body, &[]).await?;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let answer = answer.json()?;
    assert_eq!(answer["type"], "batch-response");
    Told::by_outcome(&answer["entry"][0]["response"]["outcome"])
}

fn all_alike(told: &[(&str, Told)]) {
    let (_, first) = &told[0];
    for (door, other) in told {
        assert_eq!(other, first, "{door}");
    }
}

#[tokio::test]
async fn an_accepted_report_has_the_same_outcome_at_every_door() -> anyhow::Result<()> {
    let reports = Reports::new(51)?;
    let typed = reports.typed(&reports.woman(0)?, Order::of("pathology"))?;
    let told = at_every_door(&reports, &typed).await?;
    assert_eq!(told[0].1.disposition, "accepted", "{told:?}");
    all_alike(&told);
    Ok(())
}

#[tokio::test]
async fn a_rejected_report_has_the_same_findings_at_every_door() -> anyhow::Result<()> {
    let reports = Reports::new(52)?;
    let mut typed = reports.typed(&reports.woman(0)?, Order::of("pathology"))?;
    typed.findings.remove(0);
    if let Some(tumour) = &mut typed.tumour {
        tumour.icd10 = String::from("C99.9");
    }
    typed.reported_at = String::from("2999-01-01T08:00:00+01:00");
    let told = at_every_door(&reports, &typed).await?;
    assert_eq!(told[0].1.disposition, "rejected", "{told:?}");
    assert!(told[0].1.findings.len() >= 3, "{told:?}");
    all_alike(&told);
    Ok(())
}

#[tokio::test]
async fn a_batch_is_answered_entry_by_entry() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(53)?;
    let woman = reports.woman(0)?;
    let good = reports.bundle(&woman, Order::of("work-up"))?;
    let mut bad = reports.bundle(&woman, Order::of("surgery"))?;
    bad["entry"][0]["resource"]["status"] = Value::from("none");
    let entry = [&good, &bad, &good].map(|resource| json!({ "resource": resource }));
    let batch = json!({ "resourceType": "Bundle", "type": "batch", "entry": entry });
    let answer = hospital
        .post("/fhir", batch.to_string().into_bytes(), &[])
        .await?;
    let answer = answer.json()?;
    let statuses: Vec<&Value> = answer["entry"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|entry| &entry["response"]["status"])
        .collect();
    assert_eq!(statuses, ["201", "422", "200"]);
    assert_eq!(house.settled(&hospital).await?["tally"]["received"], 2);
    Ok(())
}

#[tokio::test]
async fn a_stream_answers_every_item_and_again_after_a_broken_connection() -> anyhow::Result<()> {
    let house = House::up()?;
    let token = house.token("Laboratoriet", &[])?;
    let reports = Reports::new(54)?;
    let mut items = Vec::new();
    for number in 0..20 {
        let typed = reports.typed(&reports.woman(number)?, Order::of("pathology"))?;
        let content = Some(Content::Pathology(typed));
        items.push(wire::Report {
            registry: String::from("breast"),
            content,
        });
    }
    let first = house.grpc(&token)?.stream(items.clone()).await?;
    let again = house.grpc(&token)?.stream(items).await?;
    for (first, again) in first.iter().zip(&again) {
        assert_eq!(
            first.disposition(),
            wire::Disposition::Accepted,
            "{first:?}"
        );
        assert_eq!(again.disposition(), wire::Disposition::Duplicate);
        assert_eq!(again.submission_id, first.submission_id);
        assert_eq!(again.received_at, first.received_at);
        assert_eq!(again.issues, first.issues);
    }
    Ok(())
}

#[tokio::test]
async fn both_doors_give_the_same_account() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(55)?;
    hospital
        .send(&reports.bundle(&reports.woman(0)?, Order::of("work-up"))?)
        .await?;
    let by_rest = house.settled(&hospital).await?;
    let by_grpc = house.grpc(hospital.token())?.account().await?;
    let tally = by_grpc.tally.unwrap_or_default();
    assert_eq!(by_rest["tally"]["received"], tally.received);
    assert_eq!(by_rest["tally"]["recorded"], tally.recorded);
    assert_eq!(by_rest["as_of"], by_grpc.as_of);
    assert_eq!(
        by_rest["submissions"][0]["id"],
        by_grpc.submissions[0].submission_id.as_str()
    );
    Ok(())
}
