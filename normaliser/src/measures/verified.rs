//! Verification: of the tumours, those whose diagnosis rests on a specimen.

use serde_json::Value;

use super::{Form, Measure, Sink, Subject};
use crate::values::Field;
use caseway_profiles::registry::Mark;

pub(super) const MEASURE: Measure = Measure {
    id: "verified",
    en: "Microscopically verified",
    nb: "Morfologisk verifisert",
    definition: "Tumours with a basis of diagnosis of 5 to 8, of those with a known basis. The hospital is that of the report that dates the tumour.",
    source: "ENCR, Basis of diagnosis: microscopically verified (MV)",
    mark: Mark::V,
    form: Form::Share,
    count,
};

fn count(subject: &Subject<'_>, sink: &mut Sink<'_>) {
    let fields = subject.values.fields.iter();
    let mut basis = fields.filter(|field| field.name == "basis");
    let Some(Field {
        value: Value::String(basis),
        ..
    }) = basis.next()
    else {
        return;
    };
    if !basis.starts_with('9') {
        let verified = basis.starts_with(['5', '6', '7', '8']);
        sink.add("", subject.year(), subject.hospital(), verified);
    }
}
