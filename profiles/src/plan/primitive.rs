//! FHIR's primitive types, by what they are in JSON
//! (<http://hl7.org/fhir/R4/json.html#primitive>).

/// What a primitive is in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Primitive {
    /// `true` or `false`.
    Boolean,
    /// A number.
    Number,
    /// A string.
    Text,
}

impl Primitive {
    /// The form of a type; nothing when it is no primitive. XHTML is not counted among
    /// them: it has neither id nor extensions.
    pub(crate) fn of(kind: &str) -> Option<Self> {
        match kind {
            "boolean" => Some(Self::Boolean),
            "decimal" | "integer" | "positiveInt" | "unsignedInt" => Some(Self::Number),
            "base64Binary" | "canonical" | "code" | "date" | "dateTime" | "id" | "instant"
            | "markdown" | "oid" | "string" | "time" | "uri" | "url" | "uuid" => Some(Self::Text),
            _ => None,
        }
    }
}
