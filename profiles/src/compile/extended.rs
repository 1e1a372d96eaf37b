//! What an ElementDefinition says by extensions: which extensions may stand for a value, and
//! which sections by language a narrative has.
//!
//! Leaves out the other extensions of HL7's pack that stand on elements: they are for who
//! reads the profile.

use serde_json::Value;

use super::element::texts;
use crate::plan::Node;

/// Names the extensions that may stand for a value, as R5's `valueAlternatives` does.
const ALTERNATIVES: &str =
    "http://hl7.org/fhir/5.0/StructureDefinition/extension-ElementDefinition.valueAlternatives";
/// Says which sections a narrative has, by language.
const LANGUAGES: &str = "http://hl7.org/fhir/StructureDefinition/narrative-language-control";

/// What an element says by extensions of HL7's pack, and in R5 by itself.
pub(super) fn overlay(node: &mut Node, element: &Value) {
    let mut alternatives = texts(&element["valueAlternatives"]);
    let mut languages = Vec::new();
    for extension in element["extension"].as_array().into_iter().flatten() {
        let text = |key: &str| extension[key].as_str().map(Box::from);
        match extension["url"].as_str() {
            Some(ALTERNATIVES) => alternatives.extend(text("valueCanonical")),
            Some(LANGUAGES) => languages.extend(text("valueCode")),
            _ => {}
        }
    }
    if !alternatives.is_empty() {
        node.alternatives = alternatives;
    }
    if !languages.is_empty() {
        node.languages = languages;
    }
}
