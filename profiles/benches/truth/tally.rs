//! Counting verdicts and places, lane by lane.

use caseway_proto::Issue;

use super::place;
use super::runs::Run;

/// What came of one run.
pub(super) struct Outcome {
    expected: bool,
    refusing: Vec<Issue>,
    place: Option<bool>,
}

impl Outcome {
    /// Compares what was found with what is recorded.
    pub(super) fn of(run: &Run, found: Vec<Issue>) -> Self {
        let rejects = |issue: &Issue| issue.severity.rejects();
        let refusing: Vec<_> = found.into_iter().filter(rejects).collect();
        let recorded: Vec<_> = run.expressions.iter().flatten().cloned().collect();
        let at = refusing.iter().filter_map(|issue| issue.expression.clone());
        let comparable = !run.expect_valid && !refusing.is_empty() && !recorded.is_empty();
        let place = comparable.then(|| place::any_right(&at.collect::<Vec<_>>(), &recorded));
        Self {
            expected: run.expect_valid,
            refusing,
            place,
        }
    }

    /// Whether the verdict is the recorded one.
    pub(super) fn right(&self) -> bool {
        self.expected == self.refusing.is_empty()
    }

    /// Whether it is refused, but for nothing at a recorded place.
    pub(super) fn misplaced(&self) -> bool {
        self.place == Some(false)
    }

    /// Prints what was found and what is recorded.
    pub(super) fn print(&self, run: &Run) {
        let recorded = if self.expected { "valid" } else { "invalid" };
        let Run {
            name, lane, format, ..
        } = run;
        println!(
            "{lane} {format} {name}: recorded {recorded} {:?} {:?}",
            run.areas,
            run.expressions.iter().flatten().collect::<Vec<_>>()
        );
        for issue in &self.refusing {
            let at = issue.expression.as_deref().unwrap_or_default();
            println!("    {} {at}: {}", issue.rule, issue.message);
        }
    }
}

/// The runs of one lane in one format.
pub(super) struct Lane {
    name: String,
    runs: usize,
    right: usize,
    valid: usize,
    wrongly_refused: usize,
    wrongly_accepted: usize,
    places: usize,
    places_right: usize,
}

/// Counts a run in its lane.
pub(super) fn add(lanes: &mut Vec<Lane>, run: &Run, outcome: &Outcome) {
    let name = format!("{} {}", run.lane, run.format);
    let known = lanes.iter().position(|lane| lane.name == name);
    let index = known.unwrap_or_else(|| {
        lanes.push(Lane {
            name,
            runs: 0,
            right: 0,
            valid: 0,
            wrongly_refused: 0,
            wrongly_accepted: 0,
            places: 0,
            places_right: 0,
        });
        lanes.len() - 1
    });
    let lane = &mut lanes[index];
    lane.runs += 1;
    lane.right += usize::from(outcome.right());
    lane.valid += usize::from(outcome.expected);
    lane.wrongly_refused += usize::from(outcome.expected && !outcome.right());
    lane.wrongly_accepted += usize::from(!outcome.expected && !outcome.right());
    lane.places += usize::from(outcome.place.is_some());
    lane.places_right += usize::from(outcome.place == Some(true));
}

/// Prints a line a lane.
pub(super) fn print(lanes: &[Lane]) {
    println!("lane         right verdicts   refused of valid   accepted of invalid   place right");
    for lane in lanes {
        println!(
            "{:<12} {:>14}   {:>16}   {:>19}   {:>11}",
            lane.name,
            share(lane.right, lane.runs),
            share(lane.wrongly_refused, lane.valid),
            share(lane.wrongly_accepted, lane.runs - lane.valid),
            share(lane.places_right, lane.places),
        );
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of a benchmark")]
fn share(part: usize, whole: usize) -> String {
    let percent = 100.0 * part as f64 / whole.max(1) as f64;
    format!("{part}/{whole} {percent:.0} %")
}
