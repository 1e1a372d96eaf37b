//! Tumours: which sites, morphologies, sexes and ages go together, by `sites.tsv`.
//!
//! For a Registry that is not listed there, the first topographies of its scope with an
//! adenocarcinoma stand in.

use std::sync::LazyLock;

use caseway_proto::wire;
use jiff::civil::Date;

use super::Sampler;
use super::draw::Draw;
use super::person::{Patient, Sex};
use crate::registry::Table;
use crate::registry::table::Scope;

/// ICD-O-3 topographies, with a 1 where a side is asked for.
const TOPOGRAPHY: &str = include_str!("../../codes/topography.tsv");

/// What goes together; a site or a morphology that stands there twice is drawn twice as often.
const TABLE: &str = include_str!("sites.tsv");

/// The truth of a tumour, which every report on it repeats.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TumourTruth {
    /// ICD-10.
    pub icd10: String,
    /// ICD-O-3 topography.
    pub topography: String,
    /// ICD-O-3 morphology with behaviour.
    pub morphology: String,
    /// `left` or `right`, of a paired organ.
    pub laterality: Option<&'static str>,
    /// Day of diagnosis.
    pub diagnosed: Date,
    /// Basis of diagnosis, ENCR code.
    pub basis: &'static str,
}

impl TumourTruth {
    /// As the wire contract has it.
    pub(super) fn wire(&self) -> wire::Tumour {
        let laterality = match self.laterality {
            Some("left") => wire::Laterality::Left,
            Some("right") => wire::Laterality::Right,
            _ => wire::Laterality::Unspecified,
        };
        wire::Tumour {
            icd10: self.icd10.clone(),
            topography: self.topography.clone(),
            morphology: self.morphology.clone(),
            laterality: laterality.into(),
            diagnosed: self.diagnosed.to_string(),
            basis: self.basis.to_owned(),
        }
    }

    /// The organ, as a Case counts it: the first three characters of the topography.
    #[must_use]
    pub fn organ(&self) -> &str {
        self.topography.get(..3).unwrap_or(&self.topography)
    }

    /// Whether it is in another organ than another tumour; blood, marrow and nodes are one.
    pub(super) fn is_apart_from(&self, other: &Self) -> bool {
        let is_of_blood = |tumour: &Self| tumour.morphology.as_str() >= "9590";
        self.organ() != other.organ() && !(is_of_blood(self) && is_of_blood(other))
    }
}

/// A site of a Registry, with the morphologies that go there and whose it is.
struct Site {
    registry: &'static str,
    icd10: &'static str,
    topography: &'static str,
    morphologies: Vec<&'static str>,
    sex: Option<Sex>,
    /// The least and the greatest age at diagnosis, in whole years.
    ages: (i16, i16),
}

impl Site {
    fn of(row: &'static str) -> Option<Self> {
        let mut cells = row.split('\t');
        let mut cell = || cells.next();
        let (registry, icd10, topography) = (cell()?, cell()?, cell()?);
        let (morphologies, sex) = (cell()?, cell()?);
        let ages = (cell()?.parse().ok()?, cell()?.parse().ok()?);
        Some(Self {
            registry,
            icd10,
            topography,
            morphologies: morphologies.split(' ').collect(),
            sex: [Sex::Female, Sex::Male]
                .into_iter()
                .find(|of| of.code() == sex),
            ages,
        })
    }

    /// Whether a patient has such tumours, diagnosed on that day.
    fn fits(&self, patient: &Patient, diagnosed: Date) -> bool {
        let (least, most) = self.ages;
        let fits_sex = self.sex.is_none_or(|sex| sex == patient.sex);
        fits_sex && (least..=most).contains(&patient.age(diagnosed))
    }
}

static SITES: LazyLock<Vec<Site>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(Site::of).collect());

fn sites(registry: &str) -> Vec<&'static Site> {
    let all = SITES.iter();
    all.filter(|site| site.registry == registry).collect()
}

impl Sampler<'_> {
    /// A tumour of a patient for a Registry; none where the Registry is for others.
    #[must_use]
    pub fn tumour(
        &self,
        registry: &str,
        patient: &Patient,
        number: u32,
        diagnosed: Date,
    ) -> Option<TumourTruth> {
        let name = [patient.index.to_string(), number.to_string()];
        let mut draw = Draw::of(self.seed, &["tumour", registry, &name[0], &name[1]]);
        let known = sites(registry);
        let (icd10, topography, morphology) = if known.is_empty() {
            of_scope(&self.tables.registry(registry)?.scope, &mut draw)?
        } else {
            let fitting: Vec<&Site> = known
                .into_iter()
                .filter(|site| site.fits(patient, diagnosed))
                .collect();
            let site = draw.one(&fitting)?;
            (
                site.icd10.to_owned(),
                site.topography.to_owned(),
                (*draw.one(&site.morphologies)?).to_owned(),
            )
        };
        let side = *draw.one(&["left", "right"])?;
        let laterality = is_paired(&topography).then_some(side);
        Some(TumourTruth {
            icd10,
            topography,
            morphology,
            laterality,
            diagnosed,
            basis: "7.1",
        })
    }
}

/// A tumour of a Registry whose sites are not listed here.
fn of_scope(scope: &Scope, draw: &mut Draw) -> Option<(String, String, String)> {
    let within = |code: &&str| {
        let starts = |start: &String| code.starts_with(start.as_str());
        scope.topography.iter().any(starts)
    };
    let topographies: Vec<&str> = topographies()
        .map(|(code, _)| code)
        .filter(within)
        .collect();
    let topography = *draw.one(&topographies)?;
    let icd10 = scope
        .icd10
        .iter()
        .find(|start| topography.starts_with(start.as_str()))
        .map_or(topography, String::as_str);
    Some((icd10.to_owned(), topography.to_owned(), "8140/3".to_owned()))
}

fn topographies() -> impl Iterator<Item = (&'static str, bool)> {
    TOPOGRAPHY.lines().skip(1).filter_map(|row| {
        let (code, paired) = row.split_once('\t')?;
        Some((code, paired == "1"))
    })
}

fn is_paired(topography: &str) -> bool {
    topographies().any(|(code, paired)| paired && code == topography)
}

/// Whether a Registry takes tumours of that patient at all, by its sites and its beginning.
pub(super) fn takes(table: &Table, patient: &Patient, diagnosed: Date) -> bool {
    let known = sites(&table.id);
    let fits = known.is_empty() || known.iter().any(|site| site.fits(patient, diagnosed));
    fits && table.valid_from <= diagnosed
}
