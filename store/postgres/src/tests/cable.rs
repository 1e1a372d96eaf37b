//! A cable to the server that is cut, or goes dead, where a test wants it.

use std::path::PathBuf;
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};

/// When a connection is cut.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Cut {
    /// When a commit was passed on, before it is answered.
    AtCommit,
    /// As that, but it is held, and nothing comes through any more.
    SilentAtCommit,
    /// When so many messages were passed on, before the last one is answered.
    After(usize),
}

/// Passes on what is said to a server over a socket until the first connection is cut.
pub(super) struct Cable {
    /// Where it is taken up.
    pub(super) url: String,
    /// Whether it was cut.
    pub(super) was_cut: Arc<AtomicBool>,
    _folder: tempfile::TempDir,
}

impl Cable {
    /// To a server that is reached over a socket; none to another.
    pub(super) fn laid(url: &str, cut: Cut) -> Option<Self> {
        let options = PgConnectOptions::from_str(url).unwrap();
        let name = format!(".s.PGSQL.{}", options.get_port());
        let server = options.get_socket()?.join(&name);
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(name)).unwrap();
        let was_cut = Arc::new(AtomicBool::new(false));
        let told = was_cut.clone();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass_on(client, server.clone(), cut, told.clone()));
            }
        });
        Some(Self {
            url: options.socket(folder.path()).to_url_lossy().to_string(),
            was_cut,
            _folder: folder,
        })
    }
}

async fn pass_on(
    client: UnixStream,
    server: PathBuf,
    cut: Cut,
    was_cut: Arc<AtomicBool>,
) -> std::io::Result<()> {
    let server = UnixStream::connect(server).await?;
    let (mut asked, mut answer) = client.into_split();
    let (mut answered, mut ask) = server.into_split();
    let silent = Arc::new(AtomicBool::new(false));
    let silenced = silent.clone();
    let answering = tokio::spawn(async move {
        let mut bytes = vec![0; 1 << 16];
        loop {
            let count = answered.read(&mut bytes).await?;
            if count == 0 {
                return std::io::Result::Ok(());
            }
            if silenced.load(Ordering::Relaxed) {
                std::future::pending::<()>().await;
            }
            answer.write_all(&bytes[..count]).await?;
        }
    });
    let mut bytes = vec![0; 1 << 16];
    for said in 1.. {
        let count = asked.read(&mut bytes).await?;
        let message = &bytes[..count];
        let cuts = match cut {
            Cut::AtCommit | Cut::SilentAtCommit => message.windows(6).any(|word| word == b"COMMIT"),
            Cut::After(most) => said >= most,
        };
        // Whoever was cut off may connect once more, and is left in peace then.
        let cuts = cuts && count > 0 && !was_cut.swap(cuts, Ordering::Relaxed);
        if cuts && cut == Cut::SilentAtCommit {
            silent.store(true, Ordering::Relaxed);
            ask.write_all(message).await?;
            std::future::pending::<()>().await;
        }
        if cuts {
            answering.abort();
        }
        ask.write_all(message).await?;
        if cuts || count == 0 {
            // The server does what it was asked; it ends when it finds nobody there.
            tokio::time::sleep(Duration::from_millis(100)).await;
            break;
        }
    }
    Ok(())
}
