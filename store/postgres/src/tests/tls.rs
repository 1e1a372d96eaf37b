//! TLS to the server, and with no other than the one that is meant.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::str::FromStr as _;

use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;

use super::database::at;
use super::server::Server;

/// Runs openssl in a folder.
fn openssl(folder: &Path, arguments: &str) {
    let ran = Command::new("openssl")
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "{told}");
}

/// An authority, and with it a certificate of a server for `localhost`.
fn certify(folder: &Path) {
    let key = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes";
    openssl(
        folder,
        &format!("req -x509 {key} -keyout ca.key -out ca.pem -days 1 -subj /CN=ca"),
    );
    let name = "-subj /CN=localhost -addext subjectAltName=DNS:localhost";
    openssl(
        folder,
        &format!("req {key} -keyout server.key -out server.csr {name}"),
    );
    let signed = "-CA ca.pem -CAkey ca.key -CAcreateserial -copy_extensions copy -days 1";
    openssl(
        folder,
        &format!("x509 -req -in server.csr -out server.pem {signed}"),
    );
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("localhost:0").unwrap();
    listener.local_addr().unwrap().port()
}

#[tokio::test]
async fn a_server_is_spoken_to_when_its_certificate_is_of_the_authority_that_is_trusted() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, others) = (folder.path().join("ours"), folder.path().join("others"));
    for folder in [&ours, &others] {
        std::fs::create_dir(folder).unwrap();
        certify(folder);
    }
    let Some(mut server) = Server::start("") else {
        return;
    };
    let database = server.database().await;
    let port = free_port();
    let settings = format!(
        "-c listen_addresses=localhost -c port={port} -c ssl=on \
         -c ssl_cert_file=server.pem -c ssl_key_file=server.key"
    );
    server.restart_with(
        &settings,
        &["server.pem", "server.key"].map(|file| ours.join(file)),
    );

    let options = PgConnectOptions::from_str(&database.url()).unwrap();
    let (login, name) = (options.get_username(), options.get_database().unwrap());
    let trusted = |authority: &Path, host: &str| {
        let server = at(&format!("postgres://{login}@{host}:{port}/{name}"));
        server.trusting(&authority.join("ca.pem"))
    };
    crate::open(&trusted(&ours, "localhost")).await.unwrap();
    let options = trusted(&ours, "localhost").options();
    let mut connection = options.connect().await.unwrap();
    let asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let encrypted: (bool,) = sqlx::query_as(asked)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert!(encrypted.0);
    assert!(
        crate::open(&trusted(&others, "localhost")).await.is_err(),
        "another authority"
    );
    assert!(
        crate::open(&trusted(&ours, "127.0.0.1")).await.is_err(),
        "another name"
    );
}
