//! `caseway profiles diff`: what a new version would change for senders.

use std::path::PathBuf;
use std::process::ExitCode;

use caseway_profiles::{Catalogue, Changes, Defined};
use clap::Args;

use super::check::{defined, named};

/// What is compared.
#[derive(Args)]
pub(super) struct Diff {
    /// The definitions as they are: a package (.tgz), a folder or a file.
    old: PathBuf,
    /// The definitions as they would be.
    new: PathBuf,
    /// A package that both depend on; repeatable.
    #[arg(long, value_name = "PATH")]
    dependency: Vec<PathBuf>,
}

/// How many profiles changed, and how.
#[derive(Default)]
struct Count {
    compared: usize,
    stricter: usize,
    laxer: usize,
    untold: usize,
}

impl Diff {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let old = defined(&self.old, &self.dependency)?;
        let new = defined(&self.new, &self.dependency)?;
        for (url, fault) in &new.1.refused {
            println!("cannot be used: {}", named(url, fault));
        }
        let (added, gone) = (beyond(&old.1, &new.1), beyond(&new.1, &old.1));
        for url in &added {
            println!("{url}\n  is new: nothing was checked against it");
        }
        for url in &gone {
            println!("{url}\n  is gone: nothing would be checked against it");
        }
        let count = compare(&old, &new);
        println!("profiles compared: {}; {}", count.compared, count.said());
        println!("profiles new: {}, gone: {}", added.len(), gone.len());
        let stricter = count.stricter + count.untold + new.1.refused.len();
        Ok(ExitCode::from(u8::from(stricter > 0)))
    }
}

impl Count {
    fn said(&self) -> String {
        let unchanged = self.compared - self.stricter - self.laxer - self.untold;
        let Self {
            stricter,
            laxer,
            untold,
            ..
        } = self;
        format!(
            "{stricter} would newly refuse something, {laxer} would only newly allow something, \
             {untold} cannot be told, {unchanged} would change nothing for senders"
        )
    }

    fn add(&mut self, changes: Option<&Changes>) {
        self.compared += 1;
        match changes {
            None => self.untold += 1,
            Some(changes) if !changes.refuses.is_empty() => self.stricter += 1,
            Some(changes) if !changes.allows.is_empty() => self.laxer += 1,
            Some(_) => {}
        }
    }
}

/// The profiles of `new` that `old` has not.
fn beyond<'d>(old: &Defined, new: &'d Defined) -> Vec<&'d String> {
    let known = |url: &&String| !old.profiles.contains(url);
    new.profiles.iter().filter(known).collect()
}

/// Says what changes of each profile that both have.
fn compare(old: &(Catalogue, Defined), new: &(Catalogue, Defined)) -> Count {
    let mut count = Count::default();
    let both = old.1.profiles.iter();
    for url in both.filter(|url| new.1.profiles.contains(url)) {
        let changes = old.0.changes(&new.0, url);
        count.add(changes.as_ref());
        match changes {
            None => println!("{url}\n  cannot be told: it, or what it is built on, cannot be used"),
            Some(changes) => show(url, &changes),
        }
    }
    count
}

fn show(url: &str, changes: &Changes) {
    if changes.is_empty() {
        return;
    }
    println!("{url}");
    for (verb, sentences) in [("refuses", &changes.refuses), ("allows", &changes.allows)] {
        for sentence in sentences {
            println!("  newly {verb}: {sentence}");
        }
    }
}
