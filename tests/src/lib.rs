//! The harness: the real binary in a process of its own, and senders that talk to
//! it over real HTTP and gRPC.
//!
//! [`House`] is a data folder with a gateway on free ports, or a PostgreSQL database with the
//! same in several processes; [`Rest`] and [`Grpc`] are senders; [`Reports`] makes synthetic
//! reports; [`ledger`] is what the ledger-keeping sender of the crash tests writes down;
//! [`repository`] is the files that are tested where no process is. Relies on nothing but the
//! binary and a temporary folder, or a PostgreSQL that is there. Nothing in the product knows
//! this crate.

mod binary;
mod console;
mod gateway;
mod grpc;
mod house;
mod kafka;
pub mod ledger;
mod postgres;
mod process;
mod reports;
pub mod repository;
mod rest;
mod round;
mod told;
mod xml;

pub use binary::{binary, run};
pub use console::Console;
pub use gateway::{Addresses, Aside, Gateway, Start};
pub use grpc::Grpc;
pub use house::{House, Setting};
pub use kafka::Kafka;
pub use postgres::{Database, Server};
pub use process::Process;
pub use reports::{Order, Reports, Subject};
pub use rest::{Answer, Rest};
pub use round::round;
pub use told::Told;
pub use xml::{json, xml};
