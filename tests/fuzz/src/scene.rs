//! What the targets ask: the registries that come with the program.

use std::sync::LazyLock;

use caseway_profiles::registry::{self, Tables};
use caseway_profiles::{Ask, Catalogue, InstallError, Limits, Settings};
use caseway_proto::Syntax;
use jiff::Timestamp;

/// Less than at the doors, so that what is out of proportion shows in a small body.
const LIMITS: Limits = Limits {
    body_bytes_max: 1 << 20,
    depth_max: 64,
    entries_max: 2_000,
    string_bytes_max: 256 << 10,
};
/// As few findings as show that there is a limit.
pub const ISSUES_MAX: usize = 100;

/// The tables that come with the program, and all of their registries installed.
pub struct Scene {
    /// The tables.
    pub tables: Tables,
    /// The registries.
    pub catalogue: Catalogue,
}

/// The scene of all targets.
pub static SCENE: LazyLock<Scene> = LazyLock::new(|| {
    let made = registry::builtin().map_err(|faults| faults.to_string());
    let made = made.and_then(|tables| {
        let catalogue = installed(&tables).map_err(|fault| fault.to_string())?;
        Ok(Scene { tables, catalogue })
    });
    made.unwrap_or_else(|fault| panic!("the registries cannot be installed: {fault}"))
});

/// The checker's settings here.
#[must_use]
pub fn settings() -> Settings {
    Settings {
        limits: LIMITS,
        issues_max: ISSUES_MAX,
        ..Settings::default()
    }
}

fn installed(tables: &Tables) -> Result<Catalogue, InstallError> {
    let mut catalogue = Catalogue::new(settings())?;
    catalogue.install_tables(&tables.registries, &tables.spine)?;
    Ok(catalogue)
}

/// What is asked of a body.
#[must_use]
pub fn ask(syntax: Syntax, profile: Option<&str>) -> Ask<'_> {
    Ask {
        syntax,
        registry: None,
        default_registry: None,
        profile,
        // After every sample was written.
        received_at: Timestamp::constant(1_790_000_000, 0),
        allow_synthetic: true,
        refuse: &[],
    }
}
