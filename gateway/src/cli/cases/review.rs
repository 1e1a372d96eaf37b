//! `caseway cases review`: what waits for a registrar.

use caseway_store::{Casebook, Desk};
use jiff::Timestamp;

use super::show::brief_tumour;
use crate::rulings::OpenCase;

/// Prints what waits, oldest first, at most so many cases.
pub(super) async fn review(
    casebook: &dyn Casebook,
    desk: &dyn Desk,
    most: u32,
) -> anyhow::Result<()> {
    let cases = desk.undecided(most).await?;
    for id in &cases {
        let open = OpenCase::open(id, casebook, desk).await?;
        for line in lines(&open) {
            println!("{line}");
        }
    }
    if cases.is_empty() {
        eprintln!("nothing waits for a registrar");
    } else {
        eprintln!(
            "decide with `caseway cases rule CASE …`; `caseway cases rule --help` explains the words"
        );
    }
    Ok(())
}

fn lines(open: &OpenCase) -> Vec<String> {
    let mut lines = Vec::new();
    for review in &open.case.reviews {
        let since = open.since(review).map_or_else(|| "-".to_owned(), moment);
        let (case, reason) = (&open.case.id, &review.reason);
        lines.push(format!("{case}  {reason}  since {since}"));
        lines.push(format!("  {}", review.sentence));
        lines.extend(open.waiting(review).into_iter().map(|report| {
            format!(
                "  waits: report {} from {}, {} {}, arrived {}",
                report.id,
                report.sender_name,
                report.registry,
                report.kind,
                moment(report.received_at),
            )
        }));
    }
    let tumours = open.case.tumours.iter();
    lines.extend(tumours.map(|tumour| format!("  tumour {}", brief_tumour(tumour))));
    lines
}

/// A moment to the minute, UTC.
fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M").to_string()
}
