//! What a gateway that has stopped has kept, checked against a ledger.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use anyhow::Context as _;
use caseway_proto::{Digest, Position, Sender};
use caseway_store::{
    Engine, Entry, Grouping, Journal, Keyring, Matter, Period, SubmissionState, Tally, Vault,
};
use caseway_store_postgres::Server;
use caseway_tests::House;
use caseway_tests::ledger::Line;
use jiff::Timestamp;
use ring::rand::SystemRandom;

/// At most this many are read at once.
const PAGE: u32 = 500;
/// Everything that was ever received.
const ALWAYS: Period = Period {
    from: Timestamp::UNIX_EPOCH,
    until: Timestamp::MAX,
};

/// What was found; empty is good.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Audit {
    /// L: acknowledged and not there.
    pub(crate) lost: Vec<String>,
    /// D: there more than once, or never sent.
    pub(crate) doubled: Vec<String>,
    /// O: out of its sender's order.
    pub(crate) disordered: Vec<String>,
    /// C: in no column, or not counted.
    pub(crate) unaccounted: Vec<String>,
    /// R: kept with other bytes than were sent.
    pub(crate) altered: Vec<String>,
}

impl Audit {
    /// Fails with what was found, a few of each kind.
    #[track_caller]
    pub(crate) fn is_clean(&self) {
        let kinds = [
            ("L lost", &self.lost),
            ("D doubled", &self.doubled),
            ("O disordered", &self.disordered),
            ("C unaccounted", &self.unaccounted),
            ("R altered", &self.altered),
        ];
        let found: Vec<String> = kinds
            .iter()
            .filter(|(_, found)| !found.is_empty())
            .map(|(kind, found)| format!("{kind}: {} such as {:?}", found.len(), &found[..1]))
            .collect();
        assert!(found.is_empty(), "{}", found.join("\n"));
    }
}

/// What a house has kept, opened without a gateway.
pub(crate) struct Kept {
    /// The engine.
    pub(crate) engine: Arc<dyn Engine>,
    /// The Journal on it.
    pub(crate) journal: Journal,
    /// The Vault on it.
    pub(crate) vault: Vault,
}

impl Kept {
    /// Opens what a house has kept with the engine that it is on.
    pub(crate) async fn open(house: &House) -> anyhow::Result<Self> {
        let engine: Arc<dyn Engine> = match &house.start().postgres {
            Some(url) => Arc::new(caseway_store_postgres::open(&Server::at(url)?).await?),
            None => Arc::new(caseway_store_sqlite::open(house.data()).await?),
        };
        Self::open_with(house, engine).await
    }

    /// Opens it with another engine.
    pub(crate) async fn open_with(house: &House, engine: Arc<dyn Engine>) -> anyhow::Result<Self> {
        let secret: [u8; 64] = house.key()?.try_into().ok().context("64 bytes")?;
        let ring = Keyring::new(&secret, Arc::new(SystemRandom::new()))?;
        Ok(Self {
            journal: Journal::open(engine.clone(), Grouping::default()).await?,
            vault: Vault::open(engine.clone(), ring),
            engine,
        })
    }

    /// The Sender of a name.
    pub(crate) async fn sender(&self, name: &str) -> anyhow::Result<Sender> {
        let roster = self
            .engine
            .list()
            .await?
            .into_iter()
            .map(|entry| entry.sender);
        roster
            .into_iter()
            .find(|sender| sender.name == name)
            .context("the sender is known")
    }

    /// Every submission of a Sender, by Position.
    pub(crate) async fn states(&self, sender: &Sender) -> anyhow::Result<Vec<SubmissionState>> {
        let (head, _) = self.engine.positions().await?;
        let (mut all, mut after) = (Vec::new(), Position(0));
        loop {
            let window = (after, head);
            let page = self
                .engine
                .submissions(sender.id, ALWAYS, window, PAGE)
                .await?;
            let Some(last) = page.last() else {
                return Ok(all);
            };
            after = last.position;
            all.extend(page);
        }
    }

    /// The Sender's account of all time.
    pub(crate) async fn tally(&self, sender: &Sender) -> anyhow::Result<Tally> {
        let (head, _) = self.engine.positions().await?;
        Ok(self.engine.tally(sender.id, ALWAYS, head).await?)
    }

    /// Every Entry that is fed, by Position.
    pub(crate) async fn entries(&self) -> anyhow::Result<Vec<Entry>> {
        let (mut all, mut after) = (Vec::new(), Position(0));
        loop {
            let (page, upto) = self.journal.page(after, PAGE).await?;
            if upto == after {
                return Ok(all);
            }
            after = upto;
            all.extend(page);
        }
    }
}

/// Checks what a house has kept against a ledger.
pub(crate) async fn audit(house: &House, sender: &str, lines: &[Line]) -> anyhow::Result<Audit> {
    let kept = Kept::open(house).await?;
    let audit = examine(&kept, sender, lines).await;
    kept.engine.close().await;
    audit
}

async fn examine(kept: &Kept, sender: &str, lines: &[Line]) -> anyhow::Result<Audit> {
    let sender = kept.sender(sender).await?;
    let states = kept.states(&sender).await?;
    let tally = kept.tally(&sender).await?;
    let mut audit = Audit {
        lost: lost(lines, &states),
        doubled: doubled(lines, &states),
        disordered: disordered(lines, &states),
        altered: altered(kept, lines, &states).await?,
        unaccounted: Vec::new(),
    };
    if tally.residual() != 0 || tally.received != states.len() as u64 {
        audit
            .unaccounted
            .push(format!("{tally:?} of {} submissions", states.len()));
    }
    Ok(audit)
}

/// L: whatever was answered is there, under the name that the answer gave it.
fn lost(lines: &[Line], states: &[SubmissionState]) -> Vec<String> {
    let there: HashMap<&str, String> = states
        .iter()
        .map(|state| (state.key.as_str(), state.id.to_string()))
        .collect();
    let lost = lines.iter().filter_map(|line| match line {
        Line::Answered {
            key, submission, ..
        } => {
            let found = there.get(key.as_str());
            let found = found.is_some_and(|id| submission.is_empty() || id == submission);
            (!found).then(|| format!("{submission} {key}"))
        }
        Line::Sent { .. } => None,
    });
    lost.collect()
}

/// D: every key is there once at most, and nothing that was never sent.
fn doubled(lines: &[Line], states: &[SubmissionState]) -> Vec<String> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for state in states {
        *times.entry(&state.key).or_default() += 1;
    }
    let sent = by_key(lines);
    let wrong = times
        .into_iter()
        .filter(|(key, times)| *times > 1 || !sent.contains_key(key));
    wrong
        .map(|(key, times)| format!("{key} × {times}"))
        .collect()
}

/// O: the first times of a person's submissions stand in the order of their turns.
fn disordered(lines: &[Line], states: &[SubmissionState]) -> Vec<String> {
    let sent = by_key(lines);
    let mut last: HashMap<u64, (u32, Position)> = HashMap::new();
    let mut wrong = Vec::new();
    for state in states {
        let Some((person, turn, _)) = sent.get(state.key.as_str()) else {
            continue;
        };
        if let Some((before, _)) = last.insert(*person, (*turn, state.position))
            && before > *turn
        {
            wrong.push(format!(
                "person {person}: turn {turn} stands after turn {before}"
            ));
        }
    }
    wrong
}

/// R: what is kept of an entry has the digest of what was sent.
async fn altered(
    kept: &Kept,
    lines: &[Line],
    states: &[SubmissionState],
) -> anyhow::Result<Vec<String>> {
    let keys: HashMap<Position, &str> = states
        .iter()
        .map(|state| (state.position, state.key.as_str()))
        .collect();
    let sent = by_key(lines);
    let mut wrong = Vec::new();
    for entry in kept.entries().await? {
        let Matter::Report { id, body, .. } = &entry.matter else {
            continue;
        };
        let bytes = kept.vault.unseal(body, &id.0).await?;
        let raw = keys
            .get(&entry.position)
            .and_then(|key| sent.get(key))
            .map(|(.., raw)| *raw);
        if raw != Some(Digest::of(&bytes).to_string().as_str()) {
            wrong.push(id.to_string());
        }
    }
    Ok(wrong)
}

/// The first sending of each key: person, turn and digest.
fn by_key(lines: &[Line]) -> HashMap<&str, (u64, u32, &str)> {
    let mut sent = HashMap::new();
    for line in lines {
        if let Line::Sent {
            key,
            person,
            turn,
            raw,
        } = line
        {
            sent.entry(key.as_str())
                .or_insert((*person, *turn, raw.as_str()));
        }
    }
    sent
}
