//! Synthetic patients.

use std::fmt;

use caseway_proto::wire;
use jiff::civil::{Date, date};

use super::Sampler;
use super::draw::Draw;
use super::number::complete_identity;
use crate::registry::names;

/// What an identity number says of sex.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// The ninth digit is even.
    Female,
    /// The ninth digit is odd.
    Male,
}

impl Sex {
    /// The code of `Patient.gender`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::Male => "male",
        }
    }
}

/// A synthetic patient.
#[derive(Clone)]
pub struct Patient {
    /// Which of the seed's patients it is.
    pub index: u64,
    /// A fødselsnummer with the mark of a synthetic one (month + 80).
    pub identifier: String,
    /// Day of birth.
    pub birth_date: Date,
    /// Sex.
    pub sex: Sex,
}

impl fmt::Debug for Patient {
    /// Shows which patient it is, and nothing of what identifies one.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Patient")
            .field("index", &self.index)
            .finish_non_exhaustive()
    }
}

impl Patient {
    /// The age on a day, in whole years.
    pub(super) fn age(&self, day: Date) -> i16 {
        let birth = self.birth_date;
        let before_birthday = (day.month(), day.day()) < (birth.month(), birth.day());
        day.year() - birth.year() - i16::from(before_birthday)
    }

    /// As the wire contract has it.
    pub(super) fn wire(&self) -> wire::Patient {
        wire::Patient {
            identifier: Some(wire::Identifier {
                system: names::NATIONAL_NUMBER.to_owned(),
                value: self.identifier.clone(),
            }),
            birth_date: self.birth_date.to_string(),
            gender: self.sex.code().to_owned(),
        }
    }
}

/// Percent of the patients that are children.
const CHILDREN: i64 = 6;

impl Sampler<'_> {
    /// The patient of that index: born 1930 to 1975, or a child, born 2008 to 2019.
    #[must_use]
    pub fn patient(&self, index: u64) -> Patient {
        let index_name = index.to_string();
        let child = Draw::of(self.seed, &["child", &index_name]).chance(CHILDREN);
        let mut draw = Draw::of(self.seed, &["patient", &index_name]);
        let sex = if draw.chance(50) {
            Sex::Female
        } else {
            Sex::Male
        };
        loop {
            let birth_date = birth_date(child, &mut draw);
            if let Some(identifier) = identity(birth_date, sex, &mut draw) {
                return Patient {
                    index,
                    identifier,
                    birth_date,
                    sex,
                };
            }
        }
    }
}

fn birth_date(child: bool, draw: &mut Draw) -> Date {
    if child {
        draw.day(date(2008, 1, 1), date(2019, 12, 31))
    } else {
        draw.day(date(1930, 1, 1), date(1975, 12, 31))
    }
}

/// An identity number of a birth date and a sex; some that are drawn cannot be.
fn identity(birth_date: Date, sex: Sex, draw: &mut Draw) -> Option<String> {
    let parity = i64::from(sex == Sex::Male);
    // 000 to 499 is for births before 2000, 500 to 999 for those from then on.
    let century = if birth_date.year() < 2000 { 0 } else { 500 };
    let individual = century + 2 * draw.number(0, 249) + parity;
    complete_identity(&format!(
        "{:02}{:02}{:02}{individual:03}",
        birth_date.day(),
        birth_date.month() + 80,
        birth_date.year() % 100
    ))
}
