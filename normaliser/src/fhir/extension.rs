//! Extensions by URL.

use super::Element;

/// Every extension of that URL.
pub(crate) fn extensions<'a>(
    element: &Element<'a>,
    url: &str,
) -> impl Iterator<Item = Element<'a>> {
    let all = element.each("extension");
    all.filter(move |extension| extension.text("url") == Some(url))
}

/// The type and value of the first extension of that URL.
pub(crate) fn extension_value<'a>(
    element: &Element<'a>,
    url: &str,
) -> Option<(&'a str, Element<'a>)> {
    extensions(element, url).next()?.choice("value")
}
