//! What the Roster must keep to.

use caseway_proto::{Digest, RegistryId, SenderId};

use super::Engines;
use super::sample::{moment, sender};
use crate::{NewSender, Token};

fn token(name: &str) -> Digest {
    Token::from_random(Digest::of(name.as_bytes()).0).digest()
}

/// By its token and by its number; no other token finds it.
pub async fn a_sender_is_found_by_its_token(engines: Engines) {
    let added = sender(&engines, "hospital").await;
    let found = engines
        .roster
        .find(token("hospital"))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(found.sender, added);
    assert_eq!(found.added_at, moment(0));
    assert_eq!(found.revoked_at, None);
    assert_eq!(engines.roster.sender(added.id).await.unwrap(), Some(added));
    assert!(
        engines
            .roster
            .find(token("another"))
            .await
            .unwrap()
            .is_none()
    );
    assert!(engines.roster.sender(SenderId(99)).await.unwrap().is_none());
}

/// The second of a name is not added, and the first keeps its token.
pub async fn a_name_is_given_once(engines: Engines) {
    let added = sender(&engines, "hospital").await;
    let second = NewSender {
        name: "hospital".to_owned(),
        organisation: None,
        default_registry: Some(RegistryId("prostate".to_owned())),
        token: token("second"),
        at: moment(5),
    };
    assert_eq!(engines.roster.add(second).await.unwrap(), None);
    assert!(
        engines
            .roster
            .find(token("second"))
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(engines.roster.list().await.unwrap()[0].sender, added);
}

/// A revoked Sender is still found, with the moment.
pub async fn a_token_is_revoked_once(engines: Engines) {
    sender(&engines, "hospital").await;
    let roster = &engines.roster;
    assert!(roster.revoke("hospital", moment(7)).await.unwrap());
    assert!(!roster.revoke("hospital", moment(8)).await.unwrap());
    assert!(!roster.revoke("nobody", moment(8)).await.unwrap());
    let found = roster.find(token("hospital")).await.unwrap().unwrap();
    assert_eq!(found.revoked_at, Some(moment(7)));
}

/// Whatever order they were added in.
pub async fn senders_are_listed_by_name(engines: Engines) {
    for name in ["c", "a", "b"] {
        sender(&engines, name).await;
    }
    let listed = engines.roster.list().await.unwrap();
    let names: Vec<_> = listed.iter().map(|row| row.sender.name.as_str()).collect();
    assert_eq!(names, ["a", "b", "c"]);
}
