//! PostgreSQL cut off in the middle of commits, under load: whoever asked for one does not learn
//! whether it was done.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use anyhow::Context as _;
use caseway_tests::Database;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};

use crate::load::Load;

/// How often the cable is cut.
const CUTS: u32 = 60;
/// Of so many commits one is cut, by turns before the server hears of it and after.
const COMMITS_A_CUT: u32 = 9;
/// The server does what it was told within this.
const DONE_WITHIN: Duration = Duration::from_millis(100);

// A thread for the sender's end to be waited for, another for the cable.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_doubled_or_altered_when_commits_are_cut_under_load() -> anyhow::Result<()>
{
    let Some(database) = Database::fresh()? else {
        return Ok(());
    };
    let Some(cable) = Cable::laid(&database)? else {
        println!("the server is not reached over a socket: LEFT OUT");
        return Ok(());
    };
    let mut load = Load::shared(database.by_way_of(cable.folder.path())?, 206)?;
    while cable.cut.before() + cable.cut.after() < CUTS {
        load.grown(1).await?;
    }
    cable.cut.no_more();
    let (before, after) = (cable.cut.before(), cable.cut.after());
    assert!(before > CUTS / 4 && after > CUTS / 4, "{before}, {after}");
    let (lines, audit) = load.end().await?;
    println!(
        "{before} commits cut before they were done and {after} after, {} lines in the ledger",
        lines.len()
    );
    audit.is_clean();
    Ok(())
}

/// Passes on what is said to a server over a socket, and cuts connections in their commits.
struct Cable {
    folder: TempDir,
    cut: Arc<Cut>,
}

/// How often what was cut.
#[derive(Default)]
struct Cut {
    commits: AtomicU32,
    before: AtomicU32,
    after: AtomicU32,
    over: AtomicBool,
}

/// Where a commit is cut.
enum Where {
    BeforeIt,
    AfterIt,
}

impl Cut {
    fn before(&self) -> u32 {
        self.before.load(Ordering::Relaxed)
    }

    fn after(&self) -> u32 {
        self.after.load(Ordering::Relaxed)
    }

    fn no_more(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    /// Whether what is said to the server is cut.
    fn at(&self, said: &[u8]) -> Option<Where> {
        let commits = said.windows(6).any(|word| word == b"COMMIT");
        if !commits || self.over.load(Ordering::Relaxed) {
            return None;
        }
        let number = self.commits.fetch_add(1, Ordering::Relaxed) + 1;
        let turn = number.is_multiple_of(COMMITS_A_CUT);
        turn.then(|| {
            if (number / COMMITS_A_CUT).is_multiple_of(2) {
                self.before.fetch_add(1, Ordering::Relaxed);
                Where::BeforeIt
            } else {
                self.after.fetch_add(1, Ordering::Relaxed);
                Where::AfterIt
            }
        })
    }
}

impl Cable {
    /// To the server of a database; none where that is not reached over a socket.
    fn laid(database: &Database) -> anyhow::Result<Option<Self>> {
        let Some(server) = database.socket()? else {
            return Ok(None);
        };
        let folder = tempfile::tempdir()?;
        let name = server.file_name().context("a socket has a name")?;
        let listener = UnixListener::bind(folder.path().join(name))?;
        let cut = Arc::new(Cut::default());
        let cuts = cut.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass_on(client, server.clone(), cuts.clone()));
            }
        });
        Ok(Some(Self { folder, cut }))
    }
}

async fn pass_on(client: UnixStream, server: PathBuf, cut: Arc<Cut>) -> std::io::Result<()> {
    let (mut answers, mut server) = connected(&server).await?;
    let (mut asked, mut answered) = client.into_split();
    let answering = tokio::spawn(async move { tokio::io::copy(&mut answers, &mut answered).await });
    let mut bytes = vec![0; 1 << 16];
    loop {
        let count = asked.read(&mut bytes).await?;
        let said = &bytes[..count];
        match cut.at(said) {
            None => server.write_all(said).await?,
            Some(Where::BeforeIt) => break,
            Some(Where::AfterIt) => {
                answering.abort();
                server.write_all(said).await?;
                tokio::time::sleep(DONE_WITHIN).await;
                break;
            }
        }
        if count == 0 {
            break;
        }
    }
    answering.abort();
    Ok(())
}

async fn connected(server: &Path) -> std::io::Result<(OwnedReadHalf, OwnedWriteHalf)> {
    Ok(UnixStream::connect(server).await?.into_split())
}
