//! Query plans: no statement reads a table from end to end that grows with what arrives.
//!
//! Plans are made for any values, under the role that runs the statement, with its policies.

use serde_json::{Map, Value};
use sqlx::{AssertSqlSafe, PgPool};

use super::opened;
use super::statements::{crate_folder, files};
use crate::Postgres;

/// Tables that grow; `feed` has one row and `senders` has few.
const GROWING: [&str; 12] = [
    "entries",
    "matters",
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
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let months = ["2026-11-15T12:00:00Z", "2026-12-15T12:00:00Z"].map(|at| at.parse().unwrap());
    postgres
        .months
        .make(&postgres.gateway, months)
        .await
        .unwrap();
    let mut searches = 0;
    for file in files(&crate_folder().join("statements"), "sql") {
        let port = file
            .parent()
            .unwrap()
            .file_name()
            .unwrap()
            .to_str()
            .unwrap();
        let text = std::fs::read_to_string(&file).unwrap();
        if port == "engine" || text.contains("DROP INDEX") {
            continue;
        }
        let plan = plan(&postgres, port, &text).await;
        let found = scans(&plan);
        searches += found.len();
        for (table, bounded) in found {
            assert!(bounded, "{} scans {table}: {plan:#}", file.display());
        }
    }
    assert!(searches > 20, "plans were read");
}

/// The plan of a statement, made by the first of the roles that may run it.
async fn plan(postgres: &Postgres, port: &str, text: &str) -> Value {
    let pools = match port {
        "ledger" => vec![&postgres.reader],
        "desk" => vec![&postgres.console],
        _ => vec![&postgres.normaliser, &postgres.gateway, &postgres.console],
    };
    for pool in pools {
        if let Ok(plan) = plan_as(pool, text).await {
            return plan;
        }
    }
    panic!("no role may run {text}");
}

async fn plan_as(pool: &PgPool, text: &str) -> Result<Value, sqlx::Error> {
    let mut connection = pool.acquire().await?;
    let parameters = (1..30).rfind(|number| text.contains(&format!("${number}")));
    let nulls = vec!["NULL"; parameters.unwrap_or(0)].join(", ");
    let given = parameters.map(|_| format!("({nulls})")).unwrap_or_default();
    let prepared = format!(
        "SET plan_cache_mode = force_generic_plan; DEALLOCATE ALL; PREPARE asked AS {text}"
    );
    let prepared = sqlx::raw_sql(AssertSqlSafe(prepared));
    prepared.execute(&mut *connection).await?;
    let explain = format!("EXPLAIN (FORMAT JSON) EXECUTE asked{given}");
    let explained = sqlx::raw_sql(AssertSqlSafe(explain));
    let row = explained.fetch_one(&mut *connection).await?;
    // The statements that the connection remembers were deallocated.
    connection.close_on_drop();
    let plan: &str = sqlx::Row::try_get_unchecked(&row, 0)?;
    Ok(serde_json::from_str(plan).unwrap())
}

/// Whether an index's bounds are enough: a matter is looked up by the whole of its key.
fn bound(table: &str, bounds: &str) -> bool {
    let whole = ["\"position\" =", "received_at_micros ="];
    !table.starts_with("matters") || whole.iter().all(|part| bounds.contains(part))
}

/// The growing tables that a plan reads, and whether what it reads of each is bounded.
fn scans(plan: &Value) -> Vec<(String, bool)> {
    within(plan, false)
}

/// The same of a part of a plan, of which no more rows are taken than some, or all.
fn within(plan: &Value, limited: bool) -> Vec<(String, bool)> {
    match plan {
        Value::Array(nodes) => nodes
            .iter()
            .flat_map(|node| within(node, limited))
            .collect(),
        Value::Object(node) => {
            let kind = node.get("Node Type").and_then(Value::as_str);
            let parts = node
                .values()
                .flat_map(|part| within(part, kind == Some("Limit")));
            scan(node, limited).into_iter().chain(parts).collect()
        }
        _ => Vec::new(),
    }
}

/// The growing table that a node reads, and whether an index bounds what it reads of it: by
/// conditions, or because its rows are taken as they stand there and no more than some.
fn scan(node: &Map<String, Value>, limited: bool) -> Option<(String, bool)> {
    let text = |key| node.get(key).and_then(Value::as_str);
    let table = text("Relation Name")?;
    let reads = text("Node Type")?.ends_with("Scan");
    if !reads || !GROWING.iter().any(|name| table.starts_with(name)) {
        return None;
    }
    let bounds = text("Index Cond").or_else(|| text("Recheck Cond"));
    let first = limited && text("Index Name").is_some() && text("Filter").is_none();
    let bounded = bounds.is_some_and(|bounds| bound(table, bounds));
    Some((table.to_owned(), bounded || first))
}
