//! Reasons of Reviews in words that tell nothing clinical, for places where no value of a
//! report may be shown.

/// Why something waits for a registrar, by the reason's word.
#[must_use]
pub fn in_words(reason: &str) -> &'static str {
    match reason {
        "two-sides" => "Reports name both sides of one organ, and none tells the tumours apart.",
        "two-histologies" => {
            "Reports name histologies that are counted apart, and none tells the tumours apart."
        }
        "two-subsites" => {
            "Reports name sub-sites that are recorded apart, and none tells the tumours apart."
        }
        "which-tumour-of-organ" => {
            "The organ has more than one tumour, and these facts do not tell which they are about."
        }
        "which-tumour" => {
            "The person has more than one tumour, and these facts do not tell which they are about."
        }
        "organ-unknown" => "No report tells the organ of the tumour.",
        "not-diagnosed" => "Facts tell of a tumour in an organ where no report has diagnosed one.",
        "unspecified-site" => {
            "Reports name a site that says no organ, and the person has another tumour."
        }
        "specimen-of-two-tumours" => "A specimen number stands in reports about two tumours.",
        "ruled-apart" => {
            "Tumours are ruled apart, and these facts do not tell which they are about."
        }
        "unknown-person" => "The report is ruled not to be about the person it names.",
        "overruled" => "Two rulings contradict each other; the later one counts.",
        _ => "See the case.",
    }
}
