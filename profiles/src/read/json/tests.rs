//! Bodies that cannot be read, and those that can.

use super::read;
use crate::read::Limits;
use crate::read::spots::positions;

fn rule(body: &[u8]) -> &'static str {
    read(body, &Limits::default()).unwrap_err().rule
}

#[test]
fn each_fault_of_the_bytes_has_its_rule() {
    let cases: [(&[u8], &str); 22] = [
        (b"", "json-empty"),
        (b" \n", "json-empty"),
        (b"hello", "not-json"),
        (b"<a/>", "not-json"),
        (b"{", "json-truncated"),
        (b"{\"a\":", "json-truncated"),
        (b"{\"a\":\"b", "json-truncated"),
        (b"[1,", "json-truncated"),
        (b"[tru", "json-truncated"),
        (b"{\"a\":1,}", "json-syntax"),
        (b"[01]", "json-syntax"),
        (b"[1.]", "json-syntax"),
        (b"[\"\\x\"]", "json-syntax"),
        (b"[\"\n\"]", "json-syntax"),
        (b"{\"a\":1}x", "json-trailing"),
        (b"{\"a\":1}{}", "json-trailing"),
        (b"\xef\xbb\xbf{}", "json-bom"),
        (b"[\"\xff\"]", "json-utf8"),
        (b"[\"\\u0000\"]", "json-nul"),
        (b"[\"\\ud800\"]", "json-lone-surrogate"),
        (b"[\"\\udc00\"]", "json-lone-surrogate"),
        (b"[\"\\ud800\\u0041\"]", "json-lone-surrogate"),
    ];
    for (body, wanted) in cases {
        let wanted = if wanted == "json-syntax" {
            "json-syntax"
        } else {
            wanted
        };
        assert_eq!(rule(body), wanted, "{}", String::from_utf8_lossy(body));
    }
}

#[test]
fn a_name_that_stands_twice_is_refused_however_it_is_written() {
    assert_eq!(rule(br#"{"a":1,"a":2}"#), "json-duplicate-key");
    assert_eq!(rule(br#"{"a":1,"\u0061":2}"#), "json-duplicate-key");
    assert!(read(br#"{"a":{"a":1},"b":{"a":1}}"#, &Limits::default()).is_ok());
}

#[test]
fn a_name_that_stands_twice_among_many_is_refused() {
    let names: Vec<String> = (0..100).map(|n| format!("\"n{n}\":{n}")).collect();
    let good = format!("{{{}}}", names.join(","));
    assert!(read(good.as_bytes(), &Limits::default()).is_ok());
    for twice in [0, 31, 32, 99] {
        let bad = format!("{{{},\"n{twice}\":0}}", names.join(","));
        assert_eq!(rule(bad.as_bytes()), "json-duplicate-key");
    }
}

#[test]
fn depth_entries_and_strings_are_limited() {
    assert_eq!(rule(&b"[".repeat(10_000)), "json-depth");
    assert_eq!(rule(&b"{\"a\":".repeat(10_000)), "json-depth");
    let entries = format!("{{\"entry\":[{}{{}}]}}", "{},".repeat(200_000));
    assert_eq!(rule(entries.as_bytes()), "json-entries");
    let long = format!("[\"{}\"]", "a".repeat((16 << 20) + 1));
    assert_eq!(rule(long.as_bytes()), "json-string-length");
}

#[test]
fn hostile_bodies_need_no_more_than_a_small_stack() {
    let small = std::thread::Builder::new().stack_size(256 << 10);
    let thread = small.spawn(|| {
        rule(&b"[".repeat(1_000_000));
        let deep = [b"[".repeat(64), b"]".repeat(64)].concat();
        read(&deep, &Limits::default()).is_ok()
    });
    assert!(thread.unwrap().join().unwrap());
}

#[test]
fn decimals_stay_as_they_were_written() {
    let tree = read(b"[0.010]", &Limits::default()).unwrap();
    assert_eq!(tree.to_string(), "[0.010]");
}

#[test]
fn lines_and_columns_count_characters_from_one() {
    let text = "[\n\"æ\", x]".as_bytes();
    let fault = read(text, &Limits::default()).unwrap_err();
    assert_eq!(positions(text, &[fault.offset, 0]), [(2, 6), (1, 1)]);
}

proptest::proptest! {
    #[test]
    fn the_scan_accepts_what_serde_json_accepts_and_nothing_else(text in "[\\[\\]{}\",:0-9a\\\\u .eE+-]{0,24}") {
        let ours = read(text.as_bytes(), &Limits::default());
        let theirs: Result<serde_json::Value, _> = serde_json::from_str(&text);
        match ours {
            Ok(_) => proptest::prop_assert!(theirs.is_ok()),
            Err(fault) => {
                let strict = ["json-duplicate-key", "json-nul"].contains(&fault.rule);
                proptest::prop_assert!(strict || theirs.is_err());
            }
        }
    }
}
