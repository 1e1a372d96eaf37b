//! Journeys: the real binary, real HTTP and gRPC, named as sentences.
//!
//! Each starts a gateway of its own on free ports with a folder of its own, so they
//! run beside each other. Nothing has to be installed: what needs PostgreSQL is left out, with
//! a word, where there is none. With `CASEWAY_TEST_ENGINE=postgres` all of them run on it, with
//! the normaliser in a process of its own.

mod account;
mod bad_input;
mod case;
mod country;
mod definitions;
mod doors;
mod drain;
mod duplicate;
mod encodings;
mod faulty;
mod foreign;
mod health;
mod key;
mod language;
mod log;
mod malformed;
mod many;
mod order;
mod overload;
mod owed;
mod printed;
mod profiles;
mod quarantine;
mod quota;
mod reads;
mod refusals;
mod registrar;
mod rejected;
mod replay;
mod rerouted;
mod rulings;
mod silenced;
mod submit;
mod tokens;
mod versions;
mod xml;
