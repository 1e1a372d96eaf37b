//! The narrative: XHTML that shows something and does nothing
//! (<http://hl7.org/fhir/R4/narrative.html>, txt-1 and txt-2).
//!
//! The same for both syntaxes: it looks at the `div` as a text. An image or style from
//! elsewhere is allowed by FHIR and gives away who reads the report: that is a warning.
//! Leaves out what the narrative says.

mod address;
mod allowed;

#[cfg(test)]
mod tests;

use caseway_proto::IssueCode;

use crate::read::{Attr, Finding, Piece, Tag, XHTML, pieces};

/// Elements are nested no deeper than this in a narrative.
const DEPTH_MAX: usize = 256;

/// What was seen of a narrative.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// What is wrong with it.
    pub(super) found: Vec<Finding>,
    /// The URNs that it links to.
    pub(super) urns: Vec<String>,
    /// The languages of its sections: of the divs directly within it.
    pub(super) sections: Vec<String>,
}

/// Looks at a narrative's `div`.
pub(super) fn check(div: &str) -> Seen {
    let mut sight = Sight::default();
    if let Err(fault) = pieces(div, &mut |piece| sight.see(&piece)) {
        sight.syntax(fault.rule == "xml-entity");
    } else if !sight.says_something {
        let message = "The narrative shows nothing. Write the text, or leave the narrative out.";
        sight.error("txt-2", message);
    }
    sight.seen
}

/// Whether a narrative's `div` is as FHIR's `htmlChecks()` asks.
pub(crate) fn is_sound(div: &str) -> bool {
    let mut found = check(div).found.into_iter();
    !found.any(|finding| finding.severity.rejects())
}

/// What was seen of a narrative so far.
#[derive(Default)]
struct Sight {
    seen: Seen,
    open: usize,
    /// Whether the one `div` has been seen.
    begun: bool,
    says_something: bool,
}

impl Sight {
    fn see(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open(tag, namespace) => self.element(tag, namespace),
            Piece::Close => self.open = self.open.saturating_sub(1),
            Piece::Text(text) if text.trim().is_empty() => {}
            Piece::Text(_) if self.open == 0 => self.syntax(false),
            Piece::Text(_) => self.says_something = true,
            Piece::Foreign => self.syntax(false),
        }
    }

    fn element(&mut self, tag: &Tag<'_>, namespace: &str) {
        if self.open == 0 && (self.begun || tag.name != "div") {
            self.syntax(false);
        } else if self.open == 0 && namespace != XHTML {
            let message = "The narrative's div is not in XHTML's namespace. Add xmlns=\"http://www.w3.org/1999/xhtml\" to it.";
            self.error("narrative-namespace", message);
        } else if !allowed::element(tag.name) {
            let message = "The narrative has an element that FHIR does not allow in it. Use basic formatting, tables, lists, links and images only.";
            self.error("txt-1", message);
        }
        self.begun = true;
        self.open += 1;
        if self.open == DEPTH_MAX + 1 {
            let message =
                format!("The narrative is nested deeper than {DEPTH_MAX} levels. Flatten it.");
            self.seen.found.push(Finding::error(
                "narrative-depth",
                IssueCode::TooLong,
                message,
            ));
        }
        self.says_something |= tag.name == "img";
        if self.open == 2 && tag.name == "div" {
            let mut attributes = tag.attributes.iter();
            let lang = attributes.find(|each| matches!(each.name, "lang" | "xml:lang"));
            self.seen
                .sections
                .extend(lang.map(|lang| lang.value.to_string()));
        }
        for attribute in &tag.attributes {
            self.attribute(tag.name, attribute);
        }
    }

    fn attribute(&mut self, element: &str, attribute: &Attr<'_>) {
        let name = attribute.name;
        if (element, name) == ("a", "href") && attribute.value.starts_with("urn:") {
            self.seen.urns.push(attribute.value.to_string());
        }
        let namespace = name == "xmlns" && attribute.value == XHTML;
        if name
            .get(..2)
            .is_some_and(|start| start.eq_ignore_ascii_case("on"))
            || address::acts(name, &attribute.value)
        {
            let message = "The narrative has a script in it. Take it out: a narrative only shows.";
            self.error("narrative-script", message);
        } else if !namespace && !allowed::attribute(element, name) {
            let message =
                "The narrative has an attribute that FHIR does not allow there. Leave it out.";
            self.error("txt-1", message);
        } else if address::fetches(element, name, &attribute.value) {
            let message = "The narrative shows something that is fetched from elsewhere. Put it in the report, so that it stays and nobody learns who reads it.";
            let finding = Finding::warning("narrative-external", IssueCode::Security, message);
            self.seen.found.push(finding);
        }
    }

    /// Tells that it is not one well-formed `div`.
    fn syntax(&mut self, entity: bool) {
        let message = if entity {
            "The narrative has an entity that XML does not know. Write the character itself or its number."
        } else {
            "The narrative is not one well-formed XHTML div. Write it with an XML library."
        };
        self.error("narrative-syntax", message);
    }

    fn error(&mut self, rule: &str, message: &str) {
        if !self.seen.found.iter().any(|known| *known.rule == *rule) {
            self.seen
                .found
                .push(Finding::error(rule, IssueCode::Invariant, message));
        }
    }
}
