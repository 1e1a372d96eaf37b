//! Announcements of a partition that wait for whoever records it, and whether more are held off.
//!
//! Who gives and who takes do not wait for each other. That more were held off is told by who
//! held them off, afterwards: how many wait does not show it, for by then they may be taken.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::mpsc;

use crate::Link;

/// When so many wait, no more should come.
const ENOUGH: usize = 2_000;
/// What may still come after that.
const MOST: usize = 2 * ENOUGH;
/// When fewer wait, more may come.
const FEW: usize = ENOUGH / 2;

/// An announcement, and the offset it came at.
pub(crate) type Told = (Link, i64);

/// Where announcements of a partition are given.
pub(crate) struct Giving {
    give: mpsc::Sender<Told>,
    is_held_off: Arc<AtomicBool>,
}

/// Announcements of a partition, as they are taken.
pub(crate) struct Waiting {
    told: mpsc::Receiver<Told>,
    is_held_off: Arc<AtomicBool>,
}

/// A partition's announcements, of which none waits yet.
pub(crate) fn waiting() -> (Giving, Waiting) {
    let (give, told) = mpsc::channel(MOST);
    let is_held_off = Arc::<AtomicBool>::default();
    let giving = Giving {
        give,
        is_held_off: is_held_off.clone(),
    };
    (giving, Waiting { told, is_held_off })
}

impl Giving {
    /// Gives one, and says whether no more should come. What finds no room is missed, and
    /// sought when it is.
    pub(crate) fn give(&self, told: Told) -> bool {
        self.give.try_send(told).ok();
        MOST - self.give.capacity() >= ENOUGH
    }

    /// More have been held off.
    pub(crate) fn held_off(&self) {
        self.is_held_off.store(true, Ordering::Release);
    }
}

impl Waiting {
    /// One that is there.
    pub(crate) fn there(&mut self) -> Option<Told> {
        self.told.try_recv().ok()
    }

    /// The next; `None` when nobody gives any more.
    pub(crate) async fn next(&mut self) -> Option<Told> {
        self.told.recv().await
    }

    /// Whether nobody gives any more.
    pub(crate) fn is_over(&self) -> bool {
        self.told.is_closed()
    }

    /// Has `more` let come what was held off, where few wait; tried again when it fails.
    pub(crate) fn ask<E>(&self, more: impl FnOnce() -> Result<(), E>) {
        let few = self.told.len() < FEW;
        if few && self.is_held_off.swap(false, Ordering::AcqRel) && more().is_err() {
            self.is_held_off.store(true, Ordering::Release);
        }
    }
}

#[cfg(test)]
mod tests {
    use caseway_proto::Position;

    use super::*;
    use crate::Matter;

    fn told(position: i64) -> Told {
        let link = Link {
            of: 1,
            position: Position(position),
            after: Position(position - 1),
            matter: Matter::Nothing,
        };
        (link, position)
    }

    /// Gives until no more should come.
    fn fill(giving: &Giving) {
        let mut all = 1..;
        while !giving.give(told(all.next().unwrap())) {}
    }

    fn asks(waiting: &Waiting) -> bool {
        let mut asked = false;
        waiting.ask(|| {
            asked = true;
            Ok::<_, ()>(())
        });
        asked
    }

    #[test]
    fn what_was_held_off_is_asked_for_although_all_was_taken_before_it_was() {
        let (giving, mut waiting) = waiting();
        fill(&giving);
        while waiting.there().is_some() {}
        assert!(!asks(&waiting), "nothing is held off yet");
        giving.held_off();
        assert!(asks(&waiting));
        assert!(!asks(&waiting), "once");
    }

    #[test]
    fn what_was_held_off_is_asked_for_when_few_are_left_and_again_when_that_failed() {
        let (giving, mut waiting) = waiting();
        fill(&giving);
        giving.held_off();
        assert!(!asks(&waiting), "there is enough");
        while waiting.told.len() >= FEW {
            waiting.there();
        }
        waiting.ask(|| Err(()));
        assert!(asks(&waiting));
    }
}
