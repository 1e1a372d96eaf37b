//! Answers in XML, where a request asks for them (<http://hl7.org/fhir/R4/http.html#mime-type>).
//!
//! Every answer of FHIR is made as JSON, and turned into XML at the very end: what a
//! repetition is answered is the same, byte for byte, in each format. Relies on `fhirbolt`
//! for how FHIR is written in XML. It is given answers of ours only, never anything that a
//! sender sent. Leaves out accounts and submissions, which are no FHIR.

use axum::body::{Body, to_bytes};
use axum::extract::{Query, Request};
use axum::middleware::Next;
use axum::response::Response;
use caseway_proto::Syntax;
use fhirbolt::FhirReleases;
use fhirbolt::element::Element;
use http::{HeaderValue, header};
use serde::Deserialize;
use serde_json::Value;

use super::body::text;

/// No answer is longer: findings and the entries of a batch are limited in number.
pub(super) const ANSWER_BYTES_MAX: usize = 256 << 20;
const XML: HeaderValue = HeaderValue::from_static("application/fhir+xml; charset=utf-8");

/// The layer: answers as the request asks.
pub(super) async fn answer(request: Request, next: Next) -> Response {
    let asked = asked(&request);
    let response = next.run(request).await;
    let sent = text(response.headers(), &header::CONTENT_TYPE).unwrap_or_default();
    if asked == Syntax::Xml && sent.starts_with(Syntax::Json.media_type()) {
        return in_xml(response).await;
    }
    response
}

#[derive(Default, Deserialize)]
struct Asked {
    #[serde(rename = "_format")]
    format: Option<String>,
}

/// `_format` comes before `Accept`; JSON where neither asks for anything known.
fn asked(request: &Request) -> Syntax {
    let query = Query::<Asked>::try_from_uri(request.uri()).unwrap_or_default();
    let format = query.0.format.as_deref().and_then(named);
    let accept = || text(request.headers(), &header::ACCEPT).and_then(preferred);
    format.or_else(accept).unwrap_or(Syntax::Json)
}

/// The syntax of a `_format`: a media type, whose plus may have become a space, or a word.
fn named(format: &str) -> Option<Syntax> {
    match format {
        "json" => Some(Syntax::Json),
        "xml" => Some(Syntax::Xml),
        other => Syntax::of_media_type(&other.replace(' ', "+")),
    }
}

/// The syntax that an `Accept` wants most; of two wanted alike the first.
fn preferred(accept: &str) -> Option<Syntax> {
    let wanted = accept.split(',').filter_map(|range| {
        let weight = range.split(';').skip(1).find_map(|parameter| {
            let weight = parameter.trim().strip_prefix("q=")?;
            weight.parse::<f32>().ok()
        });
        let syntax = match range.split(';').next().unwrap_or_default().trim() {
            "*/*" | "application/*" => Some(Syntax::Json),
            other => Syntax::of_media_type(other),
        };
        Some((syntax?, weight.unwrap_or(1.0))).filter(|(_, weight)| *weight > 0.0)
    });
    let best = wanted.reduce(|best, next| if next.1 > best.1 { next } else { best });
    best.map(|(syntax, _)| syntax)
}

/// The same answer in XML.
async fn in_xml(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let json = to_bytes(body, ANSWER_BYTES_MAX).await.unwrap_or_default();
    let Some(xml) = written(&json) else {
        tracing::error!("an answer could not be written in XML and was sent in JSON");
        return Response::from_parts(parts, Body::from(json));
    };
    parts.headers.insert(header::CONTENT_TYPE, XML);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(xml))
}

/// A resource of ours in XML.
fn written(json: &[u8]) -> Option<Vec<u8>> {
    let mut resource: Value = serde_json::from_slice(json).ok()?;
    prepare(&mut resource);
    let element: Element<{ FhirReleases::R4 }> =
        fhirbolt::json::from_json_value(resource, None).ok()?;
    fhirbolt::xml::to_vec(&element, None).ok()
}

/// Takes away what XML cannot say: arrays of nothing, and characters that it does not
/// have, which a name that a sender made up may bring into an expression.
fn prepare(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.retain(|_, member| !member.as_array().is_some_and(Vec::is_empty));
            members.values_mut().for_each(prepare);
        }
        Value::Array(items) => items.iter_mut().for_each(prepare),
        Value::String(text) if text.contains(is_none_of_xmls) => {
            *text = text.replace(is_none_of_xmls, "\u{fffd}");
        }
        _ => {}
    }
}

fn is_none_of_xmls(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use axum::extract::Request;
    use caseway_proto::Syntax;
    use serde_json::json;

    use super::{asked, written};

    #[test]
    fn the_request_says_the_format() {
        for (uri, accept, wanted) in [
            ("/a", None, Syntax::Json),
            ("/a", Some("*/*"), Syntax::Json),
            ("/a", Some("application/fhir+xml"), Syntax::Xml),
            (
                "/a",
                Some("text/html, application/xml;q=0.9, */*;q=0.8"),
                Syntax::Xml,
            ),
            (
                "/a",
                Some("application/fhir+xml;q=0.5, application/fhir+json"),
                Syntax::Json,
            ),
            ("/a", Some("application/fhir+xml;q=0"), Syntax::Json),
            ("/a?_format=xml", Some("application/fhir+json"), Syntax::Xml),
            ("/a?_format=application/fhir+xml", None, Syntax::Xml),
            ("/a?_format=application%2Ffhir%2Bxml", None, Syntax::Xml),
            (
                "/a?_format=json",
                Some("application/fhir+xml"),
                Syntax::Json,
            ),
            ("/a?_format=turtle", None, Syntax::Json),
        ] {
            let mut request = Request::builder().uri(uri);
            if let Some(accept) = accept {
                request = request.header("accept", accept);
            }
            let request = request.body(axum::body::Body::empty()).unwrap();
            assert_eq!(asked(&request), wanted, "{uri} {accept:?}");
        }
    }

    #[test]
    fn what_xml_cannot_say_is_left_out() {
        let outcome = json!({
            "resourceType": "OperationOutcome",
            "issue": [{"severity": "error", "code": "structure", "expression": ["a.b\u{1}<"]}],
            "contained": [],
        });
        let xml = String::from_utf8(written(outcome.to_string().as_bytes()).unwrap()).unwrap();
        assert!(
            xml.contains("<expression value=\"a.b\u{fffd}&#60;\"/>"),
            "{xml}"
        );
        let empty = json!({"resourceType": "Bundle", "type": "batch-response", "entry": []});
        assert!(written(empty.to_string().as_bytes()).is_some());
    }
}
