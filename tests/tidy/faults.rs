//! The table of faults: what it names is a test.

use caseway_tests::repository::text;

use super::none;
use super::sources::rust;

const TABLE: &str = "tests/faults.tsv";

#[test]
fn every_fault_that_is_brought_about_is_a_test() {
    let table = text(TABLE).unwrap();
    let sources = rust().unwrap();
    let named: Vec<(&str, &str)> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| match line.split('\t').collect::<Vec<_>>()[..] {
            [_, _, _, "-", "-"] => None,
            [_, _, _, binary, test] => Some((binary, test)),
            _ => panic!("{TABLE}: not five columns: {line}"),
        })
        .collect();
    assert!(named.len() > 20, "the table was read");
    let missing = named.iter().filter(|(binary, test)| {
        let folder = format!("tests/{binary}/");
        let name = format!("fn {}(", test.rsplit("::").next().unwrap_or(test));
        !sources.iter().any(|source| {
            source.path.starts_with(&folder)
                && text(&source.path).is_some_and(|text| text.contains(&name))
        })
    });
    let faults: Vec<String> = missing
        .map(|(binary, test)| format!("{binary} {test}"))
        .collect();
    none("what the table of faults names is a test", &faults);
}
