//! Journeys: the real binary, real HTTP and gRPC, named as sentences.
//!
//! Each starts a gateway of its own on free ports with a folder of its own, so they
//! run beside each other. Nothing has to be installed.

mod account;
mod bad_input;
mod case;
mod definitions;
mod doors;
mod drain;
mod duplicate;
mod encodings;
mod faulty;
mod foreign;
mod health;
mod language;
mod malformed;
mod order;
mod overload;
mod profiles;
mod quarantine;
mod quota;
mod reads;
mod refusals;
mod rejected;
mod rulings;
mod silenced;
mod tokens;
mod versions;
mod xml;
