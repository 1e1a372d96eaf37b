//! The carrier through the real processes, on a real PostgreSQL and a real Apache Kafka: doors,
//! relays and normalisers beside each other come to the same Casebook as one process does,
//! whatever is killed, stopped, set back or taken away.
//!
//! Without `CASEWAY_TEST_POSTGRES` and `CASEWAY_TEST_KAFKA` they are left out, with a word.

mod carried;
mod cluster;
mod faults;
mod flood;
mod refused;
mod tls;
