//! Small numbers, which could tell of persons, are not published.
//!
//! A number out of few is hidden, and so is a number of few. Where that hides one hospital
//! of a group alone, the group's sum would tell it: then the smallest of the others is
//! hidden with it.

use std::collections::BTreeMap;

use super::{Count, Key};

/// What may be published of the cells: nothing of those that are hidden.
#[must_use]
pub fn hide<'k>(
    cells: impl Iterator<Item = (&'k Key, Count)>,
    below: u64,
) -> Vec<(&'k Key, Option<Count>)> {
    type Group<'k> = (&'static str, &'k str, &'k str, &'k str);
    let mut groups: BTreeMap<Group<'k>, Vec<(&'k Key, Count)>> = BTreeMap::new();
    for (key, count) in cells {
        let group = (
            key.measure,
            key.registry.0.as_str(),
            key.of.as_str(),
            key.year.as_str(),
        );
        groups.entry(group).or_default().push((key, count));
    }
    let told = groups.into_values().flat_map(|group| {
        let small = |count: &Count| count.of < below;
        let alone = group.iter().filter(|(_, count)| small(count)).count() == 1;
        let others = group.iter().filter(|(_, count)| !small(count));
        let least = others.min_by_key(|(key, count)| (count.of, *key));
        let beside = least.filter(|_| alone).map(|(key, _)| *key);
        let shown = move |(key, count): (&'k Key, Count)| {
            let hidden = small(&count) || beside == Some(key);
            (key, (!hidden).then_some(count))
        };
        group.into_iter().map(shown).collect::<Vec<_>>()
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use caseway_proto::RegistryId;

    use super::{Count, Key, hide};

    fn shown(of: &[u64]) -> Vec<Option<u64>> {
        let key = |hospital: usize| Key {
            measure: "volume",
            registry: RegistryId("breast".to_owned()),
            of: String::new(),
            year: "2024".to_owned(),
            hospital: hospital.to_string(),
        };
        let cells: Vec<(Key, Count)> = of
            .iter()
            .enumerate()
            .map(|(hospital, of)| (key(hospital), Count { count: 0, of: *of }))
            .collect();
        let told = hide(cells.iter().map(|(key, count)| (key, *count)), 5);
        told.into_iter().map(|(_, count)| Some(count?.of)).collect()
    }

    #[test]
    fn a_number_below_the_threshold_is_hidden_and_one_at_it_is_not() {
        assert_eq!(shown(&[4, 5, 4]), [None, Some(5), None]);
    }

    #[test]
    fn what_the_sum_would_tell_is_hidden_by_the_smallest_beside_it() {
        assert_eq!(shown(&[9, 4, 7, 30]), [Some(9), None, None, Some(30)]);
    }

    #[test]
    fn where_nothing_is_small_nothing_is_hidden() {
        assert_eq!(shown(&[9, 5]), [Some(9), Some(5)]);
    }
}
