//! A consumer of one partition: chain, page, record. It may be frozen with a page in its hand.

use caseway_proto::{Partition, Position};
use caseway_store_kafka::{Chain, Link, Matter};
use fastrand::Rng;

use crate::broker::Broker;
use crate::casebook::{Casebook, Fact, Page, Recorded};
use crate::{Rule, Violation};

/// At most so many Entries make a page.
const PAGE_MAX: usize = 3;
/// At most so many announcements are taken at once.
const TAKE_MAX: usize = 4;

#[derive(Debug)]
pub(crate) struct Worker {
    pub(crate) number: u32,
    /// The group has given the partition to another.
    pub(crate) revoked: bool,
    pub(crate) frozen: bool,
    chain: Chain,
    next: usize,
    standing: Option<(Partition, Position)>,
    missed: Option<Position>,
    page: Option<Page>,
}

impl Worker {
    pub(crate) fn new(number: u32, broker: &Broker) -> Self {
        Self {
            number,
            revoked: false,
            frozen: false,
            chain: Chain::default(),
            next: broker.hint(number),
            standing: None,
            missed: None,
            page: None,
        }
    }

    /// Whether it is not there any more.
    pub(crate) const fn is_over(&self) -> bool {
        self.revoked && !self.frozen && self.page.is_none()
    }

    /// Records the page in its hand, else makes one of what has come.
    pub(crate) fn step(
        &mut self,
        (journal, casebook): (&[Fact], &mut Casebook),
        broker: &mut Broker,
        rng: &mut Rng,
        off: Option<Rule>,
    ) -> Result<(), Violation> {
        if let Some(page) = self.page.take() {
            self.standing = match casebook.record(&page, off)? {
                Recorded::Yes => self.standing.map(|(partition, _)| (partition, page.to)),
                Recorded::Overtaken => None,
            };
            return Ok(());
        }
        if self.revoked {
            return Ok(());
        }
        let Some((partition, standing)) = self.standing.or_else(|| find(self.number, casebook))
        else {
            return Ok(());
        };
        self.standing = Some((partition, standing));
        self.take(standing, broker, rng, off);
        self.chain.forget(standing);
        let first = self.chain.first_offset();
        let hint = first.and_then(|first| usize::try_from(first).ok());
        broker.set_hint(self.number, hint.unwrap_or(self.next));
        let links = self.chain.next(partition, standing, PAGE_MAX);
        if let Some(last) = links.last() {
            let entries = read(journal, &links);
            self.page = Some(casebook.make((partition, standing), last.position, entries));
        } else {
            if self.chain.holds_of(partition.of) && self.missed != Some(standing) {
                self.missed = Some(standing);
                self.next = 0;
            }
            // Silence: where the partition stands is asked for again.
            self.standing = None;
        }
        Ok(())
    }

    fn take(&mut self, standing: Position, broker: &Broker, rng: &mut Rng, off: Option<Rule>) {
        for _ in 0..rng.usize(..=TAKE_MAX) {
            let Some((offset, mut link)) = broker.read(self.number, self.next) else {
                return;
            };
            self.next = offset + 1;
            if off == Some(Rule::Chain) {
                link.after = Position(0);
            }
            if link.position > standing {
                self.chain
                    .hold(link, i64::try_from(offset).unwrap_or(i64::MAX));
            }
        }
    }
}

fn find(number: u32, casebook: &Casebook) -> Option<(Partition, Position)> {
    let of = casebook.partitions();
    let standing = casebook.standing.get(number as usize)?;
    Some((Partition { number, of }, *standing))
}

/// The Entries that announcements are about.
fn read(journal: &[Fact], links: &[Link]) -> Vec<Fact> {
    let told = links.iter().filter(|link| link.matter != Matter::Nothing);
    told.filter_map(|link| journal.iter().find(|fact| fact.position == link.position))
        .copied()
        .collect()
}
