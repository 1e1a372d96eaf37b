//! `cargo bench --bench ingest`: how fast reports get from the first byte to a
//! recorded case, with checking on, through the real binary; and, in the same run,
//! the floors that the machine sets.
//!
//! The load runs on the same cores as the gateway. Absolute numbers depend on the
//! machine; the ratios to the floors are what to compare. `CASEWAY_BENCH_REPORTS`
//! sets how many reports each closed-loop run sends (default 1,500). With `--engine postgres`
//! the doors and the normaliser are processes of their own on a PostgreSQL that is started for
//! the run, on the same cores too.

mod floors;
mod gateway;
mod load;
mod postgres;
mod process;
mod reports;

use std::time::Duration;

use gateway::Gateway;
use load::{Door, Figures};
use postgres::Database;

/// How many clients the closed-loop runs have.
const CLIENTS: [usize; 3] = [1, 8, 64];

fn main() -> anyhow::Result<()> {
    let per_run = std::env::var("CASEWAY_BENCH_REPORTS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(1_500);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let mut reports = reports::Reports::new()?;
    let shape = reports.shape();
    println!(
        "reports: {} resources, {} bytes each, all different\n",
        shape.resources, shape.bytes
    );
    floors::print(&runtime, &reports.take(200))?;
    runtime.block_on(async {
        let database = database().await?;
        if let Some(database) = &database {
            database.print_floors(&reports.take(1)).await?;
        }
        ingest(&mut reports, per_run, database.as_ref()).await
    })
}

/// The database that the command line asks for.
async fn database() -> anyhow::Result<Option<Database>> {
    let arguments: Vec<String> = std::env::args().collect();
    let asked = arguments.iter().position(|asked| asked == "--engine");
    match asked
        .and_then(|at| arguments.get(at + 1))
        .map(String::as_str)
    {
        None | Some("sqlite") => Ok(None),
        Some("postgres") => Ok(Some(Database::start().await?)),
        Some(other) => anyhow::bail!("there is no engine {other}; there are sqlite and postgres"),
    }
}

async fn ingest(
    reports: &mut reports::Reports,
    per_run: usize,
    database: Option<&Database>,
) -> anyhow::Result<()> {
    let gateway = Gateway::start(database).await?;
    println!(
        "ready in {:?}; {} resident\n",
        gateway.ready_in,
        gateway.peaks()?
    );
    println!("{}", Figures::HEADER);
    load::closed(&gateway, Door::Rest, 8, reports.take(300)).await?;
    let mut peaks = Vec::new();
    for door in [Door::Rest, Door::Grpc] {
        let mut peak: f64 = 0.0;
        for clients in CLIENTS {
            let count = if clients == 1 { per_run / 3 } else { per_run };
            let figures = load::closed(&gateway, door, clients, reports.take(count)).await?;
            peak = peak.max(figures.reports_per_second);
            println!(
                "{}",
                figures.line(
                    &format!("{door} closed, {clients} clients"),
                    reports.shape().resources
                )
            );
        }
        peaks.push((door, peak));
    }
    for (door, peak) in peaks {
        let rate = peak / 2.0;
        let figures = load::open(&gateway, door, rate, reports.take(per_run)).await?;
        println!(
            "{}",
            figures.line(
                &format!("{door} open, {rate:.0} reports/s"),
                reports.shape().resources
            )
        );
    }
    println!(
        "\nmean time of a report in each hop, ms: {}",
        gateway.hops().await?
    );
    println!("at most: {}", gateway.peaks()?);
    gateway.stop(Duration::from_secs(15)).await
}
