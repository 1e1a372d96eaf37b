//! The reports in files and folders: `.json` and `.xml` hold one, `.ndjson` one a line.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use bytes::Bytes;
use caseway_proto::Syntax;

/// One report and where it was found.
pub(super) struct Input {
    /// The file, with the line for ndjson.
    pub(super) name: String,
    /// How it is written, by the file's extension.
    pub(super) syntax: Syntax,
    /// Its bytes.
    pub(super) body: Bytes,
}

/// Every file below the given paths, folders walked in order of name.
pub(super) fn files(paths: &[PathBuf]) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    paths.iter().try_for_each(|path| walk(path, &mut files))?;
    Ok(files)
}

fn walk(path: &Path, files: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if !path.is_dir() {
        fs::metadata(path).with_context(|| format!("cannot find {}", path.display()))?;
        files.push(path.to_owned());
        return Ok(());
    }
    let listed = fs::read_dir(path).with_context(|| format!("cannot list {}", path.display()))?;
    let mut children: Vec<PathBuf> = listed
        .map(|child| child.map(|child| child.path()))
        .collect::<Result<_, _>>()?;
    children.sort();
    let known = ["json", "ndjson", "xml"];
    let wanted = |child: &PathBuf| child.is_dir() || known.iter().any(|known| is(child, known));
    children
        .iter()
        .filter(|child| wanted(child))
        .try_for_each(|child| walk(child, files))
}

/// The reports of one file.
pub(super) fn reports(file: &Path) -> anyhow::Result<Vec<Input>> {
    let name = file.display().to_string();
    let body = Bytes::from(fs::read(file).with_context(|| format!("cannot read {name}"))?);
    if !is(file, "ndjson") {
        let syntax = if is(file, "xml") {
            Syntax::Xml
        } else {
            Syntax::Json
        };
        return Ok(vec![Input { name, syntax, body }]);
    }
    let lines = body.split(|byte| *byte == b'\n').enumerate();
    Ok(lines
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .map(|(index, line)| Input {
            name: format!("{name}:{}", index + 1),
            syntax: Syntax::Json,
            body: body.slice_ref(line),
        })
        .collect())
}

fn is(path: &Path, extension: &str) -> bool {
    path.extension()
        .is_some_and(|found| found.eq_ignore_ascii_case(extension))
}
