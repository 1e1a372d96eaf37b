//! Doubts: what a Report says against itself.
//!
//! A Doubt sends the Entry to quarantine. Only evidence inside the Report counts. A
//! sentence carries no value.

use caseway_proto::CaseEvent;

use super::report::Report;
use crate::fhir::{Element, systems};

/// Why a Report could not be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// A stable word.
    pub cause: &'static str,
    /// What an Operator reads; no value of the Report.
    pub sentence: String,
}

impl Doubt {
    /// The body is no Bundle that can be read.
    #[must_use]
    pub fn unreadable() -> Self {
        Self::new(
            "unreadable",
            "The body could not be read as a FHIR Bundle. Look at the journal and at the version \
             that accepted it.",
        )
    }

    /// Reading the body ended in a fault of this program.
    #[must_use]
    pub fn crashed() -> Self {
        Self::new(
            "crashed",
            "Reading the report ended in a fault of this program. Release it again once the fault \
             is repaired.",
        )
    }

    fn new(cause: &'static str, sentence: &str) -> Self {
        Self {
            cause,
            sentence: sentence.to_owned(),
        }
    }
}

/// Whether date of birth and sex agree with a national number.
///
/// Day, month and year of two digits are compared, so that no century is guessed. The
/// sex is told only by numbers that were valid before 2032.
pub(super) fn identity(report: &Report<'_, '_>) -> Result<(), Doubt> {
    for (_, patient) in report.bundle.of_type("Patient") {
        let Some(number) = national_number(patient) else {
            continue;
        };
        let born = patient.text("birthDate").unwrap_or_default();
        if contradicts_birth(&number, born) {
            return Err(Doubt::new(
                "birth-date-contradicts-number",
                "Patient.birthDate is another day than the one in the national identity number. \
                 One of them is wrong, and the report may be about another person.",
            ));
        }
        if contradicts_sex(&number, patient.text("gender")) {
            return Err(Doubt::new(
                "sex-contradicts-number",
                "Patient.gender is another sex than the one in the national identity number. One \
                 of them is wrong, and the report may be about another person.",
            ));
        }
    }
    Ok(())
}

/// Whether the Report says anything.
pub(super) fn substance(events: &[CaseEvent]) -> Result<(), Doubt> {
    if events.is_empty() {
        return Err(Doubt::new(
            "no-tumour",
            "No tumour and no clinical fact could be read from the report.",
        ));
    }
    Ok(())
}

/// The eleven digits of a number that holds a date of birth.
fn national_number(patient: &Element<'_>) -> Option<[u8; 11]> {
    let value = patient.each("identifier").find_map(|identifier| {
        let system = identifier.text("system")?;
        let dated = system == systems::NATIONAL_NUMBER || system == systems::D_NUMBER;
        dated.then(|| identifier.text("value"))?
    })?;
    let digits: Vec<u8> = value
        .bytes()
        .filter(u8::is_ascii_digit)
        .map(|digit| digit - b'0')
        .collect();
    digits.try_into().ok()
}

fn contradicts_birth(number: &[u8; 11], born: &str) -> bool {
    let two = |at: usize| number[at] * 10 + number[at + 1];
    let day = if two(0) > 40 { two(0) - 40 } else { two(0) };
    // 80 and 65 mark synthetic numbers, 40 those of a help-number series.
    let month = match two(2) {
        month @ 81.. => month - 80,
        month @ 66..=77 => month - 65,
        month @ 41..=52 => month - 40,
        month => month,
    };
    [(2..4, two(4)), (5..7, month), (8..10, day)]
        .into_iter()
        .filter_map(|(range, expected)| Some((born.get(range)?.parse::<u8>().ok()?, expected)))
        .any(|(sent, expected)| sent != expected)
}

fn contradicts_sex(number: &[u8; 11], sex: Option<&str>) -> bool {
    if !is_valid_before_2032(number) {
        return false;
    }
    match sex {
        Some("female") => !number[8].is_multiple_of(2),
        Some("male") => number[8].is_multiple_of(2),
        _ => false,
    }
}

/// The first check digit by the rule in force until 2032.
fn is_valid_before_2032(number: &[u8; 11]) -> bool {
    const WEIGHTS: [u32; 10] = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
    let sum: u32 = WEIGHTS
        .iter()
        .zip(number)
        .map(|(weight, digit)| weight * u32::from(*digit))
        .sum();
    sum.is_multiple_of(11)
}
