//! `[intake]`: what may come in, how much and how fast.

use serde::Deserialize;

/// What may come in, how much and how fast.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Intake {
    /// Bytes of a body on the wire. Default 64 MiB; more is 413.
    pub(crate) body_bytes_max: usize,
    /// Bytes of a body after its content coding is undone. Default 256 MiB; more is 413.
    pub(crate) inflated_bytes_max: usize,
    /// How many times larger a body may become when its content coding is undone.
    /// Default 100; more is 413.
    pub(crate) inflation_ratio_max: usize,
    /// Bytes of a gRPC message. Default 16 MiB.
    pub(crate) message_bytes_max: usize,
    /// How deep objects and arrays may be nested. Default 64.
    pub(crate) depth_max: usize,
    /// How many entries a Bundle may have. Default 50,000.
    pub(crate) entries_max: usize,
    /// Bytes of a single string. Default 16 MiB.
    pub(crate) string_bytes_max: usize,
    /// Bytes of bodies that may be on their way to the Journal at once; more is 503.
    /// Default 128 MiB.
    pub(crate) bodies_bytes_max: usize,
    /// Submissions a Sender may send in a minute; more is 429. Default 60,000.
    pub(crate) submissions_per_minute: u32,
    /// Submissions a Sender may send at once before the rate counts. Default 2,000.
    pub(crate) submissions_burst: u32,
    /// Items of a gRPC stream that may wait for their answers at once. Default 64.
    pub(crate) stream_items_max: usize,
}

impl Default for Intake {
    fn default() -> Self {
        Self {
            body_bytes_max: 64 << 20,
            inflated_bytes_max: 256 << 20,
            inflation_ratio_max: 100,
            message_bytes_max: 16 << 20,
            depth_max: 64,
            entries_max: 50_000,
            string_bytes_max: 16 << 20,
            bodies_bytes_max: 128 << 20,
            submissions_per_minute: 60_000,
            submissions_burst: 2_000,
            stream_items_max: 64,
        }
    }
}

impl Intake {
    /// What cannot be used, all of it.
    pub(crate) fn faults(&self) -> Vec<String> {
        let positive = [
            ("body_bytes_max", self.body_bytes_max),
            ("inflated_bytes_max", self.inflated_bytes_max),
            ("inflation_ratio_max", self.inflation_ratio_max),
            ("message_bytes_max", self.message_bytes_max),
            ("depth_max", self.depth_max),
            ("entries_max", self.entries_max),
            ("string_bytes_max", self.string_bytes_max),
            (
                "submissions_per_minute",
                self.submissions_per_minute as usize,
            ),
            ("submissions_burst", self.submissions_burst as usize),
            ("stream_items_max", self.stream_items_max),
        ];
        let mut faults: Vec<String> = positive
            .into_iter()
            .filter(|(_, value)| *value == 0)
            .map(|(name, _)| format!("intake.{name} is 0: nothing could come in"))
            .collect();
        if self.depth_max > 100 {
            faults.push(String::from(
                "intake.depth_max is above 100, which a stack may not bear",
            ));
        }
        if self.bodies_bytes_max < self.body_bytes_max {
            faults.push(String::from(
                "intake.bodies_bytes_max is below body_bytes_max: the largest body could never come in",
            ));
        }
        faults
    }
}
