//! The places that are looked for in the text as sent, and what line they are on.
//!
//! Used only when there is something to tell, once for all places together. Leaves
//! out how a text is gone through: that is each reader's.

use std::collections::HashMap;

use super::{Part, Place};

/// A place that is looked for, and those within it.
#[derive(Debug, Default)]
struct Spot {
    within: HashMap<Part, usize>,
    offset: Option<usize>,
    /// How many values of its name have been seen, where each is written by itself.
    seen: usize,
}

/// The places that are looked for, as one tree.
#[derive(Debug)]
pub(super) struct Spots {
    spots: Vec<Spot>,
    /// For each place the spots on the way to it.
    ways: Vec<Vec<usize>>,
}

impl Spots {
    /// The spot of the root.
    pub(super) const ROOT: usize = 0;

    /// The spots of places.
    pub(super) fn of<'a>(places: impl Iterator<Item = &'a Place>) -> Self {
        let mut spots = Self {
            spots: vec![Spot::default()],
            ways: Vec::new(),
        };
        for place in places {
            let way = spots.plant(place);
            spots.ways.push(way);
        }
        spots
    }

    fn plant(&mut self, place: &Place) -> Vec<usize> {
        let mut way = vec![Self::ROOT];
        let mut at = Self::ROOT;
        for part in place {
            let known = self.spots[at].within.get(part).copied();
            let next = known.unwrap_or(self.spots.len());
            if known.is_none() {
                self.spots.push(Spot::default());
                self.spots[at].within.insert(part.clone(), next);
            }
            at = next;
            way.push(at);
        }
        way
    }

    /// The spot of a part of a spot.
    pub(super) fn within(&self, spot: usize, part: &Part) -> Option<usize> {
        self.spots[spot].within.get(part).copied()
    }

    /// Whether nothing is looked for within a spot.
    pub(super) fn is_leaf(&self, spot: usize) -> bool {
        self.spots[spot].within.is_empty()
    }

    /// Notes where a spot begins; the first time counts.
    pub(super) fn note(&mut self, spot: usize, offset: usize) {
        self.spots[spot].offset.get_or_insert(offset);
    }

    /// Counts a value of a spot's name and gives how many there were before.
    pub(super) fn count(&mut self, spot: usize) -> usize {
        let seen = &mut self.spots[spot].seen;
        *seen += 1;
        *seen - 1
    }

    /// Where each place begins, where the text has it; else the nearest place around it.
    pub(super) fn offsets(&self) -> impl Iterator<Item = usize> {
        self.ways.iter().map(|way| {
            let found = way.iter().rev().find_map(|&spot| self.spots[spot].offset);
            found.unwrap_or(0)
        })
    }
}

/// Line and column of offsets, both from 1, columns in characters.
pub(super) fn positions(text: &[u8], offsets: &[usize]) -> Vec<(u32, u32)> {
    let mut order: Vec<usize> = (0..offsets.len()).collect();
    order.sort_by_key(|&index| offsets[index]);
    let mut found = vec![(1, 1); offsets.len()];
    let (mut at, mut line, mut column) = (0, 1u32, 1u32);
    for index in order {
        let end = offsets[index].min(text.len());
        for &byte in &text[at..end] {
            if byte == b'\n' {
                line = line.saturating_add(1);
                column = 1;
            } else if byte & 0xc0 != 0x80 {
                column = column.saturating_add(1);
            }
        }
        at = end;
        found[index] = (line, column);
    }
    found
}
