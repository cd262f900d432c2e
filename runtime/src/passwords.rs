//! Password hashing with Argon2id (RFC 9106) on separate threads, with limited concurrency.
//!
//! Verification is slow on purpose: 19 MiB of memory and about 20 ms of a core. Without a limit, a few hundred
//! concurrent logins exhaust the machine. [`Passwords`] limits how many hashes are computed at a time and how many
//! wait; beyond that a login fails with [`PasswordError::Busy`], which becomes
//! [`Outcome::Unavailable`](crate::problem::Outcome::Unavailable) with a `Retry-After`.
//!
//! A server creates one `Passwords` and clones it to wherever passwords are set or verified: clones share the limits.
//! It requires the feature `passwords`.
//!
//! ```
//! # #[cfg(feature = "server")] {
//! use housestyle::Problem;
//! use housestyle::passwords::Passwords;
//! use housestyle::server::{Credentials, Login, Security};
//! # use secrecy::SecretString;
//!
//! struct Clinic { passwords: Passwords }
//!
//! impl Login for Clinic {
//!     type Principal = i64;
//!     async fn login(&self, credentials: &Credentials, _: &Security) -> Result<i64, Problem> {
//!         let (user, password) = credentials.basic().ok_or_else(Problem::unauthenticated)?;
//!         let found: Option<(i64, SecretString)> = self.account(user).await; // id and stored hash
//!         let hash = found.as_ref().map(|(_, hash)| hash);
//!         // `None` takes as long as a wrong password, so that the time does not reveal which accounts exist.
//!         let is_right = self.passwords.verify(password, hash).await?;
//!         found.filter(|_| is_right).map(|(id, _)| id).ok_or_else(Problem::unauthenticated)
//!     }
//! }
//! # impl Clinic { async fn account(&self, _: &str) -> Option<(i64, SecretString)> { None } }
//! # }
//! ```
//!
//! In a handler, where `?` reports any error as internal, convert it first:
//! `passwords.hash(&password).await.map_err(Problem::from)?`.

use std::error::Error;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{Error as HashError, PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use http::header::{HeaderValue, RETRY_AFTER};
use secrecy::{ExposeSecret as _, SecretString};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::problem::Problem;
use crate::sanitize::ErrorChain;

/// How long a password waits before [`PasswordError::Busy`].
const TURN: Duration = Duration::from_secs(5);

/// The default maximum number of waiting passwords.
const WAITING: usize = 64;

/// Hashes and verifies passwords with Argon2id (RFC 9106), on separate threads and with limited concurrency. Cheap to
/// clone; clones share the limits.
///
/// Each hash takes memory (19 MiB by default) and a core: without a limit, some hundred concurrent logins exhaust the
/// machine.
///
/// ```
/// use housestyle::passwords::Passwords;
/// use secrecy::SecretString;
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// let passwords = Passwords::with_costs(64, 1, 1).unwrap(); // cheap, for this example; `new` is for servers
/// let hash = passwords.hash(&SecretString::from("swordfish")).await.unwrap();
/// assert!(passwords.verify(&"swordfish".into(), Some(&hash)).await.unwrap());
/// assert!(!passwords.verify(&"guess".into(), Some(&hash)).await.unwrap());
/// # });
/// ```
#[derive(Clone)]
pub struct Passwords {
    permits: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    max_waiting: usize,
    params: Params,
    /// The hash that passwords of unknown accounts are verified against, of the same cost.
    dummy_hash: Arc<str>,
}

/// An error of hashing or verification.
///
/// ```
/// # #[cfg(feature = "server")] {
/// use housestyle::passwords::PasswordError;
/// use housestyle::{Outcome, Problem};
///
/// assert_eq!(Problem::from(PasswordError::Busy).outcome, Outcome::Unavailable);
/// # }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum PasswordError {
    /// Too many passwords are waiting.
    Busy,
    /// The stored hash is malformed, or a new one could not be computed.
    Hash(HashError),
    /// The thread panicked.
    Thread(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Busy => "too many passwords are waiting",
            Self::Hash(_) => "a password hash is malformed or could not be computed",
            Self::Thread(_) => "the hashing thread panicked",
        })
    }
}

impl Error for PasswordError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Busy => None,
            Self::Hash(error) => Some(error),
            Self::Thread(error) => {
                let error: &(dyn Error + 'static) = &**error;
                Some(error)
            }
        }
    }
}

/// [`PasswordError::Busy`] becomes unavailable, with a `Retry-After` of one second. Other errors become internal, and
/// are logged here because a [`Problem`] does not hold a cause.
impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        if matches!(error, PasswordError::Busy) {
            return Self::unavailable().header(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        tracing::error!(error = %ErrorChain(&error), "could not verify or hash a password");
        Self::internal()
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::of(Params::default())
    }
}

impl Passwords {
    /// Argon2id with 19 MiB, 2 passes and 1 lane, with as many hashes at a time as there are cores; up to 64
    /// passwords wait, for up to 5 s.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Argon2id with other costs. Stored hashes contain their own costs and remain valid, but the verification time
    /// of a hash with different costs reveals that the account exists.
    ///
    /// # Errors
    /// Returns an error if Argon2 does not support the costs.
    pub fn with_costs(kibibytes: u32, passes: u32, lanes: u32) -> Result<Self, PasswordError> {
        let params = Params::new(kibibytes, passes, lanes, None);
        params.map(Self::of).map_err(|error| PasswordError::Hash(error.into()))
    }

    /// Sets how many hashes are computed at a time, at least one.
    #[must_use]
    pub fn max_concurrent(self, many: usize) -> Self {
        Self { permits: Arc::new(Semaphore::new(many.clamp(1, Semaphore::MAX_PERMITS))), ..self }
    }

    /// Sets how many passwords may wait; one more fails at once.
    #[must_use]
    pub fn max_waiting(self, most: usize) -> Self {
        Self { max_waiting: most, ..self }
    }

    fn of(params: Params) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let (m, t, p) = (params.m_cost(), params.t_cost(), params.p_cost());
        // Salt and output are zeros: verification takes the full time, and no password matches.
        let dummy_hash = format!("$argon2id$v=19$m={m},t={t},p={p}${}${}", "A".repeat(22), "A".repeat(43));
        Self {
            permits: Arc::new(Semaphore::new(cores)),
            waiting: Arc::default(),
            max_waiting: WAITING,
            params,
            dummy_hash: dummy_hash.into(),
        }
    }

    /// Returns the hash of a password with a random salt, in the PHC string format.
    ///
    /// # Errors
    /// Returns [`PasswordError::Busy`] if too many passwords wait or this one waited for 5 s, or an error if the
    /// system has no random bits.
    pub async fn hash(&self, password: &SecretString) -> Result<SecretString, PasswordError> {
        let (password, params) = (password.clone(), self.params.clone());
        self.run_blocking(move || hash(&password, params)).await
    }

    /// Returns whether the password matches the hash, whose own costs apply. Without a hash it takes as long and
    /// returns false.
    ///
    /// # Errors
    /// Returns [`PasswordError::Busy`] if too many passwords wait or this one waited for 5 s, or an error if the hash
    /// is not one of Argon2.
    pub async fn verify(
        &self,
        password: &SecretString,
        password_hash: Option<&SecretString>,
    ) -> Result<bool, PasswordError> {
        let (password, dummy_hash) = (password.clone(), self.dummy_hash.clone());
        let stored = password_hash.cloned();
        self.run_blocking(move || {
            let right = verify(&password, stored.as_ref().map_or(&*dummy_hash, |hash| hash.expose_secret()))?;
            Ok(right && stored.is_some())
        })
        .await
    }

    /// Runs `work` on a blocking thread when a permit is available. The permit is held until the work ends, even if
    /// the caller stops waiting.
    async fn run_blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let permit = self.permit().await?;
        let working = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            work()
        });
        working.await.unwrap_or_else(|error| Err(PasswordError::Thread(error.into())))
    }

    async fn permit(&self) -> Result<OwnedSemaphorePermit, PasswordError> {
        if let Ok(permit) = self.permits.clone().try_acquire_owned() {
            return Ok(permit);
        }
        let waiting = Waiting::of(&self.waiting);
        if waiting.before >= self.max_waiting {
            return Err(PasswordError::Busy);
        }
        match tokio::time::timeout(TURN, self.permits.clone().acquire_owned()).await {
            Ok(Ok(permit)) => Ok(permit),
            _ => Err(PasswordError::Busy),
        }
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords").field("params", &self.params).finish_non_exhaustive()
    }
}

/// Counts a waiting password until it is dropped.
struct Waiting<'a> {
    all: &'a AtomicUsize,
    /// The number of passwords that waited before.
    before: usize,
}

impl<'a> Waiting<'a> {
    fn of(all: &'a AtomicUsize) -> Self {
        Self { all, before: all.fetch_add(1, Ordering::Relaxed) }
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.all.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Returns the hash of a password at the default costs, computed on this thread: for seeds, scripts and tests. A
/// server uses [`Passwords::hash`].
///
/// ```
/// use housestyle::passwords::hash_password;
/// use secrecy::ExposeSecret as _;
///
/// let hash = hash_password(&"swordfish".into()).unwrap();
/// assert!(hash.expose_secret().starts_with("$argon2id$"));
/// ```
///
/// # Errors
/// Returns an error if the system has no random bits.
pub fn hash_password(password: &SecretString) -> Result<SecretString, PasswordError> {
    hash(password, Params::default())
}

fn hash(password: &SecretString, params: Params) -> Result<SecretString, PasswordError> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let hash = argon2.hash_password(password.expose_secret().as_bytes()).map_err(PasswordError::Hash)?;
    Ok(SecretString::from(hash.to_string()))
}

fn verify(password: &SecretString, hash: &str) -> Result<bool, PasswordError> {
    let hash = PasswordHash::new(hash).map_err(|error| PasswordError::Hash(error.into()))?;
    match Argon2::default().verify_password(password.expose_secret().as_bytes(), &hash) {
        Ok(()) => Ok(true),
        Err(HashError::PasswordInvalid) => Ok(false),
        Err(error) => Err(PasswordError::Hash(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text)
    }

    fn cheap() -> Passwords {
        Passwords::with_costs(8, 1, 1).expect("such costs")
    }

    #[tokio::test]
    async fn a_password_is_checked_with_its_hash_s_own_costs() {
        let hash = cheap().hash(&secret("swordfish")).await.expect("a hash");
        assert!(hash.expose_secret().starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
        for passwords in [cheap(), Passwords::new()] {
            assert!(passwords.verify(&secret("swordfish"), Some(&hash)).await.expect("checked"));
            assert!(!passwords.verify(&secret("Swordfish"), Some(&hash)).await.expect("checked"));
        }
        let again = cheap().hash(&secret("swordfish")).await.expect("a hash");
        assert_ne!(hash.expose_secret(), again.expose_secret(), "each hash has its own salt");
    }

    #[tokio::test]
    async fn nobody_s_hash_is_worked_on_and_no_password_is_right_for_it() {
        for passwords in [cheap(), Passwords::new()] {
            assert!(!passwords.verify(&secret(""), None).await.expect("the dummy hash can be read"));
            let dummy_hash = PasswordHash::new(&passwords.dummy_hash).expect("a hash");
            let real = passwords.hash(&secret("x")).await.expect("a hash");
            let real = PasswordHash::new(real.expose_secret()).expect("a hash");
            assert_eq!(
                (dummy_hash.algorithm, dummy_hash.version, &dummy_hash.params),
                (real.algorithm, real.version, &real.params)
            );
        }
    }

    #[tokio::test]
    async fn a_hash_of_another_kind_is_an_error_and_no_wrong_password() {
        for hash in ["", "$2b$10$abcdefghijklmnopqrstuu", "swordfish"] {
            let checked = cheap().verify(&secret("swordfish"), Some(&secret(hash))).await;
            assert!(matches!(checked, Err(PasswordError::Hash(_))), "{hash}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_password_without_a_permit_is_refused() {
        let passwords = cheap().max_concurrent(1);
        let permit = passwords.permit().await.expect("free");
        assert!(matches!(passwords.hash(&secret("x")).await, Err(PasswordError::Busy)));
        drop(permit);
        assert!(passwords.clone().permit().await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn the_queue_has_an_end_and_clones_share_it() {
        let passwords = cheap().max_concurrent(1).max_waiting(2);
        let permit = passwords.permit().await.expect("free");
        let started = tokio::time::Instant::now();
        let wait = |passwords: Passwords| tokio::spawn(async move { passwords.hash(&secret("x")).await });
        let waiting = [wait(passwords.clone()), wait(passwords.clone())];
        tokio::task::yield_now().await;
        let third = passwords.clone().verify(&secret("x"), None).await;
        assert!(matches!(third, Err(PasswordError::Busy)));
        assert_eq!(started.elapsed(), Duration::ZERO, "it does not wait");
        drop(permit);
        for one in waiting {
            assert!(one.await.expect("no panic").is_ok());
        }
        assert_eq!(passwords.waiting.load(Ordering::Relaxed), 0);
        // A queue of length zero: a free permit can still be taken.
        assert!(cheap().max_concurrent(1).max_waiting(0).hash(&secret("x")).await.is_ok());
    }

    #[test]
    fn busy_is_unavailable_and_the_rest_is_internal() {
        let problem = Problem::from(PasswordError::Busy);
        assert_eq!(problem.outcome, crate::problem::Outcome::Unavailable);
        assert_eq!(problem.headers[RETRY_AFTER], "1");
        let problem = Problem::from(PasswordError::Thread("ended".into()));
        assert_eq!(problem.outcome, crate::problem::Outcome::Internal);
    }
}
