//! A sender is told in the language it asks for, at both doors, and what is kept is one.

use caseway_tests::{Grpc, House, Order, Reports};
use serde_json::Value;

const NORWEGIAN: [(&str, &str); 1] = [("accept-language", "nb-NO, en;q=0.5")];
const ENGLISH: &str = "The mandatory element date is missing. Add it.";
const BOKMAAL: &str = "Det obligatoriske elementet date mangler. Legg det til.";

/// A report without the date of its Composition.
fn broken(seed: u64) -> anyhow::Result<Value> {
    let reports = Reports::new(seed)?;
    let mut report = reports.bundle(&reports.woman(0)?, Order::of("work-up"))?;
    let composition = report["entry"][0]["resource"].as_object_mut();
    composition.and_then(|members| members.remove("date"));
    Ok(report)
}

fn texts(outcome: &Value) -> Vec<&str> {
    let issues = outcome["issue"].as_array().into_iter().flatten();
    issues
        .filter_map(|issue| issue["details"]["text"].as_str())
        .collect()
}

#[tokio::test]
async fn a_repetition_is_the_first_answer_again_in_each_language() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let body = broken(31)?.to_string().into_bytes();
    let norwegian = hospital
        .post("/fhir/Bundle", body.clone(), &NORWEGIAN)
        .await?;
    let english = hospital.post("/fhir/Bundle", body.clone(), &[]).await?;
    let again = hospital
        .post("/fhir/Bundle", body.clone(), &NORWEGIAN)
        .await?;
    assert_eq!((norwegian.status, english.status), (422, 422));
    assert_eq!(norwegian.body, again.body);
    assert_eq!(norwegian.header("content-language"), "nb");
    let (nb, en) = (norwegian.json()?, english.json()?);
    assert!(texts(&nb).contains(&BOKMAAL), "{nb}");
    assert!(texts(&en).contains(&ENGLISH), "{en}");
    assert!(texts(&nb)[0].ends_with("og er avvist."), "{nb}");
    assert_eq!(norwegian.rules()?, english.rules()?);
    assert_eq!(norwegian.submission()?, english.submission()?);
    let xml = [NORWEGIAN[0], ("accept", "application/fhir+xml")];
    let xml = hospital.post("/fhir/Bundle", body, &xml).await?;
    assert!(xml.text().contains(BOKMAAL), "{}", xml.text());
    Ok(())
}

#[tokio::test]
async fn hl7s_message_stands_beside_our_rule() -> anyhow::Result<()> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let outcome = hospital.send(&broken(32)?).await?.json()?;
    let issues = outcome["issue"].as_array().into_iter().flatten();
    let found = issues
        .map(|issue| &issue["details"]["coding"])
        .find(|codings| codings[0]["code"] == "element-missing");
    let hl7 = &found.expect("the date is missed")[1];
    assert_eq!(hl7["system"], "http://hl7.org/fhir/java-core-messageId");
    assert_eq!(hl7["code"], "Validation_VAL_Profile_Minimum");
    Ok(())
}

#[tokio::test]
async fn both_doors_tell_the_same_in_norwegian() -> anyhow::Result<()> {
    let house = House::up()?;
    let token = house.token("Fjordbyen", &[])?;
    let (rest, grpc) = (house.rest(&token), house.grpc(&token)?);
    let report = broken(33)?;
    let body = report.to_string().into_bytes();
    let told = rest
        .post("/fhir/Bundle", body.clone(), &NORWEGIAN)
        .await?
        .json()?;
    let grpc = grpc.in_language("nb");
    let submitted = grpc.submit("breast", Grpc::fhir(body.clone())).await?;
    let checked = grpc.check("breast", Grpc::fhir(body)).await?;
    let messages = |outcome: &caseway_proto::wire::Outcome| -> Vec<String> {
        outcome
            .issues
            .iter()
            .map(|issue| issue.message.clone())
            .collect()
    };
    assert_eq!(messages(&submitted), texts(&told)[1..]);
    assert_eq!(messages(&checked), messages(&submitted));
    let listed = &grpc.submissions().await?[0];
    assert!(listed.issues.iter().any(|issue| issue.message == BOKMAAL));
    Ok(())
}
