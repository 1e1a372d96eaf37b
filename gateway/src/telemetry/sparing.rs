//! A log that is not flooded: while a database or a broker is away, the same warnings would
//! come tens of times a second, for as long as that takes.

use std::num::NonZeroU32;
use std::time::Duration;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use tracing::callsite::Identifier;
use tracing::level_filters::LevelFilter;
use tracing::subscriber::Interest;
use tracing::{Event, Level, Metadata};
use tracing_subscriber::layer::{Context, Filter};

/// So many warnings that one line of the program gives are logged at once,
const AT_ONCE: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// and after them one in this time.
const ONE_IN: Duration = Duration::from_secs(10);

/// Leaves out of the log what a line of the program repeats. What informs comes seldom enough,
/// and who asks for more detail wants all of it.
pub(super) struct Sparing(DefaultKeyedRateLimiter<Identifier>);

impl Sparing {
    pub(super) fn new() -> Self {
        let quota = Quota::with_period(ONE_IN).unwrap_or(Quota::per_minute(AT_ONCE));
        Self(RateLimiter::keyed(quota.allow_burst(AT_ONCE)))
    }
}

impl<S> Filter<S> for Sparing {
    fn enabled(&self, _: &Metadata<'_>, _: &Context<'_, S>) -> bool {
        true
    }

    fn callsite_enabled(&self, line: &'static Metadata<'static>) -> Interest {
        if is_warning(line) {
            Interest::sometimes()
        } else {
            Interest::always()
        }
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::TRACE)
    }

    fn event_enabled(&self, event: &Event<'_>, _: &Context<'_, S>) -> bool {
        let line = event.metadata();
        let is_told = !is_warning(line) || self.0.check_key(&line.callsite()).is_ok();
        if !is_told {
            metrics::counter!("caseway_log_left_out_total").increment(1);
        }
        is_told
    }
}

/// A warning or an error.
fn is_warning(line: &Metadata<'_>) -> bool {
    *line.level() <= Level::WARN
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use tracing_subscriber::Layer as _;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn what_is_repeated_is_left_out_and_nothing_else() {
        let written = Written::default();
        let writer = written.clone();
        let log = tracing_subscriber::fmt::layer()
            .with_writer(move || writer.clone())
            .with_filter(Sparing::new());
        tracing::subscriber::with_default(tracing_subscriber::registry().with(log), || {
            for _ in 0..500 {
                tracing::error!("the broker is away");
                tracing::info!("an entry came");
            }
            tracing::warn!("the disk is full");
        });
        let bytes = written.0.lock().unwrap().clone();
        let lines = String::from_utf8(bytes).unwrap();
        assert_eq!(lines.matches("the broker is away").count(), 10);
        assert_eq!(lines.matches("the disk is full").count(), 1);
        assert_eq!(lines.matches("an entry came").count(), 500);
    }
}
