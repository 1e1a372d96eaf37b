//! Where the server is, who logs in there, and how.

use std::path::Path;
use std::str::FromStr as _;

use caseway_store::StoreError;
use sqlx::ConnectOptions as _;
use sqlx::postgres::{PgConnectOptions, PgSslMode};

use crate::error::Doing as _;

/// A database on a server, and a login.
#[derive(Clone)]
pub struct Server(PgConnectOptions);

impl Server {
    /// The one that a URL names: `postgres://LOGIN@HOST:PORT/DATABASE`, or with
    /// `?host=FOLDER` a socket in a folder.
    ///
    /// # Errors
    /// When the URL cannot be read.
    pub fn at(url: &str) -> Result<Self, StoreError> {
        let options = PgConnectOptions::from_str(url).doing("reading the URL of PostgreSQL")?;
        Ok(Self(options.disable_statement_logging()))
    }

    /// The same for another login.
    #[must_use]
    pub fn login(self, login: &str) -> Self {
        Self(self.0.username(login))
    }

    /// Logs in with a password.
    #[must_use]
    pub fn password(self, password: &str) -> Self {
        Self(self.0.password(password))
    }

    /// Speaks TLS only, and only with the server whose certificate is of this authority and
    /// has its name.
    #[must_use]
    pub fn trusting(self, authority: &Path) -> Self {
        let options = self.0.ssl_mode(PgSslMode::VerifyFull);
        Self(options.ssl_root_cert(authority))
    }

    /// What a connection is made with.
    pub(crate) fn options(&self) -> PgConnectOptions {
        self.0.clone()
    }
}

/// Leaves the password out.
impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("host", &self.0.get_host())
            .field("database", &self.0.get_database())
            .field("login", &self.0.get_username())
            .finish_non_exhaustive()
    }
}
