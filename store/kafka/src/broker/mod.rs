//! What speaks with the brokers, by librdkafka.

mod client;
mod error;
mod feed;
mod inlet;
mod relay;
mod speaker;
mod topic;
mod waiting;
mod wire;

pub use feed::KafkaFeed;
pub use relay::relay;
