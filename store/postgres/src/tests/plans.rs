//! Query plans: no statement reads a table from end to end that grows with what arrives.
//!
//! Plans are made for any values, under the role that runs the statement, with its policies.

use serde_json::Value;
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

/// The growing tables that a plan reads, and whether an index bounds what it reads of each.
fn scans(plan: &Value) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    match plan {
        Value::Array(nodes) => found.extend(nodes.iter().flat_map(scans)),
        Value::Object(node) => {
            let kind = node
                .get("Node Type")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let table = node.get("Relation Name").and_then(Value::as_str);
            let growing = table.filter(|table| GROWING.iter().any(|name| table.starts_with(name)));
            if let Some(table) = growing.filter(|_| kind.ends_with("Scan")) {
                let bounds = ["Index Cond", "Recheck Cond"]
                    .iter()
                    .find_map(|key| node.get(*key)?.as_str());
                found.push((
                    table.to_owned(),
                    bounds.is_some_and(|bounds| bound(table, bounds)),
                ));
            }
            found.extend(node.values().flat_map(scans));
        }
        _ => {}
    }
    found
}
