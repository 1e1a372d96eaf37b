//! The file of the 64 secret bytes: one half wraps data keys, the other names Persons.
//!
//! Made once, readable by its owner only, and fsynced with its folder before it is
//! used: a key that is lost is a Vault that never opens again.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use anyhow::Context as _;
use ring::rand::{SecureRandom as _, SystemRandom};

/// The secret bytes of a file that several processes have a copy of.
pub(super) fn read(path: &Path) -> anyhow::Result<[u8; 64]> {
    let shown = path.display();
    find(path)?.with_context(|| {
        format!(
            "there is no key file {shown}; with PostgreSQL every process must have the same one: \
             make 64 random bytes once, `head -c 64 /dev/urandom`, and name the file's place in \
             storage.key_file"
        )
    })
}

/// The secret bytes of a file, made with random ones when it is not there.
pub(super) fn read_or_make(path: &Path) -> anyhow::Result<[u8; 64]> {
    match find(path)? {
        Some(secret) => Ok(secret),
        None => make(path).with_context(|| format!("cannot make the key file {}", path.display())),
    }
}

fn find(path: &Path) -> anyhow::Result<Option<[u8; 64]>> {
    let shown = path.display();
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot open the key file {shown}"));
        }
    };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .with_context(|| format!("cannot read the key file {shown}"))?;
    let secret = bytes.try_into().ok().with_context(|| {
        format!("the key file {shown} does not hold 64 bytes; put back the copy that does")
    })?;
    Ok(Some(secret))
}

fn make(path: &Path) -> anyhow::Result<[u8; 64]> {
    let mut secret = [0; 64];
    SystemRandom::new()
        .fill(&mut secret)
        .ok()
        .context("the system gives no random bytes")?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(&secret)?;
    file.sync_all()?;
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        File::open(folder)?.sync_all()?;
    }
    Ok(secret)
}

#[cfg(test)]
mod tests {
    use super::{read, read_or_make};

    #[test]
    fn a_key_file_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.key");
        let made = read_or_make(&path).unwrap();
        assert_eq!(read_or_make(&path).unwrap(), made);
        assert_eq!(read(&path).unwrap(), made);
    }

    #[test]
    fn a_key_file_that_others_have_is_not_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.key");
        assert!(
            read(&path)
                .unwrap_err()
                .to_string()
                .contains("the same one")
        );
        assert!(!path.exists());
    }

    #[test]
    fn a_key_file_of_another_length_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault.key");
        std::fs::write(&path, [1; 63]).unwrap();
        assert!(
            read_or_make(&path)
                .unwrap_err()
                .to_string()
                .contains("64 bytes")
        );
    }
}
