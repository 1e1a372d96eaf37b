//! The elements and attributes that a narrative may have: HTML 4.0, chapters 7 to 11
//! without section 9.4, and 15, without what is deprecated there (R4 §2.4.0, txt-1).

const ELEMENTS: [&str; 53] = [
    "a",
    "abbr",
    "acronym",
    "address",
    "area",
    "b",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "kbd",
    "li",
    "map",
    "ol",
    "p",
    "pre",
    "q",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "tt",
    "ul",
    "var",
];

/// Attributes of every element.
const EVERYWHERE: [&str; 20] = [
    "abbr",
    "accesskey",
    "align",
    "axis",
    "char",
    "charoff",
    "class",
    "colspan",
    "dir",
    "headers",
    "id",
    "lang",
    "rowspan",
    "scope",
    "span",
    "style",
    "tabindex",
    "title",
    "valign",
    "xml:lang",
];

/// Attributes of some elements.
const OF: [(&str, &[&str]); 16] = [
    (
        "a",
        &[
            "charset", "coords", "href", "hreflang", "name", "rel", "rev", "shape", "type",
        ],
    ),
    ("area", &["alt", "coords", "href", "nohref", "shape"]),
    ("blockquote", &["cite"]),
    ("col", &["width"]),
    ("colgroup", &["width"]),
    ("hr", &["width"]),
    (
        "img",
        &[
            "alt", "border", "height", "ismap", "longdesc", "src", "usemap", "width",
        ],
    ),
    ("li", &["type", "value"]),
    ("map", &["name"]),
    ("ol", &["start", "type"]),
    ("pre", &["space", "width", "xml:space"]),
    ("q", &["cite"]),
    (
        "table",
        &[
            "border",
            "cellpadding",
            "cellspacing",
            "frame",
            "rules",
            "summary",
            "width",
        ],
    ),
    ("td", &["height", "nowrap", "width"]),
    ("th", &["height", "nowrap", "width"]),
    ("ul", &["type"]),
];

/// Whether a narrative may have an element.
pub(super) fn element(name: &str) -> bool {
    ELEMENTS.binary_search(&name).is_ok()
}

/// Whether an element of a narrative may have an attribute.
pub(super) fn attribute(element: &str, name: &str) -> bool {
    let own = OF.iter().find(|(known, _)| *known == element);
    EVERYWHERE.binary_search(&name).is_ok() || own.is_some_and(|(_, names)| names.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::{ELEMENTS, EVERYWHERE};

    #[test]
    fn the_lists_are_in_order() {
        assert!(ELEMENTS.is_sorted() && EVERYWHERE.is_sorted());
    }
}
