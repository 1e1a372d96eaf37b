//! A registrar decides what linkage cannot, over the command line and the console.

use caseway_profiles::sample::TumourTruth;
use caseway_tests::{House, Order, Reports, Rest, Subject};
use serde_json::Value;

/// A woman with two tumours of one breast, and two reports that do not tell which they
/// are about.
struct Scene {
    house: House,
    hospital: Rest,
    /// Of the one tumour, of the other, and the two that wait.
    reports: [String; 4],
    /// The case's name.
    case: String,
}

fn with_morphology(woman: &Subject, morphology: &str) -> Subject {
    let tumour = TumourTruth {
        topography: "C50.4".to_owned(),
        icd10: "C50.4".to_owned(),
        morphology: morphology.to_owned(),
        laterality: Some("left"),
        ..woman.tumour.clone()
    };
    Subject {
        tumour,
        ..woman.clone()
    }
}

/// The same report on a specimen of its own.
fn on_specimen(mut report: Value, number: usize) -> Value {
    for entry in report["entry"].as_array_mut().into_iter().flatten() {
        let resource = &mut entry["resource"];
        if resource["resourceType"] == "Specimen" {
            resource["accessionIdentifier"]["value"] = format!("P24-{number}").into();
        }
    }
    report
}

async fn scene(seed: u64) -> anyhow::Result<Scene> {
    let house = House::up()?;
    let hospital = house.sender("Fjordbyen")?;
    let reports = Reports::new(seed)?;
    let woman = reports.woman(0)?;
    let work_up = Order::of("work-up");
    let sent = [
        ("8500/3", work_up),
        ("8070/3", work_up.numbered(2)),
        ("8010/3", work_up.numbered(3)),
        ("8010/3", Order::of("surgery")),
    ];
    let mut ids = Vec::new();
    for (number, (morphology, order)) in sent.into_iter().enumerate() {
        let subject = with_morphology(&woman, morphology);
        let report = on_specimen(reports.bundle(&subject, order)?, number);
        let answer = hospital.send(&report).await?;
        assert_eq!(answer.status, 201, "{morphology}: {}", answer.text());
        ids.push(answer.submission()?);
    }
    house.settled(&hospital).await?;
    let case = house.cases()?[0]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    let reports = ids
        .try_into()
        .map_err(|_| anyhow::anyhow!("four were sent"))?;
    Ok(Scene {
        house,
        hospital,
        reports,
        case,
    })
}

impl Scene {
    fn case(&self) -> anyhow::Result<Value> {
        let cases = self.house.cases()?;
        let case = cases.into_iter().find(|case| case["id"] == *self.case);
        case.ok_or_else(|| anyhow::anyhow!("the case is gone"))
    }

    fn rule(&self, words: &[&str]) -> anyhow::Result<String> {
        let start = ["cases", "rule", &self.case];
        let end = ["--reason", "seen at the meeting", "--by", "Kari"];
        let ruling = self.house.job(&[&start[..], words, &end].concat())?;
        Ok(ruling.trim().to_owned())
    }
}

fn tumours(case: &Value) -> usize {
    case["tumours"].as_array().map_or(0, Vec::len)
}

/// Whether a report has facts in a tumour.
fn stands_in(tumour: &Value, report: &str) -> bool {
    let mut events = tumour["events"].as_array().into_iter().flatten();
    events.any(|linked| linked["event"]["provenance"]["submission"] == report)
}

#[tokio::test]
async fn what_waits_is_listed_with_why_and_since_when() -> anyhow::Result<()> {
    let scene = scene(200).await?;
    let [of_one, _, waits, also_waits] = &scene.reports;
    let listed = scene.house.job(&["cases", "review"])?;
    let why = "which-tumour-of-organ";
    for told in [&scene.case, waits, also_waits, why, "since 20", "Fjordbyen"] {
        assert!(listed.contains(told), "{told} in {listed}");
    }
    assert!(!listed.contains(of_one.as_str()), "it does not wait");
    Ok(())
}

#[tokio::test]
async fn a_ruling_changes_the_case_and_is_shown_on_it() -> anyhow::Result<()> {
    let scene = scene(201).await?;
    let [_, of_other, waits, also_waits] = &scene.reports;
    let ruling = scene.rule(&["same-tumour", of_other, waits, &also_waits[..13]])?;
    let case = scene.case()?;
    assert_eq!(case["reviews"], Value::Array(Vec::new()), "{case}");
    let mut joined = case["tumours"].as_array().into_iter().flatten();
    let joined = joined.find(|tumour| stands_in(tumour, of_other));
    let joined = joined.cloned().unwrap_or_default();
    assert!(stands_in(&joined, waits) && stands_in(&joined, also_waits));
    assert_eq!(joined["rulings"][0].to_string(), ruling);
    let shown = scene.house.job(&["cases", "show", &scene.case])?;
    let told = format!("ruling {ruling}: same-tumour, by Kari");
    assert!(
        shown.contains(&told) && shown.contains("seen at the meeting"),
        "{shown}"
    );
    assert_eq!(scene.house.job(&["cases", "review"])?, "");
    let account = scene.hospital.account("").await?;
    assert_eq!(account["tally"]["recorded"], 4, "{account}");
    assert_eq!(account["residual"], 0);
    Ok(())
}

#[tokio::test]
async fn an_undone_ruling_leaves_the_case_as_it_was() -> anyhow::Result<()> {
    let scene = scene(206).await?;
    let [_, of_other, waits, _] = &scene.reports;
    let before = scene.case()?;
    let ruling = scene.rule(&["same-tumour", of_other, waits])?;
    assert_ne!(scene.case()?["tumours"], before["tumours"]);
    let why = ["--reason", "another woman's slide", "--by", "Kari"];
    let undo = [&["cases", "undo", &ruling][..], &why].concat();
    scene.house.job(&undo)?;
    let undone = scene.case()?;
    assert_eq!(undone["tumours"], before["tumours"]);
    assert_eq!(undone["reviews"], before["reviews"]);
    let again = scene.house.refused(&undo)?;
    assert!(
        again.contains("no ruling") && again.contains("cases show"),
        "{again}"
    );
    Ok(())
}

#[tokio::test]
async fn a_ruling_without_a_reason_or_that_cannot_be_meant_is_refused() -> anyhow::Result<()> {
    let scene = scene(202).await?;
    let [of_one, _, waits, _] = &scene.reports;
    let before = scene.case()?;
    let start = ["cases", "rule", &scene.case];
    let refused = |words: &[&str]| scene.house.refused(&[&start[..], words].concat());
    let same = ["same-tumour", of_one, waits, "--by", "Kari"];
    let why = ["--reason", "seen at the meeting", "--by", "Kari"];
    let with_why = |words: &[&str]| refused(&[words, &why[..]].concat());
    assert!(refused(&same)?.contains("--reason TEXT"));
    assert!(refused(&[&same[..], &["--reason", "x"]].concat())?.contains("3 to 500"));
    let unknown = with_why(&["same-tumour", of_one, "00000000"])?;
    assert!(unknown.contains("cases show"), "{unknown}");
    assert!(with_why(&["merge", "1", "7"])?.contains("tumour 7"));
    assert!(with_why(&["split", "1", of_one])?.contains("no fact in tumour 1"));
    assert!(with_why(&["split", "2", of_one])?.contains("name fewer"));
    let nowhere = ["wrong-person", of_one, "--to", "nowhere"];
    assert!(with_why(&nowhere)?.contains("there is no case nowhere"));
    assert_eq!(scene.case()?, before, "nothing was decided");
    Ok(())
}

#[tokio::test]
async fn the_console_lists_what_waits_without_a_value_of_a_report() -> anyhow::Result<()> {
    let scene = scene(203).await?;
    let console = scene.house.console();
    let (_, overview) = console.page("/").await?;
    assert!(
        overview.contains("Cases that wait for a registrar: 1"),
        "{overview}"
    );
    let (status, page) = console.page("/reviews").await?;
    assert_eq!(status, 200);
    let undecided = console.metric("caseway_undecided_cases").await?;
    assert!((undecided - 1.0).abs() < f64::EPSILON, "{undecided}");
    let [_, _, waits, _] = &scene.reports;
    let (why, kind) = ("which-tumour-of-organ", "breast work-up");
    for told in [&scene.case, waits, why, "Fjordbyen", kind] {
        assert!(page.contains(told), "{told} in {page}");
    }
    for value in ["C50", "8500/3", "8070/3", "8010/3"] {
        assert!(!page.contains(value), "{value} in {page}");
    }
    assert_eq!(console.page("/cases/nowhere").await?.0, 404);
    Ok(())
}

#[tokio::test]
async fn what_reports_say_is_shown_for_a_reason_that_is_kept() -> anyhow::Result<()> {
    let scene = scene(208).await?;
    let (console, case) = (scene.house.console(), scene.case.as_str());
    let before = scene.case()?;
    let (status, refused) = console.look(case, "x").await?;
    assert_eq!(status, 422, "a reason is asked for");
    assert!(!refused.contains("C50"), "{refused}");
    assert_eq!(console.look("nowhere", "for the meeting").await?.0, 404);

    let (status, shown) = console.look(case, "for the meeting").await?;
    assert_eq!(status, 200);
    let [of_one, _, waits, _] = &scene.reports;
    let values = ["C50.4", "8500/3", "8070/3", "8010/3"];
    let sources = ["Fjordbyen, breast work-up", of_one, waits, "Bundle.entry["];
    for told in values.into_iter().chain(sources) {
        assert!(shown.contains(told), "{told} in {shown}");
    }
    scene.house.settled(&scene.hospital).await?;
    let (_, page) = console.page(&format!("/cases/{case}")).await?;
    assert!(page.contains("operator · for the meeting"), "{page}");
    assert!(!page.contains("C50"), "{page}");
    let told = scene.house.job(&["cases", "show", case])?;
    assert!(
        told.contains("looked at on the console\n  by operator"),
        "{told}"
    );
    assert_eq!(scene.case()?, before, "nothing was decided");
    Ok(())
}

#[tokio::test]
async fn a_registrar_rules_and_undoes_on_the_console_with_a_reason() -> anyhow::Result<()> {
    let scene = scene(207).await?;
    let (console, case) = (scene.house.console(), scene.case.as_str());
    let new = [("verb", "new-tumour"), ("report", &*scene.reports[2])];
    let why = ("reason", "a third one");
    let (status, _) = console.rule(case, &new).await?;
    assert_eq!(status, 422, "a reason is asked for");
    let (status, said) = console.rule(case, &[new[0], why]).await?;
    assert!(status == 422 && said.contains("Tick"), "{said}");
    assert_eq!(tumours(&scene.case()?), 2);

    let (status, page) = console.rule(case, &[new[0], new[1], why]).await?;
    assert_eq!(status, 200);
    let ruled = scene.case()?;
    assert_eq!(tumours(&ruled), 3);
    let told = &ruled["rulings"][0];
    assert_eq!(told["reason"], "a third one");
    assert_eq!(told["registrar"], "operator");
    let ruling = told["ruling"].to_string();
    let shown = format!("Ruling {ruling} · new-tumour");
    assert!(page.contains(&shown), "{page}");
    assert_eq!(console.undo(case, &ruling, "").await?, 422);
    assert_eq!(console.undo(case, &ruling, "looked again").await?, 200);
    assert_eq!(tumours(&scene.case()?), 2);
    assert_eq!(console.undo(case, &ruling, "looked again").await?, 409);
    Ok(())
}

#[tokio::test]
async fn a_report_of_the_wrong_person_waits_in_a_case_of_its_own_until_it_is_undone()
-> anyhow::Result<()> {
    let scene = scene(204).await?;
    let [of_one, _, _, _] = &scene.reports;
    let ruling = scene.rule(&["wrong-person", of_one])?;
    let cases = scene.house.cases()?;
    assert_eq!(cases.len(), 2);
    let alone = cases.iter().find(|case| case["id"] != *scene.case);
    let alone = alone.cloned().unwrap_or_default();
    assert_eq!(alone["reviews"][0]["reason"], "unknown-person", "{alone}");
    assert_eq!(tumours(&scene.case()?), 1);
    let why = ["--reason", "it is hers after all", "--by", "Kari"];
    let undo = [&["cases", "undo", &ruling][..], &why].concat();
    scene.house.job(&undo)?;
    assert_eq!(scene.house.cases()?.len(), 1);
    assert_eq!(tumours(&scene.case()?), 2);
    Ok(())
}

#[tokio::test]
async fn two_tumours_are_merged_on_the_console_and_split_again() -> anyhow::Result<()> {
    let scene = scene(208).await?;
    let (console, case) = (scene.house.console(), scene.case.as_str());
    let why = ("reason", "one growth");
    let merge = [("verb", "merge"), ("tumour", "1"), ("tumour", "2"), why];
    assert_eq!(console.rule(case, &merge).await?.0, 200);
    let merged = scene.case()?;
    assert_eq!(tumours(&merged), 1, "{merged}");
    let split = [("verb", "split"), ("report", &*scene.reports[0]), why];
    assert_eq!(console.rule(case, &split).await?.0, 200);
    let split = scene.case()?;
    assert_eq!(tumours(&split), 2);
    assert_eq!(split["reviews"][0]["reason"], "overruled", "{split}");
    Ok(())
}

#[tokio::test]
async fn two_persons_that_are_one_have_one_case_until_it_is_undone() -> anyhow::Result<()> {
    let scene = scene(209).await?;
    let reports = Reports::new(209)?;
    let other = reports.bundle(&reports.woman(1)?, Order::of("work-up"))?;
    let answer = scene.hospital.send(&other).await?;
    assert_eq!(answer.status, 201, "{}", answer.text());
    scene.house.settled(&scene.hospital).await?;
    let cases = scene.house.cases()?;
    let other = cases.iter().find(|case| case["id"] != *scene.case);
    let other = other
        .and_then(|case| case["id"].as_str())
        .unwrap_or_default();
    let ruling = scene.rule(&["same-person", other])?;
    assert_eq!(scene.house.cases()?.len(), 1);
    let shown = scene.house.job(&["cases", "show", &scene.case])?;
    assert!(shown.contains(&answer.submission()?), "{shown}");
    let why = ["--reason", "two women", "--by", "Kari"];
    let undo = [&["cases", "undo", &ruling][..], &why].concat();
    scene.house.job(&undo)?;
    assert_eq!(scene.house.cases()?.len(), 2);
    Ok(())
}

#[tokio::test]
async fn a_casebook_that_was_lost_is_made_again_with_its_rulings() -> anyhow::Result<()> {
    let mut scene = scene(205).await?;
    let [of_one, of_other, waits, also_waits] = scene.reports.clone();
    let undone = scene.rule(&["merge", "1", "2"])?;
    let why = ["--reason", "two after all", "--by", "Kari"];
    scene
        .house
        .job(&[&["cases", "undo", &undone][..], &why].concat())?;
    scene.rule(&["same-tumour", &of_one, &waits])?;
    scene.rule(&["new-tumour", &also_waits])?;
    scene.rule(&["wrong-person", &of_other])?;
    let before = scene.house.job(&["cases", "export"])?;
    assert_eq!(before.lines().count(), 2);
    scene.house.stop()?;
    scene.house.lose_casebook()?;
    scene.house.restart()?;
    let console = scene.house.console();
    while console.metric("caseway_feed_lag_entries").await? > 0.0 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(scene.house.job(&["cases", "export"])?, before);
    Ok(())
}
