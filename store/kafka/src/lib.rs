//! The carrier: Apache Kafka between the Journal and the normalisers, and from the Casebook to
//! whoever wants Cases.
//!
//! | part | does |
//! |---|---|
//! | `relay` | tells the topic of entries what stands in the Journal, and the topic of Cases what changed |
//! | `KafkaFeed` | gives a normaliser the partitions that its group has for it |
//! | [`Chain`], [`Announcing`] | what both rest on: each announcement names the one before it |
//!
//! Kafka is transport and nothing else. What was recorded is known by the Casebook alone;
//! offsets are a hint of where to go on. Whatever Kafka loses is announced again, whatever it
//! doubles is told by its Position, and what it turns around waits for what belongs before it.
//!
//! Knows `store` and `proto` and nothing else of the house. Without the feature `client` it is
//! what is pure, and needs no librdkafka.
//!
//! # Current limitations
//!
//! Whoever puts an older state of the database back names another topic of entries, or takes
//! the topic away: announcements of what is no longer there would be believed where a
//! watermark, which has no Submission to compare, is among them.

mod announcing;
#[cfg(feature = "client")]
mod broker;
mod chain;
mod patience;
mod settings;

pub use announcing::{Announced, Announcing};
#[cfg(feature = "client")]
pub use broker::{KafkaFeed, relay};
pub use chain::{Chain, Link, Matter};
pub use patience::Patience;
pub use settings::{Security, Settings};
