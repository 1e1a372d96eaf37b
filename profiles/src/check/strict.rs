//! What FHIR asks of who writes a report, and forbids who receives it to refuse for.
//!
//! A receiver should take what it can use: R4 says so of extensions nobody has defined
//! (<http://hl7.org/fhir/R4/extensibility.html>), and a display is only for people to
//! read. Who writes a report should still mend it, and asks for a strict check to hear.

use caseway_proto::Severity;

use crate::read::Findings;

/// The warnings that are errors to who writes a report.
const RULES: [&str; 4] = [
    "display-wrong",
    "entry-unreachable",
    "extension-undefined",
    "narrative-link-broken",
];

/// Makes errors of the warnings that a receiver only passes on.
pub(super) fn raise(findings: &mut Findings) {
    for finding in findings.each() {
        if RULES.contains(&&*finding.rule) {
            finding.severity = Severity::Error;
        }
    }
}
