//! Bounds: depth, numbers, lengths; no bytes that harm; time that grows with the length.

use std::time::{Duration, Instant};

use super::{told, tree};
use crate::read::Limits;

const OPEN: &str = "<Bundle xmlns=\"http://hl7.org/fhir\">";

fn rule(body: &str, limits: &Limits) -> String {
    told(body.as_bytes(), limits).0[0].0.clone()
}

#[test]
fn depth_entries_strings_and_namespaces_are_limited() {
    let limits = Limits {
        entries_max: 10,
        string_bytes_max: 100,
        ..Limits::default()
    };
    let entries = format!(
        "{OPEN}{}</Bundle>",
        "<entry><fullUrl value=\"a\"/></entry>".repeat(11)
    );
    assert_eq!(rule(&entries, &limits), "xml-entries");
    let long = format!("{OPEN}<id value=\"{}\"/></Bundle>", "a".repeat(101));
    assert_eq!(rule(&long, &limits), "xml-string-length");
    let text = format!(
        "<Patient xmlns=\"http://hl7.org/fhir\"><text><div xmlns=\"http://www.w3.org/1999/xhtml\">{}</div></text></Patient>",
        "a".repeat(101)
    );
    assert_eq!(rule(&text, &limits), "xml-string-length");
    let names: Vec<String> = (0..1000).map(|n| format!(" xmlns:n{n}=\"a\"")).collect();
    let names = format!("<Bundle xmlns=\"http://hl7.org/fhir\"{}/>", names.concat());
    assert_eq!(rule(&names, &limits), "xml-namespaces");
}

#[test]
fn depth_is_that_of_the_tree_and_not_of_the_tags() {
    let nested = |times: usize| {
        let (open, close) = ("<extension url=\"a\">", "</extension>");
        format!(
            "<Patient xmlns=\"http://hl7.org/fhir\">{}{}</Patient>",
            open.repeat(times),
            close.repeat(times)
        )
    };
    let limits = Limits {
        depth_max: 11,
        ..Limits::default()
    };
    assert_eq!(told(nested(5).as_bytes(), &limits).0, []);
    assert_eq!(rule(&nested(6), &limits), "xml-depth");
}

#[test]
fn hostile_bodies_need_no_more_than_a_small_stack() {
    let small = std::thread::Builder::new().stack_size(512 << 10);
    let thread = small.spawn(|| {
        for tag in ["<extension url=\"a\">", "<a>", "<text><div xmlns=\"http://www.w3.org/1999/xhtml\">", "<entry><resource><Bundle>"] {
            let body = format!("{OPEN}{}", tag.repeat(100_000));
            told(body.as_bytes(), &Limits::default());
        }
        let inner = format!("<Patient xmlns=\"http://hl7.org/fhir\"><text><div xmlns=\"http://www.w3.org/1999/xhtml\">{}", "<b>".repeat(100_000));
        assert_eq!(rule(&inner, &Limits::default()), "xml-depth");
        let parameters = "<parameter><name value=\"a\"/><resource><Parameters>".repeat(15);
        told(format!("<Parameters xmlns=\"http://hl7.org/fhir\">{parameters}").as_bytes(), &Limits::default());
    });
    thread.unwrap().join().unwrap();
}

#[test]
fn every_truncation_is_refused() {
    let whole = format!(
        "<?xml version=\"1.0\"?>{OPEN}<type value=\"a\"/><entry><resource><Patient><name><given value=\"å&amp;\"/></name></Patient></resource></entry></Bundle>"
    );
    tree(&whole);
    for end in 0..whole.len() {
        assert!(
            told(&whole.as_bytes()[..end], &Limits::default())
                .1
                .is_none(),
            "{end}"
        );
    }
}

/// The quickest of three readings.
fn time(body: &str) -> Duration {
    let limits = Limits::default();
    let reading = |_| {
        let start = Instant::now();
        told(body.as_bytes(), &limits);
        start.elapsed()
    };
    (0..3).map(reading).min().unwrap()
}

#[test]
fn time_grows_with_the_length_and_not_faster() {
    let shapes: [fn(usize) -> String; 5] = [
        |n| {
            format!(
                "{OPEN}{}</Bundle>",
                "<entry><fullUrl value=\"urn:a\"/></entry>".repeat(n)
            )
        },
        |n| format!("{OPEN}{}</Bundle>", "<unknown a=\"b\"/>".repeat(n)),
        |n| {
            format!(
                "{OPEN}<id{}/></Bundle>",
                (0..n)
                    .map(|n| format!(" a{n}=\"b\""))
                    .collect::<Vec<_>>()
                    .concat()
            )
        },
        |n| format!("{OPEN}<id value=\"{}\"/></Bundle>", "&amp;".repeat(n)),
        |n| format!("{OPEN}{}</Bundle>", "text<!-- a -->&lt;".repeat(n)),
    ];
    for (index, shape) in shapes.into_iter().enumerate() {
        let (small, large) = (time(&shape(2_000)), time(&shape(32_000)));
        let most = small.max(Duration::from_millis(1)) * 16 * 4;
        assert!(large < most, "shape {index}: {small:?} and {large:?}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(2000))]
    #[test]
    fn no_bytes_do_harm(bytes: Vec<u8>) {
        told(&bytes, &Limits::default());
    }

    #[test]
    fn no_markup_does_harm(inner in "(<(/)?(name|given|text|div|extension|f:id|contained|Basic)( (value|id|url|xmlns|xmlns:f)(=(\"[a&;<]{0,3}\"|'b'))?){0,2}(/)?>|&(amp|a|#1|#65);?|<!--|-->|<\\?a|\\?>|<!\\[CDATA\\[|\\]\\]>|a| ){0,12}") {
        told(format!("<Patient xmlns=\"http://hl7.org/fhir\">{inner}</Patient>").as_bytes(), &Limits::default());
        told(inner.as_bytes(), &Limits::default());
    }
}
