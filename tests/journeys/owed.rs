//! What is owed: opened by one report, closed by another, and said by the sender not to apply.

use caseway_tests::{Grpc, House, Order, Reports, Rest};
use serde_json::{Value, json};

#[tokio::test]
async fn what_is_owed_is_opened_by_the_laboratory_and_closed_by_the_report() -> anyhow::Result<()> {
    let house = House::up()?;
    let number = Reports::organisation(0);
    let hospital = house.rest(&house.token("Fjordbyen", &["--organisation", &number])?);
    let laboratory = house.sender("Laboratoriet")?;
    let reports = Reports::new(93)?;
    let woman = reports.woman(0)?;
    let biopsy = Order::of("pathology");
    let specimen = Order::of("pathology").numbered(2).of_resection();
    for order in [biopsy, specimen] {
        let answer = laboratory.send(&reports.bundle(&woman, order)?).await?;
        assert_eq!(answer.status, 201, "{}", answer.text());
    }
    house.settled(&laboratory).await?;
    let owed = hospital.account("").await?;
    let kinds = open(&owed);
    assert_eq!(kinds, ["surgery", "work-up"], "{owed}");
    assert_eq!(
        owed["expectations"][0]["due"].as_str().map(str::len),
        Some(10)
    );
    let work_up = hospital
        .send(&reports.bundle(&woman, Order::of("work-up"))?)
        .await?;
    let surgery = hospital
        .send(&reports.bundle(&woman, Order::of("surgery"))?)
        .await?;
    house.settled(&hospital).await?;
    let paid = hospital.account("").await?;
    let check = ["follow-up"];
    assert_eq!(open(&paid), check, "after the operation: {paid}");
    let closed_by: Vec<&Value> = paid["expectations"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|expectation| &expectation["closed_by"])
        .collect();
    for answer in [work_up, surgery] {
        assert!(
            closed_by.contains(&&Value::from(answer.submission()?)),
            "{paid}"
        );
    }
    assert_eq!(
        laboratory.account("").await?["expectations"],
        Value::from(Vec::<Value>::new())
    );
    Ok(())
}

#[tokio::test]
async fn what_is_overdue_is_reminded_of_and_then_passed_on() -> anyhow::Result<()> {
    let house = House::up()?;
    let number = Reports::organisation(0);
    let hospital = house.rest(&house.token("Fjordbyen", &["--organisation", &number])?);
    let laboratory = house.sender("Laboratoriet")?;
    let reports = Reports::new(93)?;
    let biopsy = reports.bundle(&reports.woman(0)?, Order::of("pathology"))?;
    assert_eq!(laboratory.send(&biopsy).await?.status, 201);
    house.settled(&laboratory).await?;
    let standing = |account: &Value| {
        let owed = &account["expectations"][0];
        (owed["standing"].clone(), owed["reminders"].clone())
    };
    let now = hospital.account("").await?;
    assert_eq!(standing(&now), ("escalated".into(), 3.into()), "{now}");
    let before = hospital.account("?from=2019-01-01&to=2019-12-31").await?;
    assert_eq!(standing(&before), ("open".into(), 0.into()), "{before}");
    Ok(())
}

/// The kinds that are owed and open, sorted.
fn open(account: &Value) -> Vec<String> {
    let expectations = account["expectations"].as_array().into_iter().flatten();
    let open = expectations.filter(|expectation| expectation["closed_by"].is_null());
    let mut kinds: Vec<String> = open
        .filter_map(|expectation| Some(expectation["kind"].as_str()?.to_owned()))
        .collect();
    kinds.sort();
    kinds
}

/// A hospital that owes one work-up.
struct Owing {
    house: House,
    hospital: Rest,
    over_grpc: Grpc,
    reports: Reports,
}

impl Owing {
    async fn up(seed: u64) -> anyhow::Result<Self> {
        let house = House::up()?;
        let number = Reports::organisation(0);
        let token = house.token("Fjordbyen", &["--organisation", &number])?;
        let laboratory = house.sender("Laboratoriet")?;
        let reports = Reports::new(seed)?;
        let biopsy = reports.bundle(&reports.woman(0)?, Order::of("pathology"))?;
        assert_eq!(laboratory.send(&biopsy).await?.status, 201);
        house.settled(&laboratory).await?;
        Ok(Self {
            hospital: house.rest(&token),
            over_grpc: house.grpc(&token)?,
            house,
            reports,
        })
    }

    async fn owed(&self) -> anyhow::Result<Vec<Value>> {
        let listed = self.hospital.get("/expectations").await?.json()?;
        Ok(listed["expectations"]
            .as_array()
            .cloned()
            .unwrap_or_default())
    }

    async fn say(&self, id: &str, word: &str, reason: &str) -> anyhow::Result<(u16, Value)> {
        let path = format!("/expectations/{id}/{word}");
        let body = json!({"reason": reason}).to_string().into_bytes();
        let json = [("content-type", "application/json")];
        let answer = self.hospital.post(&path, body, &json).await?;
        Ok((answer.status, answer.json()?))
    }
}

#[tokio::test]
async fn a_sender_says_what_does_not_apply_and_takes_it_back() -> anyhow::Result<()> {
    let owing = Owing::up(95).await?;
    let owed = owing.owed().await?;
    assert_eq!(owed.len(), 1, "{owed:?}");
    let id = owed[0]["id"].as_str().unwrap_or_default().to_owned();
    let before = owing.hospital.account("").await?;
    let (status, told) = owing
        .say(&id, "not-applicable", "Treated in another country.")
        .await?;
    assert_eq!(
        (status, &told["standing"]),
        (200, &"not-applicable".into()),
        "{told}"
    );
    assert_eq!(told["waivers"][0]["reason"], "Treated in another country.");
    assert_eq!(told["waivers"][0]["by"], "Fjordbyen");
    assert_eq!(owing.owed().await?, Vec::<Value>::new());
    let (status, again) = owing.say(&id, "not-applicable", "Another reason.").await?;
    assert_eq!(
        (status, &again["waivers"]),
        (200, &told["waivers"]),
        "said once"
    );
    let then = format!("?as_of={}", before["as_of"]);
    let then = owing.hospital.account(&then).await?;
    assert_eq!(
        then["expectations"], before["expectations"],
        "as of then it was owed"
    );
    let (status, _) = owing
        .say(&id, "applies", "It was the wrong patient's.")
        .await?;
    assert_eq!(status, 200);
    assert_eq!(owing.owed().await?.len(), 1);
    let account = owing.hospital.account("").await?;
    assert_eq!(account["residual"], 0);
    Ok(())
}

#[tokio::test]
async fn the_same_is_said_over_grpc_with_the_same_effect() -> anyhow::Result<()> {
    let owing = Owing::up(96).await?;
    let account = owing.over_grpc.account().await?;
    let id = account.expectations[0].id.clone();
    let waived = owing
        .over_grpc
        .not_applicable(&id, "Treated in another country.", false)
        .await?;
    assert_eq!(waived.standing, "not-applicable");
    assert_eq!(waived.not_applicable_because, "Treated in another country.");
    assert_eq!(waived.not_applicable_by, "Fjordbyen");
    assert_eq!(owing.owed().await?, Vec::<Value>::new());
    let back = owing
        .over_grpc
        .not_applicable(&id, "It does apply.", true)
        .await?;
    assert_eq!(
        (back.standing.as_str(), back.not_applicable_by.as_str()),
        ("escalated", "")
    );
    let unknown = owing
        .over_grpc
        .not_applicable("0f", "It does not.", false)
        .await;
    assert_eq!(
        unknown.map_err(|status| status.code()),
        Err(tonic::Code::NotFound)
    );
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_said_not_to_apply_is_answered_with_what_to_do() -> anyhow::Result<()> {
    let owing = Owing::up(97).await?;
    let id = owing.owed().await?[0]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let rule = |outcome: &Value| {
        let rule = &outcome["issue"][0]["details"]["coding"][0]["code"];
        rule.as_str().unwrap_or_default().to_owned()
    };
    let (status, told) = owing.say(&id, "not-applicable", " ").await?;
    assert_eq!(
        (status, rule(&told).as_str()),
        (422, "reason-invalid"),
        "{told}"
    );
    let (status, told) = owing
        .say("0123456789abcdef", "not-applicable", "Not ours.")
        .await?;
    assert_eq!((status, rule(&told).as_str()), (404, "not-found"), "{told}");
    let path = format!("/expectations/{id}/not-applicable");
    let json = [("content-type", "application/json")];
    let answer = owing.hospital.post(&path, b"{".to_vec(), &json).await?;
    assert_eq!(answer.status, 400, "{}", answer.text());
    let other = owing.house.sender("Byen")?;
    let body = json!({"reason": "It is not theirs."})
        .to_string()
        .into_bytes();
    assert_eq!(
        other.post(&path, body, &json).await?.status,
        404,
        "another's debt"
    );
    let woman = owing.reports.woman(0)?;
    let work_up = owing.reports.bundle(&woman, Order::of("work-up"))?;
    assert_eq!(owing.hospital.send(&work_up).await?.status, 201);
    owing.house.settled(&owing.hospital).await?;
    let (status, told) = owing.say(&id, "not-applicable", "It came already.").await?;
    assert_eq!(
        (status, rule(&told).as_str()),
        (409, "expectation-closed"),
        "{told}"
    );
    Ok(())
}

#[tokio::test]
async fn the_console_lists_what_is_escalated_and_says_what_does_not_apply() -> anyhow::Result<()> {
    let owing = Owing::up(98).await?;
    let console = owing.house.console();
    let (status, page) = console.page("/owed").await?;
    assert_eq!(status, 200);
    assert!(
        page.contains("Fjordbyen") && page.contains("1 escalated"),
        "{page}"
    );
    assert!(console.metric("caseway_escalated_expectations").await? > 0.5);
    let owed = owing.owed().await?;
    let part = |name: &str| owed[0][name].as_str().unwrap_or_default().to_owned();
    let (case, id) = (part("case"), part("id"));
    let said = console
        .waive(&case, &id, "The hospital does not answer.")
        .await?;
    assert_eq!(said, 200, "it goes back to the case");
    assert_eq!(owing.owed().await?, Vec::<Value>::new());
    let (_, page) = console.page(&format!("/cases/{case}")).await?;
    assert!(page.contains("The hospital does not answer."), "{page}");
    assert!(console.metric("caseway_escalated_expectations").await? < 0.5);
    Ok(())
}

#[tokio::test]
async fn a_registrar_says_it_over_the_command_line_and_undoes_it() -> anyhow::Result<()> {
    let owing = Owing::up(99).await?;
    let owed = owing.owed().await?;
    let part = |name: &str| owed[0][name].as_str().unwrap_or_default().to_owned();
    let (case, id) = (part("case"), part("id"));
    let why = [
        "--reason",
        "Treated in another country.",
        "--by",
        "registrar",
    ];
    let said = [&["cases", "rule", &case, "not-applicable", &id], &why[..]].concat();
    let ruling = owing.house.job(&said)?;
    assert_eq!(owing.owed().await?, Vec::<Value>::new());
    let shown = owing.house.job(&["cases", "show", &case])?;
    assert!(
        shown.contains("not applicable: Treated in another country."),
        "{shown}"
    );
    let undo = [&["cases", "undo", ruling.trim()], &why[..]].concat();
    owing.house.job(&undo)?;
    assert_eq!(owing.owed().await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn what_does_not_apply_still_does_not_when_the_casebook_is_made_again() -> anyhow::Result<()>
{
    let mut owing = Owing::up(100).await?;
    let id = owing.owed().await?[0]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    owing
        .say(&id, "not-applicable", "Treated in another country.")
        .await?;
    let before = owing.hospital.account("").await?;
    owing.house.stop()?;
    owing.house.lose_casebook()?;
    owing.house.restart()?;
    let token = owing.hospital.token().to_owned();
    let hospital = owing.house.rest(&token);
    let after = owing.house.settled(&hospital).await?;
    assert_eq!(after["expectations"], before["expectations"]);
    assert_eq!(after["expectations"][0]["standing"], "not-applicable");
    Ok(())
}
