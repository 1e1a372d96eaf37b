//! A relay: announces what stands in the Journal, and begins anew when it must.

use std::collections::VecDeque;
use std::time::Instant;

use caseway_proto::{RegistryId, SubmissionId};
use caseway_store::{Arrival, Arrived};
use caseway_store_kafka::{Announced, Announcing, Matter, Patience};
use fastrand::Rng;

use crate::Rule;
use crate::broker::Broker;
use crate::casebook::{Casebook, Fact};

/// At most so many arrivals are read at once.
const READ_MAX: usize = 5;

#[derive(Debug)]
pub(crate) struct Relay {
    announcing: Announcing,
    patience: Patience,
    partitions: u32,
    queue: VecDeque<Announced>,
}

impl Relay {
    pub(crate) fn new(casebook: &Casebook, now: Instant) -> Self {
        let (standing, partitions) = (casebook.position(), casebook.partitions());
        Self {
            announcing: Announcing::from(standing, partitions),
            patience: Patience::new(standing, now),
            partitions,
            queue: VecDeque::new(),
        }
    }

    /// Begins anew, as after every failure. Patience outlasts it.
    pub(crate) fn begin(&mut self, casebook: &Casebook, off: Option<Rule>) {
        let standing = if off == Some(Rule::FromTheFeed) {
            self.announcing.read()
        } else {
            casebook.position()
        };
        self.partitions = casebook.partitions();
        self.announcing = Announcing::from(standing, self.partitions);
        self.queue.clear();
    }

    /// Announces the next, or reads on.
    pub(crate) fn step(
        &mut self,
        journal: &[Fact],
        broker: &mut Broker,
        rng: &mut Rng,
        off: Option<Rule>,
    ) {
        if let Some(next) = self.queue.pop_front() {
            broker.take(&next, rng);
            return;
        }
        let read = self.announcing.read();
        let later = journal.iter().filter(|fact| fact.position > read);
        let arrivals: Vec<Arrival> = later.take(rng.usize(1..=READ_MAX)).map(arrival).collect();
        let Some(last) = arrivals.last() else {
            return;
        };
        let upto = last.position;
        let mut all = self.announcing.announce(&arrivals, upto);
        if off == Some(Rule::Watermark) {
            all.retain(|announced| announced.link.matter != Matter::Nothing);
        }
        self.queue.extend(all);
    }

    /// Sees whether what was announced is recorded, and begins anew when it is not for long,
    /// or when the Feed was divided.
    pub(crate) fn look(&mut self, casebook: &Casebook, now: Instant, off: Option<Rule>) {
        let told = self.announcing.read();
        let over = self.patience.ends(casebook.position(), told, now);
        let divided = casebook.partitions() != self.partitions;
        if divided || over && off != Some(Rule::Patience) {
            self.begin(casebook, off);
        }
    }
}

fn arrival(fact: &Fact) -> Arrival {
    let mut name = [0; 16];
    name[..8].copy_from_slice(&fact.position.0.to_be_bytes());
    Arrival {
        position: fact.position,
        person: Some(fact.person),
        arrived: Arrived::Report {
            submission: SubmissionId(name),
            registry: RegistryId("breast".to_owned()),
        },
    }
}
