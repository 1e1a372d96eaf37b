//! What `interposer.c` does to a gateway, said and read from the test.
//!
//! Relies on a binary that is linked against the system's C library, and on a C compiler; where
//! there is none, the tests say so and assert nothing.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use caseway_tests::{House, Start};
use tempfile::TempDir;

/// The bytes of the page of numbers.
const CONTROL_BYTES: u64 = 4096;
/// Where in it the name of the file is whose fsync the power went at, and its bytes at most.
const NAME_AT: u64 = 512;
const NAME_BYTES: usize = 64;

/// The numbers of the page, in `interposer.c`'s order.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Number {
    /// Seconds that are added to the time of day.
    ClockSeconds,
    /// The error that writing fails with; 0: it does not.
    WriteErrno,
    /// The error that fsync fails with.
    SyncErrno,
    /// Not 0: fsync returns at once and keeps nothing.
    Lies,
    /// The fsync at which the power goes, from 1; 0: none.
    CutAt,
    /// Not 0: just after it, and not just before.
    CutAfter,
    /// A seed: half of what was not fsynced reaches the disk all the same; 0: none of it.
    Torn,
    /// How many fsyncs there were.
    Syncs,
    /// How many writes failed.
    FailedWrites,
    /// How many fsyncs failed.
    FailedSyncs,
}

/// A disk and a clock under a gateway.
pub(crate) struct Interposer {
    folder: TempDir,
    control: File,
}

impl Interposer {
    /// Compiles it; none where there is no C compiler.
    pub(crate) fn new() -> anyhow::Result<Option<Self>> {
        let folder = tempfile::tempdir()?;
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("crash/interposer.c");
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O1", "-o"])
            .arg(folder.path().join("interposer.so"))
            .arg(source)
            .status();
        let Ok(compiled) = compiled else {
            println!("not tested: there is no C compiler");
            return Ok(None);
        };
        anyhow::ensure!(compiled.success(), "interposer.c cannot be compiled");
        let control = OpenOptions::new()
            .read(true)
            .write(true)
            .create_new(true)
            .open(folder.path().join("control"))?;
        control.set_len(CONTROL_BYTES)?;
        Ok(Some(Self { folder, control }))
    }

    /// Sets a number, at once.
    pub(crate) fn set(&self, number: Number, value: i64) -> anyhow::Result<()> {
        let at = number as u64 * 8;
        Ok(self.control.write_all_at(&value.to_ne_bytes(), at)?)
    }

    /// Reads a number.
    pub(crate) fn get(&self, number: Number) -> anyhow::Result<i64> {
        let mut bytes = [0; 8];
        self.control.read_exact_at(&mut bytes, number as u64 * 8)?;
        Ok(i64::from_ne_bytes(bytes))
    }

    /// Takes the name of the file whose fsync the power went at; empty where it did not.
    pub(crate) fn cut(&self) -> anyhow::Result<String> {
        let mut bytes = [0; NAME_BYTES];
        self.control.read_exact_at(&mut bytes, NAME_AT)?;
        self.control.write_all_at(&[0; NAME_BYTES], NAME_AT)?;
        let name = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
        Ok(String::from_utf8(name.to_vec())?)
    }

    /// Starts a house's processes again on this disk, which first gets what they have kept.
    pub(crate) fn put_under(&self, house: &mut House) -> anyhow::Result<()> {
        house.gateway().kill().ok();
        replace(house.data(), &self.disk())?;
        self.restart(house)
    }

    /// Starts a house's processes again on what this disk has.
    pub(crate) fn restart(&self, house: &mut House) -> anyhow::Result<()> {
        let text = |path: &Path| path.to_str().map(str::to_owned).context("a path is UTF-8");
        let library = self.folder.path().join("interposer.so");
        let environment = [
            ("LD_PRELOAD", text(&library)?),
            ("CASEWAY_FAULTS", text(self.folder.path())?),
            ("CASEWAY_FAULTS_DATA", text(house.data())?),
        ];
        let environment = environment.map(|(name, value)| (name.to_owned(), value));
        let start = Start {
            environment: environment.into(),
            ..house.start().clone()
        };
        house.restart_as(&start)
    }

    /// Puts what the disk has in place of what killed processes saw.
    pub(crate) fn lose_power(&self, house: &House) -> anyhow::Result<()> {
        replace(&self.disk(), house.data())
    }

    fn disk(&self) -> PathBuf {
        self.folder.path().join("disk")
    }
}

/// Makes a folder's files those of another, without `SQLite`'s mapped ones.
fn replace(from: &Path, to: &Path) -> anyhow::Result<()> {
    std::fs::remove_dir_all(to).ok();
    std::fs::create_dir(to)?;
    for file in std::fs::read_dir(from)? {
        let name = file?.file_name();
        if !name.to_string_lossy().ends_with("-shm") {
            std::fs::copy(from.join(&name), to.join(&name))?;
        }
    }
    Ok(())
}
