//! The whole house, one step at a time, in an order that the seed says.

use std::time::{Duration, Instant};

use caseway_proto::{Person, Position};
use fastrand::Rng;

use crate::broker::{Broker, PARTITIONS};
use crate::casebook::{Casebook, Fact};
use crate::relay::Relay;
use crate::worker::Worker;
use crate::{Rule, Violation};

/// So few Persons and Reports that corrections often move one to another.
const PERSONS: u8 = 6;
const REPORTS: u8 = 5;
/// Relays, all of which may speak at once.
const RELAYS: usize = 2;
/// With all plugs back, everything is recorded within so many rounds.
const ROUNDS: u32 = 3_000;
/// Time that a round takes.
const ROUND: Duration = Duration::from_secs(5);

pub(crate) struct House {
    rng: Rng,
    off: Option<Rule>,
    now: Instant,
    journal: Vec<Fact>,
    casebook: Casebook,
    broker: Broker,
    relays: Vec<Relay>,
    workers: Vec<Worker>,
}

impl House {
    pub(crate) fn new(seed: u64, off: Option<Rule>) -> Self {
        let mut rng = Rng::with_seed(seed);
        let casebook = Casebook::new(rng.u32(1..=PARTITIONS));
        let (broker, now) = (Broker::new(), Instant::now());
        Self {
            relays: (0..RELAYS).map(|_| Relay::new(&casebook, now)).collect(),
            workers: (0..PARTITIONS)
                .map(|number| Worker::new(number, &broker))
                .collect(),
            journal: Vec::new(),
            rng,
            off,
            now,
            casebook,
            broker,
        }
    }

    /// Something happens, or goes wrong.
    pub(crate) fn step(&mut self) -> Result<(), Violation> {
        self.now += Duration::from_millis(self.rng.u64(..3_000));
        match self.rng.u8(..100) {
            0..20 => self.arrive(),
            20..45 => self.relay(),
            45..90 => return self.work(),
            90..93 => {
                let which = self.rng.usize(..RELAYS);
                self.relays[which].begin(&self.casebook, self.off);
            }
            93..95 => self.give_away(),
            95 => self.crash(),
            96 | 97 => self.freeze(),
            98 => self.broker.fail(&mut self.rng),
            _ => self.casebook.divide(self.rng.u32(1..=PARTITIONS), self.off),
        }
        Ok(())
    }

    /// A Report arrives; positions have gaps.
    fn arrive(&mut self) {
        let last = self.journal.last().map_or(0, |fact| fact.position.0);
        let mut person = [0; 33];
        person[8] = self.rng.u8(..PERSONS);
        self.journal.push(Fact {
            position: Position(last + self.rng.i64(1..=3)),
            person: Person(person),
            report: self.rng.u8(..REPORTS),
        });
    }

    fn relay(&mut self) {
        let which = self.rng.usize(..RELAYS);
        let relay = &mut self.relays[which];
        relay.look(&self.casebook, self.now, self.off);
        relay.step(&self.journal, &mut self.broker, &mut self.rng, self.off);
    }

    fn work(&mut self) -> Result<(), Violation> {
        let which = self.rng.usize(..self.workers.len());
        let worker = &mut self.workers[which];
        if worker.frozen {
            return Ok(());
        }
        let store = (&self.journal[..], &mut self.casebook);
        worker.step(store, &mut self.broker, &mut self.rng, self.off)?;
        self.workers.retain(|worker| !worker.is_over());
        Ok(())
    }

    /// The group gives a partition to another; the one that had it may not know yet.
    fn give_away(&mut self) {
        let number = self.rng.u32(..PARTITIONS);
        for worker in self.workers.iter_mut().filter(|one| one.number == number) {
            worker.revoked = true;
        }
        self.workers.push(Worker::new(number, &self.broker));
        self.workers.retain(|worker| !worker.is_over());
    }

    /// A consumer dies; its partition is another's.
    fn crash(&mut self) {
        let which = self.rng.usize(..self.workers.len());
        let dead = self.workers.swap_remove(which);
        if !dead.revoked {
            self.workers.push(Worker::new(dead.number, &self.broker));
        }
    }

    /// A consumer freezes, or comes back.
    fn freeze(&mut self) {
        let which = self.rng.usize(..self.workers.len());
        let worker = &mut self.workers[which];
        worker.frozen = !worker.frozen;
    }

    /// All plugs are put back, and everybody goes on until all is recorded.
    pub(crate) fn settle(&mut self) -> Result<(), Violation> {
        for worker in &mut self.workers {
            worker.frozen = false;
        }
        let head = self
            .journal
            .last()
            .map_or(Position(0), |fact| fact.position);
        for _ in 0..ROUNDS {
            if self.casebook.standing.iter().all(|each| *each == head) {
                return Ok(());
            }
            self.now += ROUND;
            self.relay();
            for _ in 0..self.workers.len() {
                self.work()?;
            }
        }
        Err(Violation::Stuck)
    }

    /// Holds what is recorded against what arrived.
    pub(crate) fn audit(&self) -> Result<(), Violation> {
        self.casebook.audit(&self.journal)
    }
}
