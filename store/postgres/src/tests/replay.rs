//! Replays: the same tables under another name, and what is in use after a swap.

use caseway_proto::{CaseId, Position};
use caseway_store::conformance::sample;
use caseway_store::{
    CaseRecord, Casebook as _, Cases as _, Change, Engine as _, Page, Relaying as _, StoreError,
    Work,
};
use sqlx::PgConnection;

use super::database::run;
use super::{Database, opened};
use crate::{Postgres, discard_replays, make_replay, open_replay, put_in_place};

const NAME: &str = "0f0f0f0f";

/// Everything about the tables of a schema that a statement can come across.
const STRUCTURE: &str = "
    WITH relation AS (
        SELECT *, pg_class.oid AS id FROM pg_class
        WHERE relnamespace = $1::REGNAMESPACE AND relkind IN ('r', 'v')
    ), told (about) AS (
        SELECT concat_ws(' ', relname, relkind, relrowsecurity, relforcerowsecurity, reloptions,
            relowner::REGROLE)
        FROM relation
        UNION ALL
        SELECT concat_ws(' ', relname, attname, format_type(atttypid, atttypmod), attnotnull,
            attcollation::REGCOLLATION, attstorage, pg_get_expr(adbin, adrelid),
            col_description(id, attnum))
        FROM relation JOIN pg_attribute ON attrelid = id AND attnum > 0
        LEFT JOIN pg_attrdef ON adrelid = id AND adnum = attnum
        UNION ALL
        SELECT concat_ws(' ', relname, conname, pg_get_constraintdef(pg_constraint.oid))
        FROM relation JOIN pg_constraint ON conrelid = id
        UNION ALL
        SELECT pg_get_indexdef(indexrelid) FROM relation JOIN pg_index ON indrelid = id
        UNION ALL
        SELECT concat_ws(' ', relname, 'reads its own schema alone', (
            SELECT bool_and(found[1] = $1)
            FROM regexp_matches(pg_get_viewdef(id), '\\m(casebook\\w*)\\.', 'g') AS found
        ))
        FROM relation WHERE relkind = 'v'
        UNION ALL
        SELECT concat_ws(' ', tablename, policyname, permissive, roles, cmd, qual, with_check)
        FROM pg_policies WHERE schemaname = $1
        UNION ALL
        SELECT concat_ws(' ', relname, grantee::REGROLE, privilege_type)
        FROM relation, aclexplode(relacl)
        UNION ALL
        SELECT concat_ws(' ', relname, attname, grantee::REGROLE, privilege_type)
        FROM relation JOIN pg_attribute ON attrelid = id, aclexplode(attacl)
        UNION ALL
        SELECT concat_ws(' ', nspowner::REGROLE, grantee::REGROLE, privilege_type)
        FROM pg_namespace, aclexplode(nspacl) WHERE nspname = $1
    )
    SELECT replace(about, $1 || '.', '@.') FROM told ORDER BY 1";

async fn structure(administrator: &mut PgConnection, schema: &str) -> Vec<String> {
    run(administrator, "SET search_path = pg_catalog".to_owned()).await;
    sqlx::query_scalar(STRUCTURE)
        .bind(schema)
        .fetch_all(administrator)
        .await
        .unwrap()
}

/// An engine in use, and a replay beside it.
async fn beside() -> Option<(Postgres, Postgres, Database)> {
    let (in_use, database) = opened().await?;
    make_replay(&database.administrators(), NAME).await.unwrap();
    let replay = open_replay(&database.login(), NAME).await.unwrap().unwrap();
    Some((in_use, replay, database))
}

/// A page of cases, each of a person and an organ.
fn page((from, to): (i64, i64), cases: &[(u8, &str)]) -> Page {
    let records = cases
        .iter()
        .map(|(person, organ)| sample::case_record(sample::person(*person), organ));
    Page {
        from: Position(from),
        to: Position(to),
        cases: records.collect(),
        ..Page::default()
    }
}

fn name(person: u8) -> CaseId {
    CaseId::of(&sample::person(person))
}

async fn placed(in_use: &Postgres, replay: &Postgres, database: &Database) {
    put_in_place((in_use, replay), &database.administrators(), NAME)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_replay_has_the_same_tables_rights_and_names_before_and_after_a_swap() {
    let Some((in_use, replay, database)) = beside().await else {
        return;
    };
    let administrator = &mut database.administrator().await;
    let before = structure(administrator, "casebook").await;
    assert!(before.len() > 150, "{}", before.len());
    let beside = structure(administrator, &format!("casebook_{NAME}")).await;
    for (beside, before) in beside.iter().zip(&before) {
        assert_eq!(beside, before);
    }
    assert_eq!(beside.len(), before.len());
    // One that is there is left as it is.
    make_replay(&database.administrators(), NAME).await.unwrap();
    placed(&in_use, &replay, &database).await;
    assert_eq!(structure(administrator, "casebook").await, before);
    assert!(
        open_replay(&database.login(), NAME)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        discard_replays(&database.administrators())
            .await
            .unwrap()
            .is_empty()
    );
    crate::migrate(&database.administrators()).await.unwrap();
    crate::open(&database.login()).await.unwrap();
}

#[tokio::test]
async fn connections_that_are_open_find_what_was_put_in_place() {
    let Some((in_use, replay, database)) = beside().await else {
        return;
    };
    in_use
        .record(&page((0, 5), &[(1, "breast")]))
        .await
        .unwrap();
    replay.record(&page((0, 5), &[(2, "lung")])).await.unwrap();
    replay.record(&page((5, 7), &[(3, "colon")])).await.unwrap();
    assert_eq!(in_use.cases(None, 9).await.unwrap().len(), 1);
    placed(&in_use, &replay, &database).await;
    let cases = in_use.cases(None, 9).await.unwrap();
    let mut expected = [name(2), name(3)];
    expected.sort();
    assert_eq!(
        cases.into_iter().map(|case| case.id).collect::<Vec<_>>(),
        expected
    );
    let overtaken = in_use.record(&page((5, 8), &[])).await.unwrap_err();
    assert!(matches!(overtaken, StoreError::Overtaken));
    in_use
        .record(&page((7, 8), &[(4, "breast")]))
        .await
        .unwrap();
    assert_eq!(in_use.cases(None, 9).await.unwrap().len(), 3);
}

#[tokio::test]
async fn others_are_told_of_the_cases_that_differ_and_of_no_more() {
    let Some((in_use, replay, database)) = beside().await else {
        return;
    };
    let all = [(1, "breast"), (2, "lung"), (3, "colon")];
    in_use.record(&page((0, 5), &all)).await.unwrap();
    let told = in_use.changed(9).await.unwrap();
    in_use.told(&told).await.unwrap();
    in_use
        .record(&page((5, 6), &[(4, "breast")]))
        .await
        .unwrap();
    let newest = in_use.changed(9).await.unwrap()[0].revision;
    // 1 stands, 2 is another, 3 is gone, 4 waits to be told.
    let replayed = [(1, "breast"), (2, "breast"), (4, "breast")];
    replay.record(&page((0, 6), &replayed)).await.unwrap();
    placed(&in_use, &replay, &database).await;
    let mut changed = in_use.changed(9).await.unwrap();
    changed.sort_by(|one, other| one.case.cmp(&other.case));
    let mut expected = [name(2), name(3), name(4)];
    expected.sort();
    let names: Vec<CaseId> = changed.iter().map(|change| change.case.clone()).collect();
    assert_eq!(names, expected);
    let of = |person| {
        changed
            .iter()
            .find(|change| change.case == name(person))
            .unwrap()
    };
    assert!(of(2).document.as_ref().unwrap().contains("breast"));
    assert_eq!(of(3).document, None);
    let later = |change: &Change| change.revision > newest;
    assert!(
        [of(2), of(3)].into_iter().all(later),
        "{changed:?} after {newest}"
    );
}

#[tokio::test]
async fn a_feed_that_was_divided_is_divided_as_before() {
    let Some((in_use, replay, database)) = beside().await else {
        return;
    };
    assert!(in_use.divide(3).await.unwrap());
    replay.record(&page((0, 6), &[])).await.unwrap();
    placed(&in_use, &replay, &database).await;
    assert_eq!(in_use.partitions().await.unwrap(), [Position(6); 3]);
}

#[tokio::test]
async fn tables_that_were_brought_up_to_date_meanwhile_are_not_lost_in_a_swap() {
    let Some((in_use, replay, database)) = beside().await else {
        return;
    };
    let added = "ALTER TABLE casebook.held ADD COLUMN added INTEGER";
    run(&mut database.administrator().await, added.to_owned()).await;
    let owner = database.administrators();
    let refused = put_in_place((&in_use, &replay), &owner, NAME)
        .await
        .unwrap_err();
    let source = std::error::Error::source(&refused).unwrap().to_string();
    assert!(source.contains("discard it and build another"), "{source}");
    assert_eq!(discard_replays(&owner).await.unwrap(), [NAME]);
    assert!(
        open_replay(&database.login(), NAME)
            .await
            .unwrap()
            .is_none()
    );
}

#[tokio::test]
async fn a_swap_cannot_be_begun_while_somebody_normalises_a_part() {
    let Some((in_use, _, database)) = beside().await else {
        return;
    };
    let another = crate::open(&database.login()).await.unwrap();
    let one = in_use.lease(Work::NormalisePart).await.unwrap();
    let other = another.lease(Work::NormalisePart).await.unwrap();
    let whole = tokio::spawn(async move { another.lease(Work::Normalise).await });
    drop(one);
    tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    assert!(!whole.is_finished());
    drop(other);
    let taken = tokio::time::timeout(std::time::Duration::from_secs(3), whole).await;
    assert!(taken.unwrap().unwrap().is_ok());
}

/// Cases of a replay are cases like any other.
#[tokio::test]
async fn a_case_is_replaced_in_the_replay_alone() {
    let Some((in_use, replay, _database)) = beside().await else {
        return;
    };
    in_use
        .record(&page((0, 5), &[(1, "breast")]))
        .await
        .unwrap();
    replay
        .record(&page((0, 5), &[(1, "breast")]))
        .await
        .unwrap();
    let gone = CaseRecord {
        case: None,
        expectations: Vec::new(),
        ..sample::case_record(sample::person(1), "breast")
    };
    let last = Page {
        from: Position(5),
        to: Position(6),
        cases: vec![gone],
        ..Page::default()
    };
    replay.record(&last).await.unwrap();
    assert!(replay.case(&name(1)).await.unwrap().is_none());
    assert!(in_use.case(&name(1)).await.unwrap().is_some());
    assert_eq!(in_use.position().await.unwrap(), Position(5));
}
