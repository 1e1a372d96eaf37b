//! `caseway profiles diff`: what a new version would change for senders.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use super::check::defined;

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

impl Diff {
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let (older, old) = defined(&self.old, &self.dependency)?;
        let (newer, new) = defined(&self.new, &self.dependency)?;
        for (url, fault) in &new.refused {
            println!("{url}\n  cannot be used: {fault}");
        }
        for url in new
            .profiles
            .iter()
            .filter(|url| !old.profiles.contains(url))
        {
            println!("{url}\n  is new");
        }
        for url in old
            .profiles
            .iter()
            .filter(|url| !new.profiles.contains(url))
        {
            println!("{url}\n  is gone");
        }
        let mut stricter = !new.refused.is_empty();
        for url in old.profiles.iter().filter(|url| new.profiles.contains(url)) {
            let changes = older.changes(&newer, url);
            let Some(changes) = changes.filter(|changes| !changes.is_empty()) else {
                continue;
            };
            stricter |= !changes.refuses.is_empty();
            println!("{url}");
            for (verb, sentences) in [("refuses", &changes.refuses), ("allows", &changes.allows)] {
                for sentence in sentences {
                    println!("  newly {verb}: {sentence}");
                }
            }
        }
        Ok(ExitCode::from(u8::from(stricter)))
    }
}
