//! Hostile input for the checker: what is tried, from what it grows, and how it changes.
//!
//! A target is a function from bytes: it asks for something and asserts what must hold
//! whatever the bytes are. `coverage/` drives the same functions with `libFuzzer`; the
//! tests here drive them with mutated seeds and with what has once done harm.

pub mod mutate;
pub mod scene;
pub mod seeds;
pub mod targets;
