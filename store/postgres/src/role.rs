//! Roles: what each port may do, said in `migrations/0005_roles.sql`.

/// What a connection may do. The login must be a member of each.
#[derive(Clone, Copy)]
pub(crate) enum Role {
    /// Keeps submissions and new keys.
    Gateway,
    /// Reads entries and keys, writes the Casebook.
    Normaliser,
    /// Reads without bodies, decides, keeps the Roster, erases keys.
    Console,
    /// Answers one Sender at a time.
    Reader,
}

impl Role {
    /// Its name in the database.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Gateway => "caseway_gateway",
            Self::Normaliser => "caseway_normaliser",
            Self::Console => "caseway_console",
            Self::Reader => "caseway_reader",
        }
    }
}
