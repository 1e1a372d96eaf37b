//! Groups of malignant neoplasms considered histologically different.
//!
//! Source: IARC/IACR/ENCR rules for multiple primaries (2004), table 2 (Berg,
//! modified), with the later additions where they do not contradict each other.
//! Groups 5, 14 and 17 are unspecified: they say nothing against the others.

use std::ops::RangeInclusive;

const GROUPS: [(u8, &str, &[RangeInclusive<u16>]); 17] = [
    (5, "group 5", &[8010..=8015, 8020..=8022, 8050..=8050]),
    (1, "group 1", &[8051..=8086, 8120..=8131]),
    (2, "group 2", &[8090..=8110]),
    (
        4,
        "group 4",
        &[
            8023..=8046,
            8150..=8158,
            8170..=8180,
            8230..=8257,
            8340..=8347,
            8560..=8562,
            8580..=8671,
        ],
    ),
    (
        3,
        "group 3",
        &[
            8140..=8149,
            8160..=8163,
            8190..=8221,
            8260..=8339,
            8350..=8552,
            8570..=8576,
            8940..=8941,
        ],
    ),
    (
        6,
        "group 6",
        &[
            8680..=8714,
            8800..=8921,
            8990..=8991,
            9040..=9045,
            9120..=9125,
            9130..=9137,
            9141..=9252,
            9370..=9373,
            9540..=9582,
        ],
    ),
    (7, "group 7", &[9050..=9055]),
    (
        8,
        "group 8",
        &[
            9840..=9840,
            9861..=9931,
            9945..=9946,
            9950..=9950,
            9961..=9964,
            9980..=9987,
            9991..=9993,
        ],
    ),
    (
        9,
        "group 9",
        &[
            9597..=9597,
            9670..=9699,
            9728..=9728,
            9731..=9738,
            9761..=9767,
            9769..=9769,
            9811..=9819,
            9823..=9826,
            9833..=9833,
            9836..=9836,
            9940..=9940,
        ],
    ),
    (
        10,
        "group 10",
        &[
            9700..=9726,
            9729..=9729,
            9768..=9768,
            9827..=9831,
            9834..=9834,
            9837..=9837,
            9948..=9948,
        ],
    ),
    (11, "group 11", &[9650..=9667]),
    (12, "group 12", &[9740..=9742]),
    (13, "group 13", &[9749..=9759]),
    (
        14,
        "group 14",
        &[
            9590..=9591,
            9596..=9596,
            9727..=9727,
            9760..=9760,
            9800..=9809,
            9820..=9820,
            9832..=9832,
            9835..=9835,
            9860..=9860,
            9960..=9960,
            9965..=9975,
            9989..=9989,
        ],
    ),
    (15, "group 15", &[9140..=9140]),
    (
        16,
        "group 16",
        &[
            8720..=8790,
            8930..=8936,
            8950..=8983,
            9000..=9030,
            9060..=9111,
            9260..=9368,
            9380..=9539,
        ],
    ),
    (17, "group 17", &[8000..=8005]),
];

/// The group of a morphology (`8500/3` or `8500`); `None` when it is in none.
pub(crate) fn group(morphology: &str) -> Option<u8> {
    let code: u16 = morphology.get(..4)?.parse().ok()?;
    GROUPS
        .iter()
        .find(|(.., ranges)| ranges.iter().any(|range| range.contains(&code)))
        .map(|(group, ..)| *group)
}

/// What a group is called.
pub(crate) fn name(group: u8) -> &'static str {
    let found = GROUPS.iter().find(|(number, ..)| *number == group);
    found.map_or("no group", |(_, name, _)| name)
}

/// Whether a group says only that the histology was not specified.
pub(crate) fn unspecified(group: u8) -> bool {
    matches!(group, 5 | 14 | 17)
}
