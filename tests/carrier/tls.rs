//! Brokers that are spoken to over TLS, by whom they know.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Context as _;
use caseway_tests::{Aside, Kafka};

use super::carried::{Carried, PARTITIONS, carried, metric, reports, send, until};

/// What a binary says that speaks no TLS to brokers.
const SPEAKS_NONE: &str = "feature kafka-tls";

/// What a test that went on counts on.
const SPOKEN: &str = "it is spoken to over TLS";

/// Another authority than the one that the broker's certificate is of.
fn other_authority(folder: &Path) -> anyhow::Result<PathBuf> {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes"])
        .args(["-keyout", "other.key", "-out", "other.pem"])
        .args(["-days", "1", "-subj", "/CN=other"])
        .current_dir(folder)
        .output()?;
    let told = String::from_utf8_lossy(&made.stderr);
    anyhow::ensure!(made.status.success(), "{told}");
    Ok(folder.join("other.pem"))
}

/// Starts the relay anew, with how the brokers are spoken to now.
fn relay_anew(carried: &mut Carried) -> anyhow::Result<()> {
    carried.relay.stop()?;
    let config = carried.house.folder().join("caseway.toml");
    std::fs::write(config, carried.kafka.config(PARTITIONS))?;
    carried.relay = Aside::relay(carried.house.start())?;
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn brokers_are_spoken_to_over_tls_where_each_knows_the_other() -> anyhow::Result<()> {
    let kafka = Kafka::fresh().map(Kafka::over_tls).transpose()?;
    let mut carried = match carried(kafka) {
        Ok(Some(carried)) => carried,
        Ok(None) => return Ok(()),
        Err(error) if format!("{error:#}").contains(SPEAKS_NONE) => {
            println!("this binary is built without {SPEAKS_NONE}: TLS to brokers is LEFT OUT");
            return Ok(());
        }
        Err(error) => return Err(error),
    };
    let all = reports(431, 4)?;
    let parts: Vec<_> = all.chunks(all.len().div_ceil(3)).collect();
    send(&carried.hospital, parts[0]).await?;
    carried.house.settled(&carried.hospital).await?;

    let folder = carried.house.folder().to_owned();
    let (other, password) = (other_authority(&folder)?, folder.join("wrong"));
    std::fs::write(&password, "not this one\n")?;
    let tls = carried.kafka.tls().context(SPOKEN)?;
    let (known, right) = (tls.authority.clone(), tls.password.clone());
    for (authority, password, part, why) in [
        (&other, &right, parts[1], "certificate verify failed"),
        (&known, &password, parts[2], "authentication"),
    ] {
        let tls = carried.kafka.tls().context(SPOKEN)?;
        tls.authority.clone_from(authority);
        tls.password.clone_from(password);
        relay_anew(&mut carried)?;
        send(&carried.hospital, part).await?;
        until(&carried.relay, "caseway_relay_again_total", 1).await?;
        assert_eq!(
            metric(&carried.relay, "caseway_relay_announced_total").await?,
            0
        );
        let said = carried.relay.said();
        assert!(said.to_lowercase().contains(why), "{said}");
        assert!(!said.contains("not this one"), "no password is told");
    }
    let tls = carried.kafka.tls().context(SPOKEN)?;
    (tls.authority, tls.password) = (known, right);
    relay_anew(&mut carried)?;
    carried.is_whole(&all).await
}
