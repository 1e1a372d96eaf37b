//! Whether two ways of writing a place mean the same element.
//!
//! The suite writes the resource of an entry as `resource/*Patient/1*/` and always the
//! index of a repeating element; the checker writes plain FHIRPath. The type of a
//! choice and an index of zero say nothing about where the element is.

/// The place without comments, type tests and indexes of zero.
pub(super) fn plain(expression: &str) -> String {
    let mut plain = String::new();
    let mut rest = expression;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let steps = plain.split('.').filter(|step| !step.starts_with("ofType("));
    let steps: Vec<_> = steps.map(|step| step.trim_end_matches("[0]")).collect();
    steps.join(".")
}

/// Whether one of the findings is at one of the recorded places, or at a child of one:
/// the suite records an element that should not be there at what holds it.
pub(super) fn any_right(found: &[String], recorded: &[String]) -> bool {
    let recorded: Vec<_> = recorded.iter().map(|place| plain(place)).collect();
    found.iter().any(|place| {
        let place = plain(place);
        let holder = place.rsplit_once('.').map(|(holder, _)| holder);
        let holder = holder.map(|holder| holder.trim_end_matches("[0]").to_owned());
        recorded.contains(&place) || holder.is_some_and(|holder| recorded.contains(&holder))
    })
}
