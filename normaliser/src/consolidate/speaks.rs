//! The values by which a tumour is numbered and routed.

use super::{candidate, diagnosed, morphology, topography};
use crate::arrangement::{Ordered, Speaks};

/// What speaks for a tumour.
pub(crate) fn speaks<'f>(tumour: &Ordered<'f>) -> Speaks<'f> {
    let names = [
        "topography",
        "morphology",
        "diagnosed",
        "collected",
        "collected_start",
    ];
    let [topography, morphology, diagnosed, taken, taken_from] = candidate::named(tumour, names);
    Speaks {
        topography: topography::chosen(topography),
        morphology: morphology::chosen(morphology),
        diagnosed: diagnosed::chosen(tumour, diagnosed, taken.into_iter().chain(taken_from)),
    }
}
