//! National identity numbers of eleven digits.
//!
//! Sources: Skatteetaten's published layout and check digits; marks of synthetic
//! persons of Test-Norge (+80), Persontjenesten (+65) and Dolly (+40).

use jiff::civil::Date;

const WEIGHTS_1: [u32; 10] = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1];
const WEIGHTS_2: [u32; 11] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];

/// What kind of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Fødselsnummer.
    Birth,
    /// D-nummer: for persons without a fødselsnummer.
    D,
    /// Felles hjelpenummer: says nothing of its holder.
    SharedHelp,
    /// Local help number, or a synthetic number of Dolly: both add 40 to the month.
    LocalHelpOrDolly,
}

/// Sex as the ninth digit says it, in numbers given before 2032.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sex {
    /// Even.
    Female,
    /// Odd.
    Male,
}

/// What a number says.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Number {
    /// What kind it is.
    pub kind: Kind,
    /// Whether it belongs to a synthetic person.
    pub synthetic: bool,
    /// Whether its check digits are right only under the rule of 2032.
    pub rule_2032: bool,
    /// The date of birth, where it can be told.
    pub born: Option<Date>,
    /// The sex, where it can be told.
    pub sex: Option<Sex>,
}

/// Reads a number; nothing when its form or its check digits are wrong.
///
/// The rule of 2032 accepts more check digits and says neither century nor sex.
#[must_use]
pub fn parse(text: &str) -> Option<Number> {
    let digits = digits(text)?;
    let rule_2032 = match remainders(&digits) {
        (0, 0) => false,
        (1..=3, 0) => true,
        _ => return None,
    };
    if digits[0] >= 8 {
        return Some(Number {
            kind: Kind::SharedHelp,
            synthetic: false,
            rule_2032,
            born: None,
            sex: None,
        });
    }
    let (kind, synthetic, day, month) = marks(&digits)?;
    let year = two(digits[4], digits[5]);
    let known = (!rule_2032)
        .then(|| century(individual(&digits), year))
        .flatten();
    let born = known.and_then(|century| date(century + year, month, day));
    let possible = born.is_some() || (rule_2032 && date(2000 + year, month, day).is_some());
    possible.then_some(Number {
        kind,
        synthetic,
        rule_2032,
        born,
        sex: (!rule_2032).then(|| sex(digits[8])),
    })
}

fn digits(text: &str) -> Option<[u32; 11]> {
    let digits: Option<Vec<u32>> = text.chars().map(|digit| digit.to_digit(10)).collect();
    digits?.try_into().ok()
}

fn remainders(digits: &[u32; 11]) -> (u32, u32) {
    let sum = |weights: &[u32]| -> u32 {
        weights
            .iter()
            .zip(digits)
            .map(|(weight, digit)| weight * digit)
            .sum()
    };
    (sum(&WEIGHTS_1) % 11, sum(&WEIGHTS_2) % 11)
}

/// Kind, whether synthetic, day and month, with what was added taken away.
fn marks(digits: &[u32; 11]) -> Option<(Kind, bool, u32, u32)> {
    let d = digits[0] >= 4;
    let day = two(digits[0], digits[1]) - if d { 40 } else { 0 };
    let month = two(digits[2], digits[3]);
    let kind = if d { Kind::D } else { Kind::Birth };
    match month {
        1..=12 => Some((kind, false, day, month)),
        41..=52 if d => Some((kind, true, day, month - 40)),
        41..=52 => Some((Kind::LocalHelpOrDolly, true, day, month - 40)),
        66..=77 => Some((kind, true, day, month - 65)),
        81..=92 => Some((kind, true, day, month - 80)),
        _ => None,
    }
}

fn two(tens: u32, ones: u32) -> u32 {
    tens * 10 + ones
}

fn individual(digits: &[u32; 11]) -> u32 {
    digits[6] * 100 + two(digits[7], digits[8])
}

/// The century of a number given before 2032.
fn century(individual: u32, year: u32) -> Option<u32> {
    match (individual, year) {
        (0..=499, _) | (900..=999, 40..=99) => Some(1900),
        (500..=749, 54..=99) => Some(1800),
        (500..=999, 0..=39) => Some(2000),
        _ => None,
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    let month = i8::try_from(month).ok()?;
    let day = i8::try_from(day).ok()?;
    Date::new(i16::try_from(year).ok()?, month, day).ok()
}

fn sex(digit: u32) -> Sex {
    if digit.is_multiple_of(2) {
        Sex::Female
    } else {
        Sex::Male
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Sex, parse};

    #[test]
    fn published_numbers_are_valid() {
        for number in ["02013299997", "30108299920", "13116900216"] {
            let number = parse(number).unwrap();
            assert!(!number.synthetic && !number.rule_2032);
        }
    }

    #[test]
    fn numbers_of_the_2032_rule_are_known_as_such() {
        assert!(parse("30108299939").unwrap().rule_2032);
        assert!(!parse("12834532172").unwrap().rule_2032);
        assert!(parse("12834532180").unwrap().rule_2032);
        assert!(parse("12834532199").unwrap().rule_2032);
    }

    #[test]
    fn synthetic_numbers_are_known_by_their_month() {
        for number in [
            "10915596784",
            "13527248013",
            "68467038838",
            "01815512347",
            "01815512428",
            "29820070079",
            "31929940019",
            "55867022251",
            "04871281241",
        ] {
            assert!(parse(number).unwrap().synthetic);
        }
        assert_eq!(parse("68467038838").unwrap().kind, Kind::D);
        assert_eq!(parse("55867022251").unwrap().kind, Kind::D);
        assert_eq!(parse("13527248013").unwrap().kind, Kind::LocalHelpOrDolly);
    }

    #[test]
    fn birth_date_and_sex_are_read() {
        let number = parse("01815512347").unwrap();
        assert_eq!(number.born.unwrap().to_string(), "1955-01-01");
        assert_eq!(number.sex, Some(Sex::Male));
        assert_eq!(parse("01815512428").unwrap().sex, Some(Sex::Female));
        assert_eq!(
            parse("29820070079").unwrap().born.unwrap().to_string(),
            "2000-02-29"
        );
        assert_eq!(
            parse("04871281241").unwrap().born.unwrap().to_string(),
            "2012-07-04"
        );
    }

    #[test]
    fn wrong_check_digits_and_wrong_forms_are_refused() {
        for number in [
            "13057444850",
            "01815512348",
            "0181551234",
            "018155123477",
            "0181551234a",
            "",
        ] {
            assert!(parse(number).is_none());
        }
    }
}
