//! Whether a ring is the one that everything here was sealed and named with.
//!
//! The first ring that is asked about leaves a key of nobody's, with the name that it gives
//! to nobody sealed under it. Another ring does not open that key, or gives another name.

use std::sync::Arc;

use caseway_proto::{Identity, IdentityKind, SenderId};

use super::{Owner, PLAIN_BYTES_MAX, Vault};
use crate::StoreError;

/// No Sender has this number.
const NOBODY: SenderId = SenderId(0);

impl Vault {
    /// Whether the ring is the one that the Vault was begun with.
    ///
    /// # Errors
    /// When the engine failed.
    pub async fn knows_its_ring(&self) -> Result<bool, Arc<StoreError>> {
        let owner = Owner::Sender(NOBODY);
        let named = self.name_of_nobody();
        let stored = self.keep(self.fresh(owner, Some(&named))?).await?;
        let Ok(key) = self.ring.unwrap(owner, &stored.wrapped) else {
            return Ok(false);
        };
        let sealed = stored.identity.unwrap_or_default();
        let opened = key.open(&owner.to_bytes(), &sealed, PLAIN_BYTES_MAX);
        Ok(opened.is_ok_and(|opened| opened == named.as_bytes()))
    }

    fn name_of_nobody(&self) -> String {
        let nobody = Identity {
            kind: IdentityKind::National,
            system: String::new(),
            number: String::new(),
        };
        format!("{:?}", self.ring.person(NOBODY, &nobody).0)
    }
}
