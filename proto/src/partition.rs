//! Partitions: shares of the Feed that are recorded beside each other.

use std::fmt;

use crate::Person;

/// One of the shares that the Feed is divided into: all Entries about some Persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Partition {
    /// Its number, from 0.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

impl Partition {
    /// The Feed that is not divided.
    pub const WHOLE: Self = Self { number: 0, of: 1 };

    /// The partition of a Person, of so many.
    ///
    /// It is the pseudonym's first eight bytes after its version, as a number, modulo how many
    /// there are: an HMAC's bytes are spread evenly already. This is for good; what was
    /// announced once is told apart by it.
    #[must_use]
    pub fn of_person(person: &Person, of: u32) -> Self {
        let [_, mac @ ..] = &person.0;
        let spread = mac
            .first_chunk()
            .map_or(0, |first| u64::from_be_bytes(*first));
        let of = of.max(1);
        let number = u32::try_from(spread % u64::from(of)).unwrap_or_default();
        Self { number, of }
    }

    /// Whether the Feed is divided.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.of == 1
    }
}

impl Default for Partition {
    fn default() -> Self {
        Self::WHOLE
    }
}

impl fmt::Display for Partition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::Partition;
    use crate::{Digest, Person, SenderId};

    fn person(name: &str) -> Person {
        let mut person = [1; 33];
        person[1..].copy_from_slice(&Digest::of(name.as_bytes()).0);
        Person(person)
    }

    #[test]
    fn a_person_is_in_the_same_partition_for_good() {
        let numbers = ["a", "b", "c", "d"].map(|name| {
            let of = |of| Partition::of_person(&person(name), of).number;
            [of(1), of(2), of(12), of(64)]
        });
        assert_eq!(numbers, GOLDEN);
        let unknown = Person::unknown(SenderId(1), "report");
        assert_eq!(Partition::of_person(&unknown, 12).number, UNKNOWN);
    }

    /// Computed apart: the first eight bytes of SHA-256 as a number, modulo.
    const GOLDEN: [[u32; 4]; 4] = [[0, 0, 10, 10], [0, 0, 10, 10], [0, 0, 2, 34], [0, 1, 5, 9]];
    const UNKNOWN: u32 = 6;

    #[test]
    fn persons_are_spread_evenly() {
        let mut counts = [0_u32; 12];
        for number in 0..12_000 {
            let partition = Partition::of_person(&person(&number.to_string()), 12);
            counts[partition.number as usize] += 1;
        }
        assert!(counts.iter().all(|count| (900..1_100).contains(count)));
    }

    #[test]
    fn everybody_is_in_the_only_partition_there_is() {
        assert_eq!(Partition::of_person(&person("a"), 1), Partition::WHOLE);
        assert_eq!(Partition::of_person(&person("a"), 0), Partition::WHOLE);
    }
}
