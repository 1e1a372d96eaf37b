//! What kind of treatment a substance is.
//!
//! ATC decides: its groups are the classes. A substance that is sent without an ATC
//! code is known by its `RxNorm` ingredient code, else by its name. The ATC
//! classification is owned by the WHO Collaborating Centre for Drug Statistics
//! Methodology, Oslo; only the substances that oncology reports name are listed.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{filled, rows};
use crate::fhir::{Coding, systems};

static CLASSES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| {
    let mut classes: Vec<(&str, &str)> = rows(include_str!("treatment_class.tsv"))
        .map(|[prefix, class]| (prefix, class))
        .collect();
    classes.sort_by_key(|(prefix, _)| std::cmp::Reverse(prefix.len()));
    classes
});

static BY_RXNORM: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    rows(include_str!("substance.tsv"))
        .filter_map(|[_, atc, rxnorm]| Some((filled(rxnorm)?, atc)))
        .collect()
});

static BY_NAME: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    rows(include_str!("substance.tsv"))
        .map(|[name, atc, _]| (name, atc))
        .collect()
});

/// The class of a substance, by its codes and then by its name.
pub(crate) fn class(codings: &[Coding<'_>], text: Option<&str>) -> Option<&'static str> {
    let coded = codings.iter().find_map(|coding| match coding.system {
        systems::ATC => class_of_atc(coding.code),
        systems::RXNORM => class_of_atc(BY_RXNORM.get(coding.code)?),
        _ => None,
    });
    coded.or_else(|| {
        let names = codings.iter().filter_map(|coding| coding.display);
        names.chain(text).find_map(class_of_name)
    })
}

fn class_of_atc(code: &str) -> Option<&'static str> {
    CLASSES
        .iter()
        .find(|(prefix, _)| code.starts_with(prefix))
        .map(|(_, class)| *class)
}

/// The class of the first known substance that a name such as
/// `doxorubicin hydrochloride 2 MG/ML` begins a word with.
fn class_of_name(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    if let Some(atc) = BY_NAME.get(name.as_str()) {
        return class_of_atc(atc);
    }
    name.split(|letter: char| !letter.is_alphanumeric())
        .find_map(|word| class_of_atc(BY_NAME.get(word)?))
}

#[cfg(test)]
mod tests {
    use super::class;
    use crate::fhir::{Coding, systems};

    fn of(system: &str, code: &str, display: Option<&str>) -> Option<&'static str> {
        let coding = Coding {
            system,
            code,
            display,
        };
        class(&[coding], None)
    }

    #[test]
    fn the_longest_atc_group_decides() {
        assert_eq!(of(systems::ATC, "L01DB01", None), Some("chemotherapy"));
        assert_eq!(of(systems::ATC, "L01FD01", None), Some("targeted"));
        assert_eq!(of(systems::ATC, "L01FF02", None), Some("immunotherapy"));
        assert_eq!(of(systems::ATC, "L02BG03", None), Some("endocrine"));
        assert_eq!(of(systems::ATC, "C09AA02", None), None);
    }

    #[test]
    fn a_name_tells_what_an_unknown_code_does_not() {
        let name = Some("10 ML doxorubicin hydrochloride 2 MG/ML Injection");
        assert_eq!(of(systems::RXNORM, "0", name), Some("chemotherapy"));
        assert_eq!(
            of(systems::RXNORM, "0", Some("Letrozole")),
            Some("endocrine")
        );
        assert_eq!(of(systems::RXNORM, "0", Some("ibuprofen")), None);
    }
}
