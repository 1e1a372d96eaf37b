//! The log of a process: to standard error, as its environment asks.

use std::io::{IsTerminal as _, stderr};

use anyhow::Context as _;
use tracing_subscriber::filter::FilterExt as _;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt, registry};

use super::sparing::Sparing;

/// How a process ends whose output nobody reads any more: as if by SIGPIPE.
const NOBODY_LISTENS: i32 = 141;

/// Installs the log of this process: what `CASEWAY_LOG` asks for, or `otherwise` where that is
/// not set, as text or as `CASEWAY_LOG_FORMAT` says. A panic is logged by where it happened;
/// its text may hold a value of a report. What is repeated without end is left out.
///
/// # Errors
/// When one of the two says something else.
pub(crate) fn log(otherwise: &str) -> anyhow::Result<()> {
    let asked = variable("CASEWAY_LOG").unwrap_or_else(|| otherwise.to_owned());
    let asked = EnvFilter::try_new(asked)
        .context("CASEWAY_LOG wants levels such as `warn` or `warn,caseway=info`")?;
    let is_read_by_eye = stderr().is_terminal() && variable("NO_COLOR").is_none();
    let lines = fmt::layer().with_writer(stderr).with_ansi(is_read_by_eye);
    let lines = match variable("CASEWAY_LOG_FORMAT").as_deref() {
        None | Some("text") => lines.boxed(),
        Some("json") => lines.json().flatten_event(true).boxed(),
        Some(_) => anyhow::bail!("CASEWAY_LOG_FORMAT wants `text` or `json`"),
    };
    let lines = lines.with_filter(asked.and(Sparing::new()));
    // A log that was installed before, as in a test, stays.
    registry().with(lines).try_init().ok();
    std::panic::set_hook(Box::new(|panic| {
        if is_nobody_listening(panic) {
            std::process::exit(NOBODY_LISTENS);
        }
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place = place.as_deref(), "a fault of this program");
    }));
    Ok(())
}

/// What the environment says, where it says anything.
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|told| !told.is_empty())
}

/// Whether a line could not be printed because whoever reads them has gone, as `| head` does.
fn is_nobody_listening(panic: &std::panic::PanicHookInfo<'_>) -> bool {
    let told = panic.payload().downcast_ref::<String>();
    told.is_some_and(|told| told.starts_with("failed printing to stdout"))
}
