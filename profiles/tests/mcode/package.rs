//! The package: where it lies, and the examples in it.

use std::io::Read as _;

use flate2::read::GzDecoder;
use serde_json::Value;

use super::Fault;

/// The package's bytes; nothing, said plainly, where it is not there.
pub(super) fn bytes() -> Option<Vec<u8>> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../shared/samples/mcode/hl7.fhir.us.mcode-4.0.0.tgz"
    );
    let found = std::fs::read(path).ok();
    if found.is_none() {
        println!("mCODE's package is not beside the repository: nothing was tested");
    }
    found
}

/// The examples by file name.
pub(super) fn examples(tgz: &[u8]) -> Result<Vec<(String, Value)>, Fault> {
    let mut archive = tar::Archive::new(GzDecoder::new(tgz));
    let mut examples = Vec::new();
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.to_string_lossy().into_owned();
        let Some(name) = path.strip_prefix("package/example/") else {
            continue;
        };
        let mut text = String::new();
        entry.read_to_string(&mut text)?;
        let example: Value = serde_json::from_str(&text)?;
        if example.get("resourceType").is_some() {
            examples.push((name.to_owned(), example));
        }
    }
    Ok(examples)
}
