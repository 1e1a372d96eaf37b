//! Grammars: codes that are, that are not, and that only a register could tell.

use super::super::{Membership, Terms};
use super::definitions;

/// A system, then codes it has, codes it may have, codes it has not.
type Case<'a> = (&'a str, &'a [&'a str], &'a [&'a str], &'a [&'a str]);

const CASES: &[Case<'_>] = &[
    (
        "urn:ietf:bcp:13",
        &[
            "text/plain",
            "application/fhir+json; fhirVersion=4.0",
            "text/plain;charset=UTF-8",
            "xml",
        ],
        &[],
        &[
            "",
            "plain text/x",
            "text/",
            "text/plain;",
            "text/plain; charset",
            "doc",
        ],
    ),
    (
        "urn:ietf:bcp:47",
        &[
            "nb",
            "en-US",
            "zh-Hant-TW",
            "sl-rozaj-biske",
            "de-CH-1996",
            "x-own",
            "i-klingon",
            "NB-no",
        ],
        &[],
        &["", "english", "en_US", "e", "en-", "nb-NO-", "-en", "en us"],
    ),
    (
        "http://unitsofmeasure.org",
        &[
            "mm", "kg/m2", "10*9/L", "{score}", "mm[Hg]", "umol/L", "Cel", "/[HPF]", "%",
        ],
        &[],
        &[
            "",
            "mmm Hg",
            "kgs",
            "mg/",
            "((",
            "cells per field",
            "{open",
            "µg",
        ],
    ),
    (
        "urn:iso:std:iso:4217",
        &["NOK", "EUR", "XTS"],
        &[],
        &["", "nok", "ZZZ", "kr", "EURO"],
    ),
    (
        "urn:iso:std:iso:3166",
        &[],
        &["NO", "NOR", "578"],
        &["", "no", "Norway", "5780"],
    ),
    (
        "urn:iso:std:iso:3166:-2",
        &[],
        &["NO-03", "GB-ENG"],
        &["NO", "NO-", "no-03"],
    ),
    (
        "urn:ietf:rfc:3986",
        &["http://a.example", "urn:oid:1.2"],
        &[],
        &["", "a b"],
    ),
    (
        "http://hl7.org/fhir/sid/icd-10",
        &["C50", "C50.9", "D05.1", "C18.7"],
        &["I10", "Z85.3", "C50.7", "C77.99", "C00-C97"],
        &[
            "", "C509", "c50.9", "C50.", "C98", "C50.999", "50.9", "breast",
        ],
    ),
    (
        "urn:oid:2.16.578.1.12.4.1.1.7110",
        &["C50.9"],
        &["J45.0"],
        &["C509"],
    ),
    (
        "http://hl7.org/fhir/sid/icd-10-cm",
        &[],
        &["C50.911", "C7A.8", "Z00"],
        &["C50.91111", "50"],
    ),
    (
        "http://terminology.hl7.org/CodeSystem/icd-o-3",
        &["C50.9", "C00.0", "8500/3", "8140/1", "9992/3"],
        &["C50", "8500", "8500/33", "8999/3"],
        &[
            "", "C50.7", "C79.0", "8500/4", "8500/", "7999/3", "M8500/3", "8500/3x", "/3",
        ],
    ),
    (
        "http://www.whocc.no/atc",
        &[],
        &["L", "L01", "L01X", "L01XC", "L01XC03"],
        &["", "E01", "L1", "L01XC0", "L01XC033", "l01xc03"],
    ),
    (
        "urn:oid:2.16.578.1.12.4.1.1.7275",
        &["HAB40", "JGB30"],
        &["WBOC05", "ZZZ99", "SJN0AK"],
        &["", "HAB4", "hab40", "12345", "HAB40XX"],
    ),
    (
        "http://loinc.org",
        &[],
        &["21889-1", "718-7", "1-8", "LA6576-8", "LL379-9", "LP7787-7"],
        &[
            "", "21889-2", "21889", "abc-1", "-1", "21889-11", "LX1-1", "LA-1",
        ],
    ),
    (
        "http://snomed.info/sct",
        &[],
        &[
            "24028007",
            "404684003",
            "999000011000000103",
            "128045006:363698007=56459004",
        ],
        &[
            "",
            "24028008",
            "240280",
            "024028007",
            "2.4028007",
            "abc",
            "680946014",
            "12345678901234567890",
        ],
    ),
    ("https://www.uicc.org/resources/tnm", &[], &["cT1"], &[""]),
];

#[test]
fn a_grammar_tells_what_can_be_told() {
    let definitions = definitions(Vec::new());
    let terms = Terms::new(&definitions);
    for (url, members, open, others) in CASES {
        let system = terms.system(&definitions, url).unwrap();
        for (codes, found) in [
            (members, Membership::Member),
            (open, Membership::Undecidable),
            (others, Membership::NotMember),
        ] {
            for code in *codes {
                assert_eq!(system.has(code), found, "{url} {code:?}");
            }
        }
    }
}

#[test]
fn no_code_makes_a_grammar_panic() {
    let definitions = definitions(Vec::new());
    let terms = Terms::new(&definitions);
    let long = "(".repeat(100_000);
    let odd = [
        "æøå", "C5æ", "LA-", "-", "/", "æ/3", "8ø00/3", "\u{0}", "1-æ", &long,
    ];
    for (url, ..) in CASES {
        let system = terms.system(&definitions, url).unwrap();
        for code in odd {
            let whole = ["urn:ietf:rfc:3986", "https://www.uicc.org/resources/tnm"].contains(url);
            assert!(
                whole || system.has(code) == Membership::NotMember,
                "{url} {code:.9}"
            );
        }
    }
}

/// The codes of a table beside the repository: each row's system, or the one given.
fn tabled(table: &str, system: Option<&str>) -> Vec<(String, String)> {
    let path = format!(
        "{}/../../shared/domain/tables/{table}",
        env!("CARGO_MANIFEST_DIR")
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("{table} is not there: nothing was tested");
        return Vec::new();
    };
    let row = |row: &str| {
        let mut columns = row.split('\t').map(str::to_owned);
        let of = system.map_or_else(|| columns.next(), |system| Some(system.to_owned()));
        Some((of?, columns.next()?))
    };
    text.lines().skip(1).filter_map(row).collect()
}

#[test]
fn no_code_of_a_published_table_breaks_its_grammar() {
    let definitions = definitions(Vec::new());
    let terms = Terms::new(&definitions);
    let tables = [
        tabled("loinc_snomed_used.tsv", None),
        tabled("atc_antineoplastic.tsv", Some("http://www.whocc.no/atc")),
        tabled(
            "icd_10_neoplasms.tsv",
            Some("http://hl7.org/fhir/sid/icd-10-no"),
        ),
        tabled(
            "ncsp_procedures.tsv",
            Some("urn:oid:2.16.578.1.12.4.1.1.7275"),
        ),
        tabled(
            "icd_o_3_topography.tsv",
            Some("http://terminology.hl7.org/CodeSystem/icd-o-3"),
        ),
    ];
    for (system, code) in tables.concat() {
        let known = terms.system(&definitions, &system).unwrap();
        assert_ne!(known.has(&code), Membership::NotMember, "{system} {code}");
    }
}
