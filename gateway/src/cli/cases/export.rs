//! Cases as CSV (RFC 4180): one value a line, with its source.

use std::io::Write as _;

use caseway_proto::{Case, CaseEvent, Datum};
use caseway_store::Casebook;

use super::each;

/// The columns.
const CSV_HEADER: &str =
    "case,tumour,noun,date,name,value,system_or_unit,linked_by,submission,element,profile,rule";

/// Prints every case whole, one a line.
pub(super) async fn ndjson(casebook: &dyn Casebook) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    each(casebook, |case| {
        Ok(writeln!(out, "{}", serde_json::to_string(case)?)?)
    })
    .await
}

/// Prints every value of every case, one a line.
pub(super) async fn csv(casebook: &dyn Casebook) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{CSV_HEADER}")?;
    each(
        casebook,
        |case| Ok(out.write_all(of_case(case).as_bytes())?),
    )
    .await
}

/// The lines of one case.
fn of_case(case: &Case) -> String {
    let linked = case.tumours.iter().flat_map(|tumour| {
        let number = tumour.number.to_string();
        tumour
            .events
            .iter()
            .map(move |linked| (number.clone(), &linked.event, &*linked.because))
    });
    let undecided = case.reviews.iter().flat_map(|review| {
        review
            .events
            .iter()
            .map(|event| (String::new(), event, review.reason.as_str()))
    });
    linked
        .chain(undecided)
        .map(|(tumour, event, because)| lines(case, &tumour, event, because))
        .collect()
}

fn lines(case: &Case, tumour: &str, event: &CaseEvent, because: &str) -> String {
    let provenance = &event.provenance;
    let submission = provenance.submission.to_string();
    event
        .values
        .iter()
        .map(|value| {
            let (text, beside) = columns(&value.datum);
            let date = event.date.as_deref().unwrap_or_default();
            line(&[
                &case.id.0,
                tumour,
                event.noun.as_str(),
                date,
                &value.name,
                text,
                beside,
                because,
                &submission,
                &value.element,
                &provenance.profile,
                &provenance.rule,
            ])
        })
        .collect()
}

fn columns(datum: &Datum) -> (&str, &str) {
    match datum {
        Datum::Code { system, code, .. } => (code, system),
        Datum::Quantity { value, unit } => (value, unit),
        Datum::Date(text) | Datum::Text(text) => (text, ""),
        Datum::Flag(flag) => (if *flag { "true" } else { "false" }, ""),
        Datum::Absent(reason) => ("", reason),
    }
}

pub(super) fn line(fields: &[&str]) -> String {
    let quoted: Vec<String> = fields.iter().map(|field| quote(field)).collect();
    format!("{}\r\n", quoted.join(","))
}

fn quote(field: &str) -> String {
    if field.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_field_that_needs_quotes_gets_them() {
        assert_eq!(line(&["a", "b,c", "d\"e"]), "a,\"b,c\",\"d\"\"e\"\r\n");
    }
}
