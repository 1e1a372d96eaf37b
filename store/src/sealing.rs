//! Sealing: compress, then encrypt with AES-256-GCM (NIST SP 800-38D).
//!
//! A sealed body is `nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes)` of the zstd
//! frame of the plain bytes. The nonce is random; a data key seals the bodies of
//! one Person, far fewer than the 2³² that random nonces allow.

use std::sync::Arc;

use caseway_proto::{Identity, IdentityKind, Person, SenderId};
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::hmac;
use ring::rand::SecureRandom;

use crate::{Owner, StoreError, frames};

/// Bytes that only the key of their owner opens.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Whose key opens them.
    pub owner: Owner,
    /// Nonce, ciphertext and tag.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sealed")
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

/// The keys that come from a file apart: one wraps data keys, one names Persons.
pub struct Keyring {
    wrapping: LessSafeKey,
    naming: hmac::Key,
    random: Arc<dyn SecureRandom + Send + Sync>,
}

impl Keyring {
    /// The version that every pseudonym made with this ring's naming key starts with.
    pub const VERSION: u8 = 1;

    /// A ring of 64 secret bytes: the first half wraps, the second half names.
    ///
    /// # Errors
    /// Never for 64 bytes; the signature keeps the cipher's own refusal visible.
    pub fn new(
        secret: &[u8; 64],
        random: Arc<dyn SecureRandom + Send + Sync>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            wrapping: cipher(&secret[..32])?,
            naming: hmac::Key::new(hmac::HMAC_SHA256, &secret[32..]),
            random,
        })
    }

    /// The pseudonym of an identity.
    ///
    /// A local number means something only to the Sender that uses it, so the
    /// Sender is part of its name; a national number is the same from everyone.
    #[must_use]
    pub fn person(&self, sender: SenderId, identity: &Identity) -> Person {
        let mut context = hmac::Context::with_key(&self.naming);
        let scope = match identity.kind {
            IdentityKind::National => String::from("national"),
            IdentityKind::Local => format!("local|{sender}|{}", identity.system),
        };
        for part in [scope.as_str(), &identity.number] {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part.as_bytes());
        }
        let mut person = [0; 33];
        person[0] = Self::VERSION;
        person[1..].copy_from_slice(context.sign().as_ref());
        Person(person)
    }

    /// A new data key: the key and the same wrapped for keeping.
    pub(crate) fn new_data_key(&self, owner: Owner) -> Result<(DataKey, Vec<u8>), StoreError> {
        let mut key = [0; 32];
        self.random.fill(&mut key).map_err(|_| no_random())?;
        let wrapped = encrypt(
            &self.wrapping,
            &*self.random,
            &owner.to_bytes(),
            key.to_vec(),
        )?;
        Ok((DataKey(cipher(&key)?), wrapped))
    }

    /// A kept data key, unwrapped.
    pub(crate) fn unwrap(&self, owner: Owner, wrapped: &[u8]) -> Result<DataKey, StoreError> {
        let mut bytes = wrapped.to_vec();
        let key = decrypt(&self.wrapping, &owner.to_bytes(), &mut bytes)?;
        Ok(DataKey(cipher(key)?))
    }

    /// Seals bytes under a data key; `bound` is authenticated with them.
    pub(crate) fn seal(
        &self,
        key: &DataKey,
        bound: &[u8],
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let frame = frames::compress(plain).map_err(|source| StoreError::Refused {
            doing: "compressing a body",
            source: source.into(),
        })?;
        encrypt(&key.0, &*self.random, bound, frame)
    }
}

/// A Person's or Sender's data key.
pub(crate) struct DataKey(LessSafeKey);

impl DataKey {
    /// Opens what was sealed with this key; `plain_bytes_max` bounds what comes out.
    pub(crate) fn open(
        &self,
        bound: &[u8],
        sealed: &[u8],
        plain_bytes_max: usize,
    ) -> Result<Vec<u8>, StoreError> {
        let mut bytes = sealed.to_vec();
        let frame = decrypt(&self.0, bound, &mut bytes)?;
        frames::decompress(frame, plain_bytes_max).map_err(|_| broken("frame"))
    }
}

fn cipher(key: &[u8]) -> Result<LessSafeKey, StoreError> {
    UnboundKey::new(&AES_256_GCM, key)
        .map(LessSafeKey::new)
        .map_err(|_| broken("key"))
}

fn encrypt(
    key: &LessSafeKey,
    random: &dyn SecureRandom,
    bound: &[u8],
    mut plain: Vec<u8>,
) -> Result<Vec<u8>, StoreError> {
    let mut nonce = [0; NONCE_LEN];
    random.fill(&mut nonce).map_err(|_| no_random())?;
    key.seal_in_place_append_tag(
        Nonce::assume_unique_for_key(nonce),
        Aad::from(bound),
        &mut plain,
    )
    .map_err(|_| broken("length"))?;
    let mut sealed = nonce.to_vec();
    sealed.append(&mut plain);
    Ok(sealed)
}

fn decrypt<'b>(
    key: &LessSafeKey,
    bound: &[u8],
    sealed: &'b mut [u8],
) -> Result<&'b [u8], StoreError> {
    let (nonce, body) = sealed
        .split_at_mut_checked(NONCE_LEN)
        .ok_or_else(|| broken("nonce"))?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken("nonce"))?;
    key.open_in_place(nonce, Aad::from(bound), body)
        .map(|plain| &*plain)
        .map_err(|_| broken("tag"))
}

fn no_random() -> StoreError {
    StoreError::Unavailable {
        doing: "drawing random bytes",
        source: "the system's source gave none".into(),
    }
}

fn broken(column: &'static str) -> StoreError {
    StoreError::Inconsistent {
        table: "sealed bytes",
        column,
        row: String::from("-"),
        why: "they do not open with the key of their owner",
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use caseway_proto::{Identity, IdentityKind, SenderId};
    use ring::rand::SystemRandom;

    use super::Keyring;
    use crate::Owner;

    fn ring() -> Keyring {
        Keyring::new(&[7; 64], Arc::new(SystemRandom::new())).unwrap()
    }

    fn identity(kind: IdentityKind) -> Identity {
        Identity {
            kind,
            system: "urn:oid:1.2.3".to_owned(),
            number: "12834532172".to_owned(),
        }
    }

    #[test]
    fn what_was_sealed_opens_with_its_own_key_and_binding_only() {
        let ring = ring();
        let (key, _) = ring.new_data_key(Owner::Sender(SenderId(1))).unwrap();
        let (other, _) = ring.new_data_key(Owner::Sender(SenderId(2))).unwrap();
        let sealed = ring.seal(&key, b"id", b"a report").unwrap();
        assert_eq!(key.open(b"id", &sealed, 100).unwrap(), b"a report");
        assert!(key.open(b"another id", &sealed, 100).is_err());
        assert!(other.open(b"id", &sealed, 100).is_err());
    }

    #[test]
    fn a_wrapped_key_opens_what_the_key_sealed() {
        let ring = ring();
        let owner = Owner::Sender(SenderId(1));
        let (key, wrapped) = ring.new_data_key(owner).unwrap();
        let sealed = ring.seal(&key, b"", b"a report").unwrap();
        let again = ring.unwrap(owner, &wrapped).unwrap();
        assert_eq!(again.open(b"", &sealed, 100).unwrap(), b"a report");
    }

    #[test]
    fn a_national_number_is_one_person_whoever_sends_it_and_a_local_one_is_not() {
        let ring = ring();
        let (one, two) = (SenderId(1), SenderId(2));
        let national = identity(IdentityKind::National);
        let local = identity(IdentityKind::Local);
        assert_eq!(ring.person(one, &national), ring.person(two, &national));
        assert_ne!(ring.person(one, &local), ring.person(two, &local));
    }
}
