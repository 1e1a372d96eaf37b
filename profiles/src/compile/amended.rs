//! R4's own constraints that are not run as they are written, each with the reason.

/// A constraint of R4.
struct Amended {
    key: &'static str,
    /// What stands in its expression as R4 has it; a mended one is run as it is.
    written: &'static str,
    /// What is run instead; nothing where another part of the checker looks after it.
    instead: Option<&'static str>,
    #[cfg_attr(not(test), expect(dead_code, reason = "it is for who reads the table"))]
    reason: &'static str,
}

const AMENDED: &[Amended] = &[
    Amended {
        key: "ele-1",
        written: "hasValue() or (children().count() > id.count())",
        instead: None,
        reason: "on every element: the walk itself finds elements that say nothing",
    },
    Amended {
        key: "txt-1",
        written: "htmlChecks()",
        instead: None,
        reason: "the same expression as txt-2, which is run in Rust and says what it looks at",
    },
];

/// What is run instead of a constraint, where it is in the table; `Some(None)` is nothing.
pub(super) fn instead(key: &str, expression: &str) -> Option<Option<&'static str>> {
    let found = AMENDED
        .iter()
        .find(|each| each.key == key && expression.contains(each.written));
    found.map(|each| each.instead)
}
