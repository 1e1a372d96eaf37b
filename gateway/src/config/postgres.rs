//! `[storage.postgres]`: a database that several processes share.

use std::path::PathBuf;

use reqwest::Url;
use serde::Deserialize;

/// A database on a PostgreSQL server, 15 or newer, and who logs in there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Postgres {
    /// `postgres://LOGIN@HOST:PORT/DATABASE`, or with `?host=FOLDER` a socket in a folder.
    /// No password: that is read from a file.
    pub(crate) url: String,
    /// The file of the login's password; a line end after it does not count.
    pub(crate) password_file: Option<PathBuf>,
    /// The login that `caseway migrate` makes roles and tables with. Default: that of the
    /// URL. What keeps running must not be able to do that.
    pub(crate) owner: Option<String>,
    /// The file of that login's password.
    pub(crate) owner_password_file: Option<PathBuf>,
    /// The file of the authority, in PEM, that the server's certificate must be of. Then TLS
    /// is spoken, with a server of that name and no other. Default: what the URL says.
    pub(crate) tls_root: Option<PathBuf>,
}

impl Postgres {
    /// The database that a URL names.
    pub(crate) const fn at(url: String) -> Self {
        Self {
            url,
            password_file: None,
            owner: None,
            owner_password_file: None,
            tls_root: None,
        }
    }

    /// What cannot be used, all of it.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults: Vec<String> = self.fault_of_url().into_iter().collect();
        let files = [
            ("password_file", &self.password_file),
            ("owner_password_file", &self.owner_password_file),
            ("tls_root", &self.tls_root),
        ];
        for (name, file) in files {
            if let Some(file) = file.as_ref().filter(|file| !file.is_file()) {
                let shown = file.display();
                faults.push(format!("storage.postgres.{name} is not there: {shown}"));
            }
        }
        if self.owner_password_file.is_some() && self.owner.is_none() {
            faults.push(String::from(
                "storage.postgres.owner_password_file is of no login: name it in owner",
            ));
        }
        faults
    }

    /// Says nothing of what the URL holds: it may be a password.
    fn fault_of_url(&self) -> Option<String> {
        let Some(url) = Url::parse(&self.url).ok().filter(is_postgres) else {
            return Some(String::from(
                "storage.postgres.url is not of the form postgres://LOGIN@HOST:PORT/DATABASE",
            ));
        };
        let mut named = url.query_pairs().map(|(name, _)| name);
        let secret = url.password().is_some() || named.any(|name| name == "password");
        secret.then(|| {
            String::from(
                "storage.postgres.url holds a password: put it into a file of its own and name \
                 that in password_file",
            )
        })
    }
}

fn is_postgres(url: &Url) -> bool {
    ["postgres", "postgresql"].contains(&url.scheme())
}

#[cfg(test)]
mod tests {
    use super::Postgres;

    #[test]
    fn a_url_with_a_password_is_refused_without_being_told() {
        for url in [
            "postgres://caseway:hush@db/caseway",
            "postgres://caseway@db/caseway?password=hush",
        ] {
            let told = Postgres::at(url.to_owned()).faults().join(" ");
            assert!(told.contains("holds a password"), "{told}");
            assert!(!told.contains("hush"), "{told}");
        }
    }

    #[test]
    fn faults_are_told_together() {
        let absent = Some("/nowhere/at/all".into());
        let faults = Postgres {
            password_file: absent.clone(),
            owner_password_file: absent.clone(),
            tls_root: absent,
            ..Postgres::at("mysql://db".to_owned())
        };
        assert_eq!(faults.faults().len(), 5, "{:?}", faults.faults());
    }

    #[test]
    fn a_server_or_a_socket_can_be_named() {
        for url in [
            "postgres://caseway@db.example:5433/caseway?sslmode=require",
            "postgresql://caseway@localhost/caseway?host=/run/postgresql",
        ] {
            assert!(Postgres::at(url.to_owned()).faults().is_empty());
        }
    }
}
