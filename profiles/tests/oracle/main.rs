//! A second opinion: reports, mutants and our own definitions through the checker and
//! through HL7's Java validator, verdict by verdict.
//!
//! Every kind of difference is explained in `tests/differences/oracle.toml`; one that is
//! not listed fails. Asks for Java, and for the folder of the built validator in
//! `CASEWAY_ORACLE`; says plainly where they are not there. `CASEWAY_ORACLE_SIZE` says how
//! many reports a Registry and how many mutants a kind are looked at.

mod account;
mod bodies;
mod java;
#[path = "../mutants/kinds/mod.rs"]
mod kinds;
mod lent;
#[path = "../mutants/report.rs"]
mod report;
#[expect(
    clippy::unwrap_used,
    reason = "a report that cannot be written fails the test"
)]
#[path = "../../src/read/xml/tests/oracle.rs"]
mod xml;

use std::fs;
use std::path::{Path, PathBuf};

use caseway_profiles::registry::{self, Tables};
use caseway_profiles::{Ask, Catalogue, Checked, Settings};
use jiff::Timestamp;

use crate::account::Account;
use crate::bodies::Body;

type Fault = Box<dyn std::error::Error>;

/// Reports a Registry and mutants a kind, where nothing else is asked for.
const SIZE: usize = 20;

#[test]
fn each_difference_between_the_two_validators_is_accounted_for() -> Result<(), Fault> {
    let Some(oracle) = java::found() else {
        return Ok(());
    };
    let tables = registry::builtin()?;
    let catalogue = installed(&tables)?;
    let folder = tempfile::tempdir()?;
    let definitions = lent::definitions(&tables);
    let mut bodies = bodies::definitions(&definitions);
    bodies.extend(bodies::of_reports(&tables, size()?));

    let known = folder.path().join("known");
    lent::write(&known, &definitions)?;
    let files = write(folder.path(), &bodies)?;
    let told = java::verdicts(&oracle, (folder.path(), &known), &files)?;
    assert_eq!(told.len(), bodies.len(), "the oracle stopped too early");

    let mut account = Account::open()?;
    for (body, told) in bodies.iter().zip(&told) {
        account.enter(body, &check(&catalogue, body), told);
    }
    account.close();
    Ok(())
}

fn size() -> Result<usize, Fault> {
    match std::env::var("CASEWAY_ORACLE_SIZE") {
        Ok(size) => Ok(size.parse()?),
        Err(_) => Ok(SIZE),
    }
}

fn installed(tables: &Tables) -> Result<Catalogue, Fault> {
    let mut catalogue = Catalogue::new(Settings::default())?;
    catalogue.install_tables(&tables.registries, &tables.spine)?;
    Ok(catalogue)
}

fn check(catalogue: &Catalogue, body: &Body) -> Checked {
    let ask = Ask {
        syntax: body.syntax,
        registry: None,
        default_registry: None,
        profile: body.profile.as_deref(),
        // After every sample was written.
        received_at: Timestamp::constant(1_790_000_000, 0),
        allow_synthetic: true,
        refuse: &[],
    };
    catalogue.check(&body.bytes, &ask)
}

/// Writes each body into a file; gives their names in the folder.
fn write(folder: &Path, bodies: &[Body]) -> Result<Vec<PathBuf>, Fault> {
    let mut files = Vec::new();
    for (index, body) in bodies.iter().enumerate() {
        let name = PathBuf::from(format!("{index}"));
        fs::write(folder.join(&name), &body.bytes)?;
        files.push(name);
    }
    Ok(files)
}
