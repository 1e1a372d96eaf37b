//! The Vault: identity → Person, seal, open, erase.
//!
//! It keeps identity numbers and data keys apart from everything else: an engine
//! stores only what is already wrapped. New keys are durable before anything is
//! sealed with them, and keys that arrive together share a commit.

mod proof;

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use caseway_proto::{Identity, Person, SenderId};
use lru::LruCache;
use tokio::sync::{mpsc, oneshot};

use crate::failures::Failures;
use crate::sealing::DataKey;
use crate::{Keyring, Sealed, StoreError};

/// Whose data key seals some bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The Person that a Report is about.
    Person(Person),
    /// The Sender of a body too broken to name a person.
    Sender(SenderId),
}

impl Owner {
    /// The bytes that name the owner in a table: `p` and the pseudonym, or `s` and the number.
    #[must_use]
    pub fn to_bytes(self) -> Vec<u8> {
        match self {
            Self::Person(person) => [b"p".as_slice(), &person.0].concat(),
            Self::Sender(sender) => [b"s".as_slice(), &sender.0.to_be_bytes()].concat(),
        }
    }

    /// Reads what [`Owner::to_bytes`] writes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        match bytes.split_first()? {
            (b'p', rest) => Person::from_slice(rest).map(Self::Person),
            (b's', rest) => rest
                .try_into()
                .ok()
                .map(|rest| Self::Sender(SenderId(i64::from_be_bytes(rest)))),
            _ => None,
        }
    }
}

/// A data key as an engine keeps it.
#[derive(Clone, Debug)]
pub struct StoredKey {
    /// Whose it is.
    pub owner: Owner,
    /// The key, wrapped; empty once erased.
    pub wrapped: Vec<u8>,
    /// The identity number sealed under the key, for a Person.
    pub identity: Option<Vec<u8>>,
}

/// What an engine does for the Vault.
#[async_trait]
pub trait VaultEngine: Send + Sync + 'static {
    /// Keeps keys in one transaction, unless their owners have one already, and
    /// gives what now stands, in the order of the call. `Ok` means fsynced.
    async fn put(&self, keys: Vec<StoredKey>) -> Result<Vec<StoredKey>, StoreError>;

    /// The key of an owner.
    async fn get(&self, owner: Owner) -> Result<Option<StoredKey>, StoreError>;

    /// Destroys the key and the identity of an owner; `false` when there was none.
    async fn erase(&self, owner: Owner) -> Result<bool, StoreError>;
}

/// At most this many keys in memory.
const CACHED_KEYS: NonZeroUsize = NonZeroUsize::new(65_536).unwrap();
/// At most this many new keys share a commit.
const KEYS_PER_COMMIT: usize = 256;
/// At most this many plain bytes come out of a sealed body: 256 MiB.
const PLAIN_BYTES_MAX: usize = 256 << 20;

struct Job {
    key: StoredKey,
    answer: oneshot::Sender<Result<StoredKey, Arc<StoreError>>>,
}

/// Identity → Person, seal, open, erase. Cheap to clone.
#[derive(Clone)]
pub struct Vault {
    engine: Arc<dyn VaultEngine>,
    ring: Arc<Keyring>,
    cache: Arc<Mutex<LruCache<Owner, Arc<DataKey>>>>,
    queue: mpsc::Sender<Job>,
    failures: Failures,
}

impl Vault {
    /// Opens the Vault and starts its writer.
    #[must_use]
    pub fn open(engine: Arc<dyn VaultEngine>, ring: Keyring) -> Self {
        let (queue, jobs) = mpsc::channel(KEYS_PER_COMMIT * 4);
        let failures = Failures::default();
        tokio::spawn(write(engine.clone(), jobs, failures.clone()));
        let cache = Arc::new(Mutex::new(LruCache::new(CACHED_KEYS)));
        Self {
            engine,
            ring: Arc::new(ring),
            cache,
            queue,
            failures,
        }
    }

    /// Whether keys could not be kept, no longer ago than this, and none were since.
    #[must_use]
    pub fn failed_within(&self, span: Duration) -> bool {
        self.failures.within(span)
    }

    /// The pseudonym of an identity; its number is kept sealed, durable on return.
    ///
    /// # Errors
    /// When the engine failed, or the Person was erased.
    pub async fn admit(
        &self,
        sender: SenderId,
        identity: &Identity,
    ) -> Result<Person, Arc<StoreError>> {
        let person = self.ring.person(sender, identity);
        let number = format!("{}|{}", identity.system, identity.number);
        self.key(Owner::Person(person), Some(&number)).await?;
        Ok(person)
    }

    /// Seals bytes for an owner; `bound` is authenticated with them.
    ///
    /// # Errors
    /// When the engine failed, or the owner was erased.
    pub async fn seal(
        &self,
        owner: Owner,
        bound: &[u8],
        plain: &[u8],
    ) -> Result<Sealed, Arc<StoreError>> {
        let key = self.key(owner, None).await?;
        let bytes = self.ring.seal(&key, bound, plain)?;
        Ok(Sealed { owner, bytes })
    }

    /// Opens what was sealed.
    ///
    /// # Errors
    /// [`StoreError::Erased`] when the owner's key was destroyed.
    pub async fn unseal(&self, sealed: &Sealed, bound: &[u8]) -> Result<Vec<u8>, Arc<StoreError>> {
        let key = if let Some(key) = self.cached(sealed.owner) {
            key
        } else {
            let stored = self
                .engine
                .get(sealed.owner)
                .await?
                .ok_or(StoreError::Erased)?;
            self.take(&stored)?
        };
        Ok(key.open(bound, &sealed.bytes, PLAIN_BYTES_MAX)?)
    }

    /// Destroys an owner's key: what was sealed with it can never be opened again.
    ///
    /// # Errors
    /// When the engine failed.
    pub async fn erase(&self, owner: Owner) -> Result<bool, StoreError> {
        let erased = self.engine.erase(owner).await;
        // After the engine: a call under way may have taken the key into memory meanwhile.
        self.lock().pop(&owner);
        erased
    }

    /// The key of an owner, made and kept when there is none.
    async fn key(
        &self,
        owner: Owner,
        number: Option<&str>,
    ) -> Result<Arc<DataKey>, Arc<StoreError>> {
        if let Some(key) = self.cached(owner) {
            return Ok(key);
        }
        // One that stands already is given instead, and nothing is written.
        let stored = self.keep(self.fresh(owner, number)?).await?;
        Ok(self.take(&stored)?)
    }

    fn fresh(&self, owner: Owner, number: Option<&str>) -> Result<StoredKey, StoreError> {
        let (key, wrapped) = self.ring.new_data_key(owner)?;
        let identity = number
            .map(|number| self.ring.seal(&key, &owner.to_bytes(), number.as_bytes()))
            .transpose()?;
        Ok(StoredKey {
            owner,
            wrapped,
            identity,
        })
    }

    async fn keep(&self, key: StoredKey) -> Result<StoredKey, Arc<StoreError>> {
        let (answer, answered) = oneshot::channel();
        let closed = || Arc::new(StoreError::Closed);
        self.queue
            .send(Job { key, answer })
            .await
            .map_err(|_| closed())?;
        answered.await.map_err(|_| closed())?
    }

    fn take(&self, stored: &StoredKey) -> Result<Arc<DataKey>, StoreError> {
        if stored.wrapped.is_empty() {
            return Err(StoreError::Erased);
        }
        let key = Arc::new(self.ring.unwrap(stored.owner, &stored.wrapped)?);
        self.lock().put(stored.owner, key.clone());
        Ok(key)
    }

    fn cached(&self, owner: Owner) -> Option<Arc<DataKey>> {
        self.lock().get(&owner).cloned()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, LruCache<Owner, Arc<DataKey>>> {
        // A panic while the lock was held cannot leave a cache in a wrong state.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Keeps new keys, those that wait together in one commit.
async fn write(engine: Arc<dyn VaultEngine>, mut jobs: mpsc::Receiver<Job>, failures: Failures) {
    let mut group = Vec::new();
    while jobs.recv_many(&mut group, KEYS_PER_COMMIT).await > 0 {
        let (keys, answers): (Vec<_>, Vec<_>) =
            group.drain(..).map(|job| (job.key, job.answer)).unzip();
        let offered: Vec<_> = keys.iter().map(|key| key.wrapped.clone()).collect();
        let kept = engine.put(keys).await;
        failures.note(&kept, |stored| {
            let mut each = stored.iter().zip(offered);
            each.any(|(stored, offered)| stored.wrapped == offered)
        });
        match kept {
            Ok(stored) => answers
                .into_iter()
                .zip(stored)
                .for_each(|(answer, stored)| {
                    answer.send(Ok(stored)).ok();
                }),
            Err(error) => {
                let error = Arc::new(error);
                for answer in answers {
                    answer.send(Err(error.clone())).ok();
                }
            }
        }
    }
}
