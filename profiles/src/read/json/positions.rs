//! Where places stand in JSON text.
//!
//! Relies on the scan having accepted the text: its nesting is limited and its brackets
//! match.

use super::strings::decoded;
use crate::read::Part;
use crate::read::spots::Spots;

/// Notes where the spots are in a text.
pub(in crate::read) fn find(text: &[u8], spots: &mut Spots) {
    let mut finder = Finder { text, at: 0, spots };
    finder.value(Some(Spots::ROOT), None);
}

struct Finder<'a> {
    text: &'a [u8],
    at: usize,
    spots: &'a mut Spots,
}

impl Finder<'_> {
    /// Reads a value; notes where it (or its name) begins when it is a spot.
    fn value(&mut self, spot: Option<usize>, name_at: Option<usize>) {
        self.space();
        let Some(spot) = spot else {
            return self.skip();
        };
        self.spots.note(spot, name_at.unwrap_or(self.at));
        match self.text.get(self.at) {
            _ if self.spots.is_leaf(spot) => self.skip(),
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
                    let next = self.spots.within(spot, &Part::from(name.as_str()));
                    self.value(next, Some(name_at));
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
                    let next = self.spots.within(spot, &Part::Item(index));
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
