//! Query plans: no statement reads a table from end to end that grows with what arrives.
//!
//! Plans are made for any values, under the role that runs the statement, with its policies.

use std::time::Duration;

use caseway_store::conformance::sample;
use caseway_store::{Draft, JournalEngine as _};
use serde_json::Value;
use sqlx::{AssertSqlSafe, PgConnection, PgPool};

use super::statements::{crate_folder, files};
use super::{hospital, opened};
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

/// Of each Draft so many index entries are read at most, however long the Journal is.
const READ_MAX: i64 = 20;
/// What a session has read is told within this, at the end of its next transaction.
const TOLD_WITHIN: Duration = Duration::from_millis(1_100);

/// How often the Journal's indexes were looked into by now, and how many entries of them that
/// read.
async fn read(postgres: &Postgres, administrator: &mut PgConnection, last: Draft) -> (i64, i64) {
    tokio::time::sleep(TOLD_WITHIN).await;
    postgres.append(vec![last]).await.unwrap();
    let asked = "SELECT sum(idx_scan)::BIGINT, sum(idx_tup_read)::BIGINT
        FROM pg_stat_user_indexes WHERE relname = 'entries'";
    sqlx::query_as(asked)
        .fetch_one(administrator)
        .await
        .unwrap()
}

/// Plans that were made for a few entries are not used for thousands, before the server has
/// looked at the tables again.
#[tokio::test]
async fn an_append_reads_as_little_of_a_long_journal_as_of_a_short_one() {
    let Some((postgres, database)) = opened().await else {
        return;
    };
    let mut administrator = database.administrator().await;
    let sender = hospital(&postgres).await;
    let group = |turn: usize| -> Vec<Draft> {
        let keys = (0..32).map(|number| format!("{turn}-{number}"));
        keys.map(|key| sample::draft(sender, &key)).collect()
    };
    for turn in 0..60 {
        postgres.append(group(turn)).await.unwrap();
    }
    let before = read(&postgres, &mut administrator, sample::draft(sender, "a")).await;
    for turn in 60..80 {
        postgres.append(group(turn)).await.unwrap();
    }
    let after = read(&postgres, &mut administrator, sample::draft(sender, "b")).await;
    let drafts = 20 * 32;
    let (looks, read) = (after.0 - before.0, after.1 - before.1);
    assert!(looks >= drafts, "each is looked up: {looks}");
    assert!(
        read <= READ_MAX * drafts,
        "{read} index entries for {drafts} drafts"
    );
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
