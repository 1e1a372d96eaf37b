//! Why a body cannot be read.

use caseway_proto::IssueCode;

/// Why a body cannot be read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Our rule's id.
    pub(crate) rule: &'static str,
    /// Where, in bytes from the start.
    pub(crate) offset: usize,
    /// What, where and what to do.
    pub(crate) message: String,
}

impl Fault {
    pub(crate) fn new(rule: &'static str, offset: usize, message: impl Into<String>) -> Self {
        Self {
            rule,
            offset,
            message: message.into(),
        }
    }

    /// The kind of finding it is told as.
    pub(crate) fn code(&self) -> IssueCode {
        match self.rule {
            "body-length" | "json-depth" | "json-entries" | "json-string-length" | "xml-depth"
            | "xml-entries" | "xml-namespaces" | "xml-string-length" => IssueCode::TooLong,
            _ => IssueCode::Structure,
        }
    }
}
