//! Reports with answers to the variables of the breast registry.

use std::sync::LazyLock;

use caseway_profiles::registry::{Asked, Tables, builtin};
use caseway_profiles::{Catalogue, Settings};
use caseway_proto::{Datum, Noun, TumourClue, Value};

use super::Fixture;

pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(|| builtin().unwrap());

pub(crate) static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    let mut catalogue = Catalogue::new(Settings::default()).unwrap();
    catalogue
        .install_tables(&TABLES.registries, &TABLES.spine)
        .unwrap();
    catalogue
});

/// A report of the breast registry about one tumour, with some answers.
pub(crate) fn report(kind: &str, number: u8, answers: &[(&str, Datum)]) -> Fixture {
    let mut report = Fixture::new(&format!("{kind} {number}"), number)
        .kind(kind)
        .diagnosis("C50.4", Some("8500/3"), Some("left"));
    for (variable, datum) in answers {
        report = answered(report, variable, datum);
    }
    let breast = CATALOGUE.registries().find(|one| one.id.0 == "breast");
    let mut kinds = breast.unwrap().kinds.iter();
    let form = kinds.find(|one| one.code.as_ref().is_some_and(|code| code.0 == kind));
    for event in report.events() {
        event.provenance.profile = format!("{}|1", form.unwrap().profile).into();
    }
    report
}

fn answered(report: Fixture, variable: &str, datum: &Datum) -> Fixture {
    let mut tables = TABLES.registries.iter();
    let table = tables.find(|table| table.id == "breast").unwrap();
    let mut variables = table.variables.iter();
    let asked = variables.find(|one| one.id == variable).unwrap();
    let coding = Asked::of_table(table, asked).codings().remove(0);
    let mut report = report.event(Noun::Finding, TumourClue::default(), &[]);
    let event = report.events().next_back().unwrap();
    let element = format!("{}.value", event.provenance.element);
    let told = |name: &str, datum| Value {
        name: name.into(),
        datum,
        element: element.clone(),
    };
    event.values = vec![
        told(variable, datum.clone()),
        told(
            "code",
            Datum::Code {
                system: coding.system,
                code: coding.code.into(),
                display: None,
            },
        ),
    ];
    report
}

/// A coded answer.
pub(crate) fn code(code: &str) -> Datum {
    Datum::Code {
        system: "https://example.org".to_owned(),
        code: code.into(),
        display: None,
    }
}
