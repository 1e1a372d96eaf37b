//! `caseway submit`: reports in files, one each, and what becomes of a run.

use std::path::Path;

use caseway_tests::{House, Order, Reports, run};
use serde_json::Value;

/// Writes reports to a folder, a file each.
fn written(folder: &Path, reports: &[Value]) -> anyhow::Result<()> {
    std::fs::create_dir(folder)?;
    for (number, report) in reports.iter().enumerate() {
        std::fs::write(folder.join(format!("{number}.json")), report.to_string())?;
    }
    Ok(())
}

/// Runs `caseway submit`, and gives how it ended and what it said and told of faults.
fn submit(door: &str, token: &str, folder: &Path) -> anyhow::Result<(Option<i32>, String, String)> {
    let reports = folder.join("reports").display().to_string();
    let answers = folder.join("answers.ndjson").display().to_string();
    let place = ["--to", door, "--token", token, "--answers", &answers];
    let done = run(&[&["submit", &reports][..], &place].concat())?;
    let said = String::from_utf8(done.stdout)?;
    let faults = String::from_utf8(done.stderr)?;
    Ok((done.status.code(), said, faults))
}

#[tokio::test]
async fn a_folder_is_sent_and_sent_again_without_what_was_answered() -> anyhow::Result<()> {
    let house = House::up()?;
    let token = house.token("Fjordbyen", &[])?;
    let folder = tempfile::tempdir()?;
    let reports = Reports::new(501)?;
    let mut all = Vec::new();
    for number in 0..12 {
        all.push(reports.bundle(&reports.woman(number)?, Order::of("work-up"))?);
    }
    all[3]["entry"][0]["resource"]["status"] = Value::from("nonsense");
    written(&folder.path().join("reports"), &all)?;
    let door = format!("http://{}", house.addresses().http);
    let (ended, said, faults) = submit(&door, &token, folder.path())?;
    assert_eq!(ended, Some(1), "{said}{faults}");
    assert!(said.starts_with("accepted 11, rejected 1, without a definite answer 0, skipped 0\n"));
    let (ended, said, _) = submit(&door, &token, folder.path())?;
    assert_eq!(ended, Some(0), "{said}");
    assert!(said.starts_with("accepted 0, rejected 0, without a definite answer 0, skipped 12\n"));
    let account = house.settled(&house.rest(&token)).await?;
    assert_eq!(account["tally"]["received"], 12, "{account}");
    assert_eq!(account["tally"]["recorded"], 11, "{account}");
    Ok(())
}

#[tokio::test]
async fn a_run_to_another_door_ends_and_takes_nothing_for_a_receipt() -> anyhow::Result<()> {
    let house = House::up()?;
    let token = house.token("Fjordbyen", &[])?;
    let reports = Reports::new(503)?;
    let report = reports.bundle(&reports.woman(0)?, Order::of("work-up"))?;
    let addresses = house.addresses();
    for (door, status) in [(&addresses.grpc, 415), (&addresses.console, 404)] {
        let folder = tempfile::tempdir()?;
        written(&folder.path().join("reports"), &vec![report.clone(); 200])?;
        let door = format!("http://{door}");
        let (ended, said, faults) = submit(&door, &token, folder.path())?;
        assert_eq!(ended, Some(2), "{said}");
        assert!(
            said.starts_with("accepted 0, rejected 0, without a definite answer 1, skipped 0\n")
        );
        let told =
            format!("no answer from {door}: who answers there is no REST door (status {status})");
        assert!(faults.contains(&told), "{faults}");
    }
    Ok(())
}

#[tokio::test]
async fn a_run_ends_where_nobody_answers_and_says_so() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let reports = Reports::new(502)?;
    let report = reports.bundle(&reports.woman(0)?, Order::of("work-up"))?;
    written(&folder.path().join("reports"), &vec![report; 200])?;
    // A port that is taken, so that nobody else answers there, and where nobody listens.
    let socket = tokio::net::TcpSocket::new_v4()?;
    socket.bind(([127, 0, 0, 1], 0).into())?;
    let deaf = socket.local_addr()?;
    let (ended, said, faults) = submit(&format!("http://{deaf}"), "token", folder.path())?;
    assert_eq!(ended, Some(2), "{said}");
    assert!(said.starts_with("accepted 0, rejected 0, without a definite answer 1, skipped 0\n"));
    assert!(
        faults.contains(&format!("no answer from http://{deaf}: ")),
        "{faults}"
    );
    Ok(())
}
