//! Rule `overruled`: a ruling that a later one contradicts is told to the registrar.

use caseway_proto::Ruled;

use super::arranging::Arranging;
use crate::arrangement::Reason;

/// Tells of each ruling that is overruled.
pub(super) fn tell(arranged: &mut Arranging<'_>) {
    for ruled in arranged.rulings.clone() {
        if let Some(reason) = reason(&ruled) {
            arranged.review(reason, Vec::new());
        }
    }
}

fn reason(ruled: &Ruled) -> Option<Reason> {
    let (earlier, later) = (ruled.ruling, ruled.overruled_by?);
    Some(Reason {
        word: "overruled",
        sentence: format!(
            "Ruling {earlier} ({}) contradicts ruling {later}, and the later one counts. Undo the \
             one that is wrong.",
            ruled.verb
        ),
    })
}
