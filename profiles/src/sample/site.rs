//! Tumours: which sites, morphologies and sexes go together.
//!
//! For a Registry that is not listed, the first topographies of its scope with an
//! adenocarcinoma stand in.

use caseway_proto::wire;
use jiff::civil::Date;

use super::Sampler;
use super::draw::Draw;
use super::person::{Patient, Sex};
use crate::registry::Table;
use crate::registry::table::Scope;

/// ICD-O-3 topographies, with a 1 where a side is asked for.
const TOPOGRAPHY: &str = include_str!("../../codes/topography.tsv");

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
}

/// Sites of a Registry: ICD-10, topography, morphologies, whose.
struct Site {
    icd10: &'static str,
    topography: &'static str,
    morphologies: &'static [&'static str],
    sex: Option<Sex>,
}

const fn site(
    icd10: &'static str,
    topography: &'static str,
    morphologies: &'static [&'static str],
    sex: Option<Sex>,
) -> Site {
    Site {
        icd10,
        topography,
        morphologies,
        sex,
    }
}

const BREAST: &[&str] = &["8500/3", "8520/3", "8480/3", "8211/3"];
const BOWEL: &[&str] = &["8140/3", "8480/3", "8140/3"];
const WOMEN: Option<Sex> = Some(Sex::Female);
const MEN: Option<Sex> = Some(Sex::Male);

const BREAST_SITES: [Site; 5] = [
    site("C50.4", "C50.4", BREAST, WOMEN),
    site("C50.2", "C50.2", BREAST, WOMEN),
    site("C50.5", "C50.5", BREAST, WOMEN),
    site("C50.1", "C50.1", BREAST, WOMEN),
    site("C50.8", "C50.8", BREAST, WOMEN),
];
const COLORECTAL_SITES: [Site; 5] = [
    site("C18.0", "C18.0", BOWEL, None),
    site("C18.2", "C18.2", BOWEL, None),
    site("C18.7", "C18.7", BOWEL, None),
    site("C20", "C20.9", BOWEL, None),
    site("C20", "C20.9", BOWEL, None),
];
const PROSTATE_SITES: [Site; 1] = [site("C61", "C61.9", &["8140/3"], MEN)];
const GENERAL_SITES: [Site; 5] = [
    site("C64", "C64.9", &["8310/3", "8260/3"], None),
    site("C67.9", "C67.9", &["8120/3"], None),
    site("C73", "C73.9", &["8260/3", "8330/3"], None),
    site("C62.9", "C62.9", &["9061/3", "9070/3"], MEN),
    site("C54.1", "C54.1", &["8380/3"], WOMEN),
];

fn sites(registry: &str) -> &'static [Site] {
    match registry {
        "breast" => &BREAST_SITES,
        "colorectal" => &COLORECTAL_SITES,
        "prostate" => &PROSTATE_SITES,
        "general_solid" => &GENERAL_SITES,
        _ => &[],
    }
}

impl Sampler<'_> {
    /// A tumour of a patient for a Registry; none where the Registry is for the other sex.
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
                .iter()
                .filter(|site| site.sex.is_none_or(|sex| sex == patient.sex))
                .collect();
            let site = draw.one(&fitting)?;
            (
                site.icd10.to_owned(),
                site.topography.to_owned(),
                (*draw.one(site.morphologies)?).to_owned(),
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

/// Whether a Registry takes tumours of that sex at all, by the sites listed here.
pub(super) fn takes(table: &Table, sex: Sex) -> bool {
    let known = sites(&table.id);
    known.is_empty() || known.iter().any(|site| site.sex.is_none_or(|of| of == sex))
}
