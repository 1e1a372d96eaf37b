//! Where an element stands, written out only when somebody asks.
//!
//! Most elements are only looked at; few become a value that names its place.

use std::fmt::Write;
use std::rc::Rc;

/// The steps that lead to an element; those on the way are shared.
#[derive(Clone)]
pub(crate) struct Path(Rc<Step>);

struct Step {
    within: Option<Path>,
    name: &'static str,
    index: Option<usize>,
}

impl Path {
    /// The root of a tree.
    pub(crate) fn root(name: &'static str) -> Self {
        Self(Rc::new(Step {
            within: None,
            name,
            index: None,
        }))
    }

    /// An element of that name; the index where it repeats.
    pub(crate) fn step(&self, name: &'static str, index: Option<usize>) -> Self {
        Self(Rc::new(Step {
            within: Some(self.clone()),
            name,
            index,
        }))
    }

    /// The plain `FHIRPath` from the root.
    pub(crate) fn written(&self) -> String {
        let mut text = String::with_capacity(self.length());
        self.write(&mut text);
        text
    }

    /// As long as it is written at most, where no index has more than two digits.
    fn length(&self) -> usize {
        let within = self.0.within.as_ref().map_or(0, Self::length);
        within + self.0.name.len() + ".[00]".len()
    }

    fn write(&self, text: &mut String) {
        if let Some(within) = &self.0.within {
            within.write(text);
            text.push('.');
        }
        text.push_str(self.0.name);
        if let Some(index) = self.0.index {
            // A String takes whatever is written to it.
            let _ = write!(text, "[{index}]");
        }
    }
}
