//! Each kind of broken XML: its rule, its line, its column.

use super::{R4, told};
use crate::read::Limits;

/// A Patient with something in it, on line 2.
fn patient(inner: &str) -> String {
    format!("<Patient xmlns=\"http://hl7.org/fhir\">\n{inner}\n</Patient>")
}

#[track_caller]
fn refused(body: &str, rule: &str, at: (u32, u32)) {
    let (told, _) = told(body.as_bytes(), &Limits::default());
    assert_eq!(told, [(rule.to_owned(), at.0, at.1)], "{body}");
}

const NO_XML: [(&str, &str, (u32, u32)); 17] = [
    ("", "xml-empty", (1, 1)),
    (" \n", "xml-empty", (1, 1)),
    (" {}", "not-xml", (1, 2)),
    ("<!-- a -->", "xml-truncated", (1, 11)),
    (
        "<Patient xmlns=\"http://hl7.org/fhir\"",
        "xml-truncated",
        (1, 37),
    ),
    (
        "<Patient xmlns=\"http://hl7.org/fhir\">\n<id",
        "xml-truncated",
        (2, 4),
    ),
    (
        "<Patient xmlns=\"http://hl7.org/fhir\">\n",
        "xml-truncated",
        (2, 1),
    ),
    (
        "<Patient xmlns=\"http://hl7.org/fhir\"/>\n<a/>",
        "xml-trailing",
        (2, 1),
    ),
    (
        "<Patient xmlns=\"http://hl7.org/fhir\"/>x",
        "xml-trailing",
        (1, 39),
    ),
    ("<!DOCTYPE Patient>\n<Patient/>", "xml-dtd", (1, 1)),
    (
        "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>",
        "xml-dtd",
        (1, 1),
    ),
    ("<?xml version=\"1.1\"?><Patient/>", "xml-version", (1, 1)),
    (
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Patient/>",
        "xml-encoding",
        (1, 1),
    ),
    ("\n<?xml version=\"1.0\"?><Patient/>", "xml-syntax", (2, 1)),
    ("<Patient/>", "xml-namespace", (1, 1)),
    (
        "<Patient xmlns=\"urn:hl7-org:v3\"/>",
        "xml-namespace",
        (1, 1),
    ),
    ("<f:Patient/>", "xml-namespace", (1, 1)),
];

#[test]
fn what_is_no_xml_ends_the_reading() {
    for (body, rule, at) in NO_XML {
        refused(body, rule, at);
    }
}

const NOT_WELL_FORMED: [(&str, &str, u32); 19] = [
    ("<id value=\"a\"></active>", "xml-syntax", 15),
    ("<id value=\"a\"/></name>", "xml-syntax", 16),
    ("<id value=\"a\" value=\"b\"/>", "xml-syntax", 1),
    ("<id value=a/>", "xml-syntax", 1),
    ("<id value=\"a\"id=\"b\"/>", "xml-syntax", 14),
    ("<id value=\"<\"/>", "xml-syntax", 5),
    ("<id value=\"a & b\"/>", "xml-syntax", 5),
    ("<id value=\"&nbsp;\"/>", "xml-entity", 5),
    ("<id value=\"&#0;\"/>", "xml-character", 5),
    ("<id value=\"&#1;\"/>", "xml-character", 5),
    ("<id value=\"&#xD800;\"/>", "xml-character", 5),
    ("<id value=\"\u{1}\"/>", "xml-character", 12),
    (
        "<text><div xmlns=\"http://www.w3.org/1999/xhtml\">&nbsp;</div></text>",
        "xml-entity",
        49,
    ),
    ("<!-- a -- b -->", "xml-syntax", 8),
    ("<1a/>", "xml-syntax", 1),
    ("< id/>", "xml-syntax", 1),
    ("a ]]> b", "xml-syntax", 0),
    ("<g:id value=\"a\"/>", "xml-namespace", 1),
    ("<id g:a=\"a\"/>", "xml-namespace", 1),
];

#[test]
fn what_is_not_well_formed_inside_ends_the_reading() {
    for (inner, rule, column) in NOT_WELL_FORMED {
        let at = if column == 0 { (1, 38) } else { (2, column) };
        refused(&patient(inner), rule, at);
    }
}

const NOT_FHIRS: [(&str, &str, u32); 21] = [
    ("<actve value=\"true\"/>", "element-unknown", 1),
    ("<_active value=\"true\"/>", "element-unknown", 1),
    ("<resourceType value=\"Patient\"/>", "element-unknown", 1),
    (
        "<gender value=\"male\"/><active value=\"true\"/>",
        "xml-element-order",
        23,
    ),
    (
        "<active val=\"true\" value=\"true\"/>",
        "xml-attribute-unknown",
        9,
    ),
    (
        "<name value=\"a\"><text value=\"b\"/></name>",
        "xml-attribute-unknown",
        7,
    ),
    (
        "<active xml:lang=\"nb\" value=\"true\"/>",
        "xml-attribute-unknown",
        9,
    ),
    ("<active value=\"true\">true</active>", "xml-text", 22),
    ("  some text", "xml-text", 3),
    ("<![CDATA[a]]>", "xml-text", 1),
    ("&amp;", "xml-text", 1),
    ("<?a b?>", "xml-instruction", 1),
    ("<active/>", "xml-value-missing", 1),
    ("<active id=\"a\"/>", "xml-value-missing", 1),
    (
        "<active value=\"true\"/><active value=\"true\"/>",
        "element-too-many",
        23,
    ),
    (
        "<name><id value=\"a\"/><text value=\"b\"/></name>",
        "xml-attribute-expected",
        7,
    ),
    (
        "<extension><url value=\"a\"/><valueCode value=\"b\"/></extension>",
        "xml-attribute-expected",
        12,
    ),
    ("<active xmlns=\"\" value=\"true\"/>", "xml-namespace", 1),
    (
        "<text><status value=\"empty\"/><div>a</div></text>",
        "xml-namespace",
        30,
    ),
    ("<contained/>", "xml-resource-count", 1),
    (
        "<contained><Basic/><Basic/></contained>",
        "xml-resource-count",
        20,
    ),
];

#[test]
fn what_is_not_fhirs_is_told_where_it_stands() {
    for (inner, rule, column) in NOT_FHIRS {
        let at = if inner.starts_with("<![") || inner.starts_with('&') {
            (2, 1)
        } else {
            (2, column)
        };
        let body = patient(inner);
        refused(&body, rule, at);
    }
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let body = patient("<gender valu=\"a\" value=\"male\"/>\n<actve/>\n<active value=\"true\"/>");
    let (told, tree) = told(body.as_bytes(), &Limits::default());
    let rules: Vec<(&str, u32)> = told
        .iter()
        .map(|(rule, line, _)| (rule.as_str(), *line))
        .collect();
    let wanted = [
        ("xml-attribute-unknown", 2),
        ("element-unknown", 3),
        ("xml-element-order", 4),
    ];
    assert_eq!(rules, wanted);
    assert_eq!(tree.unwrap()["active"], true);
}

#[test]
fn other_encodings_are_refused_as_such() {
    let utf16: Vec<u8> = "\u{feff}<a/>"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let latin = b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a>\xe6</a>";
    for body in [&utf16[..], latin] {
        assert_eq!(told(body, &Limits::default()).0[0].0, "xml-encoding");
    }
}

#[test]
fn every_primitive_type_of_the_definitions_is_known_as_one() {
    use crate::plan::Primitive;
    for kind in R4.definitions.primitives() {
        assert_eq!(Primitive::of(&kind).is_some(), &*kind != "xhtml", "{kind}");
    }
}
