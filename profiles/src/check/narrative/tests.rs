//! Narratives, good and bad.

use super::check;

fn rules(inner: &str) -> Vec<String> {
    rules_of(&format!(
        r#"<div xmlns="http://www.w3.org/1999/xhtml">{inner}</div>"#
    ))
}

fn rules_of(div: &str) -> Vec<String> {
    let found = check(div).found.into_iter();
    found.map(|finding| finding.rule.into_string()).collect()
}

#[test]
fn what_only_shows_is_taken() {
    for inner in [
        "text",
        "<p id='a' class=\"b\">a<br/>b &amp; &#160;<!-- c --></p>",
        r#"<table border="1"><tbody><tr><td colspan="2" style="color: red">a</td></tr></tbody></table>"#,
        r##"<img src="#pic" alt="a"/>"##,
        r#"<img src="data:image/png;base64,AA=="/>"#,
        r#"<a href="http://example.org/">a</a><ul><li>b</li></ul>"#,
        "<![CDATA[a < b]]>",
    ] {
        assert_eq!(rules(inner), [""; 0], "{inner}");
    }
}

#[test]
fn what_does_something_or_is_not_allowed_is_refused() {
    let cases = [
        ("a<script>b</script>", "txt-1"),
        ("a<iframe/>", "txt-1"),
        ("a<form/>", "txt-1"),
        ("a<object/>", "txt-1"),
        ("a<style>b</style>", "txt-1"),
        ("a<link href='b'/>", "txt-1"),
        ("a<font>b</font>", "txt-1"),
        (
            "a<x:p xmlns:x='http://www.w3.org/1999/xhtml'>b</x:p>",
            "txt-1",
        ),
        ("<p data-a='b'>a</p>", "txt-1"),
        ("<p href='b'>a</p>", "txt-1"),
        ("<p onclick='b'>a</p>", "narrative-script"),
        ("<p onLoad='b'>a</p>", "narrative-script"),
        ("<a href='javascript:b'>a</a>", "narrative-script"),
        ("<a href=' java&#10;Script:b'>a</a>", "narrative-script"),
        ("<p style='width: expression(b)'>a</p>", "narrative-script"),
        (
            "<img src='http://example.org/a.png'/>",
            "narrative-external",
        ),
        (
            "<p style='background: url(http://example.org/a)'>a</p>",
            "narrative-external",
        ),
        (" <p> &#160; </p>", "txt-2"),
        ("a &nbsp; b", "narrative-syntax"),
        ("a <p>b", "narrative-syntax"),
        ("a < b", "narrative-syntax"),
        ("<p a=b>a</p>", "narrative-syntax"),
        ("<?a b?>a", "narrative-syntax"),
    ];
    for (inner, rule) in cases {
        assert_eq!(rules(inner), [rule], "{inner}");
    }
}

#[test]
fn it_is_one_div_in_its_namespace() {
    assert_eq!(rules_of("<div>a</div>"), ["narrative-namespace"]);
    let p = r#"<p xmlns="http://www.w3.org/1999/xhtml">a</p>"#;
    assert_eq!(rules_of(p), ["narrative-syntax"]);
    let div = r#"<div xmlns="http://www.w3.org/1999/xhtml">a</div>"#;
    assert_eq!(rules_of(&format!("{div}{div}")), ["narrative-syntax"]);
    assert_eq!(rules_of(&format!("a{div}")), ["narrative-syntax"]);
    assert_eq!(
        rules_of(&format!("<!DOCTYPE div>{div}")),
        ["narrative-syntax"]
    );
    assert_eq!(rules_of(""), ["narrative-syntax"]);
    assert_eq!(rules_of(&format!("\n{div}\n")), [""; 0]);
}

#[test]
fn depth_is_limited() {
    let deep = [&"<b>".repeat(10_000), "a", &"</b>".repeat(10_000)].concat();
    assert_eq!(rules(&deep), ["narrative-depth"]);
}

proptest::proptest! {
    #[test]
    fn no_text_does_harm(text in "[<>/!?a-c=\"'&;# \\[\\]-]{0,40}") {
        rules(&text);
        rules_of(&text);
    }
}
