//! Types: `is`, `as`, and which types are which (N1, Types; R4, FHIRPath: types).

use super::single;
use crate::compile::Library;
use crate::fhirpath::Answer;
use crate::fhirpath::collection::Collection;
use crate::fhirpath::evaluate::Evaluation;
use crate::fhirpath::item::Item;
use crate::fhirpath::tree::{Space, TypeName};

/// FHIR's primitive types, and which of FHIRPath's own each is converted to.
const OWN_TYPES: [(&str, &str); 9] = [
    ("boolean", "Boolean"),
    ("string", "String"),
    ("uri", "String"),
    ("integer", "Integer"),
    ("decimal", "Decimal"),
    ("date", "Date"),
    ("dateTime", "DateTime"),
    ("instant", "DateTime"),
    ("time", "Time"),
];

/// How deep types are built on each other.
const BASES_MAX: usize = 8;

/// Whether the one item is of a type.
pub(in crate::fhirpath) fn is<'e>(
    run: &Evaluation<'e>,
    found: &Collection<'e>,
    name: &TypeName,
) -> Answer<'e> {
    Ok(single(found)?.map(|item| is_type(run, item, name)).into())
}

/// The items that are of a type.
///
/// N1 refuses several; R4's own constraints (`dom-3`) use it as a filter, and so do we.
pub(in crate::fhirpath) fn as_type<'e>(
    run: &Evaluation<'e>,
    found: Collection<'e>,
    name: &TypeName,
) -> Answer<'e> {
    run.spend(found.len())?;
    let mut kept = Collection::Empty;
    for item in found {
        if is_type(run, &item, name) {
            kept.push(item);
        }
    }
    Ok(kept)
}

/// Whether an item is of a type or of one built on it.
pub(in crate::fhirpath) fn is_type<'e>(
    run: &Evaluation<'e>,
    item: &Item<'e>,
    name: &TypeName,
) -> bool {
    let library = run.scene.library;
    match (item, item.own_type()) {
        (_, Some(own)) => name.space != Space::Fhir && own == &*name.name,
        (Item::Element(element), None) => {
            let Some(kind) = element.shape(library).kind else {
                return false;
            };
            match name.space {
                Space::System => false,
                Space::Fhir => is_built_on(library, kind, &name.name),
                // R4 writes FHIR's primitives with FHIRPath's names too (`que-7`).
                Space::Any => {
                    is_built_on(library, kind, &name.name)
                        || own_type(library, kind) == Some(&name.name)
                }
            }
        }
        _ => false,
    }
}

fn is_built_on(library: &Library, kind: &str, wanted: &str) -> bool {
    bases(library, kind).any(|each| each == wanted)
}

/// A type and all that it is built on.
fn bases<'l>(library: &'l Library, kind: &'l str) -> impl Iterator<Item = &'l str> {
    std::iter::successors(Some(kind), |kind| library.base_of(kind)).take(BASES_MAX)
}

fn own_type(library: &Library, kind: &str) -> Option<&'static str> {
    bases(library, kind).find_map(|each| {
        let mut known = OWN_TYPES.iter();
        known.find(|(fhir, _)| *fhir == each).map(|(_, own)| *own)
    })
}
