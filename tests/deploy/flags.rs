//! The commands of the binary and their flags, as it tells them itself.

use std::collections::BTreeSet;

use anyhow::ensure;
use caseway_tests::run;

#[test]
fn a_command_and_a_flag_that_there_are_not_are_found() {
    assert_eq!(fault(&["serve", "--http=127.0.0.1:0"]).unwrap(), None);
    assert!(fault(&["server"]).unwrap().is_some());
    assert!(
        fault(&["serve", "--htpp", "127.0.0.1:0"])
            .unwrap()
            .is_some()
    );
}

/// Whether the binary has a command.
fn has(command: &str) -> anyhow::Result<bool> {
    Ok(run(&[command, "--help"])?.status.success())
}

/// What is wrong with a command line: no such command, or no such flag.
pub(crate) fn fault(arguments: &[&str]) -> anyhow::Result<Option<String>> {
    let Some((command, rest)) = arguments.split_first() else {
        return Ok(Some("no command".to_owned()));
    };
    if !has(command)? {
        return Ok(Some(format!("no command {command}")));
    }
    let known = flags(command)?;
    let given = rest.iter().filter(|argument| argument.starts_with("--"));
    let given = given.map(|argument| argument.split_once('=').map_or(*argument, |(flag, _)| flag));
    let strange = given.filter(|flag| !known.contains(*flag));
    let strange: Vec<&str> = strange.collect();
    Ok((!strange.is_empty()).then(|| format!("{command} has no {strange:?}")))
}

fn flags(command: &str) -> anyhow::Result<BTreeSet<String>> {
    let told = run(&[command, "--help"])?;
    let told = String::from_utf8(told.stdout)?;
    let words = told
        .split_whitespace()
        .filter(|word| word.starts_with("--"));
    let flags: BTreeSet<String> = words
        .map(|word| word.trim_end_matches(',').to_owned())
        .collect();
    ensure!(flags.contains("--help"), "{command} tells its flags");
    Ok(flags)
}
