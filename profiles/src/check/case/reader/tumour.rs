//! What a tumour's Condition says, and that of its recurrence.

use super::View;
use super::at::At;
use crate::registry::names;

/// Reads the Condition of a primary tumour.
pub(super) fn read(condition: &At<'_>, view: &mut View) {
    condition.child("code").add_code(view, "icd10");
    for site in condition.items("bodySite").take(1) {
        site.add_code(view, "topography");
        if let Some(side) = concept(&site, names::LATERALITY) {
            let side_code = side.code();
            let known = names::SIDES
                .iter()
                .find(|(_, code)| Some(*code) == side_code);
            if let Some((word, _)) = known {
                view.add("laterality", (*word).into(), side.place);
            }
        }
    }
    if let Some(morphology) = concept(condition, names::MORPHOLOGY) {
        morphology.add_code(view, "morphology");
    }
    if let Some(basis) = concept(condition, "/StructureDefinition/basis-of-diagnosis") {
        basis.add_code(view, "basis");
    }
    if let Some(asserted) = condition.extension(names::ASSERTED_DATE) {
        asserted.child("valueDateTime").add_day(view, "diagnosed");
    }
}

/// Reads the Condition of a tumour that came back or has spread.
pub(super) fn read_recurrence(condition: &At<'_>, view: &mut View) {
    let mut roles = condition.items("category");
    if roles.any(|role| matches!(role.code(), Some("recurrence" | "metastasis"))) {
        condition.child("onsetDateTime").add_day(view, "recurred");
    }
}

fn concept<'a>(element: &At<'a>, url: &str) -> Option<At<'a>> {
    Some(element.extension(url)?.child("valueCodeableConcept"))
}
