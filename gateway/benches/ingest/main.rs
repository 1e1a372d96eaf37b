//! `cargo bench --bench ingest`: how fast reports get from the first byte to a
//! recorded case, with checking on, through the real binary; and, in the same run,
//! the floors that the machine sets.
//!
//! The load runs on the same cores as the gateway. Absolute numbers depend on the
//! machine; the ratios to the floors are what to compare. `CASEWAY_BENCH_REPORTS`
//! sets how many reports each closed-loop run sends (default 1,500); a run ends when the
//! last of them is recorded, so a short one tells of that wait as well as of the rate.
//!
//! | flag | |
//! |---|---|
//! | `--engine postgres` | doors and normaliser are processes of their own on a PostgreSQL that is started for the run, on the same cores too |
//! | `--kafka` | with it: the same again through an Apache Kafka and a relay (needs `--features kafka`) |
//! | `--grown N` | with it: the same again after the tables have grown by so many entries |
//! | `--turns` | with `--engine postgres`, and instead of all else: a gateway without Kafka and one through it by turns (needs `--features kafka`); with `--grown N` one on empty tables and one on grown ones |

mod asked;
mod beside;
mod floors;
mod gateway;
mod kafka;
mod load;
mod postgres;
mod process;
mod reports;
mod script;
mod turns;

use std::time::Duration;

use asked::Asked;
use beside::Beside;
use gateway::{Gateway, On};
use kafka::Kafka;
use load::{Door, Figures};
use postgres::Database;

/// How many clients the closed-loop runs have.
const CLIENTS: [usize; 3] = [1, 8, 64];

fn main() -> anyhow::Result<()> {
    let asked = Asked::parse()?;
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
        if !asked.postgres {
            return ingest(&mut reports, asked.per_run, On::default(), None).await;
        }
        if asked.turns {
            return match asked.grown {
                None => turns::kafka(&mut reports, asked.per_run).await,
                Some(entries) => turns::grown(&mut reports, asked.per_run, entries).await,
            };
        }
        on_postgres(&asked, &mut reports).await
    })
}

async fn on_postgres(asked: &Asked, reports: &mut reports::Reports) -> anyhow::Result<()> {
    let database = Database::start().await?;
    let upserts = database.print_floors(reports.shape().bytes).await?;
    let on = On::database(&database);
    ingest(reports, asked.per_run, on, Some(upserts)).await?;
    if asked.kafka {
        println!("\nthrough Kafka\n");
        let kafka = Kafka::start()?;
        kafka.print_floor()?;
        let on = On {
            kafka: Some(&kafka),
            ..on
        };
        ingest(reports, asked.per_run, on, Some(upserts)).await?;
    }
    if let Some(entries) = asked.grown {
        println!("\nafter {entries} entries\n");
        database.grow(entries).await?;
        let on = On { grown: true, ..on };
        ingest(reports, asked.per_run, on, Some(upserts)).await?;
    }
    Ok(())
}

async fn ingest(
    reports: &mut reports::Reports,
    per_run: usize,
    on: On<'_>,
    upserts: Option<f64>,
) -> anyhow::Result<()> {
    let gateway = Gateway::start(on, &reports.sender()).await?;
    println!(
        "ready in {:?}; {} resident\n",
        gateway.ready_in,
        gateway.peaks()?
    );
    println!("{}", Figures::HEADER);
    load::closed(&gateway, Door::Rest, 8, reports.take(300)).await?;
    let mut best: f64 = 0.0;
    for door in [Door::Rest, Door::Grpc] {
        let peak = closed(&gateway, door, reports, per_run).await?;
        if let Some(database) = on.database {
            database.checkpoint().await?;
        }
        // Right after: the machine may be another in a minute.
        open(&gateway, door, reports, (peak / 2.0, per_run)).await?;
        best = best.max(peak);
    }
    let share = upserts.map(|upserts| best * lossy(reports.shape().resources) / upserts);
    tell(&gateway, share).await?;
    if !on.grown {
        println!("replay: {}", gateway.replay()?);
    }
    gateway.stop(Duration::from_secs(15)).await
}

/// Runs clients that wait for their answers, more and more of them, and gives the best rate.
async fn closed(
    gateway: &Gateway,
    door: Door,
    reports: &mut reports::Reports,
    per_run: usize,
) -> anyhow::Result<f64> {
    let mut peak: f64 = 0.0;
    for clients in CLIENTS {
        let count = if clients == 1 { per_run / 3 } else { per_run };
        let figures = load::closed(gateway, door, clients, reports.take(count)).await?;
        peak = peak.max(figures.reports_per_second);
        let run = format!("{door} closed, {clients} clients");
        println!("{}", figures.line(&run, reports.shape().resources));
    }
    Ok(peak)
}

/// Runs clients that send at a rate, beside what waits for the disk alone.
async fn open(
    gateway: &Gateway,
    door: Door,
    reports: &mut reports::Reports,
    (rate, count): (f64, usize),
) -> anyhow::Result<()> {
    let taken = reports.take(count);
    let beside = Beside::start();
    let figures = load::open(gateway, door, rate, taken).await?;
    let run = format!("{door} open, {rate:.0} reports/s");
    println!("{}", figures.line(&run, reports.shape().resources));
    println!("{}", beside.end()?);
    Ok(())
}

/// What the processes say of themselves.
async fn tell(gateway: &Gateway, of_floor: Option<f64>) -> anyhow::Result<()> {
    println!(
        "\nmean time of a report in each hop, ms: {}",
        gateway.hops().await?
    );
    println!("at most: {}", gateway.peaks()?);
    if let Some(share) = of_floor {
        let resources = share * 100.0;
        println!("recorded: {resources:.0} resources where the database upserts 100 rows");
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a count of a few")]
fn lossy(count: usize) -> f64 {
    count as f64
}
