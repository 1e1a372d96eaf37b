//! Rows of the code lists, and ranges of morphologies.

use std::ops::RangeInclusive;

/// The rows of a tab-separated list behind its header.
pub(super) fn rows<const N: usize>(text: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    text.lines().skip(1).filter_map(|line| {
        let mut cells = line.split('\t');
        let row = [(); N].map(|()| cells.next());
        row.iter()
            .all(Option::is_some)
            .then(|| row.map(Option::unwrap_or_default))
    })
}

/// `8000-8005,8010` as ranges.
pub(super) fn ranges(text: &str) -> Vec<RangeInclusive<i64>> {
    let range = |each: &str| {
        let (first, last) = each.split_once('-').unwrap_or((each, each));
        Some(first.parse().ok()?..=last.parse().ok()?)
    };
    text.split(',').filter_map(range).collect()
}

/// `C64.9,C65-C66` as ranges.
pub(super) fn site_ranges(text: &'static str) -> Vec<RangeInclusive<&'static str>> {
    let range = |each: &'static str| {
        let (first, last) = each.split_once('-').unwrap_or((each, each));
        first..=last
    };
    text.split(',').map(range).collect()
}

/// Whether a code is one of some codes or begins with one.
pub(super) fn begins(code: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| code.starts_with(start))
}
