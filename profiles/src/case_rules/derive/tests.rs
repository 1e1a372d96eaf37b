//! What follows from what.

use serde_json::{Value, json};

use crate::case_rules::CaseView;

/// A field of the view of some fields, once everything is derived.
fn derived(fields: &Value, field: &str) -> Value {
    let mut view = CaseView::default();
    for (name, value) in fields.as_object().unwrap() {
        view.add(name, value.clone(), ());
    }
    view.completed().get(field).cloned().unwrap_or_default()
}

#[test]
fn an_age_is_in_completed_years_and_needs_whole_dates() {
    let age = |birth: &str| derived(&json!({"birth": birth, "diagnosed": "2024-03-16"}), "age");
    assert_eq!(age("1955-03-16"), 69);
    assert_eq!(age("1955-03-17"), 68);
    assert_eq!(age("1955"), Value::Null);
}

#[test]
fn a_value_that_is_sent_is_not_derived() {
    let fields = json!({"birth": "1955-03-16", "diagnosed": "2024-03-16", "age": 7});
    assert_eq!(derived(&fields, "age"), 7);
}

#[test]
fn extent_goes_from_metastasis_to_node_to_tumour() {
    let extent =
        |t: &str, n: &str, m: &str| derived(&json!({"pt": t, "pn": n, "cm": m}), "extent_derived");
    assert_eq!(extent("T1c", "N0", "M0"), "localised");
    assert_eq!(extent("T3", "N0", "M0"), "regional");
    assert_eq!(extent("T1", "N1a", "M0"), "regional");
    assert_eq!(extent("T1", "NX", "M1"), "distant");
    assert_eq!(extent("T1", "NX", "M0"), Value::Null);
}

#[test]
fn stage_groups_are_those_of_the_site() {
    let stage = |topography: &str, t: &str, n: &str, m: &str| {
        let fields = json!({"topography": topography, "ct": t, "cn": n, "cm": m});
        derived(&fields, "stage_clinical_derived")
    };
    assert_eq!(stage("C50.4", "T1c", "N0", "M0"), "IA");
    assert_eq!(stage("C50.4", "T1c", "N1mi", "M0"), "IB");
    assert_eq!(stage("C50.4", "T4d", "N2a", "M0"), "IIIB");
    assert_eq!(stage("C18.7", "T4b", "N1c", "M0"), "IIIC");
    assert_eq!(stage("C34.1", "T2b", "N0", "M0"), "IIA");
    assert_eq!(stage("C61.9", "T2", "N0", "M0"), Value::Null);
    assert_eq!(stage("C71.1", "T1", "N0", "M0"), Value::Null);
}

#[test]
fn indices_are_reckoned_from_their_parts() {
    let breast = json!({"topography": "C50.4", "size_inv": 18, "ln_pos": 2, "nhg": "2"});
    assert_eq!(derived(&breast, "npi_derived"), json!(4.36));
    let myeloma = json!({"icd10": "C90.0", "b2m": 3.4, "alb": 36});
    assert_eq!(derived(&myeloma, "iss_derived"), "I");
    let other = json!({"icd10": "C81.9", "b2m": 3.4, "alb": 36});
    assert_eq!(derived(&other, "iss_derived"), Value::Null);
    let sides = json!({"palp_r": "2", "palp_l": "2"});
    assert_eq!(derived(&sides, "palp_total_derived"), "T2c");
}

#[test]
fn the_international_index_counts_its_five_points_and_only_of_aggressive_lymphoma() {
    let index = |morphology: &str, age: i64, ldh: i64, stage: &str, sites: i64, ecog: i64| {
        let fields = json!({
            "morphology": morphology, "age": age, "ldh": ldh, "ann_arbor": stage,
            "extranodal_n": sites, "ecog": ecog,
        });
        derived(&fields, "ipi_derived")
    };
    assert_eq!(index("9680/3", 60, 205, "II", 1, 1), 0);
    assert_eq!(index("9680/3", 61, 206, "III", 2, 2), 5);
    assert_eq!(index("9680/3", 70, 255, "I", 0, 0), 1);
    assert_eq!(index("9690/3", 61, 206, "III", 2, 2), Value::Null);
}

#[test]
fn the_revised_stage_of_myeloma_is_told_once_its_risk_is_known() {
    let stage = |b2m: f64, ldh: i64, del17p: Value, t14_16: bool| {
        let fields = json!({
            "icd10": "C90.0", "b2m": b2m, "alb": 40, "age": 60, "ldh": ldh,
            "del17p": del17p, "fish_t4_14": false, "fish_t14_16": t14_16,
        });
        derived(&fields, "riss_derived")
    };
    assert_eq!(stage(3.4, 205, json!(false), false), "I");
    assert_eq!(stage(3.4, 206, json!(false), false), "II");
    assert_eq!(stage(3.5, 205, json!(false), false), "II");
    assert_eq!(stage(5.5, 205, json!(false), false), "II");
    assert_eq!(stage(5.5, 205, json!(true), false), "III");
    assert_eq!(stage(5.5, 205, Value::Null, true), "III");
    assert_eq!(stage(5.5, 205, Value::Null, false), Value::Null);
    assert_eq!(
        stage(4.0, 205, Value::Null, false),
        "II",
        "whatever the risk"
    );
}

#[test]
fn the_follicular_index_counts_its_five_points_and_only_of_follicular_lymphoma() {
    let index = |morphology: &str, age: i64, hb: f64, areas: i64| {
        let fields = json!({
            "morphology": morphology, "age": age, "ldh": 300, "ann_arbor": "III",
            "hb": hb, "nodal_areas": areas,
        });
        derived(&fields, "flipi_derived")
    };
    assert_eq!(index("9690/3", 60, 12.0, 4), 2);
    assert_eq!(index("9691/3", 61, 11.9, 5), 5);
    assert_eq!(index("9680/3", 61, 11.9, 5), Value::Null);
}

/// The broad rules of `icd10` against the whole table of correspondences, where it lies
/// beside the repository.
#[test]
fn the_icd_10_rules_agree_with_the_table_of_correspondences() {
    let table = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/domain/tables/icd_o_3_to_icd_10.tsv"
    );
    let Ok(text) = std::fs::read_to_string(table) else {
        eprintln!("left out: there is no ../shared/domain beside the repository");
        return;
    };
    let wrong: Vec<String> = text.lines().skip(1).filter_map(contradiction).collect();
    assert!(
        wrong.is_empty(),
        "{} rows, such as {:?}",
        wrong.len(),
        &wrong[..wrong.len().min(20)]
    );
}

/// A row of the table that the rules say does not fit, at the ends of its ranges.
fn contradiction(row: &str) -> Option<String> {
    let cells: Vec<&str> = row.split('\t').collect();
    let [first, last, behaviour, from, to, icd10, ..] = cells[..] else {
        return None;
    };
    let ends = [(first, from), (last, to)];
    let fits = ends.iter().all(|(morphology, topography)| {
        let icd10 = if icd10 == "=" { topography } else { &icd10 };
        let fields = json!({
            "icd10": icd10, "topography": topography,
            "morphology": format!("{morphology}/{behaviour}"),
        });
        derived(&fields, "icd10_fits") != false
    });
    (!fits).then(|| row.to_owned())
}

#[test]
fn a_childs_tumour_has_a_group_by_histology_behaviour_and_site() {
    let group = |topography: &str, morphology: &str, age: u32| {
        let fields = json!({"topography": topography, "morphology": morphology, "age": age});
        derived(&fields, "iccc3")
    };
    assert_eq!(group("C42.1", "9836/3", 4), "Ia");
    assert_eq!(group("C64.9", "8960/3", 3), "VIa");
    assert_eq!(group("C69.2", "9510/3", 1), "V");
    assert_eq!(group("C71.6", "9470/3", 7), "IIIc");
    assert_eq!(
        group("C71.6", "9421/1", 7),
        "IIIb",
        "benign and borderline count in the brain"
    );
    assert_eq!(group("C72.3", "9380/3", 5), "IIIb", "of the optic nerve");
    assert_eq!(group("C71.7", "9380/3", 5), "IIId", "of the brain stem");
    assert_eq!(group("C40.2", "9180/3", 15), "VIIIa");
    assert_eq!(group("C40.2", "9180/3", 18), Value::Null, "no child");
    assert_eq!(group("C64.9", "8960/1", 3), Value::Null);
    assert_eq!(
        group("C77.0", "9811/3", 9),
        "IIb",
        "a lymphoma where it is not of the marrow"
    );
    assert_eq!(group("C42.1", "9811/3", 9), "Ia");
}
