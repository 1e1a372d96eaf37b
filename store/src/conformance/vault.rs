//! What the Vault's engine must keep to.

use std::sync::Arc;

use caseway_proto::SenderId;
use ring::rand::SystemRandom;

use super::Engines;
use super::sample::person;
use crate::{Keyring, Owner, StoreError, StoredKey, Vault};

fn key(owner: Owner, wrapped: u8) -> StoredKey {
    StoredKey {
        owner,
        wrapped: vec![wrapped; 60],
        identity: matches!(owner, Owner::Person(_)).then(|| vec![wrapped; 40]),
    }
}

fn parts(key: &StoredKey) -> (Owner, &[u8], Option<&[u8]>) {
    (key.owner, &key.wrapped, key.identity.as_deref())
}

/// Two callers that make a key for one owner end with the same key.
pub async fn the_first_key_of_an_owner_stays(engines: Engines) {
    let owner = Owner::Person(person(1));
    assert!(engines.vault.get(owner).await.unwrap().is_none());
    let (first, second) = (key(owner, 1), key(owner, 2));
    let stand = engines.vault.put(vec![first.clone(), second.clone()]);
    let stand = stand.await.unwrap();
    assert_eq!(parts(&stand[0]), parts(&first));
    assert_eq!(parts(&stand[1]), parts(&first));
    let stand = engines.vault.put(vec![second]).await.unwrap();
    assert_eq!(parts(&stand[0]), parts(&first));
    let found = engines.vault.get(owner).await.unwrap().unwrap();
    assert_eq!(parts(&found), parts(&first));
}

/// New ones and those that were there alike.
pub async fn keys_are_given_in_the_order_of_the_call(engines: Engines) {
    let owners = [
        Owner::Person(person(9)),
        Owner::Sender(SenderId(4)),
        Owner::Person(person(2)),
        Owner::Sender(SenderId(-1)),
    ];
    engines.vault.put(vec![key(owners[2], 3)]).await.unwrap();
    let keys: Vec<_> = owners.iter().map(|owner| key(*owner, 3)).collect();
    let stand = engines.vault.put(keys.clone()).await.unwrap();
    assert_eq!(stand.len(), keys.len());
    for (stands, put) in stand.iter().zip(&keys) {
        assert_eq!(parts(stands), parts(put));
    }
}

/// Nothing of it is left, and no new key takes its place.
pub async fn an_erased_key_is_gone_and_stays_gone(engines: Engines) {
    let owner = Owner::Person(person(1));
    assert!(!engines.vault.erase(owner).await.unwrap());
    engines.vault.put(vec![key(owner, 1)]).await.unwrap();
    assert!(engines.vault.erase(owner).await.unwrap());
    assert!(!engines.vault.erase(owner).await.unwrap());
    let stand = engines.vault.put(vec![key(owner, 2)]).await.unwrap();
    assert_eq!(parts(&stand[0]), (owner, &[][..], None));
    let found = engines.vault.get(owner).await.unwrap().unwrap();
    assert_eq!(parts(&found), (owner, &[][..], None));
}

/// The key is read back by a Vault that never saw it, and an erased one opens nothing.
pub async fn a_sealed_body_opens_until_its_owner_is_erased(engines: Engines) {
    let open = || {
        let ring = Keyring::new(&[7; 64], Arc::new(SystemRandom::new())).unwrap();
        Vault::open(engines.vault.clone(), ring)
    };
    let (sealing, opening) = (open(), open());
    let owner = Owner::Person(person(1));
    let sealed = sealing.seal(owner, b"id", b"a report").await.unwrap();
    assert_eq!(opening.unseal(&sealed, b"id").await.unwrap(), b"a report");
    assert!(opening.erase(owner).await.unwrap());
    let opened = opening.unseal(&sealed, b"id").await.unwrap_err();
    assert!(matches!(*opened, StoreError::Erased));
    let again = open().seal(owner, b"id", b"a report").await.unwrap_err();
    assert!(matches!(*again, StoreError::Erased));
}

/// A ring of which either half is another is not taken for the one the Vault was begun with.
pub async fn a_ring_is_told_from_another(engines: Engines) {
    let mut wraps_otherwise = [7; 64];
    wraps_otherwise[0] = 8;
    let mut names_otherwise = [7; 64];
    names_otherwise[63] = 8;
    for (secret, known) in [
        ([7; 64], true),
        (wraps_otherwise, false),
        (names_otherwise, false),
        ([7; 64], true),
    ] {
        let ring = Keyring::new(&secret, Arc::new(SystemRandom::new())).unwrap();
        let vault = Vault::open(engines.vault.clone(), ring);
        assert_eq!(vault.knows_its_ring().await.unwrap(), known);
    }
}
