//! What is known of the Person: the newest report that says it.

use caseway_proto::Summary;
use caseway_store::PatientFacts;

use crate::arrangement::Ready;

/// Administrative sex; `unknown` only where no report knows it.
pub(crate) fn sex(counting: &[&Ready<'_>]) -> Option<Summary> {
    newest(counting, ("gender", |patient| patient.sex.as_deref()))
}

/// Year of birth.
pub(crate) fn birth_year(counting: &[&Ready<'_>]) -> Option<Summary> {
    newest(
        counting,
        ("birthDate", |patient| patient.birth_year.as_deref()),
    )
}

fn newest(
    counting: &[&Ready<'_>],
    (name, value): (&str, fn(&PatientFacts) -> Option<&str>),
) -> Option<Summary> {
    let said = counting
        .iter()
        .filter_map(|told| Some((value(&told.facts.patient)?, told.facts)));
    let (text, facts) =
        said.max_by_key(|(text, facts)| (*text != "unknown", &facts.rank, facts.submission))?;
    Some(Summary {
        value: text.to_owned(),
        submission: facts.submission,
        element: format!("{}.{name}", facts.patient.element),
        rule: "newest-report".into(),
    })
}
