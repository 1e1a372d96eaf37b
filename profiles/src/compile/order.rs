//! Whether the elements of a differential stand in the base's order.
//!
//! HL7's and HAPI's validators drop constraints silently where they do not.

/// Where an element stands: the child's index, then the slice's, on each level.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Position(Vec<usize>);

impl Position {
    /// One level deeper.
    pub(super) fn enter(&mut self, index: usize) {
        self.0.push(index);
    }

    /// To the part of a slice: behind the slice's own children.
    pub(super) fn enter_again(&mut self, index: usize) {
        self.0.extend([index, usize::MAX]);
    }
}

/// The position reached so far.
#[derive(Debug, Default)]
pub(super) struct Order(Position);

impl Order {
    /// Whether the next position does not lie before the last.
    pub(super) fn advances(&mut self, next: Position) -> bool {
        let advances = next >= self.0;
        self.0 = next;
        advances
    }
}
