//! The command line: one job a file.
//!
//! Every job gives an exit code: 0 done, 1 done with a bad finding (a report was
//! rejected, an account has a residual), 2 could not be done.

mod behind;
mod cases;
mod check;
mod demo;
mod doors;
mod inputs;
mod migrate;
mod normalise;
mod place;
mod profiles;
mod reconcile;
mod relay;
mod replay;
mod rules;
mod run;
mod sample;
mod senders;
mod serve;
mod statistics;
mod submit;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The gateway to the clinical cancer registries.
///
/// Start with `caseway demo`: it shows the main job before your eyes. Then
/// `caseway run` keeps a gateway up, and `caseway senders add NAME` gives a sender
/// its token.
#[derive(Parser)]
#[command(version, propagate_version = true)]
pub(crate) struct Caseway {
    #[command(subcommand)]
    job: Job,
}

#[derive(Subcommand)]
enum Job {
    Demo(demo::Demo),
    Run(run::Run),
    Serve(serve::Serve),
    Normalise(normalise::Normalise),
    Relay(relay::Relay),
    Replay(replay::Replay),
    Check(check::Check),
    Submit(submit::Submit),
    Sample(sample::Sample),
    Senders(senders::Senders),
    Reconcile(reconcile::Reconcile),
    Cases(cases::Cases),
    Statistics(statistics::Statistics),
    Profiles(profiles::Profiles),
    Rules(rules::Rules),
    Migrate(migrate::Migrate),
}

impl Caseway {
    /// Does the job and tells how it went.
    pub(crate) fn run(self) -> ExitCode {
        self.done().unwrap_or_else(|error| {
            eprintln!("caseway: {error:#}");
            ExitCode::from(2)
        })
    }

    fn done(self) -> anyhow::Result<ExitCode> {
        crate::telemetry::log(self.job.log())?;
        // What `FAILPOINTS` says counts only in a build that has them; held to the end.
        let _fail_points = fail::has_failpoints().then(fail::FailScenario::setup);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        runtime.block_on(self.job.run())
    }
}

impl Job {
    /// What is logged where `CASEWAY_LOG` says nothing: the demo tells its own story.
    const fn log(&self) -> &'static str {
        match self {
            Self::Demo(_) => "error",
            _ => "warn,caseway=info",
        }
    }

    async fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Demo(job) => job.run().await,
            Self::Run(job) => job.run().await,
            Self::Serve(job) => job.run().await,
            Self::Normalise(job) => job.run().await,
            Self::Relay(job) => job.run().await,
            Self::Replay(job) => job.run().await,
            Self::Check(job) => job.run(),
            Self::Submit(job) => job.run().await,
            Self::Sample(job) => job.run(),
            Self::Senders(job) => job.run().await,
            Self::Reconcile(job) => job.run().await,
            Self::Cases(job) => job.run().await,
            Self::Statistics(job) => job.run().await,
            Self::Profiles(job) => job.run(),
            Self::Rules(job) => job.run(),
            Self::Migrate(job) => job.run().await,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_well_formed() {
        super::Caseway::command().debug_assert();
    }
}
