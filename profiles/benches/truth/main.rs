//! `cargo bench -p caseway-profiles --bench truth`: how often the checker's verdict is
//! the recorded one over HL7's validator suite, and how often it refuses at the right
//! place.
//!
//! `-- --wrong` prints each wrong verdict too, `-- --places` each wrong place. Prints
//! that the suite is absent where it does not lie beside the repository.

mod place;
mod runs;
mod tally;

use std::path::PathBuf;

use runs::Run;
use tally::{Lane, Outcome};

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/hl7-suite");
    let Ok(text) = std::fs::read_to_string(folder.join("runs.ndjson")) else {
        println!("HL7's suite is not beside the repository: nothing was measured");
        return Ok(());
    };
    let args: Vec<String> = std::env::args().collect();
    let asks = |flag: &str| args.iter().any(|word| word == flag);
    let mut lanes: Vec<Lane> = Vec::new();
    for line in text.lines() {
        let run: Run = serde_json::from_str(line)?;
        let outcome = Outcome::of(&run, run.verdict(&folder.join("files"))?);
        if (asks("--wrong") && !outcome.right()) || (asks("--places") && outcome.misplaced()) {
            outcome.print(&run);
        }
        tally::add(&mut lanes, &run, &outcome);
    }
    tally::print(&lanes);
    Ok(())
}
