//! Caseway: which job is asked for, and nothing else.
//!
//! The rooms behind each job are named in ARCHITECTURE.md; the story of a
//! submission starts in `intake.rs`.

mod auth;
mod beside;
mod cli;
mod clock;
mod config;
mod console;
mod doors;
mod intake;
mod lanes;
mod leased;
mod normalise;
mod overload;
mod reason;
mod relay;
mod rulings;
mod start;
mod telemetry;
mod up;
mod waivers;
mod written;

use clap::Parser as _;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    cli::Caseway::parse().run()
}
