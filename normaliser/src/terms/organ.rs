//! Which sites are counted as one organ.
//!
//! Source: IARC/IACR/ENCR rules for multiple primaries (2004), table 1: the first
//! three characters of ICD-O-3 topography, some of them in groups. Haematopoietic
//! tumours and Kaposi sarcoma may sit anywhere and are counted once whatever the
//! site (rule 4), so blood, marrow and nodes are one organ here.

use super::berg;

/// The organ of everything haematopoietic.
const BLOOD: &str = "C42+C77";
/// Kaposi sarcoma, by its ICD-10 category.
const KAPOSI: &str = "C46";

/// The group that a site is counted in; itself where it is in none.
fn grouped(site: &str) -> &str {
    match site {
        "C01" | "C02" => "C01-C02",
        "C00" | "C03" | "C04" | "C05" | "C06" => "C00+C03-C06",
        "C09" | "C10" | "C12" | "C13" | "C14" => "C09-C10+C12-C14",
        "C19" | "C20" => "C19-C20",
        "C23" | "C24" => "C23-C24",
        "C33" | "C34" => "C33-C34",
        "C40" | "C41" => "C40-C41",
        "C65" | "C66" | "C67" | "C68" => "C65-C68",
        "C42" | "C77" => BLOOD,
        alone => alone,
    }
}

/// Whether there are two of an organ, or it has sides.
fn is_paired(organ: &str) -> bool {
    matches!(
        organ,
        "C07"
            | "C08"
            | "C09-C10+C12-C14"
            | "C30"
            | "C31"
            | "C33-C34"
            | "C38"
            | "C40-C41"
            | "C44"
            | "C47"
            | "C49"
            | "C50"
            | "C56"
            | "C57"
            | "C62"
            | "C63"
            | "C64"
            | "C65-C68"
            | "C69"
            | "C70"
            | "C71"
            | "C72"
            | "C74"
    )
}

/// Sites that do not say which organ.
const UNSPECIFIED: [&str; 4] = ["C26", "C39", "C76", "C80"];

/// The organ that a tumour of this site and histology is counted under.
pub(crate) fn of<'a>(topography: Option<&'a str>, morphology: Option<&str>) -> Option<&'a str> {
    of_group(topography, morphology.and_then(berg::group))
}

/// The same, of a histology's group.
pub(crate) fn of_group(topography: Option<&str>, group: Option<u8>) -> Option<&str> {
    match group {
        Some(8..=14) => Some(BLOOD),
        Some(15) => Some(KAPOSI),
        _ => topography?.get(..3).map(grouped),
    }
}

/// Organs whose tumours are recorded once for both sides where the histology is the same.
const ONCE_FOR_BOTH: [&str; 1] = ["C56"];
/// Morphologies that are recorded once for both sides: Wilms tumour, retinoblastoma.
const ONCE_WHEREVER: [&str; 6] = ["8960", "9510", "9511", "9512", "9513", "9514"];
/// Organs whose tumours are recorded by the fourth character of the site: colon and skin.
const BY_SUBSITE: [&str; 2] = ["C18", "C44"];

/// Whether right and left of an organ are recorded apart.
pub(crate) fn is_recorded_by_side(organ: &str, morphology: Option<&str>) -> bool {
    let once = morphology
        .and_then(|morphology| morphology.get(..4))
        .is_some_and(|histology| ONCE_WHEREVER.contains(&histology));
    is_paired(organ) && !ONCE_FOR_BOTH.contains(&organ) && !once
}

/// Whether sub-sites of an organ are recorded apart.
pub(crate) fn is_recorded_by_subsite(organ: &str) -> bool {
    BY_SUBSITE.contains(&organ)
}

/// Whether a site names no one sub-site: overlapping, or not specified.
pub(crate) fn is_vague_subsite(topography: &str) -> bool {
    topography.ends_with(".8") || topography.ends_with(".9") || topography.len() < 5
}

/// Whether the site says no organ.
pub(crate) fn is_unspecified(organ: &str) -> bool {
    UNSPECIFIED.contains(&organ)
}
