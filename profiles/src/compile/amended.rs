//! R4's own constraints that are not run as they are written, each with the reason.
//!
//! Known by what is written, not by key: FHIR uses some keys more than once, and a later
//! definition may have mended the expression under the same key.

/// What is run instead of a constraint.
#[derive(Clone, Copy, Debug)]
pub(super) enum Instead {
    /// This expression.
    Expression(&'static str),
    /// Nothing: another part of the checker looks after it, or nobody needs to.
    Nothing,
}

/// A constraint of R4.
struct Amended {
    /// The keys that it goes by.
    #[cfg_attr(not(test), expect(dead_code, reason = "for who reads the table"))]
    keys: &'static str,
    /// Its expression in R4.
    written: &'static str,
    instead: Instead,
    /// Why, and where it is said.
    #[cfg_attr(not(test), expect(dead_code, reason = "for who reads the table"))]
    reason: &'static str,
}

const AMENDED: &[Amended] = &[
    Amended {
        keys: "ele-1",
        written: "hasValue() or (children().count() > id.count())",
        instead: Instead::Nothing,
        reason: "stands on every element: the walk itself finds elements that say nothing",
    },
    Amended {
        keys: "txt-1, txt-2",
        written: "htmlChecks()",
        instead: Instead::Nothing,
        reason: "both say htmlChecks(), which is run in Rust, tells the two apart and what is wrong",
    },
    Amended {
        keys: "dom-6",
        written: "text.`div`.exists()",
        instead: Instead::Nothing,
        reason: "a best practice (elementdefinition-bestpractice) for resources that people read \
                 alone; a report's are read by machines",
    },
    Amended {
        keys: "vs-1",
        written: "($this as dateTime).toString().length() >= 8",
        instead: Instead::Expression("$this is dateTime implies $this.toString().length() >= 10"),
        reason: "empty, and so broken, for a Period, which the profile allows; mended under \
                 the same key in the vital signs that US Core builds on",
    },
    Amended {
        keys: "ras-2",
        written: "probability is decimal implies (probability as decimal) <= 100",
        instead: Instead::Expression(
            "probability.exists() implies (probability is decimal implies probability <= 100)",
        ),
        reason: "empty, and so broken, without a probability, which is optional (R4, \
                 RiskAssessment: prediction.probability 0..1)",
    },
    Amended {
        keys: "inv-1 of allergyintolerance-substanceExposureRisk",
        written: "substanceExposureRisk.exists() and code.empty()",
        instead: Instead::Nothing,
        reason: "false of every instance: it stands on the extension, which has neither element",
    },
    Amended {
        keys: "con-3",
        written: "clinicalStatus.exists() or verificationStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-ver-status' and code = 'entered-in-error').exists() or category.select($this='problem-list-item').empty()",
        instead: Instead::Expression(
            "clinicalStatus.exists() or verificationStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-ver-status' and code = 'entered-in-error').exists() or category.coding.where(code='problem-list-item').empty()",
        ),
        reason: "compares a CodeableConcept with a text, so every category counts; R5's con-2 \
                 looks at the coding",
    },
    Amended {
        keys: "cpb-0, csd-0, vsd-0 and 26 more",
        written: "name.matches('[A-Z]([A-Za-z0-9_]){0,254}')",
        instead: Instead::Expression(
            "name.exists() implies name.matches('^[A-Z]([A-Za-z0-9_]){0,254}$')",
        ),
        reason: "matches() finds a part (N1, 5.6.9), and a name is optional; R5 has both \
                 mended (cnl-0)",
    },
];

/// What is run instead of an expression of R4; none where it is run as it is written.
pub(super) fn instead(expression: &str) -> Option<Instead> {
    let found = AMENDED.iter().find(|each| each.written == expression);
    found.map(|each| each.instead)
}

#[cfg(test)]
mod tests {
    use super::{AMENDED, Instead};
    use crate::fhirpath::Probe;

    #[test]
    fn what_is_amended_has_its_reason_and_compiles() {
        for each in AMENDED {
            assert!(each.reason.len() > 20 && !each.keys.is_empty());
            assert!(Probe::new(each.written).is_ok(), "{}", each.keys);
            if let Instead::Expression(text) = each.instead {
                assert!(Probe::new(text).is_ok(), "{}", each.keys);
            }
        }
    }

    #[test]
    fn what_is_amended_is_in_r4() {
        let definitions = crate::definitions::Definitions::new().unwrap();
        let names: Vec<&str> = definitions.names("").collect();
        let all: Vec<_> = names
            .into_iter()
            .filter_map(|name| definitions.structure(name))
            .collect();
        for each in AMENDED {
            let known = all.iter().any(|definition| {
                let elements = definition["snapshot"]["element"].as_array();
                let constraints = elements
                    .into_iter()
                    .flatten()
                    .filter_map(|element| element["constraint"].as_array())
                    .flatten();
                constraints
                    .into_iter()
                    .any(|found| found["expression"] == each.written)
            });
            assert!(known, "{}", each.keys);
        }
    }
}
