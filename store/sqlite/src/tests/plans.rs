//! Query plans: no statement reads a table from end to end that grows with what arrives.

use sqlx::AssertSqlSafe;

use super::opened;
use super::statements::{crate_folder, files};

/// Tables that grow; `feed` has one row and `senders` has few.
const GROWING: [&str; 11] = [
    "entries",
    "outcomes",
    "held",
    "facts",
    "cases",
    "expectations",
    "reroutings",
    "rulings",
    "ruled_persons",
    "unlinked",
    "keys",
];

#[tokio::test]
async fn no_statement_scans_a_table_that_grows() {
    let (sqlite, _folder) = opened().await;
    let mut searches = 0;
    for file in files(&crate_folder().join("statements"), "sql") {
        let text = std::fs::read_to_string(&file).unwrap();
        let pool = if file.parent().unwrap().ends_with("vault") {
            &sqlite.keys
        } else {
            &sqlite.reading
        };
        let plan = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}"));
        let plan: Vec<(i64, i64, i64, String)> =
            sqlx::query_as(plan).fetch_all(pool).await.unwrap();
        for (.., step) in plan {
            let scanned = step.strip_prefix("SCAN ").unwrap_or_default();
            let table = scanned.split(' ').next().unwrap_or_default();
            assert!(!GROWING.contains(&table), "{}: {step}", file.display());
            searches += usize::from(step.starts_with("SEARCH "));
        }
    }
    assert!(searches > 20, "plans were read");
}
