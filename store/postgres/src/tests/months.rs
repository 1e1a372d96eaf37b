//! Months: partitions are there before what goes into them.

use caseway_proto::Position;
use caseway_store::conformance::sample;
use caseway_store::{Draft, Entry, JournalEngine as _, Matter};
use jiff::Timestamp;
use sqlx::PgConnection;

use super::database::run;
use super::{hospital, opened};

fn at(draft: Draft, moment: &str) -> Draft {
    Draft {
        received_at: moment.parse().unwrap(),
        ..draft
    }
}

async fn months(administrator: &mut PgConnection) -> Vec<(String, i64)> {
    sqlx::query_as(
        "SELECT relname::TEXT, (
             SELECT count(*) FROM matters WHERE matters.tableoid = months.oid
         )
         FROM pg_inherits JOIN pg_class AS months ON months.oid = inhrelid
         WHERE inhparent = 'matters'::REGCLASS ORDER BY relname",
    )
    .fetch_all(administrator)
    .await
    .unwrap()
}

#[tokio::test]
async fn an_entry_goes_into_the_month_it_arrived_in_and_the_next_one_is_made_ahead() {
    let Some((postgres, database)) = opened().await else {
        return;
    };
    let sender = hospital(&postgres).await;
    let last = at(sample::draft(sender, "a"), "2026-12-31T23:59:59.999999Z");
    let first = at(sample::draft(sender, "b"), "2027-01-01T00:00:00Z");
    postgres.append(vec![last]).await.unwrap();
    let month = |name: &str, entries| (format!("matters_{name}"), entries);
    let administrator = &mut database.administrator().await;
    let expected = [month("2026_12", 1), month("2027_01", 0)];
    assert_eq!(months(administrator).await, expected);
    postgres.append(vec![first]).await.unwrap();
    let expected = [
        month("2026_12", 1),
        month("2027_01", 1),
        month("2027_02", 0),
    ];
    assert_eq!(months(administrator).await, expected);
}

#[tokio::test]
async fn a_clock_that_jumps_back_stops_nobody_and_order_is_by_position() {
    let Some((postgres, _database)) = opened().await else {
        return;
    };
    let sender = hospital(&postgres).await;
    let moments = [
        "2027-01-01T00:00:00Z",
        "1969-12-31T23:59:59.5Z",
        "2026-12-01T00:00:00Z",
    ];
    for moment in moments {
        let draft = at(sample::draft(sender, moment), moment);
        postgres.append(vec![draft]).await.unwrap();
    }
    let (entries, _) = postgres.page(Position(0), 10).await.unwrap();
    let expected = moments.map(|moment| moment.parse::<Timestamp>().unwrap());
    let arrived: Vec<_> = entries.iter().map(|entry| entry.received_at).collect();
    assert_eq!(arrived, expected);
}

#[tokio::test]
async fn engines_that_make_the_same_months_at_once_do_not_hinder_each_other() {
    let Some((postgres, database)) = opened().await else {
        return;
    };
    let sender = hospital(&postgres).await;
    let appenders: Vec<_> = (0..4).map(|number| (number, database.login())).collect();
    let append = |(number, login): (u32, crate::Server)| async move {
        let postgres = crate::open(&login).await.unwrap();
        for month in 1..=9 {
            let draft = sample::draft(sender, &format!("{number} {month}"));
            let draft = at(draft, &format!("2027-0{month}-15T12:00:00Z"));
            postgres.append(vec![draft]).await.unwrap();
        }
    };
    let appenders: Vec<_> = appenders
        .into_iter()
        .map(append)
        .map(tokio::spawn)
        .collect();
    for appender in appenders {
        appender.await.unwrap();
    }
    let months = months(&mut database.administrator().await).await;
    assert_eq!(months.iter().map(|(_, entries)| entries).sum::<i64>(), 36);
}

#[tokio::test]
async fn what_arrived_in_a_month_that_was_taken_off_is_still_known() {
    let Some((postgres, database)) = opened().await else {
        return;
    };
    let sender = hospital(&postgres).await;
    let old = at(sample::draft(sender, "a"), "2026-01-15T12:00:00Z");
    let new = at(sample::draft(sender, "b"), "2027-01-15T12:00:00Z");
    let logged = postgres.append(vec![old.clone(), new]).await.unwrap();
    let detach = "ALTER TABLE matters DETACH PARTITION journal.matters_2026_01";
    run(&mut database.administrator().await, detach.to_owned()).await;
    let (entries, head) = postgres.page(Position(0), 10).await.unwrap();
    let [
        Entry {
            matter: Matter::Report { id, .. },
            ..
        },
    ] = &entries[..]
    else {
        panic!("the other month is there");
    };
    assert_eq!((*id, head), (logged[1].id, logged[1].position));
    let again = postgres.append(vec![old]).await.unwrap();
    assert!(again[0].again && again[0].position == logged[0].position);
}
