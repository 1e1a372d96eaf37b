//! The reports within a batch: each cut out as it is, and made a document of its own.
//!
//! A report inherits the namespaces that are declared around it. They are added to its
//! start tag, and nothing else is changed. Leaves out everything that is wrong with a
//! body: what is no batch that can be read is one report, whose reading tells why.

use quick_xml::events::Event;
use quick_xml::name::PrefixDeclaration;

use super::attributes::{self, Tag};
use super::document::{Document, FHIR};
use crate::read::Limits;

/// Where in a batch an element is a report: below `Bundle`, `entry` and `resource`.
const REPORT: [&str; 3] = ["Bundle", "entry", "resource"];

/// The declarations that a report inherits are repeated with each: no longer than this.
const INHERITED_BYTES_MAX: usize = 4096;

/// A batch while it is cut.
struct Cut<'a> {
    document: Document<'a>,
    limits: &'a Limits,
    /// The names of the elements that are open.
    open: Vec<&'a str>,
    /// Whether the Bundle says that it is a batch.
    batch: bool,
    /// Where the report at hand begins, with the declarations it needs.
    report: Option<(usize, String)>,
    found: Vec<Vec<u8>>,
}

/// The reports of a batch; nothing when the body is no batch that can be read.
pub(crate) fn entries(body: &[u8], limits: &Limits) -> Option<Vec<Vec<u8>>> {
    let mut cut = Cut {
        document: Document::open(body).ok()?,
        limits,
        open: Vec::new(),
        batch: false,
        report: None,
        found: Vec::new(),
    };
    loop {
        match cut.document.next().ok()? {
            Event::Start(_) => cut.start(false)?,
            Event::Empty(_) => cut.start(true)?,
            Event::End(_) => cut.end(),
            Event::DocType(_) => return None,
            Event::Eof => break,
            _ => {}
        }
    }
    (cut.batch && cut.open.is_empty()).then_some(cut.found)
}

impl<'a> Cut<'a> {
    /// Opens an element; nothing when the body need not be looked at further.
    fn start(&mut self, empty: bool) -> Option<()> {
        let tag = attributes::tag(&self.document, self.limits).ok()?;
        let fhir = self.document.namespace(tag.name).ok()? == FHIR;
        let in_bundle = self.open == REPORT[..1];
        if self.open.is_empty() && !(fhir && tag.local() == REPORT[0]) {
            return None;
        }
        if in_bundle && fhir && tag.local() == "type" {
            let value = tag.attributes.iter().find(|each| each.name == "value");
            self.batch = value.is_some_and(|each| each.value == "batch");
        }
        if in_bundle && tag.local() == REPORT[1] && !self.batch {
            return None;
        }
        if self.open == REPORT {
            self.report = Some((tag.at, self.inherited(&tag)?));
        }
        let too_many = self.found.len() > self.limits.entries_max;
        let too_deep = self.open.len() > self.limits.depth_max + 256;
        self.open.push(tag.local());
        if empty {
            self.end();
        }
        (!too_many && !too_deep).then_some(())
    }

    fn end(&mut self) {
        self.open.pop();
        if self.open == REPORT
            && let Some((from, declarations)) = self.report.take()
        {
            let text = &self.document.text[from..self.document.end()];
            let name = text.find(|letter: char| letter.is_whitespace() || "/>".contains(letter));
            let (start, rest) = text.split_at(name.unwrap_or(text.len()));
            self.found
                .push(format!("{start}{declarations}{rest}").into_bytes());
        }
    }

    /// The namespace declarations that hold at a tag and do not stand in it; nothing when
    /// they are too long to be repeated.
    fn inherited(&self, tag: &Tag<'a>) -> Option<String> {
        let mut written = String::new();
        for (prefix, namespace) in self.document.names().bindings() {
            let name = match prefix {
                PrefixDeclaration::Default => "xmlns".to_owned(),
                PrefixDeclaration::Named(prefix) => format!("xmlns:{prefix}"),
            };
            if namespace.into_inner().len() > INHERITED_BYTES_MAX {
                return None;
            }
            if !tag.attributes.iter().any(|each| each.name == name) {
                let uri = namespace.into_inner().replace('"', "&quot;");
                written.extend([" ", &name, "=\"", &uri, "\""]);
            }
        }
        (written.len() <= INHERITED_BYTES_MAX).then_some(written)
    }
}

#[cfg(test)]
mod tests {
    use super::entries;
    use crate::read::Limits;

    fn cut(body: &str) -> Option<Vec<String>> {
        let found = entries(body.as_bytes(), &Limits::default())?.into_iter();
        Some(found.map(|each| String::from_utf8(each).unwrap()).collect())
    }

    #[test]
    fn a_batch_is_cut_into_documents_that_stand_for_themselves() {
        let body = "<Bundle xmlns=\"http://hl7.org/fhir\" xmlns:a='b\"c'><type value=\"batch\"/>\
            <entry><resource><Bundle><id value=\"a\"/></Bundle></resource></entry>\
            <entry><resource><f:Bundle xmlns=\"d\" xmlns:f=\"http://hl7.org/fhir\"/></resource></entry></Bundle>";
        let inherited = "xmlns:a=\"b&quot;c\"";
        let wanted = [
            format!("<Bundle xmlns=\"http://hl7.org/fhir\" {inherited}><id value=\"a\"/></Bundle>"),
            format!("<f:Bundle {inherited} xmlns=\"d\" xmlns:f=\"http://hl7.org/fhir\"/>"),
        ];
        assert_eq!(cut(body).unwrap(), wanted);
    }

    #[test]
    fn anything_else_is_one_report() {
        let typed = |kind: &str| {
            format!(
                "<Bundle xmlns=\"http://hl7.org/fhir\"><type value=\"{kind}\"/><entry><resource><Bundle/></resource></entry></Bundle>"
            )
        };
        assert!(cut(&typed("batch")).is_some());
        assert_eq!(cut(&typed("document")), None);
        assert_eq!(cut(&typed("batch").replace("hl7", "hl8")), None);
        assert_eq!(cut(&typed("batch")[..80]), None);
        let long = typed("batch").replace(
            " xmlns",
            &format!(" xmlns:a=\"{}\" xmlns", "b".repeat(5000)),
        );
        assert_eq!(cut(&long), None);
    }
}
