//! Waivers: a Sender says that something it owes does not apply, with a reason; a registrar
//! may say it for one that does not answer. It becomes a ruling, and can be taken back.

use std::sync::Arc;

use caseway_normaliser::Owed;
use caseway_proto::{Expectation, Sender};
use caseway_store::{Casebook, Desk, Ruling, Says, StoreError, Verb};

use crate::reason::reason;
use crate::rulings::applied;
use crate::start::House;

/// Why something could not be waived, or a waiver not be taken back.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unwaived {
    /// Nothing of that name is owed by who asks.
    #[error("Your organisation owes nothing of this id; GET /expectations lists what it does.")]
    Unknown,
    /// It is owed no more: the report came, or its cause was taken back.
    #[error("This is closed already; there is nothing to say of it.")]
    Closed,
    /// The reason says nothing.
    #[error("{0}")]
    Reason(&'static str),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a Sender wants of something that it owes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    /// That it does not apply.
    NotApplicable,
    /// That it applies after all.
    Applies,
}

/// Says of something that a Sender's organisation owes whether it applies; gives it as it
/// stands then, or as it stood where that was said already.
pub(crate) async fn say(
    house: &Arc<House>,
    sender: &Sender,
    (id, word): (&str, Word),
    why: &str,
) -> Result<Owed, Unwaived> {
    let reason = reason(why).map_err(Unwaived::Reason)?;
    let found = find(house, sender, id).await?;
    let stores = (&*house.casebook, &*house.desk);
    let ruling = ruling(&found, word, (reason, sender.name.clone()), stores).await?;
    let told = match ruling {
        None => found,
        Some(ruling) => {
            let at = house.intake.journal.rule(ruling, house.clock.now()).await?;
            applied(&*house.casebook, at).await?;
            find(house, sender, id).await?
        }
    };
    Ok(Owed::on(told, house.clock.today()))
}

/// What a Sender's organisation owes under a name: what is open before what is closed.
async fn find(house: &House, sender: &Sender, id: &str) -> Result<Expectation, Unwaived> {
    let (head, _) = house.ledger.positions().await?;
    let owed = house.ledger.owed(sender, head).await?;
    named(owed, id).ok_or(Unwaived::Unknown)
}

/// The one of a name, what is open before what is closed.
pub(crate) fn named(owed: Vec<Expectation>, id: &str) -> Option<Expectation> {
    let named = owed.into_iter().filter(|owed| owed.id == id);
    named.min_by_key(|owed| (owed.closed_by.is_some(), std::cmp::Reverse(owed.opened_at)))
}

/// The ruling by which it stands as somebody wants it; `None` where it does already.
pub(crate) async fn ruling(
    owed: &Expectation,
    word: Word,
    (reason, by): (String, String),
    (casebook, desk): (&dyn Casebook, &dyn Desk),
) -> Result<Option<Ruling>, Unwaived> {
    let (verb, says) = match (word, owed.waiver()) {
        _ if owed.closed_by.is_some() => return Err(Unwaived::Closed),
        (Word::NotApplicable, Some(_)) | (Word::Applies, None) => return Ok(None),
        (Word::NotApplicable, None) => waiver(owed, desk).await?,
        (Word::Applies, Some(_)) => (Verb::Undo, withdrawals(owed)),
    };
    let person = casebook.person(&owed.case).await?;
    Ok(Some(Ruling {
        verb,
        person: person.ok_or(Unwaived::Closed)?,
        says,
        reason,
        registrar: by,
    }))
}

/// What takes back every word that stands: of one that was not applied yet when it was said
/// again there are two.
fn withdrawals(owed: &Expectation) -> Vec<Says> {
    let waivers = owed.waivers.iter();
    let standing = waivers.filter(|waiver| waiver.withdrawn.is_none());
    standing
        .map(|waiver| Says::Withdrawn(waiver.ruling))
        .collect()
}

/// What says that something is not owed.
async fn waiver(owed: &Expectation, desk: &dyn Desk) -> Result<(Verb, Vec<Says>), Unwaived> {
    let causes = desk.reports(&[owed.cause]).await?;
    let cause = causes.into_iter().next().ok_or(Unwaived::Closed)?;
    let says = Says::Waived {
        sender: cause.sender,
        report_key: cause.report_key,
        registry: owed.registry.clone(),
        rule: owed.rule.clone(),
    };
    Ok((Verb::NotApplicable, vec![says]))
}
