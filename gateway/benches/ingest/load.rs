//! The load: closed loops of clients, and an open loop at a given rate.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;
use bytes::Bytes;
use caseway_proto::wire::intake_client::IntakeClient;
use caseway_proto::wire::{Disposition, Report, SubmitRequest, report};
use tokio::task::JoinSet;
use tonic::transport::Channel;

use crate::gateway::Gateway;

/// An open loop comes from this many systems.
const CONNECTIONS: usize = 8;

/// The door that a run goes through.
#[derive(Clone, Copy)]
pub(crate) enum Door {
    /// FHIR REST.
    Rest,
    /// gRPC.
    Grpc,
}

impl fmt::Display for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rest => "REST",
            Self::Grpc => "gRPC",
        })
    }
}

/// What a run measured.
pub(crate) struct Figures {
    /// From the first byte sent to the last report recorded.
    pub(crate) reports_per_second: f64,
    /// Half of the acknowledgements came within this.
    pub p50: Duration,
    /// All but a hundredth of the acknowledgements came within this.
    pub p99: Duration,
}

impl Figures {
    /// The heading of [`Figures::line`].
    pub(crate) const HEADER: &'static str =
        "run                            resources/s  reports/s   ack p50   ack p99";

    /// One line of the table.
    pub(crate) fn line(&self, run: &str, resources: usize) -> String {
        let (p50, p99) = (self.p50.as_secs_f64() * 1e3, self.p99.as_secs_f64() * 1e3);
        #[expect(
            clippy::cast_precision_loss,
            reason = "a count of resources in a report"
        )]
        let rate = self.reports_per_second * resources as f64;
        format!(
            "{run:<30} {rate:>11.0} {:>10.0} {p50:>7.2} ms {p99:>6.2} ms",
            self.reports_per_second
        )
    }

    #[expect(clippy::cast_precision_loss, reason = "a count of reports in a run")]
    fn of(mut acknowledged: Vec<Duration>, took: Duration) -> Self {
        acknowledged.sort_unstable();
        let at = |share: usize| acknowledged[(acknowledged.len() - 1) * share / 100];
        Self {
            reports_per_second: acknowledged.len() as f64 / took.as_secs_f64(),
            p50: at(50),
            p99: at(99),
        }
    }
}

/// One client's way to a door.
#[derive(Clone)]
enum Client {
    Rest(reqwest::Client, String, String),
    Grpc(IntakeClient<Channel>, String),
}

impl Client {
    async fn new(gateway: &Gateway, door: Door) -> anyhow::Result<Self> {
        Ok(match door {
            Door::Rest => {
                let url = format!("{}/fhir/Bundle", gateway.http);
                Self::Rest(reqwest::Client::new(), url, gateway.token.clone())
            }
            Door::Grpc => {
                let authorization = format!("Bearer {}", gateway.token);
                Self::Grpc(
                    IntakeClient::connect(gateway.grpc.clone()).await?,
                    authorization,
                )
            }
        })
    }

    /// Sends a report; anything but an acceptance fails the run.
    async fn send(&mut self, body: Bytes) -> anyhow::Result<()> {
        match self {
            Self::Rest(client, url, token) => {
                let request = client
                    .post(&*url)
                    .bearer_auth(token)
                    .header("content-type", "application/fhir+json");
                let response = request.body(body).send().await?;
                let status = response.status();
                let text = response.text().await?;
                ensure!(status == 201, "answered {status}: {text}");
            }
            Self::Grpc(client, authorization) => {
                let content = Some(report::Content::FhirJson(body.into()));
                let report = Some(Report {
                    registry: String::new(),
                    content,
                });
                let mut request = tonic::Request::new(SubmitRequest { report });
                request
                    .metadata_mut()
                    .insert("authorization", authorization.parse()?);
                let outcome = client
                    .submit(request)
                    .await?
                    .into_inner()
                    .outcome
                    .unwrap_or_default();
                ensure!(
                    outcome.disposition() == Disposition::Accepted,
                    "answered {outcome:?}"
                );
            }
        }
        Ok(())
    }
}

/// Each client sends its next report when the last one was acknowledged.
pub(crate) async fn closed(
    gateway: &Gateway,
    door: Door,
    clients: usize,
    reports: Vec<Bytes>,
) -> anyhow::Result<Figures> {
    let (reports, next) = (Arc::new(reports), Arc::new(AtomicUsize::new(0)));
    let mut ways = Vec::new();
    for _ in 0..clients {
        ways.push(Client::new(gateway, door).await?);
    }
    let started = Instant::now();
    let mut running = JoinSet::new();
    for mut way in ways {
        let (reports, next) = (reports.clone(), next.clone());
        running.spawn(async move {
            let mut acknowledged = Vec::new();
            while let Some(body) = reports.get(next.fetch_add(1, Ordering::Relaxed)) {
                let sent = Instant::now();
                way.send(body.clone()).await?;
                acknowledged.push(sent.elapsed());
            }
            anyhow::Ok(acknowledged)
        });
    }
    figures(gateway, running, started).await
}

/// Reports leave at a fixed rate, whatever the answers do; a wait in line counts.
pub(crate) async fn open(
    gateway: &Gateway,
    door: Door,
    rate: f64,
    reports: Vec<Bytes>,
) -> anyhow::Result<Figures> {
    let mut ways = Vec::new();
    for _ in 0..CONNECTIONS {
        ways.push(Client::new(gateway, door).await?);
    }
    let started = Instant::now();
    let mut running = JoinSet::new();
    for (index, body) in reports.into_iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "an index in a run")]
        let due = started + Duration::from_secs_f64(index as f64 / rate);
        tokio::time::sleep_until(due.into()).await;
        let mut way = ways[index % CONNECTIONS].clone();
        running.spawn(async move {
            way.send(body).await?;
            anyhow::Ok(vec![due.elapsed()])
        });
    }
    figures(gateway, running, started).await
}

async fn figures(
    gateway: &Gateway,
    mut running: JoinSet<anyhow::Result<Vec<Duration>>>,
    started: Instant,
) -> anyhow::Result<Figures> {
    let mut acknowledged = Vec::new();
    while let Some(part) = running.join_next().await {
        acknowledged.extend(part??);
    }
    gateway.settle().await?;
    Ok(Figures::of(acknowledged, started.elapsed()))
}
