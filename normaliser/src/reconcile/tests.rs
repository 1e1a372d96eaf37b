//! The report to a Sender, over a Ledger of the test's own.

use async_trait::async_trait;
use caseway_proto::{
    CaseId, Disposition, Expectation, Person, Position, RegistryId, Rerouting, Sender, SenderId,
    SubmissionId,
};
use caseway_store::{Ledger, Period, State, StoreError, SubmissionState, Tally};
use jiff::Timestamp;

use super::{Asked, reconcile};

/// A Ledger of so many Submissions, one a Position.
struct Many(i64);

fn state(position: i64) -> SubmissionState {
    SubmissionState {
        id: SubmissionId([0; 16]),
        position: Position(position),
        key: format!("=key \"{position}\", long"),
        report_key: None,
        registry: None,
        kind: None,
        received_at: Timestamp::UNIX_EPOCH,
        disposition: Disposition::Accepted,
        state: State::Recorded,
        case: None,
        replaced_by: None,
        cause: None,
        sentence: None,
        issues: Vec::new(),
    }
}

#[async_trait]
impl Ledger for Many {
    async fn positions(&self) -> Result<(Position, Position), StoreError> {
        Ok((Position(self.0), Position(self.0 - 1)))
    }

    async fn submission(
        &self,
        _: SenderId,
        _: SubmissionId,
        _: Position,
    ) -> Result<Option<SubmissionState>, StoreError> {
        Ok(None)
    }

    async fn submissions(
        &self,
        _: SenderId,
        _: Period,
        (after, upto): (Position, Position),
        most: u32,
    ) -> Result<Vec<SubmissionState>, StoreError> {
        let last = upto.0.min(after.0 + i64::from(most));
        Ok((after.0 + 1..=last).map(state).collect())
    }

    async fn tally(&self, _: SenderId, _: Period, as_of: Position) -> Result<Tally, StoreError> {
        let all = u64::try_from(as_of.0).unwrap();
        Ok(Tally {
            received: all,
            recorded: all,
            ..Tally::default()
        })
    }

    async fn owed(&self, _: &Sender, _: Position) -> Result<Vec<Expectation>, StoreError> {
        Ok(Vec::new())
    }

    async fn rerouted(
        &self,
        _: SenderId,
        _: Period,
        as_of: Position,
    ) -> Result<Vec<Rerouting>, StoreError> {
        Ok(vec![moved(as_of)])
    }
}

fn moved(at: Position) -> Rerouting {
    let [breast, lymphoid] = ["breast", "lymphoid"].map(|id| RegistryId(id.to_owned()));
    Rerouting {
        report_key: "report".to_owned(),
        submission: SubmissionId([0; 16]),
        case: CaseId::of(&Person([1; 33])),
        from: vec![breast.clone()],
        to: vec![breast, lymphoid],
        provisional: true,
        cause: None,
        at,
        on: Timestamp::UNIX_EPOCH,
    }
}

async fn told(many: i64, as_of: Option<i64>) -> super::Reconciliation {
    let sender = Sender {
        id: SenderId(1),
        name: "Ward".to_owned(),
        organisation: None,
        default_registry: None,
    };
    let period = Period {
        from: Timestamp::UNIX_EPOCH,
        until: Timestamp::MAX,
    };
    let asked = Asked {
        period,
        as_of: as_of.map(Position),
        now: Timestamp::UNIX_EPOCH,
    };
    reconcile(&Many(many), &sender, asked).await.unwrap()
}

#[tokio::test]
async fn every_submission_is_listed_once_over_many_pages() {
    let report = told(1_201, None).await;
    let positions: Vec<_> = report
        .submissions
        .iter()
        .map(|line| line.position.0)
        .collect();
    assert_eq!(positions, (1..=1_201).collect::<Vec<_>>());
    assert_eq!((report.residual, report.truncated), (0, false));
}

#[tokio::test]
async fn it_is_settled_once_the_feed_has_come_so_far() {
    assert!(!told(10, None).await.settled);
    assert!(told(10, Some(9)).await.settled);
    assert_eq!(told(10, Some(9)).await.submissions.len(), 9);
    assert_eq!(told(10, Some(99)).await.as_of, Position(10));
}

#[tokio::test]
async fn csv_quotes_cells_and_disarms_formulas() {
    let csv = told(1, Some(1)).await.to_csv();
    let mut lines = csv.split("\r\n");
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("what,submission,position,key")
    );
    assert!(lines.next().unwrap().contains("\"'=key \"\"1\"\", long\""));
}

#[tokio::test]
async fn a_report_that_came_to_belong_elsewhere_has_a_line_that_tells_from_where() {
    let csv = told(1, Some(1)).await.to_csv();
    let last = csv.trim_end().lines().last().unwrap();
    let case = CaseId::of(&Person([1; 33]));
    let told = format!("1970-01-01T00:00:00Z,,provisional,{case},,,belonged to breast");
    assert!(last.starts_with("rerouting,"), "{last}");
    assert!(last.contains(",report,breast lymphoid,,"), "{last}");
    assert!(last.ends_with(&told), "{last}");
}
