//! `cargo bench -p caseway-profiles --bench growth`: how the time of a check grows with
//! the body, for each family of bodies in which something could be looked at again and
//! again. A ratio near the factor by which the bodies grow is linear, its square is not.

mod families;

use std::hint::black_box;
use std::time::{Duration, Instant};

use caseway_profiles::{Ask, Catalogue, InstallError, Settings};
use caseway_proto::Syntax;
use families::{Body, FAMILIES};
use jiff::Timestamp;

/// The smaller size, and by how much the larger is larger.
const SIZE: usize = 1_000;
const GROWN: usize = 8;
/// Of so many runs the fastest counts.
const RUNS: u32 = 5;
/// Any Bundle that R4 allows.
const BUNDLE: &str = "http://hl7.org/fhir/StructureDefinition/Bundle";

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), InstallError> {
    let catalogue = Catalogue::new(Settings::default())?;
    for (name, member) in FAMILIES {
        let (small, large) = (member(SIZE), member(SIZE * GROWN));
        let (short, long) = (fastest(&catalogue, &small), fastest(&catalogue, &large));
        println!(
            "{name:<48} {short:>10.1?} {long:>10.1?}  {:>5.1} times for {:.1} times the bytes",
            long.as_secs_f64() / short.as_secs_f64(),
            ratio(large.bytes.len(), small.bytes.len())
        );
    }
    Ok(())
}

fn fastest(catalogue: &Catalogue, body: &Body) -> Duration {
    let ask = Ask {
        syntax: if body.xml { Syntax::Xml } else { Syntax::Json },
        registry: None,
        default_registry: None,
        profile: Some(BUNDLE),
        received_at: Timestamp::constant(1_790_000_000, 0),
        allow_synthetic: true,
        refuse: &[],
    };
    let run = |_| {
        let started = Instant::now();
        black_box(catalogue.check(&body.bytes, &ask));
        started.elapsed()
    };
    (0..RUNS).map(run).min().unwrap_or_default()
}

#[expect(
    clippy::cast_precision_loss,
    reason = "lengths of bodies of a benchmark"
)]
fn ratio(large: usize, small: usize) -> f64 {
    large as f64 / small as f64
}
