//! What a text itself may be: its length, tags in it, a narrative's links.

use caseway_proto::IssueCode;
use serde_json::Value;

use super::Walker;
use crate::check::bundle::Target;
use crate::check::narrative;
use crate::plan::Node;
use crate::read::Finding;

/// The most characters of a text (<http://hl7.org/fhir/R4/datatypes.html#string>).
const TEXT_MAX: usize = 1 << 20;

impl<'a> Walker<'a> {
    /// Checks a text by its type.
    pub(super) fn text_itself(&mut self, kind: Option<&str>, text: &'a str) {
        match kind {
            Some("base64Binary") => return,
            Some("xhtml") => return self.narrative(text),
            Some("string") if has_markup(text) => {
                let message = "The text has tags in it as HTML has, which are shown as they are at best. Write plain text.";
                let code = IssueCode::Security;
                self.add(Finding::warning("text-has-markup", code, message));
            }
            Some("markdown") if has_markup(text) => {
                let message = "The markdown has HTML in it, which a reader may not show or may not trust. Write it as markdown.";
                let code = IssueCode::Security;
                self.add(Finding::warning("markdown-has-html", code, message));
            }
            Some("url") if is_made_up(text) => {
                let message = "The address is an example's. Write the real one.";
                let code = IssueCode::Value;
                self.add(Finding::warning("example-url", code, message));
            }
            _ => {}
        }
        if text.len() > TEXT_MAX && text.chars().count() > TEXT_MAX {
            let message = "The text is longer than FHIR allows, 1,048,576 characters. Shorten it.";
            let code = IssueCode::TooLong;
            self.add(Finding::error("value-too-long", code, message));
        }
    }

    /// Checks that a narrative has the sections by language that the profile asks for.
    pub(super) fn languages(&mut self, node: &Node, text: &'a Value) {
        let seen = narrative::check(text["div"].as_str().unwrap_or_default());
        let own = self.resource["language"].as_str();
        let has = |wanted: Option<&str>| seen.sections.iter().any(|each| Some(&**each) == wanted);
        let right = node.languages.iter().all(|wanted| match &**wanted {
            "_no" => seen.sections.is_empty(),
            "_yes" => !seen.sections.is_empty(),
            "_resource" => has(own),
            language => has(Some(language)),
        });
        if !right {
            let message = format!(
                "The narrative's sections by language are not those that the profile asks for: {}. Divide it so, each div with its lang.",
                node.languages.join(", ")
            );
            let code = IssueCode::Structure;
            self.add(Finding::error("narrative-language", code, message));
        }
    }

    /// Checks a narrative, and that what it links to by URN is in the Bundle.
    fn narrative(&mut self, text: &'a str) {
        let seen = narrative::check(text);
        for finding in seen.found {
            self.add(finding);
        }
        let lost = |link: &String| {
            let target = self.scene.bundle.resolve(link, self.root);
            matches!(target, Target::Nowhere)
        };
        if seen.urns.iter().any(lost) {
            let message = "The narrative links to a resource that is not in the Bundle. Add the resource, or make it plain text.";
            let code = IssueCode::NotFound;
            self.add(Finding::warning("narrative-link-broken", code, message));
        }
    }
}

/// Whether the host of an address is reserved for examples (RFC 2606 §3).
fn is_made_up(address: &str) -> bool {
    ["example.com", "example.net", "example.org"]
        .iter()
        .any(|domain| is_of(domain, address))
}

/// Whether the host of an address is of a domain.
pub(super) fn is_of(domain: &str, address: &str) -> bool {
    let host = address.split_once("://").map_or("", |(_, rest)| rest);
    let host = host.split(['/', ':', '?', '#']).next().unwrap_or_default();
    let before = host.strip_suffix(domain);
    before.is_some_and(|before| before.is_empty() || before.ends_with('.'))
}

/// Whether a text has a tag in it; looks at each byte once.
fn has_markup(text: &str) -> bool {
    // What opens behind the last `>` is closed nowhere.
    let closed = text.rfind('>').map_or("", |last| &text[..last]);
    let mut opened = closed.split('<').skip(1);
    opened.any(|after| {
        let name = after.strip_prefix('/').unwrap_or(after);
        name.starts_with(|first: char| first.is_ascii_alphabetic())
    })
}
