//! How long invariants take: `cargo bench -p caseway-profiles --bench fhirpath`.
//!
//! Prints nanoseconds an evaluation and evaluations a microsecond. Asserts no time.

use std::hint::black_box;
use std::time::Instant;

use caseway_profiles::{Catalogue, Probe, Settings};
use serde_json::{Value, json};

/// Invariants of R4, from the simplest to those that look at everything.
const EXPRESSIONS: [&str; 9] = [
    "dataAbsentReason.empty() or value.empty()",
    "value.exists() or dataAbsentReason.exists()",
    "hasValue() or (children().count() > id.count())",
    "status in ('proposed' | 'final' | 'waitlist')",
    "code.coding.where(system = 'http://loinc.org' and code = '21889-1').exists()",
    "issued.empty() or issued >= @2020-01-01T00:00:00Z",
    "value.empty() or value < 1 'm'",
    "value.empty() or component.code.where(coding.intersect(%resource.code.coding).exists()).empty()",
    "descendants().where(reference.startsWith('#')).empty()",
];

const ROUNDS: u32 = 200_000;

fn observation() -> Value {
    json!({
        "resourceType": "Observation",
        "status": "final",
        "code": {"coding": [{"system": "http://loinc.org", "code": "21889-1"}]},
        "subject": {"reference": "urn:uuid:11111111-1111-4111-8111-111111111111"},
        "effectiveDateTime": "2025-01-31",
        "issued": "2025-01-31T10:00:00Z",
        "valueQuantity": {
            "value": 12.0, "unit": "mm", "system": "http://unitsofmeasure.org", "code": "mm"
        },
        "component": [{"code": {"coding": [{"system": "http://loinc.org", "code": "other"}]}}]
    })
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let catalogue = Catalogue::new(Settings::default())?;
    let resource = observation();
    for expression in EXPRESSIONS {
        let probe = Probe::new(expression)?;
        assert!(probe.holds(&catalogue, &resource).is_some(), "{expression}");
        let began = Instant::now();
        for _ in 0..ROUNDS {
            black_box(probe.holds(&catalogue, black_box(&resource)));
        }
        let each = began.elapsed().as_secs_f64() * 1e9 / f64::from(ROUNDS);
        println!("{each:8.0} ns  {:6.2} a µs  {expression}", 1000.0 / each);
    }
    Ok(())
}
