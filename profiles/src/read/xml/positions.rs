//! Where places stand in XML text.
//!
//! An element is at its start tag, an attribute at its name. Elements of resource types
//! are no steps of a place: their names begin with a capital, no other's does. Relies on
//! the reader having accepted the text; what it passed over is counted too.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::read::Part;
use crate::read::spots::Spots;

/// Notes where the spots are in a text.
pub(in crate::read) fn find(body: &[u8], spots: &mut Spots) {
    let text = std::str::from_utf8(body).unwrap_or_default();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut reader = Reader::from_str(&text[start..]);
    let mut finder = Finder {
        spots,
        open: Vec::new(),
    };
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let at = start.saturating_add(at);
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                let found = finder.found(&tag, at);
                finder.open.push(found);
            }
            Ok(Event::Empty(tag)) => {
                finder.found(&tag, at);
            }
            Ok(Event::End(_)) => {
                finder.open.pop();
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

struct Finder<'s> {
    spots: &'s mut Spots,
    /// For each element that is open the spots that it is.
    open: Vec<Vec<usize>>,
}

impl Finder<'_> {
    /// The spots that an element is, noted.
    fn found(&mut self, tag: &BytesStart<'_>, at: usize) -> Vec<usize> {
        let name = tag.local_name().into_inner();
        let Some(outer) = self.open.last().cloned() else {
            self.spots.note(Spots::ROOT, at);
            self.names_its_type(&[Spots::ROOT], at);
            return vec![Spots::ROOT];
        };
        if outer.is_empty() {
            return outer;
        }
        if name.starts_with(|first: char| first.is_ascii_uppercase()) {
            self.names_its_type(&outer, at);
            return outer;
        }
        let mut found = Vec::new();
        for spot in outer {
            for key in [name.to_owned(), format!("_{name}")] {
                self.key(spot, &key, at, &mut found);
            }
        }
        self.attributes(tag, at, &found);
        found
    }

    fn key(&mut self, outer: usize, key: &str, at: usize, found: &mut Vec<usize>) {
        let Some(spot) = self.spots.within(outer, &Part::from(key)) else {
            return;
        };
        self.spots.note(spot, at);
        found.push(spot);
        let nth = self.spots.count(spot);
        if let Some(item) = self.spots.within(spot, &Part::from(nth)) {
            self.spots.note(item, at);
            found.push(item);
        }
    }

    fn names_its_type(&mut self, spots: &[usize], at: usize) {
        for &spot in spots {
            if let Some(kind) = self.spots.within(spot, &Part::from("resourceType")) {
                self.spots.note(kind, at);
            }
        }
    }

    fn attributes(&mut self, tag: &BytesStart<'_>, at: usize, spots: &[usize]) {
        for attribute in tag.attributes().flatten() {
            let name = attribute.key.into_inner();
            let offset = name.as_ptr().addr() - tag.as_ptr().addr();
            for &spot in spots {
                if let Some(within) = self.spots.within(spot, &Part::from(name)) {
                    self.spots.note(within, at + 1 + offset);
                }
            }
        }
    }
}
