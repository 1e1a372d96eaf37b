//! How a recorded tumour counts internationally: as a primary, as one that is counted
//! already, or not at all.
//!
//! Source: IARC/IACR/ENCR rules for multiple primaries (2004): one tumour an organ or pair
//! of organs (table 1) unless the histology groups differ (table 2); what is unspecified
//! differs from nothing it may be; only malignant tumours count, of the bladder all.
//! Tumours are compared in the order of their dates; one that is more specific than the
//! primary that it is counted with lends that one its group.

use caseway_proto::{Counted, Tumour};

use crate::terms::berg;

/// The group of histologies that say nothing: unspecified types.
const UNSPECIFIED: u8 = 17;

/// Says of each tumour how it counts; they stand in the order of their numbers.
pub(super) fn count(tumours: &mut [Tumour]) {
    let mut primaries: Vec<(String, u8)> = Vec::new();
    for tumour in tumours {
        tumour.counted = counted(tumour, &mut primaries);
    }
}

fn counted(tumour: &Tumour, primaries: &mut Vec<(String, u8)>) -> Counted {
    if !is_malignant(tumour) {
        return Counted::NotCounted;
    }
    let group = group(tumour);
    let same = primaries
        .iter_mut()
        .find(|(organ, other)| *organ == tumour.organ && is_same(group, *other));
    let Some((_, other)) = same else {
        primaries.push((tumour.organ.clone(), group));
        return Counted::Primary;
    };
    if berg::unspecified(*other) {
        *other = group;
    }
    Counted::Duplicate
}

/// A tumour without a morphology is taken for malignant; of the bladder all are counted.
fn is_malignant(tumour: &Tumour) -> bool {
    let said = |summary: &Option<caseway_proto::Summary>| {
        summary.as_ref().map(|summary| summary.value.clone())
    };
    let bladder = said(&tumour.topography).is_some_and(|site| site.starts_with("C67"));
    bladder || said(&tumour.morphology).is_none_or(|morphology| morphology.ends_with("/3"))
}

fn group(tumour: &Tumour) -> u8 {
    let morphology = tumour.morphology.as_ref();
    morphology
        .and_then(|summary| berg::group(&summary.value))
        .unwrap_or(UNSPECIFIED)
}

/// Whether two groups may be one tumour's: the same, or one unspecified of the other's kind.
fn is_same(one: u8, other: u8) -> bool {
    let covers = |vague: u8, group: u8| match vague {
        5 => (1..=4).contains(&group),
        14 => (8..=13).contains(&group),
        17 => matches!(group, 1..=7 | 15 | 16),
        _ => false,
    };
    one == other || covers(one, other) || covers(other, one)
}

#[cfg(test)]
mod tests {
    use caseway_proto::Counted::{Duplicate, NotCounted, Primary};

    use crate::link;
    use crate::testing::{Fixture, person};

    /// How the tumours of reports (site, morphology, side, date) count.
    fn counted(reports: &[(&str, &str, &str, &str)]) -> Vec<caseway_proto::Counted> {
        let facts: Vec<_> = (1..)
            .zip(reports)
            .map(|(number, (site, morphology, side, date))| {
                let side = Some(*side).filter(|side| !side.is_empty());
                Fixture::new(&format!("report-{number}"), number)
                    .diagnosis(site, Some(morphology), side)
                    .diagnosed(date)
                    .0
            })
            .collect();
        let case = link(&person(1), &facts).unwrap();
        case.tumours.iter().map(|tumour| tumour.counted).collect()
    }

    #[test]
    fn both_sides_of_an_organ_count_once() {
        let sides = [
            ("C50.4", "8500/3", "left", "2020-01-01"),
            ("C50.4", "8520/3", "right", "2024-01-01"),
        ];
        assert_eq!(counted(&sides), [Primary, Duplicate]);
    }

    #[test]
    fn another_histology_in_the_organ_counts_and_an_unspecified_one_does_not() {
        let specific = [
            ("C34.1", "8140/3", "left", "2020-01-01"),
            ("C34.1", "8070/3", "right", "2024-01-01"),
        ];
        assert_eq!(counted(&specific), [Primary, Primary]);
        let vague = [
            ("C34.1", "8010/3", "left", "2020-01-01"),
            ("C34.1", "8070/3", "right", "2024-01-01"),
        ];
        assert_eq!(counted(&vague), [Primary, Duplicate]);
    }

    #[test]
    fn the_more_specific_tumour_lends_the_primary_its_histology() {
        let chain = [
            ("C18.2", "8000/3", "", "2020-01-01"),
            ("C18.4", "8140/3", "", "2021-01-01"),
            ("C18.7", "8070/3", "", "2022-01-01"),
        ];
        assert_eq!(counted(&chain), [Primary, Duplicate, Primary]);
    }

    #[test]
    fn only_malignant_tumours_count_but_all_of_the_bladder() {
        assert_eq!(
            counted(&[("C50.4", "8500/2", "left", "2020-01-01")]),
            [NotCounted]
        );
        assert_eq!(counted(&[("C67.9", "8120/1", "", "2020-01-01")]), [Primary]);
    }
}
