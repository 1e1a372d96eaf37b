//! A Bundle in the making: entries with names of their own, sections that list them.
//!
//! The entries' `fullUrl`s are computed from the message's key and the entry's
//! name, so that the same report gives the same Bundle, byte for byte.

use caseway_proto::{Digest, wire};
use serde_json::{Value, json};

use super::resource::{Reference, identifier, without_blanks};
use crate::registry::names;

/// What the Composition says of the whole.
pub(crate) struct Envelope<'a> {
    /// What own canonical URLs start with.
    pub(crate) canonical: &'a str,
    /// The URL of the report profile.
    pub(crate) profile: String,
    /// The kind of report.
    pub(crate) kind: &'a str,
    /// What a person reads above it.
    pub(crate) title: &'a str,
    /// The idempotency key.
    pub(crate) message: Option<&'a wire::Identifier>,
    /// Stays the same through corrections.
    pub(crate) report: Option<&'a wire::Identifier>,
    /// Final, amended or entered in error.
    pub(crate) status: wire::ReportStatus,
    /// When it was written (RFC 3339).
    pub(crate) written: &'a str,
}

/// A Bundle in the making.
pub(crate) struct Draft {
    key: String,
    entries: Vec<Value>,
    sections: Vec<(&'static str, Vec<Value>)>,
}

impl Draft {
    /// Begins a Bundle; `key` makes the entries' names unique.
    pub(crate) fn new(key: String) -> Self {
        Self {
            key,
            entries: Vec::new(),
            sections: Vec::new(),
        }
    }

    /// What an entry of that name is referred to by, whether it is there or not.
    pub(crate) fn reference(&self, name: &str) -> Reference {
        Reference(self.url(name))
    }

    /// Adds a resource that no section lists.
    pub(crate) fn add(&mut self, name: &str, resource: Value) -> Reference {
        let url = self.url(name);
        self.entries.push(json!({
            "fullUrl": url,
            "resource": without_blanks(resource),
        }));
        Reference(url)
    }

    /// Adds a resource to a section; sections stand in the order of their first entry.
    pub(crate) fn add_to(
        &mut self,
        section: &'static str,
        name: &str,
        resource: Value,
    ) -> Reference {
        let reference = self.add(name, resource);
        let listed = reference.json();
        match self
            .sections
            .iter_mut()
            .find(|(title, _)| *title == section)
        {
            Some((_, entries)) => entries.push(listed),
            None => self.sections.push((section, vec![listed])),
        }
        reference
    }

    /// The Bundle: the Composition first, then the entries as they were added.
    pub(crate) fn finish(
        self,
        envelope: &Envelope,
        subject: &Reference,
        authors: &[&Reference],
    ) -> Value {
        let url = self.url("composition");
        let composition = self.composition(envelope, subject, authors);
        let mut entries = vec![json!({"fullUrl": url, "resource": composition})];
        entries.extend(self.entries);
        without_blanks(json!({
            "resourceType": "Bundle",
            "meta": {"profile": [envelope.profile]},
            "identifier": identifier(envelope.message),
            "type": "document",
            "timestamp": envelope.written,
            "entry": entries,
        }))
    }

    fn composition(
        &self,
        envelope: &Envelope,
        subject: &Reference,
        authors: &[&Reference],
    ) -> Value {
        let kind = json!({
            "system": names::code_system(envelope.canonical, "report-kind"),
            "code": envelope.kind,
        });
        let sections = self.sections.iter();
        let sections: Vec<Value> = sections
            .map(|(title, entries)| json!({"title": title, "entry": entries}))
            .collect();
        let authors: Vec<Value> = authors.iter().map(|author| author.json()).collect();
        without_blanks(json!({
            "resourceType": "Composition",
            "identifier": identifier(envelope.report),
            "status": status_code(envelope.status),
            "type": {"coding": [kind]},
            "subject": subject.json(),
            "date": envelope.written,
            "author": authors,
            "title": envelope.title,
            "section": sections,
        }))
    }

    fn url(&self, name: &str) -> String {
        format!("urn:uuid:{}", uuid(&[self.key.as_bytes(), name.as_bytes()]))
    }
}

/// A report's status in FHIR.
pub(crate) const fn status_code(status: wire::ReportStatus) -> &'static str {
    match status {
        wire::ReportStatus::Unspecified => "",
        wire::ReportStatus::Final => "final",
        wire::ReportStatus::Amended => "amended",
        wire::ReportStatus::EnteredInError => "entered-in-error",
    }
}

/// A UUID of version 8 (RFC 9562, section 5.8) computed from the parts.
pub(crate) fn uuid(parts: &[&[u8]]) -> String {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&Digest::of_parts(parts).0[..16]);
    bytes[6] = (bytes[6] & 0x0f) | 0x80;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let number = u128::from_be_bytes(bytes);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        number >> 96,
        number >> 80 & 0xffff,
        number >> 64 & 0xffff,
        number >> 48 & 0xffff,
        number & 0xffff_ffff_ffff,
    )
}

#[cfg(test)]
mod tests {
    use super::uuid;

    #[test]
    fn a_uuid_has_version_8_and_the_usual_variant() {
        let made = uuid(&[b"report", b"patient"]);
        assert_eq!(made.len(), 36);
        assert_eq!(&made[14..15], "8");
        assert!("89ab".contains(&made[19..20]));
        assert_ne!(made, uuid(&[b"reportp", b"atient"]));
    }
}
