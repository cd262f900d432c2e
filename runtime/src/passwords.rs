//! Passwords, hashed and checked with Argon2id (RFC 9106) on threads of their own, a few at a time.
//!
//! A check is slow on purpose: 19 MiB of memory and some 20 ms of a core. A login that hashes on its own lets a few
//! hundred requests at once take the machine. [`Passwords`] bounds both how many hashes are computed at a time and how many
//! wait; above that a login fails with [`PasswordError::Busy`], which becomes
//! [`Outcome::Unavailable`](crate::problem::Outcome::Unavailable) with a `Retry-After`.
//!
//! A server makes one `Passwords`, and clones it to wherever passwords are set or checked: clones share the bounds. It
//! takes the feature `passwords`.
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
//!         let found: Option<(i64, SecretString)> = self.account(user).await; // its id, and the hash that is kept
//!         let hash = found.as_ref().map(|(_, hash)| hash);
//!         // `None` costs as much work as a wrong password, so that nobody learns which accounts there are.
//!         let is_right = self.passwords.verify(password, hash).await?;
//!         found.filter(|_| is_right).map(|(id, _)| id).ok_or_else(Problem::unauthenticated)
//!     }
//! }
//! # impl Clinic { async fn account(&self, _: &str) -> Option<(i64, SecretString)> { None } }
//! # }
//! ```
//!
//! A handler, whose `?` reports any error as internal, converts it first:
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

/// How long a password waits for its turn.
const TURN: Duration = Duration::from_secs(5);

/// Most passwords that wait for their turn, where not said otherwise.
const WAITING: usize = 64;

/// Hashes and checks passwords with Argon2id (RFC 9106), on threads of their own, a few at a time. Cheap to clone; clones
/// share the turns.
///
/// Each takes memory (19 MiB where not said otherwise) and a core: without a cap, some hundred logins at once would take
/// the machine.
///
/// ```
/// use housestyle::passwords::Passwords;
/// use secrecy::SecretString;
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// let passwords = Passwords::costing(64, 1, 1).unwrap(); // cheap, for this example; `new` is for servers
/// let hash = passwords.hash(&SecretString::from("swordfish")).await.unwrap();
/// assert!(passwords.verify(&"swordfish".into(), Some(&hash)).await.unwrap());
/// assert!(!passwords.verify(&"guess".into(), Some(&hash)).await.unwrap());
/// # });
/// ```
#[derive(Clone)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    most_waiting: usize,
    params: Params,
    /// What the passwords of the unknown are checked against: nobody's hash, of the same cost.
    nobody: Arc<str>,
}

/// Why a password was neither hashed nor found right or wrong.
#[derive(Debug)]
#[non_exhaustive]
pub enum PasswordError {
    /// Too many are waiting for their turn.
    Busy,
    /// The hash that is kept cannot be read, or a new one cannot be made.
    Hash(HashError),
    /// The thread ended early.
    Thread(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for PasswordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Busy => "too many passwords wait for their turn",
            Self::Hash(_) => "the hash of a password cannot be read or made",
            Self::Thread(_) => "a thread that checks a password ended early",
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

/// [`PasswordError::Busy`] is unavailable, to be tried again after a second. The rest is internal; its cause is logged here,
/// because a [`Problem`] has no place for it.
impl From<PasswordError> for Problem {
    fn from(error: PasswordError) -> Self {
        if matches!(error, PasswordError::Busy) {
            return Self::unavailable().header(RETRY_AFTER, HeaderValue::from_static("1"));
        }
        tracing::error!(error = %ErrorChain(&error), "a password cannot be checked or hashed");
        Self::internal()
    }
}

impl Default for Passwords {
    fn default() -> Self {
        Self::of(Params::default())
    }
}

impl Passwords {
    /// Argon2id with 19 MiB, 2 passes and 1 lane, as many at a time as there are cores; 64 wait, each up to 5 s.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Argon2id with other costs. Hashes that are kept say their own costs and go on to be good; but who logs in with a
    /// cheaper or dearer hash than these can be told from the unknown by the time that it takes.
    ///
    /// # Errors
    /// Argon2 has no such costs.
    pub fn costing(kibibytes: u32, passes: u32, lanes: u32) -> Result<Self, PasswordError> {
        let params = Params::new(kibibytes, passes, lanes, None);
        params.map(Self::of).map_err(|error| PasswordError::Hash(error.into()))
    }

    /// So many at a time, and at least one.
    #[must_use]
    pub fn at_once(self, many: usize) -> Self {
        Self { turns: Arc::new(Semaphore::new(many.clamp(1, Semaphore::MAX_PERMITS))), ..self }
    }

    /// At most so many wait for their turn, besides those that have it; one more fails at once.
    #[must_use]
    pub fn waiting(self, most: usize) -> Self {
        Self { most_waiting: most, ..self }
    }

    fn of(params: Params) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let (m, t, p) = (params.m_cost(), params.t_cost(), params.p_cost());
        // A salt and an output of zeros: to check against it is all the work, and no password will be right.
        let nobody = format!("$argon2id$v=19$m={m},t={t},p={p}${}${}", "A".repeat(22), "A".repeat(43));
        Self {
            turns: Arc::new(Semaphore::new(cores)),
            waiting: Arc::default(),
            most_waiting: WAITING,
            params,
            nobody: nobody.into(),
        }
    }

    /// The hash of a password with a salt of its own, in the PHC string format: what is kept in its place.
    ///
    /// # Errors
    /// [`PasswordError::Busy`] if too many wait or it does not get its turn within 5 s; the system has no random bits.
    pub async fn hash(&self, password: &SecretString) -> Result<SecretString, PasswordError> {
        let (password, params) = (password.clone(), self.params.clone());
        self.beside(move || hash(&password, params)).await
    }

    /// Whether a password is that of the hash, whatever costs the hash says. Without a hash it is not, after the same work.
    ///
    /// # Errors
    /// [`PasswordError::Busy`] if too many wait or it does not get its turn within 5 s; the hash is none of Argon2.
    pub async fn verify(
        &self,
        password: &SecretString,
        password_hash: Option<&SecretString>,
    ) -> Result<bool, PasswordError> {
        let (password, nobody) = (password.clone(), self.nobody.clone());
        let kept = password_hash.cloned();
        self.beside(move || {
            let right = verify(&password, kept.as_ref().map_or(&*nobody, |hash| hash.expose_secret()))?;
            Ok(right && kept.is_some())
        })
        .await
    }

    /// Runs `work` on a thread of its own, in its turn. Who waits for it may give up; the turn ends with the work.
    async fn beside<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let turn = self.turn().await?;
        let working = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        working.await.unwrap_or_else(|error| Err(PasswordError::Thread(error.into())))
    }

    async fn turn(&self) -> Result<OwnedSemaphorePermit, PasswordError> {
        if let Ok(turn) = self.turns.clone().try_acquire_owned() {
            return Ok(turn);
        }
        let waiting = Waiting::of(&self.waiting);
        if waiting.before >= self.most_waiting {
            return Err(PasswordError::Busy);
        }
        match tokio::time::timeout(TURN, self.turns.clone().acquire_owned()).await {
            Ok(Ok(turn)) => Ok(turn),
            _ => Err(PasswordError::Busy),
        }
    }
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords").field("params", &self.params).finish_non_exhaustive()
    }
}

/// One that waits for its turn, until it is dropped.
struct Waiting<'a> {
    all: &'a AtomicUsize,
    /// How many waited before.
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

/// The hash of a password at the usual costs, made at once and on this thread: for seeds, scripts and tests. A server
/// takes [`Passwords::hash`].
///
/// # Errors
/// The system has no random bits.
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
        Passwords::costing(8, 1, 1).expect("such costs")
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
        assert_ne!(hash.expose_secret(), again.expose_secret(), "a salt of its own");
    }

    #[tokio::test]
    async fn nobody_s_hash_is_worked_on_and_no_password_is_right_for_it() {
        for passwords in [cheap(), Passwords::new()] {
            assert!(!passwords.verify(&secret(""), None).await.expect("the dummy hash can be read"));
            let nobody = PasswordHash::new(&passwords.nobody).expect("a hash");
            let real = passwords.hash(&secret("x")).await.expect("a hash");
            let real = PasswordHash::new(real.expose_secret()).expect("a hash");
            assert_eq!(
                (nobody.algorithm, nobody.version, &nobody.params),
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
    async fn who_does_not_get_a_turn_is_told_so() {
        let passwords = cheap().at_once(1);
        let turn = passwords.turn().await.expect("free");
        assert!(matches!(passwords.hash(&secret("x")).await, Err(PasswordError::Busy)));
        drop(turn);
        assert!(passwords.clone().turn().await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn the_queue_has_an_end_and_clones_share_it() {
        let passwords = cheap().at_once(1).waiting(2);
        let turn = passwords.turn().await.expect("free");
        let started = tokio::time::Instant::now();
        let wait = |passwords: Passwords| tokio::spawn(async move { passwords.hash(&secret("x")).await });
        let waiting = [wait(passwords.clone()), wait(passwords.clone())];
        tokio::task::yield_now().await;
        let third = passwords.clone().verify(&secret("x"), None).await;
        assert!(matches!(third, Err(PasswordError::Busy)));
        assert_eq!(started.elapsed(), Duration::ZERO, "it does not wait");
        drop(turn);
        for one in waiting {
            assert!(one.await.expect("no panic").is_ok());
        }
        assert_eq!(passwords.waiting.load(Ordering::Relaxed), 0);
        // A queue without places: a turn that is free is taken all the same.
        assert!(cheap().at_once(1).waiting(0).hash(&secret("x")).await.is_ok());
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
