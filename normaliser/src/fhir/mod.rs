//! Small views over one FHIR R4 element tree.
//!
//! They read what is there and skip what is not: whether a Report is right was
//! decided by the checker. Nothing here knows cancer.

mod bundle;
mod coding;
mod datum;
mod element;
mod extension;
mod path;
pub(crate) mod systems;

pub(crate) use bundle::Bundle;
pub(crate) use coding::{Coding, codings, has_code, text};
pub(crate) use datum::{datum, day, latest};
pub(crate) use element::Element;
pub(crate) use extension::{extension_value, extensions};
pub(crate) use path::Path;
pub(crate) use systems::mcode;
