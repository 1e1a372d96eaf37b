//! Combining (N1, 5.4) and `iif` (N1, 5.5.1).

use super::{Call, Function};
use crate::fhirpath::Answer;
use crate::fhirpath::collection::Collection;
use crate::fhirpath::evaluate::Environment;
use crate::fhirpath::operators::{truth, union};

pub(super) const FUNCTIONS: &[Function] = &[
    Function::new("union", 1, 1, |call| {
        let other = call.value(0)?;
        union(call.run, call.take(), other)
    }),
    Function::new("combine", 1, 1, |call| {
        let other = call.value(0)?;
        let mut all = call.take();
        all.extend(other);
        Ok(all)
    }),
    Function::new("iif", 2, 3, choose),
];

/// The arguments look at the input, as `ctm-1` of R4 has it.
fn choose<'e>(call: &mut Call<'_, 'e>) -> Answer<'e> {
    let env = Environment {
        this: &call.input,
        ..call.env
    };
    let arg = |index: usize| match call.args.get(index) {
        Some(arg) => call.run.value(arg, env),
        None => Ok(Collection::Empty),
    };
    match truth(call.run, &arg(0)?)? {
        Some(true) => arg(1),
        _ => arg(2),
    }
}
