//! What is told of a body that is no XML, or XML that is not taken.

use quick_xml::Error;
use quick_xml::errors::{IllFormedError, SyntaxError};
use quick_xml::escape::EscapeError;
use quick_xml::name::{NamespaceError, ResolveResult};

use crate::read::Fault;

pub(super) const TRUNCATED: &str =
    "The body ends before the XML does. Send it again, whole, with the right length.";
pub(super) const TRAILING: &str =
    "There is something after the end of the root element. Send one Bundle and no more.";
pub(super) const SYNTAX: &str =
    "The body is not well-formed XML here. Write it with an XML library.";
pub(super) const DECLARATION: &str =
    "The XML declaration does not come first. Put it at the very start or leave it out.";
pub(super) const VERSION: &str = "Only XML 1.0 is taken here. Send that and declare it so.";
pub(super) const ENCODING: &str =
    "The body declares an encoding other than UTF-8. Encode it as UTF-8 and declare it so.";
pub(super) const DOCTYPE: &str =
    "The body has a document type declaration, which FHIR does not allow. Leave it out.";
pub(super) const ENTITY: &str = "XML has no entity of this name, and none may be declared. Write the character itself or its number.";
pub(super) const CHARACTER: &str =
    "Here is a reference to a character that XML does not have. Leave it out.";
pub(super) const PREFIX: &str =
    "The prefix of this name is not declared. Declare it with xmlns or write the name without.";
const TAGS: &str =
    "The end tag is not that of the element which is open here. Close each element in its place.";
const AMPERSAND: &str = "An ampersand stands alone here. Write it as &amp;.";
const NAMESPACES: &str =
    "There are too many namespace declarations here. Keep those that are needed.";

/// The fault of an event that could not be read; `end` is where the text ends.
pub(super) fn syntax(error: &Error, at: usize, end: usize) -> Fault {
    match error {
        Error::Syntax(SyntaxError::InvalidBangMarkup) => Fault::new("xml-syntax", at, SYNTAX),
        Error::Syntax(_) => Fault::new("xml-truncated", end, TRUNCATED),
        Error::IllFormed(fault) => ill_formed(fault, at),
        Error::Namespace(NamespaceError::TooManyBindings(_)) => {
            Fault::new("xml-namespaces", at, NAMESPACES)
        }
        _ => Fault::new("xml-syntax", at, SYNTAX),
    }
}

fn ill_formed(fault: &IllFormedError, at: usize) -> Fault {
    match fault {
        IllFormedError::MismatchedEndTag { .. } | IllFormedError::UnmatchedEndTag(_) => {
            Fault::new("xml-syntax", at, TAGS)
        }
        IllFormedError::UnclosedReference => Fault::new("xml-syntax", at, AMPERSAND),
        IllFormedError::MissingDoctypeName => Fault::new("xml-dtd", at, DOCTYPE),
        _ => Fault::new("xml-syntax", at, SYNTAX),
    }
}

/// The fault of a reference in an attribute's value.
pub(super) fn escape(error: &Error) -> (&'static str, &'static str) {
    match error {
        Error::Escape(EscapeError::UnrecognizedEntity(..)) => ("xml-entity", ENTITY),
        Error::Escape(EscapeError::UnterminatedEntity(_)) => ("xml-syntax", AMPERSAND),
        Error::Escape(EscapeError::InvalidCharRef(_)) => ("xml-character", CHARACTER),
        _ => ("xml-syntax", SYNTAX),
    }
}

/// The namespace that a name was resolved to, empty for none; nothing for a prefix that
/// is not declared.
pub(super) fn namespace<'n>(resolved: &ResolveResult<'n>) -> Option<&'n str> {
    match resolved {
        ResolveResult::Unbound => Some(""),
        ResolveResult::Bound(namespace) => Some(namespace.into_inner()),
        ResolveResult::Unknown(_) => None,
    }
}
