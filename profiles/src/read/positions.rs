//! Line and column of places in the text as sent.
//!
//! Runs only when there is something to tell, once for all places together. Relies
//! on the scan having accepted the text: its nesting is limited and its brackets match.

use std::collections::HashMap;

use super::strings::decoded;
use super::{Part, Place};

/// A place that is looked for, and those within it.
#[derive(Default)]
struct Spot {
    within: HashMap<Part, usize>,
    offset: Option<usize>,
}

/// Line and column of each place, where the text has it; else of the nearest place around it.
pub(crate) fn locate(text: &[u8], places: &[&Place]) -> Vec<(u32, u32)> {
    let mut spots = vec![Spot::default()];
    let ends: Vec<Vec<usize>> = places
        .iter()
        .map(|place| plant(&mut spots, place))
        .collect();
    let mut finder = Finder { text, at: 0, spots };
    finder.value(Some(0), None);
    let offsets: Vec<usize> = ends
        .iter()
        .map(|way| {
            let found = way.iter().rev().find_map(|&spot| finder.spots[spot].offset);
            found.unwrap_or(0)
        })
        .collect();
    positions(text, &offsets)
}

/// Line and column of an offset, both from 1, columns in characters.
pub(crate) fn line_and_column(text: &[u8], offset: usize) -> (u32, u32) {
    positions(text, &[offset])[0]
}

fn positions(text: &[u8], offsets: &[usize]) -> Vec<(u32, u32)> {
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

/// Adds a place to the tree of spots and gives the spots on the way to it.
fn plant(spots: &mut Vec<Spot>, place: &Place) -> Vec<usize> {
    let mut way = vec![0];
    let mut at = 0;
    for part in place {
        let known = spots[at].within.get(part).copied();
        let next = known.unwrap_or(spots.len());
        if known.is_none() {
            spots.push(Spot::default());
            spots[at].within.insert(part.clone(), next);
        }
        at = next;
        way.push(at);
    }
    way
}

struct Finder<'a> {
    text: &'a [u8],
    at: usize,
    spots: Vec<Spot>,
}

impl Finder<'_> {
    /// Reads a value; notes where it (or its name) begins when it is a spot.
    fn value(&mut self, spot: Option<usize>, name_at: Option<usize>) {
        self.space();
        let Some(spot) = spot else {
            return self.skip();
        };
        self.spots[spot].offset = Some(name_at.unwrap_or(self.at));
        match self.text.get(self.at) {
            _ if self.spots[spot].within.is_empty() => self.skip(),
            Some(b'{') => self.members(spot),
            Some(b'[') => self.items(spot),
            _ => self.skip(),
        }
    }

    fn members(&mut self, spot: usize) {
        self.at += 1;
        loop {
            self.space();
            match self.text.get(self.at) {
                Some(b'"') => {
                    let name_at = self.at;
                    self.skip();
                    let raw = &self.text[name_at + 1..self.at.saturating_sub(1)];
                    let name = String::from_utf8_lossy(&decoded(raw)).into_owned();
                    self.space();
                    self.at += 1;
                    let next = self.spots[spot].within.get(&Part::from(name.as_str()));
                    self.value(next.copied(), Some(name_at));
                }
                Some(b',') => self.at += 1,
                _ => break,
            }
        }
        self.at += 1;
    }

    fn items(&mut self, spot: usize) {
        self.at += 1;
        let mut index = 0;
        loop {
            self.space();
            match self.text.get(self.at) {
                None | Some(b']') => break,
                Some(b',') => {
                    self.at += 1;
                    index += 1;
                }
                Some(_) => {
                    let next = self.spots[spot].within.get(&Part::Item(index)).copied();
                    self.value(next, None);
                }
            }
        }
        self.at += 1;
    }

    /// Goes past a value.
    fn skip(&mut self) {
        let mut depth = 0usize;
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'"' => self.skip_string(),
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth > 0 => depth -= 1,
                b'}' | b']' | b',' if depth == 0 => return,
                _ => {}
            }
            self.at += 1;
            if depth == 0 && matches!(byte, b'"' | b'}' | b']') {
                return;
            }
        }
    }

    /// Goes to the quotation mark that ends the string begun here.
    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'"' => return,
                b'\\' => self.at += 2,
                _ => self.at += 1,
            }
        }
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.text.get(self.at) {
            self.at += 1;
        }
    }
}
