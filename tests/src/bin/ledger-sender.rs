//! The ledger-keeping sender: a process and a file of its own.
//!
//! Writes down every submission before it is sent and every definite answer, and
//! sends again with the same key on anything else. Half of its workers use REST,
//! half gRPC. Each worker takes one patient after the other and sends the next
//! report on a patient only when the one before is answered. Ends when its standard
//! input does, after the patients under way.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use caseway_profiles::sample::Status;
use caseway_proto::wire;
use caseway_tests::ledger::{Ledger, Line};
use caseway_tests::{Grpc, Order, Reports, Rest, Subject};
use clap::Parser;
use serde_json::Value;

/// How long the sender waits before it sends again.
const AGAIN: Duration = Duration::from_millis(25);
/// How long it waits for an answer.
const ANSWER_WAIT: Duration = Duration::from_secs(10);

/// The ledger-keeping sender.
#[derive(Parser)]
struct Settings {
    /// The REST door.
    #[arg(long)]
    http: SocketAddr,
    /// The gRPC door.
    #[arg(long)]
    grpc: SocketAddr,
    /// The sender's token.
    #[arg(long)]
    token: String,
    /// The ledger's file.
    #[arg(long)]
    ledger: PathBuf,
    /// The seed of the reports.
    #[arg(long)]
    seed: u64,
    /// How many send at once.
    #[arg(long, default_value = "8")]
    workers: u64,
    /// The positive control: takes a submission as answered before it is sent.
    #[arg(long)]
    trusting: bool,
}

/// What the workers share.
struct Shared {
    settings: Settings,
    reports: Reports,
    ledger: Ledger,
    stop: AtomicBool,
}

/// A worker's door.
enum Door {
    Rest(Rest),
    Grpc(Grpc),
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let settings = Settings::parse();
    let ledger = Ledger::open(&settings.ledger)?;
    let reports = Reports::new(settings.seed)?;
    let shared = Arc::new(Shared {
        settings,
        reports,
        ledger,
        stop: AtomicBool::new(false),
    });
    let listening = shared.clone();
    std::thread::spawn(move || {
        // The input is never written to: it ends when the test closes it.
        std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).ok();
        listening.stop.store(true, Ordering::Relaxed);
    });
    let workers =
        (0..shared.settings.workers).map(|worker| tokio::spawn(work(shared.clone(), worker)));
    for worker in workers.collect::<Vec<_>>() {
        worker.await??;
    }
    Ok(())
}

async fn work(shared: Arc<Shared>, worker: u64) -> anyhow::Result<()> {
    let Settings {
        http,
        grpc,
        token,
        workers,
        ..
    } = &shared.settings;
    let door = if worker.is_multiple_of(2) {
        Door::Rest(Rest::new(*http, token))
    } else {
        Door::Grpc(Grpc::new(*grpc, token)?)
    };
    let mut person = worker;
    while !shared.stop.load(Ordering::Relaxed) {
        one_person(&shared, &door, person).await?;
        person += workers;
    }
    Ok(())
}

async fn one_person(shared: &Shared, door: &Door, person: u64) -> anyhow::Result<()> {
    let subject = shared.reports.woman(person)?;
    for (turn, report) in (0..).zip(history(&shared.reports, &subject)?) {
        let key = key(&report)?;
        let body = report.to_string().into_bytes();
        shared
            .ledger
            .write(&Line::sent(&key, (person, turn), &body))?;
        if shared.settings.trusting {
            let submission = String::new();
            shared.ledger.write(&Line::Answered {
                key: key.clone(),
                status: 201,
                submission,
            })?;
        }
        let (status, submission) = until_definite(door, &body).await;
        shared.ledger.write(&Line::Answered {
            key,
            status,
            submission,
        })?;
    }
    Ok(())
}

/// What is sent about one patient: reports, a correction, one that is rejected, a
/// retraction, and a repetition.
fn history(reports: &Reports, subject: &Subject) -> anyhow::Result<Vec<Value>> {
    let bundle = |order| reports.bundle(subject, order);
    let work_up = Order::of("work-up");
    let surgery = Order::of("surgery");
    let mut rejected = bundle(Order::of("follow-up"))?;
    rejected["entry"][0]["resource"]["status"] = Value::from("none");
    let first = bundle(Order::of("pathology"))?;
    Ok(vec![
        first.clone(),
        bundle(work_up)?,
        bundle(surgery)?,
        rejected,
        bundle(work_up.version(2, Status::Amended))?,
        bundle(surgery.version(2, Status::EnteredInError))?,
        first,
    ])
}

fn key(report: &Value) -> anyhow::Result<String> {
    let identifier = &report["identifier"];
    let part = |name: &str| {
        identifier[name]
            .as_str()
            .context("a report has an identifier")
    };
    Ok(format!("{}|{}", part("system")?, part("value")?))
}

/// Sends until there is a definite answer; what it was, and the submission it names.
async fn until_definite(door: &Door, body: &[u8]) -> (u16, String) {
    loop {
        let once = tokio::time::timeout(ANSWER_WAIT, once(door, body.to_vec())).await;
        if let Ok(Some(answer)) = once {
            return answer;
        }
        tokio::time::sleep(AGAIN).await;
    }
}

/// Sends once; none where the answer leaves it open whether the submission was kept.
async fn once(door: &Door, body: Vec<u8>) -> Option<(u16, String)> {
    match door {
        Door::Rest(rest) => {
            let answer = rest.post("/fhir/Bundle", body, &[]).await.ok()?;
            let definite = [200, 201, 400, 409, 413, 415, 422].contains(&answer.status);
            let submission = answer.submission().ok().filter(|_| definite)?;
            Some((answer.status, submission))
        }
        Door::Grpc(grpc) => {
            let outcome = grpc.submit("breast", Grpc::fhir(body)).await.ok()?;
            let status = match outcome.disposition() {
                wire::Disposition::Accepted => 201,
                wire::Disposition::Duplicate | wire::Disposition::Superseded => 200,
                wire::Disposition::Rejected => 422,
                wire::Disposition::Unspecified => return None,
            };
            Some((status, outcome.submission_id))
        }
    }
}
