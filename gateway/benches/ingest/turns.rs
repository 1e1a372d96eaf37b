//! What Kafka costs, or grown tables: two gateways, each on a PostgreSQL of its own, by turns. The
//! machine's speed changes more within minutes than either costs; what runs one right after the
//! other can be compared.

use std::time::Duration;

use crate::gateway::{Gateway, On};
use crate::kafka::Kafka;
use crate::load::{self, Door};
use crate::lossy;
use crate::postgres::Database;
use crate::reports::Reports;

/// How many turns each of the two has, for each number of clients.
const TURNS: usize = 4;
/// How many clients there are.
const CLIENTS: [usize; 2] = [8, 64];
/// How many reports each gateway is warmed up with.
const WARM: usize = 300;

/// Compares a gateway with one through Kafka.
pub(crate) async fn kafka(reports: &mut Reports, per_run: usize) -> anyhow::Result<()> {
    let kafka = Kafka::start()?;
    let databases = [Database::start().await?, Database::start().await?];
    let [plain, mut carried] = databases.each_ref().map(On::database);
    carried.kafka = Some(&kafka);
    compare(reports, per_run, [plain, carried], "through Kafka").await
}

/// Compares a gateway with one whose tables have grown by so many entries.
pub(crate) async fn grown(
    reports: &mut Reports,
    per_run: usize,
    entries: u64,
) -> anyhow::Result<()> {
    let databases = [Database::start().await?, Database::start().await?];
    databases[1].grow(entries).await?;
    let pair = databases.each_ref().map(On::database);
    compare(reports, per_run, pair, "grown").await
}

/// Has two run by turns, and prints what each did and what share the second loses, which is told
/// by what it has.
async fn compare(
    reports: &mut Reports,
    per_run: usize,
    [plain, other]: [On<'_>; 2],
    told: &str,
) -> anyhow::Result<()> {
    let pair = [
        Gateway::start(plain, &reports.sender()).await?,
        Gateway::start(other, &reports.sender()).await?,
    ];
    for gateway in &pair {
        load::closed(gateway, Door::Rest, 8, reports.take(WARM)).await?;
    }
    println!("run                   reports/s {told:>15}   it costs, turn by turn");
    let mut costs = Vec::new();
    for door in [Door::Rest, Door::Grpc] {
        for clients in CLIENTS {
            let mut turns = Vec::new();
            for turn in 0..TURNS {
                turns.push(both(&pair, turn, (door, clients), || reports.take(per_run)).await?);
            }
            tell(&format!("{door}, {clients} clients"), &turns);
            costs.extend(turns.iter().map(cost));
        }
    }
    let mean = 100.0 * costs.iter().sum::<f64>() / lossy(costs.len());
    println!(
        "\n{told}: it costs {mean:.0} %, the mean of {} turns",
        costs.len()
    );
    for gateway in pair {
        gateway.stop(Duration::from_secs(15)).await?;
    }
    Ok(())
}

/// The rates of the two in a turn. Each goes first in every other turn.
async fn both(
    pair: &[Gateway; 2],
    turn: usize,
    (door, clients): (Door, usize),
    mut reports: impl FnMut() -> Vec<bytes::Bytes>,
) -> anyhow::Result<[f64; 2]> {
    let order = if turn.is_multiple_of(2) {
        [0, 1]
    } else {
        [1, 0]
    };
    let mut rates = [0.0; 2];
    for which in order {
        let figures = load::closed(&pair[which], door, clients, reports()).await?;
        rates[which] = figures.reports_per_second;
    }
    Ok(rates)
}

fn tell(run: &str, turns: &[[f64; 2]]) {
    let mean =
        |which: usize| turns.iter().map(|rates| rates[which]).sum::<f64>() / lossy(turns.len());
    let costs: Vec<String> = turns
        .iter()
        .map(|rates| format!("{:>3.0} %", 100.0 * cost(rates)))
        .collect();
    println!(
        "{run:<20} {:>10.0} {:>15.0}   {}",
        mean(0),
        mean(1),
        costs.join(" ")
    );
}

/// What share of the rate the second loses.
fn cost([plain, other]: &[f64; 2]) -> f64 {
    1.0 - other / plain
}
