//! Tables with one fault each, and one with several.

use super::{spine, table, together};

const SPINE: &str = r#"
version = "1.0.0"
canonical = "https://example.org/fhir"

[[variable]]
id = "icd10"
name = { nb = "Diagnose", en = "Diagnosis" }
kinds = ["*"]
element = "Condition.code"
need = "mandatory"
mark = "V"
"#;

const HEAD: &str = r#"
id = "small"
version = "0.1.0"
canonical = "https://example.org/fhir"
valid_from = "2020-01-01"
name = { nb = "Lite register", en = "Small registry" }
scope = { icd10 = ["C61"], topography = ["C61"], mark = "M" }
[[kind]]
code = "work-up"
name = { nb = "Utredning", en = "Work-up" }
mark = "M"
"#;

fn variable(id: &str, rest: &str) -> String {
    format!(
        "[[variable]]\nid = \"{id}\"\nname = {{ nb = \"a\", en = \"b\" }}\nmark = \"M\"\n{rest}\n"
    )
}

/// The faults of a table with these variables, on the spine.
fn faults(variables: &[String]) -> Vec<String> {
    let text = format!("{HEAD}{}", variables.concat());
    let spine = spine(SPINE).expect("the spine is sound");
    match table(&text) {
        Err(faults) => faults.0,
        Ok(table) => together(&table, &spine)
            .err()
            .map_or(Vec::new(), |faults| faults.0),
    }
}

const NUMBER: &str = "kinds = [\"work-up\"]\ntype = \"integer\"\nneed = \"mandatory\"";

#[test]
fn a_sound_table_has_no_fault() {
    assert_eq!(faults(&[variable("age", NUMBER)]), Vec::<String>::new());
}

#[test]
fn text_that_is_no_table_is_a_fault() {
    assert!(table("id = 1").is_err());
}

#[test]
fn all_faults_are_told_together() {
    let found = faults(&[
        variable("Age", NUMBER),
        variable(
            "psa",
            "kinds = [\"work-up\"]\ntype = \"quantity\"\nneed = \"mandatory\"",
        ),
        variable(
            "sex",
            "kinds = [\"autopsy\"]\ntype = \"code\"\nneed = \"mandatory\"",
        ),
    ]);
    assert_eq!(found.len(), 4, "{found:#?}");
    assert!(found[0].contains("`Age` is not an id"));
    assert!(found[1].contains("psa: a quantity has a unit"));
    assert!(found[2].contains("sex: a code needs values"));
    assert!(found[3].contains("autopsy is not a kind of small"));
}

#[test]
fn an_id_that_the_spine_has_already_is_a_fault() {
    let found = faults(&[variable("icd10", NUMBER)]);
    assert_eq!(found, ["variable icd10 stands there twice"]);
}

#[test]
fn bounds_out_of_order_are_a_fault() {
    let found = faults(&[variable("age", &format!("{NUMBER}\nmin = 5.0\nmax = 4.0"))]);
    assert_eq!(found, ["variable age: min is above max"]);
}

#[test]
fn a_condition_on_a_variable_that_is_not_there_is_a_fault() {
    let rest = "kinds = [\"work-up\"]\ntype = \"integer\"\nneed = \"conditional\"\n\
                when = [{ variable = \"smoker\", is = true }]";
    let found = faults(&[variable("packs", rest)]);
    assert_eq!(
        found,
        ["variable packs: when smoker: there is no such variable"]
    );
}

#[test]
fn a_condition_whose_test_does_not_fit_the_type_is_a_fault() {
    let rest = "kinds = [\"work-up\"]\ntype = \"integer\"\nneed = \"conditional\"\n\
                when = [{ variable = \"age\", is = true }]";
    let found = faults(&[variable("age", NUMBER), variable("packs", rest)]);
    assert_eq!(
        found,
        ["variable packs: when age: the test does not fit its type"]
    );
}

#[test]
fn a_condition_may_refer_to_the_tumour() {
    let rest = "kinds = [\"work-up\"]\ntype = \"integer\"\nneed = \"conditional\"\n\
                when = [{ variable = \"icd10\", in = [\"C61*\"] }]";
    assert_eq!(faults(&[variable("volume", rest)]), Vec::<String>::new());
}

#[test]
fn two_variables_of_a_report_with_one_code_are_a_fault() {
    let coded = format!("{NUMBER}\ncode = {{ system = \"http://loinc.org\", code = \"1-8\" }}");
    let found = faults(&[variable("one", &coded), variable("two", &coded)]);
    assert_eq!(found.len(), 1);
    assert!(found[0].contains("has the code 1-8 too"));
}
