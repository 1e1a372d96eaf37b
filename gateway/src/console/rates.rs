//! How fast each hop goes, read from the same counters that `/metrics` shows.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use metrics_exporter_prometheus::PrometheusHandle;

/// Rates are over this many samples, one a second.
const WINDOW: usize = 60;
/// What a hop's counter is called, up to its label.
const COUNTER: &str = "caseway_hop_entries_total{hop=\"";

/// The last minute of each hop's counter.
pub(crate) struct Rates {
    metrics: PrometheusHandle,
    samples: Mutex<VecDeque<BTreeMap<String, f64>>>,
}

impl Rates {
    /// Rates of this process.
    pub(crate) fn new(metrics: PrometheusHandle) -> Self {
        Self {
            metrics,
            samples: Mutex::default(),
        }
    }

    /// Takes a sample; to be called once a second.
    pub(crate) fn sample(&self) {
        let sample = counters(&self.metrics.render());
        let mut samples = self.lock();
        if samples.len() > WINDOW {
            samples.pop_front();
        }
        samples.push_back(sample);
    }

    /// Entries a second through a hop over the last minute, and in all; none where no Entry
    /// has passed it in this process.
    pub(crate) fn of(&self, hop: &str) -> Option<(f64, f64)> {
        let samples = self.lock();
        let at = |sample: Option<&BTreeMap<String, f64>>| {
            sample.and_then(|counters| counters.get(hop)).copied()
        };
        let (first, last) = (at(samples.front()).unwrap_or(0.0), at(samples.back())?);
        let seconds = u32::try_from(samples.len().saturating_sub(1).max(1)).map_or(1.0, f64::from);
        Some(((last - first) / seconds, last))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, VecDeque<BTreeMap<String, f64>>> {
        // Samples are whole or absent, so a panic elsewhere leaves nothing half done.
        self.samples.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn counters(text: &str) -> BTreeMap<String, f64> {
    let lines = text.lines().filter_map(|line| line.strip_prefix(COUNTER));
    lines
        .filter_map(|line| {
            let (hop, value) = line.split_once("\"} ")?;
            Some((hop.to_owned(), value.trim().parse().ok()?))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::counters;

    #[test]
    fn hop_counters_are_read_from_the_metrics_text() {
        let text = "# TYPE x counter\ncaseway_hop_entries_total{hop=\"check\"} 12\nother 3\n";
        assert_eq!(counters(text).get("check"), Some(&12.0));
        assert_eq!(counters(text).len(), 1);
    }
}
