//! Rows as columns: a statement that writes many rows takes an array for each column.

/// One column of some rows.
pub(crate) fn column<'r, R, T>(rows: &'r [R], value: impl Fn(&'r R) -> T) -> Vec<T> {
    rows.iter().map(value).collect()
}

/// A text as PostgreSQL can hold it: what was written with U+0000 is kept with U+FFFD.
///
/// Only for what stands in a document as well, where it is kept as it was.
pub(crate) fn text(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}
