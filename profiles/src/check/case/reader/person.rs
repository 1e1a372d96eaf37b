//! What a report says of the patient and of itself.

use super::View;
use super::at::At;

/// Reads a Patient or a Composition; nothing of any other resource.
pub(super) fn read(resource: &At<'_>, view: &mut View) {
    match resource.value["resourceType"].as_str() {
        Some("Patient") => {
            resource.child("gender").add_plain(view, "sex");
            resource.child("birthDate").add_day(view, "birth");
            resource.child("deceasedDateTime").add_day(view, "died");
        }
        Some("Composition") => resource.child("date").add_day(view, "reported"),
        _ => {}
    }
}
