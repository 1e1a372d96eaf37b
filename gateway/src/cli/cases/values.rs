//! What the variables of a case come to, as text and as CSV.

use std::fmt::Write as _;
use std::io::Write as _;

use caseway_normaliser::{CaseDoubt, Field, Origin, Said, Values, values};
use caseway_profiles::Catalogue;
use caseway_proto::CaseId;
use caseway_store::Casebook;
use serde_json::Value;

use super::each;
use super::export::line;
use crate::written;

/// The columns.
const CSV_HEADER: &str = "case,tumour,variable,called,value,origin,because,submission,element";

/// What a tumour's variables come to, a line each; who says otherwise and what is doubtful
/// below.
pub(super) fn text(values: &Values) -> String {
    let mut out = String::from("  what it comes to\n");
    for field in &values.fields {
        one_field(&mut out, field);
    }
    for CaseDoubt {
        rule,
        severity,
        en,
        field,
        ..
    } in &values.doubts
    {
        // Writing to a String cannot fail.
        writeln!(out, "  {} {rule} ({field}): {en}", severity.as_str()).ok();
    }
    out
}

fn one_field(out: &mut String, field: &Field) {
    let called = field.called.as_deref().unwrap_or_default();
    let told = match &field.origin {
        Origin::Said { by, because, .. } => {
            let from = by.first().map(place).unwrap_or_default();
            let more = by.len().saturating_sub(1);
            let more = if more == 0 {
                String::new()
            } else {
                format!(" and {more} more")
            };
            format!("{because}, from {from}{more}")
        }
        Origin::Follows { from, source } => format!("follows from {} ({source})", from.join(", ")),
    };
    let (name, value) = (&field.name, written::value(&field.value));
    writeln!(
        out,
        "    {name:<22} {value:<12} {called}{}{told}",
        dash(called)
    )
    .ok();
    if let Origin::Said { otherwise, .. } = &field.origin {
        for said in otherwise {
            let (value, place) = (written::value(&said.value), place(said));
            writeln!(out, "      otherwise {value}, from {place}").ok();
        }
    }
}

fn dash(called: &str) -> &'static str {
    if called.is_empty() { "" } else { " · " }
}

fn place(said: &Said) -> String {
    format!("{} {}", said.submission, said.element)
}

/// Prints what the variables of every case come to.
pub(super) async fn export(casebook: &dyn Casebook, catalogue: &Catalogue) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{CSV_HEADER}")?;
    each(casebook, |case| {
        let lines = csv(&case.id, &values(case, catalogue));
        Ok(out.write_all(lines.as_bytes())?)
    })
    .await
}

/// One line for each report that speaks in a variable or says otherwise, and for each
/// value that follows.
fn csv(case: &CaseId, all: &[Values]) -> String {
    let mut out = String::new();
    for values in all {
        for field in &values.fields {
            let tumour = values.tumour.to_string();
            let own = |value: &Value, beside: [&str; 4]| {
                let [origin, because, submission, element] = beside;
                let called = field.called.as_deref().unwrap_or_default();
                line(&[
                    &case.0,
                    &tumour,
                    &field.name,
                    called,
                    &written::value(value),
                    origin,
                    because,
                    submission,
                    element,
                ])
            };
            match &field.origin {
                Origin::Said {
                    by,
                    because,
                    otherwise,
                } => {
                    let by = by.iter().map(|said| ("speaks", &**because, said));
                    let others = otherwise.iter().map(|said| ("otherwise", "", said));
                    for (origin, because, said) in by.chain(others) {
                        let submission = said.submission.to_string();
                        out += &own(&said.value, [origin, because, &submission, &said.element]);
                    }
                }
                Origin::Follows { source, .. } => {
                    out += &own(&field.value, ["follows", source, "", ""]);
                }
            }
        }
    }
    out
}
