//! Submissions: the bytes as received.

use std::fmt;

use bytes::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Digest, RegistryId, SenderId};

/// The door a Submission came in by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Door {
    /// FHIR REST.
    Rest,
    /// gRPC.
    Grpc,
}

impl Door {
    /// The word used in tables and metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Grpc => "grpc",
        }
    }
}

/// How the bytes are to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Syntax {
    /// `application/fhir+json`.
    Json,
    /// `application/fhir+xml`.
    Xml,
}

impl Syntax {
    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/fhir+json",
            Self::Xml => "application/fhir+xml",
        }
    }

    /// The syntax of a media type, parameters left out; those that FHIR names and those
    /// in use for the same (<http://hl7.org/fhir/R4/http.html#mime-type>).
    #[must_use]
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        match essence.to_ascii_lowercase().as_str() {
            "application/fhir+json" | "application/json" | "text/json" => Some(Self::Json),
            "application/fhir+xml" | "application/xml" | "text/xml" => Some(Self::Xml),
            _ => None,
        }
    }
}

/// The bytes as received from a Sender, content coding undone.
#[derive(Clone)]
pub struct Submission {
    /// The door it came in by.
    pub door: Door,
    /// How it is to be read.
    pub syntax: Syntax,
    /// The Registry named beside it, if any (gRPC has a field for it).
    pub registry: Option<RegistryId>,
    /// When its last byte was here.
    pub received_at: Timestamp,
    /// The bytes.
    pub body: Bytes,
}

impl fmt::Debug for Submission {
    /// Shows the length of the body and nothing of its content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Submission")
            .field("door", &self.door)
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// The name of a Submission, told to its Sender.
///
/// It is computed from who sent it, under which key, with what content and under
/// which Plan it was checked, so the same Submission has the same name however
/// often it is sent. Written as a UUID of version 8 (RFC 9562 §5.8).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct SubmissionId(pub [u8; 16]);

impl SubmissionId {
    /// Names a Submission.
    #[must_use]
    pub fn derive(sender: SenderId, key: &str, content: Digest, plan: Digest) -> Self {
        let digest = Digest::of_parts(&[
            b"submission",
            &sender.0.to_be_bytes(),
            key.as_bytes(),
            &content.0,
            &plan.0,
        ]);
        let mut id = [0; 16];
        id.copy_from_slice(&digest.0[..16]);
        id[6] = (id[6] & 0x0f) | 0x80;
        id[8] = (id[8] & 0x3f) | 0x80;
        Self(id)
    }

    /// Reads the 36 characters that `Display` writes.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        if bytes.len() != 36 || [8, 13, 18, 23].iter().any(|&dash| bytes[dash] != b'-') {
            return None;
        }
        let digits: Vec<u8> = bytes.iter().copied().filter(|&byte| byte != b'-').collect();
        let mut id = [0; 16];
        hex::decode_to_slice(digits, &mut id).ok()?;
        Some(Self(id))
    }
}

impl fmt::Display for SubmissionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = hex::encode(self.0);
        for (index, part) in [0..8, 8..12, 12..16, 16..20, 20..32]
            .into_iter()
            .enumerate()
        {
            f.write_str(if index > 0 { "-" } else { "" })?;
            f.write_str(&digits[part])?;
        }
        Ok(())
    }
}

impl fmt::Debug for SubmissionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl From<SubmissionId> for String {
    fn from(id: SubmissionId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for SubmissionId {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or_else(|| "a submission id is a UUID".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::{SubmissionId, Syntax};
    use crate::{Digest, SenderId};

    fn id(key: &str) -> SubmissionId {
        SubmissionId::derive(
            SenderId(1),
            key,
            Digest::of(b"content"),
            Digest::of(b"plan"),
        )
    }

    #[test]
    fn a_media_type_says_the_syntax() {
        for syntax in [Syntax::Json, Syntax::Xml] {
            assert_eq!(Syntax::of_media_type(syntax.media_type()), Some(syntax));
        }
        let written = "Application/XML; charset=utf-8";
        assert_eq!(Syntax::of_media_type(written), Some(Syntax::Xml));
        assert_eq!(Syntax::of_media_type("text/plain"), None);
    }

    #[test]
    fn the_same_submission_has_the_same_name() {
        assert_eq!(id("a"), id("a"));
        assert_ne!(id("a"), id("b"));
    }

    #[test]
    fn a_name_is_a_uuid_of_version_8_and_survives_being_written_and_read() {
        let text = id("a").to_string();
        assert_eq!(text.as_bytes()[14], b'8');
        assert_eq!(SubmissionId::parse(&text), Some(id("a")));
        assert_eq!(SubmissionId::parse("not-a-name"), None);
    }
}
