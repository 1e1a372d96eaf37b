//! `cargo bench -p caseway-profiles --bench check`: how fast reports are checked on one
//! core, parse included and all rules on, beside the floors of the same run.
//!
//! Memory is allocated as in the gateway. Absolute numbers depend on the machine; the
//! ratios to the floors are what to compare.

mod bundles;

use std::hint::black_box;
use std::time::{Duration, Instant};

use caseway_profiles::registry::{self, Tables};
use caseway_profiles::{Ask, Catalogue, InstallError, Settings};
use caseway_proto::Syntax;
use jiff::Timestamp;
use serde_json::Value;

/// Each figure is measured for about this long.
const LONG: Duration = Duration::from_secs(2);
/// A report of this many resources is the measure of a single check.
const RESOURCES: usize = 20;
/// Any Bundle that R4 allows.
const BUNDLE: &str = "http://hl7.org/fhir/StructureDefinition/Bundle";

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let started = Instant::now();
    let tables = registry::builtin()?;
    let catalogue = installed(&tables)?;
    println!("installed in {:?}", started.elapsed());
    println!("memory once installed {} MiB", resident_mib("VmRSS:")?);
    let reports = bundles::reports(&tables, 60);
    whole_reports(&catalogue, &reports)?;
    one_report(&catalogue, &reports)?;
    many_entries(&catalogue, &reports)?;
    println!("peak memory {} MiB", resident_mib("VmHWM:")?);
    Ok(())
}

fn installed(tables: &Tables) -> Result<Catalogue, InstallError> {
    let mut catalogue = Catalogue::new(Settings::default())?;
    catalogue.install_tables(&tables.registries, &tables.spine)?;
    Ok(catalogue)
}

/// Reports of every registry and kind, beside reading and parsing the same bytes.
fn whole_reports(catalogue: &Catalogue, reports: &[Value]) -> Result<(), Fault> {
    let bodies: Vec<Vec<u8>> = reports.iter().map(bytes).collect();
    let resources: usize = reports.iter().map(bundles::resources).sum();
    let per_round: usize = bodies.iter().map(Vec::len).sum();
    println!(
        "{} reports, {resources} resources, {} bytes",
        bodies.len(),
        per_round
    );
    let line = |what: &str, round: Duration| {
        println!(
            "{what:<28} {:>9.0} resources/s {:>7.0} MB/s",
            rate(resources, round),
            rate(per_round, round) / 1e6
        );
    };
    line(
        "floor: every byte read",
        once(|| bodies.iter().for_each(|body| read(body))),
    );
    line(
        "floor: serde_json",
        once(|| bodies.iter().for_each(|body| parse(body))),
    );
    for body in &bodies {
        accepted(catalogue, body, None)?;
    }
    let checked = || bodies.iter().for_each(|body| check(catalogue, body, None));
    line("checked", once(checked));
    Ok(())
}

/// One report of 20 resources.
fn one_report(catalogue: &Catalogue, reports: &[Value]) -> Result<(), Fault> {
    let report = reports
        .iter()
        .find(|report| bundles::resources(report) == RESOURCES)
        .ok_or("no report has 20 resources")?;
    let (valid, broken) = (bytes(report), bytes(&bundles::broken(report.clone())));
    let (valid_took, broken_took) = (
        median(|| check(catalogue, &valid, None)),
        median(|| check(catalogue, &broken, None)),
    );
    println!(
        "{RESOURCES} resources, {} bytes: median {valid_took:?}; with every Observation broken \
         {broken_took:?}, {:.1} times as long",
        valid.len(),
        broken_took.as_secs_f64() / valid_took.as_secs_f64()
    );
    Ok(())
}

/// How the time grows with the entries.
fn many_entries(catalogue: &Catalogue, reports: &[Value]) -> Result<(), Fault> {
    let report = reports.first().ok_or("there are no reports")?;
    let mut took = Vec::new();
    for entries in [1_000, 10_000] {
        let body = bytes(&bundles::grown(report, entries));
        accepted(catalogue, &body, Some(BUNDLE))?;
        took.push(once(|| check(catalogue, &body, Some(BUNDLE))));
        println!(
            "{entries} entries, {} bytes: {:?}",
            body.len(),
            took[took.len() - 1]
        );
    }
    println!(
        "time(10,000)/time(1,000) = {:.1}",
        took[1].as_secs_f64() / took[0].as_secs_f64()
    );
    Ok(())
}

fn ask(profile: Option<&str>) -> Ask<'_> {
    Ask {
        syntax: Syntax::Json,
        registry: None,
        default_registry: None,
        profile,
        // After every sample was written.
        received_at: Timestamp::constant(1_790_000_000, 0),
        allow_synthetic: true,
        refuse: &[],
    }
}

fn check(catalogue: &Catalogue, body: &[u8], profile: Option<&str>) {
    black_box(catalogue.check(body, &ask(profile)));
}

fn accepted(catalogue: &Catalogue, body: &[u8], profile: Option<&str>) -> Result<(), Fault> {
    let checked = catalogue.check(body, &ask(profile));
    if checked.rejects() {
        return Err(format!("a body of the benchmark is rejected: {:?}", checked.issues).into());
    }
    Ok(())
}

fn read(body: &[u8]) {
    black_box(body.iter().fold(0_u8, |all, byte| all ^ byte));
}

fn parse(body: &[u8]) {
    black_box(serde_json::from_slice::<Value>(body).is_ok());
}

fn bytes(bundle: &Value) -> Vec<u8> {
    bundle.to_string().into_bytes()
}

/// The mean time of one round, of as many as fit.
fn once(mut round: impl FnMut()) -> Duration {
    let (started, mut rounds) = (Instant::now(), 0);
    while started.elapsed() < LONG {
        round();
        rounds += 1;
    }
    started.elapsed() / rounds
}

/// The median time of one round, of as many as fit.
fn median(mut round: impl FnMut()) -> Duration {
    let (started, mut took) = (Instant::now(), Vec::new());
    while started.elapsed() < LONG {
        let began = Instant::now();
        round();
        took.push(began.elapsed());
    }
    took.sort_unstable();
    took[took.len() / 2]
}

#[expect(clippy::cast_precision_loss, reason = "counts of a benchmark")]
fn rate(count: usize, round: Duration) -> f64 {
    count as f64 / round.as_secs_f64()
}

/// How much memory of this process is resident (`VmRSS:`), or was at most (`VmHWM:`).
fn resident_mib(which: &str) -> Result<u64, Fault> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let found = status.lines().find_map(|line| line.strip_prefix(which));
    let kib = found.ok_or("no such line")?.trim().trim_end_matches(" kB");
    Ok(kib.parse::<u64>()? / 1024)
}
