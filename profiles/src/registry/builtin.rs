//! The tables that come with the program.

use super::read::{self, TableFaults};
use super::spine::Spine;
use super::table::Table;

/// The spine's text.
const SPINE: &str = include_str!("../../spine.toml");

/// The tables' texts.
const TABLES: [&str; 14] = [
    include_str!("../../breast/registry.toml"),
    include_str!("../../colorectal/registry.toml"),
    include_str!("../../prostate/registry.toml"),
    include_str!("../../lung/registry.toml"),
    include_str!("../../melanoma/registry.toml"),
    include_str!("../../lymphoid/registry.toml"),
    include_str!("../../gynae/registry.toml"),
    include_str!("../../childhood/registry.toml"),
    include_str!("../../upper_gi/registry.toml"),
    include_str!("../../pancreas/registry.toml"),
    include_str!("../../sarcoma/registry.toml"),
    include_str!("../../cns/registry.toml"),
    include_str!("../../general_solid/registry.toml"),
    include_str!("../../general_nonsolid/registry.toml"),
];

/// The spine and the Registries that stand on it.
#[derive(Clone, Debug)]
pub struct Tables {
    /// The spine.
    pub spine: Spine,
    /// The Registries.
    pub registries: Vec<Table>,
}

impl Tables {
    /// The table of a Registry.
    #[must_use]
    pub fn registry(&self, id: &str) -> Option<&Table> {
        self.registries.iter().find(|table| table.id == id)
    }
}

/// Reads and cross-checks the tables that come with the program.
///
/// # Errors
///
/// Every fault in any of them.
pub fn builtin() -> Result<Tables, TableFaults> {
    let spine = read::spine(SPINE)?;
    let mut faults = Vec::new();
    let mut registries = Vec::new();
    for text in TABLES {
        match read_on(text, &spine) {
            Ok(table) => registries.push(table),
            Err(TableFaults(found)) => faults.extend(found),
        }
    }
    if faults.is_empty() {
        Ok(Tables { spine, registries })
    } else {
        Err(TableFaults(faults))
    }
}

fn read_on(text: &str, spine: &Spine) -> Result<Table, TableFaults> {
    let table = read::table(text)?;
    read::together(&table, spine)?;
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::builtin;

    #[test]
    fn the_tables_that_come_with_the_program_have_no_fault() {
        let tables = builtin().map_err(|faults| faults.to_string());
        assert_eq!(tables.map(|tables| tables.registries.len()), Ok(14));
    }
}
