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
        "rules",
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
fn the_help_of_a_ruling_teaches_its_words() {
    let help = caseway(&["cases", "rule", "--help"]).unwrap();
    assert!(help.status.success());
    let help = String::from_utf8(help.stdout).unwrap();
    let words = [
        "same-tumour",
        "new-tumour",
        "split",
        "merge",
        "wrong-person",
        "same-person",
    ];
    for word in words {
        assert!(
            help.contains(&format!("\n  {word}")),
            "{word} is not in:\n{help}"
        );
    }
    assert!(help.contains("--reason <TEXT>") && help.contains("For instance"));
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

#[test]
fn findings_are_told_in_the_language_asked_for() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/empty.json");
    let told = |language: &str| {
        let done = caseway(&["check", file, "--lang", language, "--output", "fhir"]).unwrap();
        assert_eq!(done.status.code(), Some(1));
        String::from_utf8(done.stdout).unwrap()
    };
    let (english, norwegian) = (told("en"), told("nb"));
    assert!(
        english.contains("\"text\":\"The body is JSON, but no FHIR resource"),
        "{english}"
    );
    assert!(
        norwegian.contains("\"text\":\"Meldingen er JSON, men ingen FHIR-ressurs"),
        "{norwegian}"
    );
    let code = "\"code\":\"not-fhir\"";
    assert!(english.contains(code) && norwegian.contains(code));
}

#[test]
fn a_rule_has_a_page_and_one_that_is_none_ends_with_2() {
    let page = caseway(&["rules", "element-missing"]).unwrap();
    let said = String::from_utf8(page.stdout).unwrap();
    assert!(
        said.starts_with("# element-missing\n") && said.contains("## Keeps it"),
        "{said}"
    );
    assert_eq!(
        caseway(&["rules", "no-such-rule"]).unwrap().status.code(),
        Some(2)
    );
}
