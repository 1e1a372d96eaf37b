//! The engine's tests: the suite of every port, and what only this engine has.
//!
//! They need a PostgreSQL: `eval "$(tests/postgres start)"`. Without one they assert nothing
//! and say so.

mod cable;
mod connections;
mod control;
mod crash;
mod crowds;
mod database;
mod lease;
mod migrations;
mod months;
mod order;
mod partitions;
mod plans;
mod rates;
mod reads;
mod replay;
mod roles;
mod senders;
mod server;
mod statements;
mod tls;
mod unique;
mod views;
mod wait;

use std::sync::Arc;

use caseway_proto::SenderId;
use caseway_store::conformance::{Engines, sample};

use crate::Postgres;
use database::Database;

/// An empty engine, and the database that goes when it does; none without a server.
async fn fresh() -> Option<(Engines, Database)> {
    let (postgres, database) = opened().await?;
    Some((Engines::of(&Arc::new(postgres)), database))
}

async fn opened() -> Option<(Postgres, Database)> {
    let database = Database::fresh().await?;
    Some((crate::open(&database.login()).await.unwrap(), database))
}

/// The ports of an engine.
fn engines(postgres: &Postgres) -> Engines {
    Engines::of(&Arc::new(postgres.clone()))
}

/// A Sender to draft for.
async fn hospital(postgres: &Postgres) -> SenderId {
    sample::sender(&engines(postgres), "hospital").await.id
}

mod conformance {
    caseway_store::conformance_suite!(crate::tests::fresh);
}
