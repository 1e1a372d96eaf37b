//! Which round of a long run this is.

/// The number in `CASEWAY_TEST_ROUND`, 0 where nothing is said. Each round has other seeds.
#[must_use]
pub fn round() -> u64 {
    let said = std::env::var("CASEWAY_TEST_ROUND").ok();
    said.and_then(|said| said.parse().ok()).unwrap_or_default()
}
