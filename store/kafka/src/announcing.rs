//! The chain of each partition's announcements, as the relay makes them.
//!
//! Pure. It keeps the Position that each partition was last told of, from where the Feed
//! stands, and nothing else: a relay that begins anew from there tells the same, or reaches
//! back further, which is as true.

use caseway_proto::Position;
use caseway_store::{Arrival, Arrived};

use crate::{Link, Matter};

/// What is announced to a partition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announced {
    /// The partition's number.
    pub partition: u32,
    /// The announcement.
    pub link: Link,
    /// The Registry that a Report is for; empty for what is none.
    pub registry: String,
}

/// How far each partition was told of the Journal.
#[derive(Clone, Debug)]
pub struct Announcing {
    told: Vec<Position>,
    read: Position,
}

impl Announcing {
    /// Begins where the Feed stands, with so many partitions.
    #[must_use]
    pub fn from(standing: Position, partitions: u32) -> Self {
        Self {
            told: vec![standing; partitions.max(1) as usize],
            read: standing,
        }
    }

    /// Up to where the Journal was read.
    #[must_use]
    pub const fn read(&self) -> Position {
        self.read
    }

    /// What is to be announced of some arrivals, up to which the Journal was read: each to its
    /// partition, and a watermark to every partition that was not told of the end.
    pub fn announce(&mut self, arrivals: &[Arrival], upto: Position) -> Vec<Announced> {
        let of = u32::try_from(self.told.len()).unwrap_or(u32::MAX);
        let mut all = Vec::with_capacity(arrivals.len() + self.told.len());
        for arrival in arrivals {
            let partition = arrival.partition(of).number;
            let (matter, registry) = match &arrival.arrived {
                Arrived::Report {
                    submission,
                    registry,
                } => (Matter::Report(*submission), registry.0.clone()),
                Arrived::Decision | Arrived::Ruling => (Matter::Decided, String::new()),
            };
            all.extend(self.tell(partition, arrival.position, (matter, registry)));
        }
        for partition in 0..of {
            all.extend(self.tell(partition, upto, (Matter::Nothing, String::new())));
        }
        self.read = upto.max(self.read);
        all
    }

    /// Tells a partition, unless it was told of that Position before.
    fn tell(
        &mut self,
        partition: u32,
        position: Position,
        (matter, registry): (Matter, String),
    ) -> Option<Announced> {
        let of = u32::try_from(self.told.len()).unwrap_or(u32::MAX);
        let told = self.told.get_mut(partition as usize)?;
        let after = *told;
        if position <= after {
            return None;
        }
        *told = position;
        let link = Link {
            of,
            position,
            after,
            matter,
        };
        Some(Announced {
            partition,
            link,
            registry,
        })
    }
}

#[cfg(test)]
mod tests {
    use caseway_proto::{Person, Position, RegistryId, SubmissionId};
    use caseway_store::{Arrival, Arrived};

    use super::Announcing;
    use crate::Matter;

    fn arrival(position: i64, person: Option<u8>) -> Arrival {
        let arrived = match person {
            Some(_) => Arrived::Report {
                submission: SubmissionId([7; 16]),
                registry: RegistryId("breast".to_owned()),
            },
            None => Arrived::Decision,
        };
        let mut bytes = [0; 33];
        bytes[8] = person.unwrap_or_default();
        Arrival {
            position: Position(position),
            person: person.map(|_| Person(bytes)),
            arrived,
        }
    }

    type Told = (u32, i64, i64);

    fn announce(from: &mut Announcing, arrivals: &[Arrival], upto: i64) -> Vec<Told> {
        let all = from.announce(arrivals, Position(upto));
        let told = all.iter().map(|one| {
            let link = one.link;
            (one.partition, link.after.0, link.position.0)
        });
        told.collect()
    }

    #[test]
    fn each_partition_is_told_of_its_own_and_all_of_the_end() {
        let mut from = Announcing::from(Position(10), 3);
        let arrivals = [
            arrival(11, Some(1)),
            arrival(12, Some(2)),
            arrival(14, Some(1)),
        ];
        let told = announce(&mut from, &arrivals, 14);
        let own = [(1, 10, 11), (2, 10, 12), (1, 11, 14)];
        let marks = [(0, 10, 14), (2, 12, 14)];
        assert_eq!(told, [&own[..], &marks[..]].concat());
        assert_eq!(from.read(), Position(14));
        assert!(announce(&mut from, &[], 14).is_empty());
        assert_eq!(
            announce(&mut from, &[], 15),
            [(0, 14, 15), (1, 14, 15), (2, 14, 15)]
        );
    }

    #[test]
    fn a_decision_about_nobody_goes_to_the_first() {
        let mut from = Announcing::from(Position(0), 2);
        let all = from.announce(&[arrival(1, None)], Position(1));
        assert_eq!(all[0].partition, 0);
        assert_eq!(all[0].link.matter, Matter::Decided);
        assert_eq!(all[1].link.matter, Matter::Nothing);
    }
}
