//! Whether the binary reads a configuration that is given to it elsewhere, where the files of
//! its secrets are.

use std::io::Write as _;

use anyhow::ensure;
use caseway_tests::run;

/// Has the binary read a configuration, and takes from it no other fault than that the files
/// it names are not here.
pub(crate) fn are_read(text: &str) -> anyhow::Result<()> {
    let mut file = tempfile::NamedTempFile::new()?;
    file.write_all(text.as_bytes())?;
    let path = file.path().display().to_string();
    let told = run(&["migrate", "--config", &path])?;
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    let mut lines = told.lines();
    ensure!(
        lines
            .next()
            .is_some_and(|line| line.ends_with("the configuration cannot be used:")),
        "the configuration is read, and its secrets are missed: {told}"
    );
    for line in lines {
        ensure!(line.contains(" is not there: /"), "{line}");
    }
    Ok(())
}

#[test]
fn a_setting_that_there_is_not_is_found() {
    let good =
        "[storage.postgres]\nurl = \"postgres://a@b/c\"\npassword_file = \"/nowhere/at/all\"\n";
    are_read(good).unwrap();
    assert!(are_read(&format!("{good}passwordfile = \"/nowhere\"\n")).is_err());
    assert!(are_read(&format!("{good}[intake]\nbody_bytes_max = 0\n")).is_err());
}
