//! Kafka as it may be: a log a partition that is cut at either end, and goes as a whole.

use caseway_store_kafka::{Announced, Link};
use fastrand::Rng;

/// So many partitions has the topic.
pub(crate) const PARTITIONS: u32 = 4;

/// A partition's log.
#[derive(Clone, Debug, Default)]
struct Log {
    /// The offset of the first that is there.
    first: usize,
    links: Vec<Link>,
    /// From where on the group reads.
    hint: usize,
}

/// The topic of entries.
#[derive(Debug)]
pub(crate) struct Broker {
    logs: Vec<Log>,
}

impl Broker {
    pub(crate) fn new() -> Self {
        Self {
            logs: vec![Log::default(); PARTITIONS as usize],
        }
    }

    /// Takes an announcement; one in eight comes twice.
    pub(crate) fn take(&mut self, announced: &Announced, rng: &mut Rng) {
        let log = &mut self.logs[announced.partition as usize];
        log.links.push(announced.link);
        if rng.u8(..8) == 0 {
            log.links.push(announced.link);
        }
    }

    /// What stands at an offset or, where that is gone, what is there first; with the offset.
    pub(crate) fn read(&self, partition: u32, offset: usize) -> Option<(usize, Link)> {
        let log = &self.logs[partition as usize];
        let end = log.first + log.links.len();
        let offset = if (log.first..=end).contains(&offset) {
            offset
        } else {
            log.first
        };
        let link = log.links.get(offset - log.first)?;
        Some((offset, *link))
    }

    pub(crate) fn hint(&self, partition: u32) -> usize {
        self.logs[partition as usize].hint
    }

    pub(crate) fn set_hint(&mut self, partition: u32, offset: usize) {
        self.logs[partition as usize].hint = offset;
    }

    /// Something goes wrong with it.
    pub(crate) fn fail(&mut self, rng: &mut Rng) {
        let which = rng.usize(..self.logs.len());
        let log = &mut self.logs[which];
        let some = rng.usize(..=log.links.len());
        match rng.u8(..5) {
            // Retention.
            0 => {
                log.first += some;
                log.links.drain(..some);
            }
            // A leader that had not got the last of it.
            1 => log.links.truncate(some),
            // Offsets set back, or on.
            2 => log.hint = log.first,
            3 => log.hint = log.first + log.links.len(),
            // The disk is gone.
            _ => *self = Self::new(),
        }
    }
}
