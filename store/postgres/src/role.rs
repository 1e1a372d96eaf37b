//! Roles: what each port may do, said in `migrations/0005_roles.sql`.

/// What a connection may do. The login must be a member of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
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
    /// Every role that works; the one that owns is not among them.
    pub const ALL: [Self; 4] = [Self::Gateway, Self::Normaliser, Self::Console, Self::Reader];

    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gateway => "caseway_gateway",
            Self::Normaliser => "caseway_normaliser",
            Self::Console => "caseway_console",
            Self::Reader => "caseway_reader",
        }
    }
}
