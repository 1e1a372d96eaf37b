//! The order of positions: a reader that goes on from the last one it saw misses nothing.
//!
//! Thirty-two writers draw positions, wait for a while and commit; a reader reads page after
//! page meanwhile. Without turns the same reader misses entries: that is the control.

use std::time::Duration;

use caseway_proto::{Position, SenderId};
use caseway_store::conformance::sample;
use caseway_store::{Engine as _, JournalEngine as _};

use super::{hospital, opened};
use crate::append::{Slate, admit};
use crate::{Postgres, turn};

const WRITERS: u64 = 32;
const TURNS: u64 = 8;
/// Each turn writes two.
const EXPECTED: usize = 2 * 32 * 8;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thirty_two_writers_commit_in_the_order_of_their_positions() {
    let Some((seen, written)) = read_while_written(true).await else {
        return;
    };
    assert!(
        seen.is_sorted_by(|one, next| one < next),
        "once each, in order"
    );
    assert_eq!(written.len(), EXPECTED);
    assert_eq!(seen, written, "every entry");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_turns_a_reader_misses_what_was_committed_late() {
    let Some((seen, written)) = read_while_written(false).await else {
        return;
    };
    let missed = written.iter().filter(|position| !seen.contains(position));
    let missed = missed.count();
    println!("{missed} of {} entries were missed", written.len());
    assert!(missed > 0);
}

/// What a reader saw while writers wrote, and what they wrote, sorted.
async fn read_while_written(in_turn: bool) -> Option<(Vec<Position>, Vec<Position>)> {
    let (postgres, database) = opened().await?;
    let sender = hospital(&postgres).await;
    let moment = sample::draft(sender, "a").received_at;
    postgres
        .months
        .make(&postgres.gateway, [moment])
        .await
        .unwrap();
    let writers: Vec<_> = (0..WRITERS)
        .map(|number| {
            // Each its own connections, so that none waits for another's.
            let engine = crate::open::connect(&database.login(), &[]);
            tokio::spawn(async move {
                let mut written = Vec::new();
                for turn in 0..TURNS {
                    written.extend(write(&engine, sender, (number, turn), in_turn).await);
                }
                engine.close().await;
                written
            })
        })
        .collect();
    let reader = tokio::spawn(read(postgres));
    let mut written = Vec::new();
    for writer in writers {
        written.extend(writer.await.unwrap());
    }
    written.sort_unstable();
    Some((reader.await.unwrap(), written))
}

/// Draws positions for two Drafts, waits, writes them, waits, and commits.
async fn write(
    engine: &Postgres,
    sender: SenderId,
    (number, turn): (u64, u64),
    in_turn: bool,
) -> Vec<Position> {
    let drafts = ["a", "b"].map(|draft| sample::draft(sender, &format!("{number} {turn} {draft}")));
    let mut transaction = engine.gateway.begin().await.unwrap();
    let positions = if in_turn {
        turn::take(&mut transaction, 2).await.unwrap()
    } else {
        turn::draw(&mut transaction, 2).await.unwrap()
    };
    tokio::time::sleep(pause(number * 7919 + turn * 104_729)).await;
    let logged = admit(&mut transaction, Slate::blank(), drafts.to_vec(), positions);
    let logged = logged.await.unwrap();
    tokio::time::sleep(pause(number * 31 + turn * 15_485_863)).await;
    transaction.commit().await.unwrap();
    logged.iter().map(|logged| logged.position).collect()
}

/// Between nothing and a hundredth of a second, the same in every run.
fn pause(seed: u64) -> Duration {
    // The multiplier of Fibonacci hashing: neighbouring seeds fall far apart.
    Duration::from_micros((seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) % 10_000)
}

/// Reads on from the last position until it has seen everything, or nothing new for a second.
async fn read(postgres: Postgres) -> Vec<Position> {
    let mut seen = Vec::new();
    let mut after = Position(0);
    let mut quiet = 0;
    while seen.len() < EXPECTED && quiet < 500 {
        let (entries, read) = postgres.page(after, 1000).await.unwrap();
        quiet = if entries.is_empty() { quiet + 1 } else { 0 };
        seen.extend(entries.iter().map(|entry| entry.position));
        after = read;
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    seen
}
