//! Addresses in a narrative: which are scripts, and which fetch something.

/// The attributes whose value is an address.
const ADDRESSES: [&str; 5] = ["cite", "href", "longdesc", "src", "usemap"];
/// What an address starts with that is a script.
const SCRIPTS: [&str; 4] = ["javascript:", "vbscript:", "livescript:", "data:text/html"];
/// What a style has that is a script.
const STYLED_SCRIPTS: [&str; 4] = ["expression(", "javascript:", "-moz-binding", "behavior:"];

/// Whether an attribute's value would be run.
pub(super) fn acts(name: &str, value: &str) -> bool {
    let value = plain(value);
    if name == "style" {
        return STYLED_SCRIPTS.iter().any(|script| value.contains(script));
    }
    ADDRESSES.contains(&name) && SCRIPTS.iter().any(|script| value.starts_with(script))
}

/// Whether showing an element would fetch something from outside the report.
pub(super) fn fetches(element: &str, name: &str, value: &str) -> bool {
    let value = plain(value);
    match (element, name) {
        (_, "style") => {
            value.contains("@import")
                || value.contains("url(")
                    && !value.contains("url(data:")
                    && !value.contains("url(#")
        }
        ("img", "src") => {
            value.starts_with("//")
                || value.starts_with("http:")
                || value.starts_with("https:")
                || value.starts_with("ftp:")
        }
        _ => false,
    }
}

/// A value as a browser would look at its start: small letters, no white space.
fn plain(value: &str) -> String {
    let letters = value
        .chars()
        .filter(|letter| !letter.is_whitespace() && !letter.is_control());
    letters.map(|letter| letter.to_ascii_lowercase()).collect()
}
