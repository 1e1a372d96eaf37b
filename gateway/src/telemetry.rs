//! What is measured and logged. Labels are bounded; nothing names a patient.

mod hop;
mod log;
mod sparing;

use std::time::Duration;

use caseway_proto::{Disposition, Door, Issue, Sender};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

pub(crate) use hop::Hop;
pub(crate) use log::log;

/// Bounds of the duration histograms, in seconds.
const BUCKETS: [f64; 12] = [
    0.0001, 0.000_25, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.5,
];

/// Installs the metrics recorder of this process.
pub(crate) fn metrics() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix(String::from("_duration_seconds")), &BUCKETS)?
        .install_recorder()?;
    describe();
    describe_feed();
    Ok(handle)
}

fn describe() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};
    describe_counter!(
        "caseway_submissions_total",
        "submissions answered, by door and disposition"
    );
    describe_histogram!(
        "caseway_ack_duration_seconds",
        "from the last byte to the receipt"
    );
    describe_histogram!("caseway_hop_duration_seconds", "time spent in a hop");
    describe_counter!("caseway_hop_entries_total", "entries that passed a hop");
    describe_counter!(
        "caseway_turned_away_total",
        "requests turned away before they were received"
    );
    describe_counter!(
        "caseway_silenced_findings_total",
        "findings that did not count for a sender, by rule"
    );
    describe_gauge!(
        "caseway_bodies_held_bytes",
        "room taken by bodies that are not answered yet"
    );
    describe_gauge!("caseway_quarantined_entries", "entries in quarantine");
    describe_gauge!(
        "caseway_undecided_cases",
        "cases in which something waits for a registrar"
    );
    describe_gauge!(
        "caseway_account_residual",
        "submissions unaccounted for, over all senders"
    );
    describe_counter!(
        "caseway_log_left_out_total",
        "warnings left out of the log because they repeated others"
    );
    describe_gauge!(
        "caseway_sender_last_seen_timestamp_seconds",
        "when a sender last submitted"
    );
}

fn describe_feed() {
    use metrics::{describe_counter, describe_gauge};
    describe_gauge!(
        "caseway_normalises",
        "1 where this process normalises, 0 where it stands by"
    );
    describe_gauge!(
        "caseway_relay_active",
        "1 where this process relays, 0 where it stands by"
    );
    describe_counter!(
        "caseway_relay_announced_total",
        "entries announced on kafka, again or not"
    );
    describe_counter!(
        "caseway_relay_again_total",
        "times the relay began again where the feed stands"
    );
    describe_gauge!(
        "caseway_feed_partitions",
        "partitions of the feed that kafka has given this process"
    );
    describe_counter!(
        "caseway_feed_gaps_total",
        "times an announcement was missing, and what came after it waited"
    );
    describe_counter!(
        "caseway_feed_duplicates_total",
        "announcements that had come before"
    );
    describe_gauge!(
        "caseway_feed_lag_entries",
        "entries that wait to be normalised"
    );
    describe_gauge!(
        "caseway_feed_oldest_age_seconds",
        "age of the oldest entry that waits"
    );
}

/// A Submission was answered.
pub(crate) fn submission(door: Door, disposition: Disposition) {
    let labels = [
        ("door", door.as_str()),
        ("disposition", disposition.as_str()),
    ];
    metrics::counter!("caseway_submissions_total", &labels).increment(1);
}

/// A Submission was answered with a Receipt.
pub(crate) fn acknowledged(door: Door, disposition: Disposition, took: Duration) {
    submission(door, disposition);
    metrics::histogram!("caseway_ack_duration_seconds", "door" => door.as_str()).record(took);
}

/// A request was turned away before it was received.
pub(crate) fn turned_away(door: Door, why: &'static str) {
    metrics::counter!("caseway_turned_away_total", "door" => door.as_str(), "why" => why)
        .increment(1);
}

/// Findings of a Submission that do not count for its Sender, among all of its own.
pub(crate) fn silenced(sender: &Sender, issues: &[Issue]) {
    for issue in issues.iter().filter(|issue| issue.silenced.is_some()) {
        let labels = [
            ("sender", sender.name.clone()),
            ("rule", issue.rule.clone()),
        ];
        metrics::counter!("caseway_silenced_findings_total", &labels).increment(1);
    }
}
