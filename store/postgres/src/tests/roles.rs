//! Roles: every table tried as every role, by doing it.

use caseway_store::conformance::sample;
use caseway_store::{Owner, StoredKey, VaultEngine as _};
use sqlx::error::DatabaseError;
use sqlx::{AssertSqlSafe, PgPool};

use super::{engines, opened};
use crate::Postgres;

/// What each role may do with a table: select, insert, update, delete. Another table or view
/// than these is a failure. The columns are gateway, normaliser, console, reader.
const MAY: [(&str, [&str; 4]); 21] = [
    ("casebook.case_events", ["", "", "s", ""]),
    ("casebook.case_rulings", ["", "", "s", ""]),
    ("casebook.cases", ["", "sid", "s", ""]),
    ("casebook.changed", ["", "siud", "", ""]),
    ("casebook.documents", ["", "", "s", ""]),
    ("casebook.expectations", ["", "sid", "s", "s"]),
    ("casebook.facts", ["", "si", "", ""]),
    ("casebook.feed", ["", "siud", "s", "s"]),
    ("casebook.held", ["", "sid", "s", ""]),
    ("casebook.outcomes", ["", "i", "s", "s"]),
    ("casebook.reroutings", ["", "sid", "s", "s"]),
    ("casebook.reviews", ["", "", "s", ""]),
    ("casebook.ruled_persons", ["", "si", "", ""]),
    ("casebook.rulings", ["", "si", "", ""]),
    ("casebook.tumours", ["", "", "s", ""]),
    ("casebook.unlinked", ["", "sid", "", ""]),
    ("journal.entries", ["si", "s", "si", "s"]),
    ("journal.matters", ["si", "s", "si", "s"]),
    ("journal.migrations", ["s", "s", "s", "s"]),
    ("journal.senders", ["s", "", "siu", "s"]),
    ("vault.keys", ["si", "s", "su", ""]),
];

/// Who may read the columns that are worth most.
const SECRET: [(&str, &str, [bool; 4]); 6] = [
    ("journal.matters", "body", [false, true, false, false]),
    ("journal.matters", "owner", [false, true, false, false]),
    ("journal.matters", "person", [false, true, false, false]),
    ("journal.senders", "token", [true, false, false, false]),
    ("vault.keys", "wrapped", [true, true, false, false]),
    ("vault.keys", "identity", [true, true, false, false]),
];

fn pools(postgres: &Postgres) -> [&PgPool; 4] {
    [
        &postgres.gateway,
        &postgres.normaliser,
        &postgres.console,
        &postgres.reader,
    ]
}

/// Whether a statement is carried out; one that is not allowed is told from one that fails.
async fn may(pool: &PgPool, statement: String) -> bool {
    let done = sqlx::raw_sql(AssertSqlSafe(statement)).execute(pool).await;
    match done {
        Ok(_) => true,
        Err(error) => {
            let code = error.as_database_error().and_then(DatabaseError::code);
            // Not allowed, a column that is computed, or a view.
            let refusals = ["42501", "428C9", "55000", "42809", "0A000"];
            assert!(
                refusals.contains(&code.as_deref().unwrap_or("-")),
                "{error}"
            );
            false
        }
    }
}

/// What a role may do with a table, tried on no row.
async fn tried(pool: &PgPool, table: &str, columns: &[String]) -> String {
    let mut done = String::new();
    let verbs = [
        ('s', "SELECT @ FROM # WHERE false"),
        ('i', "INSERT INTO # (@) SELECT NULL WHERE false"),
        ('u', "UPDATE # SET @ = NULL WHERE false"),
        ('d', "DELETE FROM # WHERE false"),
        ('t', "TRUNCATE #"),
    ];
    for (verb, statement) in verbs {
        for column in columns {
            let statement = statement.replace('#', table).replace('@', column);
            if may(pool, statement).await {
                done.push(verb);
                break;
            }
        }
    }
    done
}

/// The tables and views, each with its columns; a partition is a table too.
async fn tables(postgres: &Postgres) -> Vec<(String, Vec<String>)> {
    sqlx::query_as(
        "SELECT relnamespace::REGNAMESPACE || '.' || relname, array_agg(attname::TEXT)
         FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0
         WHERE relkind IN ('r', 'p', 'v')
             AND relnamespace::REGNAMESPACE::TEXT IN ('journal', 'casebook', 'vault')
         GROUP BY 1 ORDER BY 1",
    )
    .fetch_all(&postgres.console)
    .await
    .unwrap()
}

#[tokio::test]
async fn each_role_may_do_what_it_is_for_and_nothing_else() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let moment = sample::moment(0);
    postgres
        .months
        .make(&postgres.gateway, [moment])
        .await
        .unwrap();
    let tables = tables(&postgres).await;
    let mut partitions = 0;
    for (table, columns) in &tables {
        let known = MAY.iter().find(|(name, _)| name == table);
        partitions += usize::from(known.is_none());
        let expected = known.map_or([""; 4], |(_, may)| *may);
        for (pool, expected) in pools(&postgres).into_iter().zip(expected) {
            let role = pool.connect_options();
            assert_eq!(
                tried(pool, table, columns).await,
                expected,
                "{table} {role:?}"
            );
        }
    }
    assert_eq!(
        partitions, 2,
        "the months, which nobody may do anything with"
    );
    assert_eq!(tables.len(), MAY.len() + partitions);
}

#[tokio::test]
async fn secrets_are_read_by_those_who_need_them() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    for (table, column, expected) in SECRET {
        for (pool, expected) in pools(&postgres).into_iter().zip(expected) {
            let read = may(pool, format!("SELECT {column} FROM {table} WHERE false")).await;
            assert_eq!(read, expected, "{table}.{column}");
        }
    }
}

#[tokio::test]
async fn row_level_security_is_forced_on_every_table() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let moment = sample::moment(0);
    postgres
        .months
        .make(&postgres.gateway, [moment])
        .await
        .unwrap();
    let open: Vec<(String,)> = sqlx::query_as(
        "SELECT relname::TEXT FROM pg_class
         WHERE relkind IN ('r', 'p') AND NOT (relrowsecurity AND relforcerowsecurity)
             AND relnamespace::REGNAMESPACE::TEXT IN ('journal', 'casebook', 'vault')",
    )
    .fetch_all(&postgres.console)
    .await
    .unwrap();
    assert_eq!(open, [("migrations".to_owned(),)]);
}

#[tokio::test]
async fn whoever_erases_a_key_can_put_none_in_its_place() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let owner = Owner::Person(sample::person(1));
    let key = StoredKey {
        owner,
        wrapped: vec![1; 60],
        identity: None,
    };
    postgres.put(vec![key]).await.unwrap();
    let console = &postgres.console;
    assert!(!may(console, "UPDATE keys SET wrapped = 'x'".to_owned()).await);
    assert!(postgres.erase(owner).await.unwrap());
}

#[tokio::test]
async fn a_decision_is_kept_by_the_console_and_a_submission_by_the_gateway() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    sample::sender(&engines(&postgres), "hospital").await;
    let decision =
        "INSERT INTO entries (position, received_at_micros, body_bytes) VALUES (1, 1, 0)";
    assert!(!may(&postgres.gateway, decision.to_owned()).await);
    assert!(may(&postgres.console, decision.to_owned()).await);
    let submission = "INSERT INTO entries (position, received_at_micros, body_bytes, submission,
             sender, key_hash, content, disposition)
         VALUES (2, 1, 0, sha256('')::BYTEA, 1, sha256(''), sha256(''), 'rejected')"
        .replace("sha256('')::BYTEA", "decode(repeat('00', 16), 'hex')");
    assert!(!may(&postgres.console, submission.clone()).await);
    assert!(may(&postgres.gateway, submission).await);
}
