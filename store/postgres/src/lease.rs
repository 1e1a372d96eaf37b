//! Leases: of the processes that share a database, one does some work at a time.
//!
//! A lease is an advisory lock of a connection of its own, which asks the server something
//! every few seconds. The server ends a connection that has been silent for longer: a process
//! that was killed loses its lease at once, and one that was stopped, or that the network no
//! longer reaches, after [`SILENCE_MAX`]. No clock is compared with another.

use std::time::Duration;

use async_trait::async_trait;
use caseway_store::{Lease, StoreError, Work};
use sqlx::{Connection as _, PgConnection};

use crate::Postgres;
use crate::error::Doing as _;

const TAKING: &str = "taking a lease";

/// How long whoever has a lease may be silent before it loses it.
const SILENCE_MAX: Duration = Duration::from_secs(6);

/// How often it asks something, so as not to be silent.
const ASK_EVERY: Duration = Duration::from_secs(2);

/// How often whoever stands by tries.
const TRY_EVERY: Duration = Duration::from_millis(500);

/// Waits until nobody has the lease of some work, and takes it.
pub(crate) async fn take(postgres: &Postgres, work: Work) -> Result<Held, StoreError> {
    let options = postgres.normaliser.connect_options();
    let silence = [("idle_session_timeout", SILENCE_MAX.as_millis())];
    let options = options.as_ref().clone().options(silence);
    let connecting = PgConnection::connect_with(&options).await;
    let mut connection = connecting.doing(TAKING)?;
    loop {
        let (number, shared) = lock(work);
        let taken = sqlx::query_file_scalar!("statements/engine/take_lease.sql", number, shared)
            .fetch_one(&mut connection)
            .await
            .doing(TAKING)?;
        if taken {
            return Ok(Held(connection));
        }
        tokio::time::sleep(TRY_EVERY).await;
    }
}

/// What some work is called in the database, for good, and whether several may do it.
const fn lock(work: Work) -> (i32, bool) {
    match work {
        Work::Normalise => (1, false),
        Work::NormalisePart => (1, true),
        Work::Relay => (2, false),
    }
}

/// The connection that has the lock.
pub(crate) struct Held(PgConnection);

#[async_trait]
impl Lease for Held {
    async fn lost(&mut self) {
        loop {
            tokio::time::sleep(ASK_EVERY).await;
            let asked = tokio::time::timeout(ASK_EVERY, self.0.ping()).await;
            if !asked.is_ok_and(|answered| answered.is_ok()) {
                return;
            }
        }
    }
}
