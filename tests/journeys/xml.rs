//! XML at both doors: the same report, the same outcome, the same case.

use caseway_proto::wire::report::Content;
use caseway_tests::{Grpc, House, Order, Reports, Setting, Told, json, xml};
use serde_json::{Value, json};

const XML: (&str, &str) = ("content-type", "application/fhir+xml");

/// What was told, apart from where in the text it stands.
fn without_places(mut told: Told) -> Told {
    for finding in &mut told.findings {
        assert!(finding.place.0 > 0 && finding.place.1 > 0, "{finding:?}");
        finding.place = (0, 0);
    }
    told
}

/// A report as it is once it has been written in XML: without the narrative, whose white
/// space the writer of the tests does not keep.
fn plain(mut report: Value) -> Value {
    for entry in report["entry"].as_array_mut().into_iter().flatten() {
        if let Some(resource) = entry["resource"].as_object_mut() {
            resource.remove("text");
        }
    }
    report
}

/// What each door tells of a report in each syntax, each to a sender of its own.
async fn at_every_door(report: &Value) -> anyhow::Result<Vec<(&'static str, Told)>> {
    let house = House::up()?;
    let (text, marked_up) = (report.to_string().into_bytes(), xml(report)?);
    let mut told = Vec::new();
    let answer = house
        .sender("JSON")?
        .post("/fhir/Bundle", text.clone(), &[])
        .await?;
    told.push(("REST, JSON", Told::by_rest(&answer)?));
    for path in ["/fhir/Bundle", "/fhir/$process-message", "/fhir"] {
        let answer = house
            .sender(path)?
            .post(path, marked_up.clone(), &[XML])
            .await?;
        told.push((path, Told::by_rest(&answer)?));
    }
    let answer = house
        .sender("batch")?
        .post(
            "/fhir",
            batch(report)?,
            &[XML, ("accept", "application/fhir+xml")],
        )
        .await?;
    let answers = json(&answer.body)?;
    assert_eq!(answers["type"], "batch-response", "{}", answer.text());
    told.push((
        "batch",
        Told::by_outcome(&answers["entry"][0]["response"]["outcome"])?,
    ));
    let outcome = house
        .grpc(&house.token("text", &[])?)?
        .submit("", Grpc::fhir(text))
        .await?;
    told.push(("gRPC, JSON", Told::by_grpc(&outcome)));
    let content = Some(Content::FhirXml(marked_up));
    let outcome = house
        .grpc(&house.token("markup", &[])?)?
        .submit("", content)
        .await?;
    told.push(("gRPC, XML", Told::by_grpc(&outcome)));
    Ok(told
        .into_iter()
        .map(|(door, told)| (door, without_places(told)))
        .collect())
}

fn batch(report: &Value) -> anyhow::Result<Vec<u8>> {
    let entry = json!([{ "resource": report, "request": { "method": "POST", "url": "Bundle" } }]);
    xml(&json!({ "resourceType": "Bundle", "type": "batch", "entry": entry }))
}

#[tokio::test]
async fn the_same_report_has_the_same_outcome_in_json_and_in_xml_at_both_doors()
-> anyhow::Result<()> {
    let reports = Reports::new(121)?;
    let good = plain(reports.bundle(&reports.woman(0)?, Order::of("pathology"))?);
    let mut bad = good.clone();
    bad["entry"][0]["resource"]["status"] = Value::from("none");
    bad["entry"][0]["resource"]["date"] = Value::from("2999-01-01");
    for (report, disposition) in [(good, "accepted"), (bad, "rejected")] {
        let told = at_every_door(&report).await?;
        assert_eq!(told[0].1.disposition, disposition, "{told:?}");
        assert_eq!(told.len(), 7);
        for (door, other) in &told {
            assert_eq!(*other, told[0].1, "{door}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_same_reports_give_the_same_casebook_in_json_and_in_xml() -> anyhow::Result<()> {
    let reports = Reports::new(122)?;
    let woman = reports.woman(0)?;
    let kinds = ["pathology", "work-up", "surgery"];
    let all = kinds.map(|kind| reports.bundle(&woman, Order::of(kind)).map(plain));
    let all = all.into_iter().collect::<anyhow::Result<Vec<Value>>>()?;
    let mut casebooks = Vec::new();
    let mut key = None;
    for syntax in ["json", "xml"] {
        let house = House::with(&Setting {
            key: key.clone(),
            ..Setting::default()
        })?;
        let hospital = house.sender("Fjordbyen")?;
        for report in &all {
            let answer = match syntax {
                "json" => hospital.send(report).await?,
                _ => hospital.post("/fhir/Bundle", xml(report)?, &[XML]).await?,
            };
            assert_eq!(answer.status, 201, "{}", answer.text());
        }
        assert_eq!(house.settled(&hospital).await?["tally"]["recorded"], 3);
        casebooks.push(house.job(&["cases", "export"])?);
        key = Some(house.key()?);
    }
    assert!(casebooks[0].contains("tumours"));
    assert_eq!(casebooks[0], casebooks[1]);
    Ok(())
}

#[tokio::test]
async fn content_without_an_identifier_is_the_same_submission_in_both_syntaxes()
-> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(123)?;
    let mut report = plain(reports.bundle(&reports.woman(0)?, Order::of("work-up"))?);
    if let Some(members) = report.as_object_mut() {
        members.remove("identifier");
        members.insert("type".to_owned(), Value::from("collection"));
    }
    let first = hospital.send(&report).await?;
    let again = hospital.post("/fhir/Bundle", xml(&report)?, &[XML]).await?;
    assert_eq!(first.submission()?, again.submission()?);
    assert_eq!(hospital.account("").await?["tally"]["received"], 1);
    Ok(())
}

#[tokio::test]
async fn answers_are_in_xml_where_the_request_asks_and_the_same_each_time() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(124)?;
    let report = xml(&plain(
        reports.bundle(&reports.woman(0)?, Order::of("work-up"))?,
    ))?;
    let accept = ("accept", "application/fhir+xml");
    let first = hospital
        .post("/fhir/Bundle", report.clone(), &[XML, accept])
        .await?;
    assert_eq!(first.status, 201, "{}", first.text());
    assert_eq!(
        first.header("content-type"),
        "application/fhir+xml; charset=utf-8"
    );
    let again = hospital
        .post("/fhir/Bundle?_format=xml", report.clone(), &[XML])
        .await?;
    assert_eq!((again.status, &again.body), (200, &first.body));
    let in_json = hospital.post("/fhir/Bundle", report, &[XML]).await?;
    assert_eq!(json(&first.body)?, in_json.json()?);
    let statement = hospital.get("/fhir/metadata?_format=xml").await?;
    let formats = json!(["application/fhir+json", "application/fhir+xml"]);
    assert_eq!(json(&statement.body)?["format"], formats);
    let nowhere = hospital.get("/fhir/nowhere?_format=xml").await?;
    assert_eq!(
        (
            nowhere.status,
            json(&nowhere.body)?["resourceType"].as_str()
        ),
        (404, Some("OperationOutcome"))
    );
    Ok(())
}

#[tokio::test]
async fn xml_that_cannot_be_read_is_refused_with_line_and_column() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    for (body, rule, place) in [
        (
            "<Bundle xmlns=\"http://hl7.org/fhir\">\n <type",
            "xml-truncated",
            (2, 7),
        ),
        (
            "<!DOCTYPE Bundle [<!ENTITY a \"b\">]>\n<Bundle/>",
            "xml-dtd",
            (1, 1),
        ),
        ("{}", "not-xml", (1, 1)),
        ("<Bundle/>", "xml-namespace", (1, 1)),
    ] {
        let answer = hospital
            .post("/fhir/Bundle", body.as_bytes().to_vec(), &[XML])
            .await?;
        assert_eq!(answer.status, 400, "{}", answer.text());
        let told = Told::by_rest(&answer)?;
        assert_eq!(
            (told.findings[0].kind[2].as_str(), told.findings[0].place),
            (rule, place)
        );
    }
    Ok(())
}

#[test]
fn the_command_line_checks_xml_files() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let reports = Reports::new(125)?;
    let report = plain(reports.bundle(&reports.woman(0)?, Order::of("work-up"))?);
    std::fs::write(folder.path().join("a.xml"), xml(&report)?)?;
    std::fs::write(folder.path().join("b.json"), report.to_string())?;
    let path = folder.path().to_str().unwrap_or_default();
    let done = caseway_tests::run(&["check", path, "--output", "ndjson"])?;
    let printed = String::from_utf8(done.stdout)?;
    assert_eq!(
        printed.matches("\"disposition\":\"accepted\"").count(),
        2,
        "{printed}"
    );
    Ok(())
}
