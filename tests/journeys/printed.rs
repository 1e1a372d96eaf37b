//! What is printed, where whoever reads it goes away.

use std::io::Read as _;
use std::process::{Command, Stdio};

use caseway_tests::binary;

#[test]
fn a_command_whose_output_nobody_reads_any_more_ends_without_a_word() -> anyhow::Result<()> {
    let mut printing = Command::new(binary()?)
        .args(["rules"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    drop(printing.stdout.take());
    let ended = printing.wait()?;
    let mut faults = String::new();
    if let Some(mut told) = printing.stderr.take() {
        told.read_to_string(&mut faults)?;
    }
    assert_eq!(faults, "");
    assert_eq!(ended.code(), Some(141), "as if by SIGPIPE");
    Ok(())
}
