//! The XML reader: the same tree as from JSON, each fault its rule, nothing that harms.

mod bounds;
mod broken;
pub(crate) mod drawn;
mod equal;
pub(crate) mod oracle;

use std::sync::LazyLock;

use caseway_proto::Syntax;
use serde_json::Value;

use crate::compile::Library;
use crate::read::{Finding, Findings, Limits, read};

/// R4 and nothing else.
static R4: LazyLock<Library> = LazyLock::new(|| Library::new().unwrap());

/// What is told of a body: the rule, line and column of each finding, and the tree.
fn told(body: &[u8], limits: &Limits) -> (Vec<(String, u32, u32)>, Option<Value>) {
    let mut findings = Findings::new(100);
    match read(&R4, (body, Syntax::Xml), limits, &mut findings) {
        Ok(tree) => {
            let found: Vec<Finding> = findings.into_list();
            let positions = crate::read::locate((body, Syntax::Xml), &found);
            let rules = found.iter().zip(positions);
            let told =
                rules.map(|(finding, (line, column))| (finding.rule.to_string(), line, column));
            (told.collect(), Some(tree))
        }
        Err(issue) => {
            let at = (issue.line.unwrap(), issue.column.unwrap());
            (vec![(issue.rule.clone(), at.0, at.1)], None)
        }
    }
}

/// The tree of a body in which nothing is wrong.
fn tree(body: &str) -> Value {
    let (told, tree) = told(body.as_bytes(), &Limits::default());
    assert_eq!(told, [], "{body}");
    tree.unwrap()
}
