//! What every engine must keep to: one suite a port, run by every engine.
//!
//! An engine's tests call [`conformance_suite!`](crate::conformance_suite) with the
//! absolute path of an async function that opens a fresh, empty engine and gives
//! its [`Engines`] and whatever must live as long as they do, or an `Option` of the two
//! where an engine needs a server that may not be there:
//!
//! ```text
//! caseway_store::conformance_suite!(crate::tests::fresh);
//! ```
//!
//! Without a server the tests assert nothing: saying so is the engine's.
//!
//! Leaves out what only one engine has: its files, its locks, its limits.

#![expect(
    clippy::unwrap_used,
    clippy::missing_panics_doc,
    reason = "a suite's verdict is a panic"
)]

use std::sync::Arc;

use crate::{Casebook, Desk, JournalEngine, Ledger, Roster, VaultEngine};

pub mod casebook;
pub mod desk;
pub mod journal;
pub mod ledger;
pub mod roster;
pub mod rulings;
pub mod sample;
pub mod vault;

/// Every port of one engine.
#[derive(Clone)]
pub struct Engines {
    /// Below the Journal.
    pub journal: Arc<dyn JournalEngine>,
    /// The Casebook.
    pub casebook: Arc<dyn Casebook>,
    /// The Ledger.
    pub ledger: Arc<dyn Ledger>,
    /// The Desk.
    pub desk: Arc<dyn Desk>,
    /// The Roster.
    pub roster: Arc<dyn Roster>,
    /// Below the Vault.
    pub vault: Arc<dyn VaultEngine>,
}

impl Engines {
    /// The ports of an engine that is one value.
    pub fn of<E>(engine: &Arc<E>) -> Self
    where
        E: JournalEngine + Casebook + Ledger + Desk + Roster + VaultEngine,
    {
        Self {
            journal: engine.clone(),
            casebook: engine.clone(),
            ledger: engine.clone(),
            desk: engine.clone(),
            roster: engine.clone(),
            vault: engine.clone(),
        }
    }
}

/// Makes a test of every function of the suite.
#[macro_export]
macro_rules! conformance_suite {
    ($($fresh:tt)+) => {
        $crate::conformance_tests! { ($($fresh)+) journal
            what_was_appended_is_read_back
            the_same_submission_is_kept_once
            a_repetition_in_the_same_call_gets_the_first_receipt
            the_same_content_under_another_plan_is_a_repetition
            a_key_with_other_content_is_rejected_and_kept
            keys_that_differ_after_a_nul_are_two
            a_rejected_submission_does_not_block_its_correction
            a_late_older_version_is_superseded
            senders_do_not_share_keys
            rejected_submissions_are_not_fed
            a_page_ends_where_it_is_full
            a_page_of_large_bodies_ends_early
            entries_are_read_by_their_positions
            entries_of_large_bodies_come_one_by_one
            a_decision_is_an_entry
            thirty_two_appenders_lose_nothing
        }
        $crate::conformance_tests! { ($($fresh)+) casebook
            a_fresh_casebook_stands_at_the_beginning
            a_page_moves_the_feed_and_shows_its_cases
            a_page_recorded_twice_is_overtaken
            a_page_of_another_division_is_overtaken
            an_overtaken_page_writes_nothing
            known_follows_a_report_to_another_person
            known_tells_what_is_held_back_until_it_is_released
            a_case_takes_the_place_of_what_stood
            a_case_of_which_nothing_is_left_is_gone
            cases_are_listed_by_name_a_page_at_a_time
        }
        $crate::conformance_tests! { ($($fresh)+) rulings
            a_ruling_is_an_entry
            a_ruling_is_known_of_every_person_it_is_about
            a_case_tells_its_person
            undecided_cases_are_listed_oldest_first
            reports_are_seen_by_their_submissions
        }
        $crate::conformance_tests! { ($($fresh)+) ledger
            every_submission_is_in_one_column
            the_same_position_gives_the_same_answer
            a_version_that_was_discarded_replaces_nothing
            another_senders_submission_does_not_exist
            submissions_are_listed_in_order_a_page_at_a_time
            what_is_owed_is_told_as_of_a_position
            a_senders_rerouted_reports_are_told
        }
        $crate::conformance_tests! { ($($fresh)+) desk
            the_backlog_tells_the_age_of_the_oldest
            quarantine_counts_those_that_wait
            senders_are_seen_with_their_account
        }
        $crate::conformance_tests! { ($($fresh)+) roster
            a_sender_is_found_by_its_token
            a_name_is_given_once
            a_token_is_revoked_once
            senders_are_listed_by_name
        }
        $crate::conformance_tests! { ($($fresh)+) vault
            the_first_key_of_an_owner_stays
            keys_are_given_in_the_order_of_the_call
            an_erased_key_is_gone_and_stays_gone
            a_sealed_body_opens_until_its_owner_is_erased
            a_ring_is_told_from_another
        }
    };
}

/// Makes a test of each named function of one port's suite.
#[doc(hidden)]
#[macro_export]
macro_rules! conformance_tests {
    ($fresh:tt $port:ident $($name:ident)+) => {
        mod $port {
            $($crate::conformance_test! { $fresh $port $name })+
        }
    };
}

/// Makes a test of one function.
#[doc(hidden)]
#[macro_export]
macro_rules! conformance_test {
    (($($fresh:tt)+) $port:ident $name:ident) => {
        #[::tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            let opened: ::std::option::Option<_> = $($fresh)+().await.into();
            if let Some((engines, _kept)) = opened {
                $crate::conformance::$port::$name(engines).await;
            }
        }
    };
}
