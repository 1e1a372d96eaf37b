//! The scan's smallest parts: strings, numbers, words, white space.

use super::scan::Scanner;
use super::strings;
use crate::read::Fault;

impl<'a> Scanner<'a> {
    /// Goes past a string and gives its text as written.
    pub(super) fn string(&mut self) -> Result<&'a [u8], Fault> {
        let start = self.at + 1;
        self.at = strings::end_of(self.text, start)?;
        let raw = &self.text[start..self.at];
        if raw.len() > self.limits.string_bytes_max {
            let message = format!(
                "A string is longer than {} bytes. Shorten it.",
                self.limits.string_bytes_max
            );
            return Err(Fault::new("json-string-length", start - 1, message));
        }
        self.at += 1;
        Ok(raw)
    }

    /// Goes past a number; never opens anything.
    pub(super) fn number(&mut self) -> Result<bool, Fault> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(false)
    }

    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start {
            return Err(self.unexpected(self.peek()));
        }
        Ok(())
    }

    /// Goes past a word; never opens anything.
    pub(super) fn literal(&mut self, word: &[u8]) -> Result<bool, Fault> {
        let rest = &self.text[self.at..];
        if rest.starts_with(word) {
            self.at += word.len();
            return Ok(false);
        }
        if word.starts_with(rest) {
            self.at = self.text.len();
        }
        Err(self.unexpected(self.peek()))
    }

    /// Goes past white space.
    pub(super) fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    /// The next byte.
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// The fault of a byte that cannot stand here, or of none.
    pub(super) fn unexpected(&self, found: Option<u8>) -> Fault {
        match found {
            None => Fault::new("json-truncated", self.text.len(), strings::TRUNCATED),
            Some(_) => Fault::new(
                "json-syntax",
                self.at,
                "The body is not JSON here. Write it with a JSON library.",
            ),
        }
    }
}
