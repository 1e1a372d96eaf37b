//! The tables of codes: whole, without doubles, and read as they are meant.

use super::{berg, observation, organ, rows, site};
use crate::fhir::{Coding, systems};
use caseway_proto::{Noun, ShortText};

fn coding<'a>(system: &'a str, code: &'a str) -> Coding<'a> {
    Coding {
        system,
        code,
        display: None,
    }
}

fn topography(system: &str, code: &str) -> Option<ShortText> {
    site::of(coding(system, code))?.topography
}

#[test]
fn every_row_of_every_table_has_all_its_cells_and_a_key_of_its_own() {
    let tables: [(&str, usize, usize); 7] = [
        (include_str!("icd_10_site.tsv"), 3, 1),
        (include_str!("snomed_site.tsv"), 5, 1),
        (include_str!("snomed_morphology.tsv"), 3, 1),
        (include_str!("observation.tsv"), 4, 2),
        (include_str!("substance.tsv"), 3, 1),
        (include_str!("treatment_class.tsv"), 2, 1),
        (include_str!("procedure.tsv"), 3, 1),
    ];
    for (table, columns, keys) in tables {
        let mut seen = std::collections::HashSet::new();
        for line in table.lines() {
            let cells: Vec<_> = line.split('\t').collect();
            assert_eq!(cells.len(), columns, "{line}");
            assert!(cells.iter().all(|cell| !cell.is_empty()), "{line}");
            assert!(seen.insert(cells[..keys].to_vec()), "{line}");
        }
    }
}

/// SNOMED CT identifiers end in a check digit (Verhoeff).
#[test]
fn every_snomed_code_has_a_right_check_digit() {
    let sites = rows::<5>(include_str!("snomed_site.tsv")).map(|row| row[0]);
    let morphologies = rows::<3>(include_str!("snomed_morphology.tsv")).map(|row| row[0]);
    let procedures = rows::<3>(include_str!("procedure.tsv")).map(|row| row[0]);
    let observations = rows::<4>(include_str!("observation.tsv"))
        .filter(|row| row[0] == "snomed")
        .map(|row| row[1]);
    let wrong: Vec<_> = sites
        .chain(morphologies)
        .chain(procedures)
        .chain(observations)
        .filter(|code| !verhoeff(code))
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

fn verhoeff(code: &str) -> bool {
    const PERMUTATION: [usize; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let check = code
        .bytes()
        .rev()
        .enumerate()
        .fold(0, |check, (at, digit)| {
            let mut digit = usize::from(digit - b'0');
            for _ in 0..at % 8 {
                digit = PERMUTATION[digit];
            }
            dihedral(check, digit)
        });
    check == 0
}

/// The product in the dihedral group of order ten.
fn dihedral(left: usize, right: usize) -> usize {
    match (left < 5, right < 5) {
        (true, true) => (left + right) % 5,
        (true, false) => 5 + (left + right - 5) % 5,
        (false, true) => 5 + (left - right + 5) % 5,
        (false, false) => (left + 5 - right) % 5,
    }
}

#[test]
fn every_topography_in_the_tables_has_an_organ() {
    let icd = rows::<3>(include_str!("icd_10_site.tsv")).map(|row| row[1]);
    let snomed = rows::<5>(include_str!("snomed_site.tsv")).map(|row| row[1]);
    for topography in icd.chain(snomed).filter(|cell| cell.starts_with('C')) {
        assert!(organ::of(Some(topography), None).is_some(), "{topography}");
    }
}

#[test]
fn an_icd_10_code_tells_the_site_in_every_edition() {
    for (system, code, expected) in [
        ("http://hl7.org/fhir/sid/icd-10-no", "C50.4", "C50.4"),
        ("http://hl7.org/fhir/sid/icd-10-cm", "C50.811", "C50.8"),
        ("http://hl7.org/fhir/sid/icd-10", "C504", "C50.4"),
        ("http://hl7.org/fhir/sid/icd-10", "C61", "C61.9"),
        ("http://hl7.org/fhir/sid/icd-10", "C43.5", "C44.5"),
        ("http://hl7.org/fhir/sid/icd-10", "D05.1", "C50.9"),
        ("http://hl7.org/fhir/sid/icd-10", "C83.3", "C77.9"),
        ("http://hl7.org/fhir/sid/icd-10", "C22.9", "C22.0"),
    ] {
        assert_eq!(
            topography(system, code).as_deref(),
            Some(expected),
            "{code}"
        );
    }
}

#[test]
fn a_secondary_or_foreign_code_tells_no_primary_site() {
    let icd = "http://hl7.org/fhir/sid/icd-10";
    assert_eq!(topography(icd, "C78.7"), None);
    assert_eq!(topography(icd, "I10"), None);
    assert_eq!(
        site::role(coding(icd, "C78.7")),
        Some(site::Role::Secondary)
    );
    assert_eq!(site::role(coding(icd, "I10")), None);
}

#[test]
fn a_body_structure_tells_site_and_side() {
    let site = site::of(coding(systems::SNOMED, "9846003")).unwrap();
    assert_eq!(site.topography.as_deref(), Some("C64.9"));
    assert_eq!(site.side, Some("right"));
}

#[test]
fn sites_of_one_group_are_one_organ() {
    assert_eq!(
        organ::of(Some("C33.9"), None),
        organ::of(Some("C34.1"), None)
    );
    assert_eq!(
        organ::of(Some("C19.9"), None),
        organ::of(Some("C20.9"), None)
    );
    assert_ne!(
        organ::of(Some("C18.9"), None),
        organ::of(Some("C20.9"), None)
    );
}

#[test]
fn blood_marrow_and_nodes_are_one_organ_wherever_the_lymphoma_sits() {
    let nodes = organ::of(Some("C77.9"), None);
    assert_eq!(organ::of(Some("C42.1"), Some("9732/3")), nodes);
    assert_eq!(organ::of(Some("C16.9"), Some("9680/3")), nodes);
}

#[test]
fn histologies_fall_in_the_groups_of_table_2() {
    assert_eq!(berg::group("8500/3"), Some(3));
    assert_eq!(berg::group("8041/3"), Some(4));
    assert_eq!(berg::group("8140"), Some(3));
    assert!(berg::unspecified(5) && !berg::unspecified(3));
    assert_eq!(berg::group("not"), None);
}

#[test]
fn an_observation_is_known_by_any_of_its_codes() {
    let known = |system, code| observation::of(coding(system, code)).map(|(noun, _)| noun);
    assert_eq!(known(systems::LOINC, "21905-5"), Some(Noun::Stage));
    assert_eq!(known(systems::SNOMED, "399504009"), Some(Noun::Stage));
    let own = "https://caseway.example/fhir/CodeSystem/breast-variables";
    assert_eq!(known(own, "ki67"), Some(Noun::Marker));
    assert_eq!(known(own, "her2_biopsy"), Some(Noun::Marker));
    assert_eq!(known(own, "mr_ct_r_restaged"), Some(Noun::Stage));
    assert_eq!(known(own, "ct_thorax"), None);
    assert_eq!(known(own, "menopause"), None);
    assert_eq!(known("http://elsewhere.example", "ki67"), None);
}
