//! Extensions by URL.

use super::Element;

/// Every extension of that URL.
pub(crate) fn extensions<'a>(element: &Element<'a>, url: &str) -> Vec<Element<'a>> {
    let mut all = element.each("extension");
    all.retain(|extension| extension.text("url") == Some(url));
    all
}

/// The type and value of the first extension of that URL.
pub(crate) fn extension_value<'a>(
    element: &Element<'a>,
    url: &str,
) -> Option<(&'a str, Element<'a>)> {
    extensions(element, url).first()?.choice("value")
}
