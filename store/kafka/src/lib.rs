//! The carrier: Apache Kafka between the Journal and the normalisers, and from the Casebook to
//! whoever wants Cases.
//!
//! | part | does |
//! |---|---|
//! | [`relay()`] | tells the topic of entries what stands in the Journal, and the topic of Cases what changed |
//! | [`KafkaFeed`] | gives a normaliser the partitions that its group has for it |
//! | [`Chain`], [`Announcing`] | what both rest on: each announcement names the one before it |
//!
//! Kafka is transport and nothing else. What was recorded is known by the Casebook alone;
//! offsets are a hint of where to go on. Whatever Kafka loses is announced again, whatever it
//! doubles is told by its Position, and what it turns around waits for what belongs before it.
//!
//! Knows `store` and `proto` and nothing else of the house.
//!
//! # Current limitations
//!
//! Whoever puts an older state of the database back names another topic of entries, or takes
//! the topic away: announcements of what is no longer there would be believed where a
//! watermark, which has no Submission to compare, is among them.

mod announcing;
mod chain;
mod client;
mod error;
mod feed;
mod inlet;
mod patience;
mod relay;
mod settings;
mod speaker;
mod topic;
mod wire;

pub use announcing::{Announced, Announcing};
pub use chain::{Chain, Link, Matter};
pub use feed::KafkaFeed;
pub use patience::Patience;
pub use relay::relay;
pub use settings::{Security, Settings};
