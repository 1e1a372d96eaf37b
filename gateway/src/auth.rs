//! Who is asking: bearer tokens, and the permit that proves one was looked at.
//!
//! A [`Permit`] can only be made here, so a door that has not asked cannot call
//! the intake: it does not compile. Tokens are looked up in the Roster at each
//! request by their digest, so a token that was revoked a moment ago is known to
//! be; the look-up is one indexed read.

use std::sync::Arc;

use caseway_proto::Sender;
use caseway_store::{Roster, StoreError, Token};

/// Proof that whoever asks may do what a `T` may do.
#[derive(Clone, Debug)]
pub(crate) struct Permit<T>(T);

impl<T> Permit<T> {
    /// Who was permitted.
    pub(crate) const fn holder(&self) -> &T {
        &self.0
    }
}

/// Why there is no permit.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// No token was shown.
    #[error("no bearer token was shown")]
    Missing,
    /// Nobody knows the token.
    #[error("nobody knows the token")]
    Unknown,
    /// The token was revoked.
    #[error("the token was revoked")]
    Revoked,
    /// The Roster cannot be read now.
    #[error("the roster cannot be read")]
    Unavailable(#[from] StoreError),
}

/// Looks at tokens.
#[derive(Clone)]
pub(crate) struct Gatekeeper {
    roster: Arc<dyn Roster>,
}

impl Gatekeeper {
    /// A gatekeeper with a Roster.
    pub(crate) fn new(roster: Arc<dyn Roster>) -> Self {
        Self { roster }
    }

    /// The permit of whoever shows this `Authorization` header (RFC 6750 §2.1).
    pub(crate) async fn permit(
        &self,
        authorization: Option<&str>,
    ) -> Result<Permit<Sender>, Refusal> {
        let token = authorization.and_then(bearer).ok_or(Refusal::Missing)?;
        let digest = Token::shown(token).digest();
        let entry = self.roster.find(digest).await?.ok_or(Refusal::Unknown)?;
        match entry.revoked_at {
            Some(_) => Err(Refusal::Revoked),
            None => Ok(Permit(entry.sender)),
        }
    }
}

fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, token) = authorization.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then_some(token.trim())
}

#[cfg(test)]
mod tests {
    use super::bearer;

    #[test]
    fn only_a_bearer_token_is_read() {
        assert_eq!(bearer("Bearer cw_1"), Some("cw_1"));
        assert_eq!(bearer("bearer  cw_1"), Some("cw_1"));
        assert_eq!(bearer("Basic cw_1"), None);
        assert_eq!(bearer("cw_1"), None);
    }
}
