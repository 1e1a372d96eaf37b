//! The examples: where they lie, and which files are some.

use std::path::PathBuf;

use super::Fault;

/// A file's name, and what is in it.
pub(super) type Example = (String, Vec<u8>);

/// What says where they lie.
const VARIABLE: &str = "CASEWAY_R4_EXAMPLES";

/// The examples by file name; nothing, said plainly, where no folder is named.
pub(super) fn examples() -> Result<Option<Vec<Example>>, Fault> {
    let Some(folder) = std::env::var_os(VARIABLE).map(PathBuf::from) else {
        println!("{VARIABLE} names no folder of R4's examples: nothing was tested");
        return Ok(None);
    };
    let mut examples = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        let about_the_package = name == "package.json" || name.starts_with('.');
        if let Some(name) = name.strip_suffix(".json").filter(|_| !about_the_package) {
            examples.push((name.to_owned(), std::fs::read(file.path())?));
        }
    }
    examples.sort();
    Ok(Some(examples))
}
