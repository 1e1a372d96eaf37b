//! An Apache Kafka for the benchmark, and the floor that it sets.

use anyhow::ensure;

use crate::script::Server;

/// Partitions of the Feed.
const PARTITIONS: u32 = 4;
/// Messages that the floor is measured with, and their size: more than an announcement has.
const MESSAGES: &str = "100000";
const MESSAGE_BYTES: &str = "200";

/// A broker.
pub(crate) struct Kafka(Server);

impl Kafka {
    /// Starts one.
    pub(crate) fn start() -> anyhow::Result<Self> {
        Ok(Self(Server::start("kafka")?))
    }

    /// What configures a gateway for it.
    pub(crate) fn config(&self) -> anyhow::Result<String> {
        let brokers = self.0.ask(&["brokers"])?;
        Ok(format!(
            "[kafka]\nbrokers = \"{}\"\npartitions = {PARTITIONS}\nreplication = 1\n",
            brokers.trim()
        ))
    }

    /// Measures and prints the floor.
    pub(crate) fn print_floor(&self) -> anyhow::Result<()> {
        let told = self.0.ask(&["perf", MESSAGES, MESSAGE_BYTES])?;
        ensure!(
            told.contains("records/sec"),
            "Kafka's benchmark says {told}"
        );
        println!("floor: ProducerPerformance     {}\n", told.trim());
        Ok(())
    }
}
