//! The command line as its users meet it: the built binary, its help and its exit codes.
//!
//! That these tests are here also makes `cargo test --workspace` build the binary,
//! which the journeys and crash tests of the room `tests` then start.

use std::process::{Command, Output};

fn caseway(arguments: &[&str]) -> std::io::Result<Output> {
    let mut caseway = Command::new(env!("CARGO_BIN_EXE_caseway"));
    caseway.args(arguments).output()
}

#[test]
fn the_help_names_every_job() {
    let help = caseway(&["--help"]).unwrap();
    assert!(help.status.success());
    let help = String::from_utf8(help.stdout).unwrap();
    let jobs = [
        "demo",
        "run",
        "check",
        "submit",
        "sample",
        "senders",
        "reconcile",
        "cases",
        "profiles",
        "migrate",
    ];
    for job in jobs {
        assert!(
            help.contains(&format!("\n  {job}")),
            "{job} is not in:\n{help}"
        );
    }
}

#[test]
fn what_cannot_be_done_ends_with_2_and_says_what_to_do() {
    let folder = "no-such-folder";
    let done = caseway(&["cases", "list", "--data", folder]).unwrap();
    assert_eq!(done.status.code(), Some(2));
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(said.contains(folder) && said.contains("--data"), "{said}");
}

#[test]
fn a_file_that_is_no_report_ends_with_1() {
    let done = caseway(&["check", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")]).unwrap();
    let said = String::from_utf8_lossy(&done.stdout);
    assert_eq!(done.status.code(), Some(1), "{said}");
}
