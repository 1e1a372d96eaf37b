//! A simulation of relay, partitions, consumers and fencing: thousands of seeds, no clock.
//!
//! The rules under test are the real ones where they are pure: the chain as relay and consumer
//! hold it, the relay's patience, the partition of a Person. The Journal, the Casebook and
//! Kafka are models that do what the real ones may do: Kafka forgets, doubles and cuts, relays
//! speak beside each other and die in the middle, consumers freeze and come back when their
//! partition is elsewhere. Afterwards all plugs are back, and every Entry must be recorded
//! once, in its partition's order, in a Case that knows of everything.
//!
//! Each rule is switched off once, and the simulation must then find what it is there for.
//!
//! `CASEWAY_TEST_SEEDS` says how many seeds.

mod broker;
mod casebook;
mod house;
mod relay;
mod worker;

use std::ops::Range;

use caseway_tests::round;

use house::House;

/// Seeds, where nothing is said.
const SEEDS: u64 = 1_000;
/// What is done with plugs pulled.
const STEPS: u32 = 400;

/// A rule that can be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// An announcement is recorded after the one that it names.
    Chain,
    /// A page is recorded where its partition stands, and nowhere else.
    CompareAndSet,
    /// A page is recorded when nothing more is known of what it rests on.
    Grounds,
    /// A relay begins where the Feed stands, whatever it has announced before.
    FromTheFeed,
    /// What is not recorded for long is announced again.
    Patience,
    /// Partitions are told of the end of what was read.
    Watermark,
    /// The Feed is divided anew only where all of it stands at one Position.
    DividedAtOnePosition,
}

/// What must not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Violation {
    /// An Entry was recorded twice.
    Doubled,
    /// An Entry was recorded after a later one of its partition.
    OutOfOrder,
    /// The Feed passed an Entry that is not recorded.
    Lost,
    /// The Feed does not come to the end of the Journal.
    Stuck,
    /// A Case is not what its facts come to.
    Ignorant,
}

/// Plays a seed with a rule switched off.
fn play(seed: u64, off: Option<Rule>) -> Result<(), Violation> {
    let mut house = House::new(seed, off);
    for _ in 0..STEPS {
        house.step()?;
    }
    house.settle()?;
    house.audit()
}

/// The seeds of this round.
fn seeds() -> Range<u64> {
    let said = std::env::var("CASEWAY_TEST_SEEDS").ok();
    let many = said.and_then(|said| said.parse().ok()).unwrap_or(SEEDS);
    let first = round().wrapping_mul(many);
    first..first.saturating_add(many)
}

/// What the seeds find without a rule, up to the first that finds one of some violations.
fn without(rule: Rule, wanted: &[Violation]) {
    let found = seeds().find_map(|seed| {
        let violation = play(seed, Some(rule)).err()?;
        wanted.contains(&violation).then_some((seed, violation))
    });
    assert!(found.is_some(), "{wanted:?} are not found without {rule:?}");
}

#[test]
fn nothing_is_lost_doubled_or_out_of_order_whatever_happens() {
    for seed in seeds() {
        assert_eq!(play(seed, None), Ok(()), "seed {seed}");
    }
}

#[test]
fn without_the_chain_an_entry_is_lost() {
    without(Rule::Chain, &[Violation::Lost]);
}

#[test]
fn without_compare_and_set_an_entry_is_doubled() {
    without(Rule::CompareAndSet, &[Violation::Doubled]);
}

#[test]
fn without_its_grounds_a_page_ignores_what_another_partition_knows() {
    without(Rule::Grounds, &[Violation::Ignorant]);
}

#[test]
fn a_relay_that_goes_on_where_it_was_leaves_the_feed_standing() {
    without(Rule::FromTheFeed, &[Violation::Stuck]);
}

#[test]
fn without_announcing_again_what_kafka_lost_is_waited_for_for_ever() {
    without(Rule::Patience, &[Violation::Stuck]);
}

#[test]
fn without_watermarks_the_feed_never_comes_to_the_end() {
    without(Rule::Watermark, &[Violation::Stuck]);
}

#[test]
fn a_feed_divided_in_the_middle_loses_or_doubles() {
    let wanted = [Violation::Lost, Violation::Doubled, Violation::OutOfOrder];
    without(Rule::DividedAtOnePosition, &wanted);
}
