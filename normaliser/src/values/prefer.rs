//! Which report speaks in a field, where several do.
//!
//! Source: the update logic of cancer registries (California Cancer Registry, Volume III):
//! a field, or a group of fields that only mean something together, is taken from one
//! report, by an order of sources; who says otherwise is listed. TNM, and a grade with its
//! scores, are never put together from several reports; clinical and pathological TNM are
//! groups apart. A basis that rests on a specimen is not lowered by a later one that does
//! not (ENCR, Basis of diagnosis). What the Case sums up itself, such as the morphology,
//! stays so.

use std::collections::{BTreeMap, BTreeSet};

use caseway_proto::SubmissionId;

use super::said::Telling;
use crate::arrangement::Source;

/// The fields that the Case sums up by rules of its own.
pub(super) const SUMMED: [&str; 4] = ["topography", "morphology", "laterality", "diagnosed"];

/// What speaks in a field.
pub(super) struct Spoken<'t, 'c> {
    pub(super) field: &'c str,
    pub(super) by: Vec<&'t Telling<'c>>,
    pub(super) because: &'static str,
    pub(super) otherwise: Vec<&'t Telling<'c>>,
}

/// How the report is found that speaks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Order {
    /// All speak: there may be several.
    Every,
    /// The clinic before the laboratory, then who says most of the group, then the newest.
    Clinic,
    /// The nearest specimen, then who says most of the group, then the newest.
    Specimen,
    /// The basis that is worth most, then the newest.
    Basis,
}

/// Fields that are taken from one report together, those of one name alone, and how.
const GROUPS: &[(&[&str], Order)] = &[
    (&["ct", "cn", "cm"], Order::Clinic),
    (
        &["ct_restaged", "cn_restaged", "cm_restaged"],
        Order::Clinic,
    ),
    (&["pt", "pn", "pm"], Order::Specimen),
    (
        &["nhg", "nhg_tubules", "nhg_nuclear", "nhg_mitoses"],
        Order::Specimen,
    ),
    (
        &["isup", "gleason_1", "gleason_2", "gleason_tert"],
        Order::Specimen,
    ),
    (
        &[
            "fnclcc_grade",
            "fnclcc_diff",
            "fnclcc_mitoses",
            "fnclcc_necrosis",
        ],
        Order::Specimen,
    ),
    (
        &["rt_start", "rt_end", "rt_fractions", "rt_total_gy"],
        Order::Clinic,
    ),
    (&["basis"], Order::Basis),
    (
        &["operation", "operated", "sampled", "recurred"],
        Order::Every,
    ),
];

/// What speaks in each field that the Case does not sum up itself; `dated` is the report
/// that dates the tumour, whose age is the age.
pub(super) fn preferred<'t, 'c>(
    told: &'t [Telling<'c>],
    dated: Option<SubmissionId>,
) -> Vec<Spoken<'t, 'c>> {
    let mut groups: BTreeMap<&str, Vec<&Telling<'c>>> = BTreeMap::new();
    for telling in told.iter().filter(|each| !SUMMED.contains(&each.field)) {
        groups
            .entry(group(telling.field))
            .or_default()
            .push(telling);
    }
    groups
        .into_values()
        .flat_map(|group| of_group(&group, dated))
        .collect()
}

/// What a group is called: the first of its fields.
fn group(field: &str) -> &str {
    let found = GROUPS.iter().find(|(fields, _)| fields.contains(&field));
    match found {
        Some((fields, Order::Clinic | Order::Specimen | Order::Basis)) => fields[0],
        _ => field,
    }
}

fn order(field: &str) -> Order {
    let found = GROUPS.iter().find(|(fields, _)| fields.contains(&field));
    found.map_or(Order::Specimen, |(_, order)| *order)
}

fn of_group<'t, 'c>(group: &[&'t Telling<'c>], dated: Option<SubmissionId>) -> Vec<Spoken<'t, 'c>> {
    let fields: BTreeSet<&'c str> = group.iter().map(|telling| telling.field).collect();
    let spoken = fields.into_iter().filter_map(|field| {
        let own = group.iter().filter(|telling| telling.field == field);
        let own: Vec<&'t Telling<'c>> = own.copied().collect();
        if order(field) == Order::Every {
            return Some(Spoken {
                field,
                by: own,
                because: "every",
                otherwise: Vec::new(),
            });
        }
        one_speaks(field, own, group, dated.filter(|_| field == "age"))
    });
    spoken.collect()
}

/// The report that speaks in a field; what it does not say of a group is not told.
fn one_speaks<'t, 'c>(
    field: &'c str,
    own: Vec<&'t Telling<'c>>,
    group: &[&'t Telling<'c>],
    known: Option<SubmissionId>,
) -> Option<Spoken<'t, 'c>> {
    let ranks = ranks(group, order(field));
    let first = ranks.iter().max_by_key(|(_, rank)| *rank)?.0;
    let known = known.filter(|known| ranks.contains_key(known));
    let speaks = known.unwrap_or(*first);
    let (by, others): (Vec<_>, Vec<_>) = own
        .into_iter()
        .partition(|telling| telling.submission == speaks);
    let said = |value: &serde_json::Value| by.iter().any(|own| own.value == *value);
    let otherwise: Vec<_> = others
        .iter()
        .copied()
        .filter(|other| !said(&other.value))
        .collect();
    let because = match otherwise.as_slice() {
        [] if others.is_empty() => "only",
        [] => "agreed",
        _ if known.is_some() => "dates-the-tumour",
        _ => {
            let next = otherwise
                .iter()
                .filter_map(|each| ranks.get(&each.submission));
            ranks.get(&speaks)?.before(next.max()?, order(field))
        }
    };
    (!by.is_empty()).then_some(Spoken {
        field,
        by,
        because,
        otherwise,
    })
}

/// Where a report stands among those that say something of a group, the last first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Standing<'c> {
    /// How near it was, or how sure.
    near: u32,
    /// How many fields of the group it tells.
    tells: usize,
    date: Option<&'c str>,
    submission: SubmissionId,
}

impl Standing<'_> {
    /// Why it goes before another one.
    fn before(&self, other: &Self, order: Order) -> &'static str {
        if self.near > other.near {
            return match order {
                Order::Clinic => "clinic-first",
                Order::Basis => "surest-basis",
                Order::Specimen | Order::Every => "nearest-specimen",
            };
        }
        if self.tells > other.tells {
            "most-complete"
        } else {
            "newest"
        }
    }
}

fn ranks<'c>(group: &[&Telling<'c>], order: Order) -> BTreeMap<SubmissionId, Standing<'c>> {
    let mut reports: BTreeMap<SubmissionId, Vec<&Telling<'c>>> = BTreeMap::new();
    for telling in group {
        reports.entry(telling.submission).or_default().push(telling);
    }
    let standing = |(submission, own): (SubmissionId, Vec<&Telling<'c>>)| {
        let fields: BTreeSet<_> = own.iter().map(|each| each.field).collect();
        let standing = Standing {
            near: own
                .iter()
                .map(|each| near(each, order))
                .max()
                .unwrap_or_default(),
            tells: fields.len(),
            date: own.iter().filter_map(|each| each.date).max(),
            submission,
        };
        (submission, standing)
    };
    reports.into_iter().map(standing).collect()
}

fn near(telling: &Telling<'_>, order: Order) -> u32 {
    match order {
        Order::Clinic => u32::from(telling.source == Source::Clinic),
        Order::Specimen => telling.source as u32,
        Order::Basis => worth(telling.value.as_str().unwrap_or_default()),
        Order::Every => 0,
    }
}

/// What a basis is worth: the greater code more, a finer one more, the unknown least.
fn worth(basis: &str) -> u32 {
    let mut digits = basis.chars().filter_map(|each| each.to_digit(10));
    match digits.next() {
        None | Some(9) => 0,
        Some(code) => 10 * (code + 1) + digits.next().unwrap_or_default(),
    }
}
