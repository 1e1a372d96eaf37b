//! Answers in the language that a request asks for (RFC 9110, §12.5.4).
//!
//! Every answer is made in English, as it is kept, and its findings are said in the
//! language asked for at the very end: a repetition gets the first answer again, byte for
//! byte, in each language. Leaves out pages and tables, and the Operators' own words.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use caseway_profiles::{Language, Voice};
use http::{HeaderValue, header};
use serde_json::{Map, Value};

use super::body::text;
use super::format::ANSWER_BYTES_MAX;
use super::outcome::{DISPOSITIONS, RULES};
use crate::start::House;

/// The rule whose sentences say what became of a submission.
const RECEIPT: &str = "receipt";

/// The layer: answers as the request asks.
pub(super) async fn answer(
    State(house): State<Arc<House>>,
    request: Request,
    next: Next,
) -> Response {
    let wanted = text(request.headers(), &header::ACCEPT_LANGUAGE).unwrap_or_default();
    let language = Language::preferred(wanted);
    let response = next.run(request).await;
    let sent = text(response.headers(), &header::CONTENT_TYPE).unwrap_or_default();
    if language == Language::English || !sent.contains("json") {
        return response;
    }
    told(response, house.voice(language), language).await
}

/// The same answer in a language.
async fn told(response: Response, voice: Voice<'_>, language: Language) -> Response {
    let (mut parts, body) = response.into_parts();
    let json = to_bytes(body, ANSWER_BYTES_MAX).await.unwrap_or_default();
    let Ok(mut answer) = serde_json::from_slice(&json) else {
        return Response::from_parts(parts, Body::from(json));
    };
    tell(voice, &mut answer);
    let tag = HeaderValue::from_static(language.as_str());
    parts.headers.insert(header::CONTENT_LANGUAGE, tag);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(answer.to_string()))
}

/// Says every finding within an answer.
fn tell(voice: Voice<'_>, value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| tell(voice, item)),
        Value::Object(members) => {
            say(voice, members);
            members.values_mut().for_each(|member| tell(voice, member));
        }
        _ => {}
    }
}

/// Says the sentence of a finding: `details` in FHIR, or a finding as it is kept.
fn say(voice: Voice<'_>, members: &mut Map<String, Value>) {
    let coded = members.get("coding").and_then(rule_of);
    let plain = || members.get("rule")?.as_str().map(str::to_owned);
    let (rule, name) = match coded {
        Some(rule) => (rule, "text"),
        None => match plain() {
            Some(rule) => (rule, "message"),
            None => return,
        },
    };
    if let Some(Value::String(sentence)) = members.get_mut(name) {
        *sentence = voice.say(&rule, sentence).into_owned();
    }
}

/// The rule that the codings of `details` name.
fn rule_of(codings: &Value) -> Option<String> {
    codings
        .as_array()?
        .iter()
        .find_map(|coding| match coding["system"].as_str()? {
            RULES => coding["code"].as_str().map(str::to_owned),
            DISPOSITIONS => Some(RECEIPT.to_owned()),
            _ => None,
        })
}

#[cfg(test)]
mod tests {
    use caseway_profiles::{Language, Rules};
    use caseway_proto::{Issue, IssueCode, Severity};
    use serde_json::{Value, json};

    use super::super::outcome::findings;
    use super::tell;

    fn in_norwegian(mut answer: Value) -> Value {
        let rules = Rules::builtin().unwrap();
        tell(rules.voice(Language::Norwegian), &mut answer);
        answer
    }

    fn missing() -> Issue {
        let message = "The mandatory element date is missing. Add it.";
        Issue::new(
            Severity::Error,
            IssueCode::Required,
            "element-missing",
            message,
        )
    }

    #[test]
    fn an_outcome_is_told_with_the_same_codes_and_places() {
        let english = findings(&[missing().at("Composition")]);
        let mut norwegian = in_norwegian(english.clone());
        let text = &mut norwegian["issue"][0]["details"]["text"];
        assert_eq!(
            *text,
            "Det obligatoriske elementet date mangler. Legg det til."
        );
        *text = english["issue"][0]["details"]["text"].clone();
        assert_eq!(norwegian, english);
    }

    #[test]
    fn findings_as_they_are_kept_are_told_too() {
        let told = in_norwegian(json!({ "submissions": [{ "issues": [missing()] }] }));
        let message = &told["submissions"][0]["issues"][0]["message"];
        assert_eq!(
            *message,
            "Det obligatoriske elementet date mangler. Legg det til."
        );
    }

    #[test]
    fn what_is_no_finding_stays() {
        let owed = json!({ "rule": "surgery-pathology", "kind": "pathology" });
        assert_eq!(in_norwegian(owed.clone()), owed);
    }
}
