//! What is kept of tokens, and what a store of them does.

use std::error::Error;
use std::fmt;
use std::future::Future;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Why a store of yours failed: any error. It is logged, and the caller learns nothing of it.
pub type BoxError = Box<dyn Error + Send + Sync>;

/// A token as it is kept: its SHA-256. Who reads the store cannot show a token (RFC 6749 §10.3, §10.4).
///
/// Tokens are 256 random bits, so there is nothing to guess, and neither salt nor a slow hash would add to it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TokenHash([u8; 32]);

impl TokenHash {
    /// Of a token as it is shown.
    #[must_use]
    pub fn of(token: &SecretString) -> Self {
        Self(Sha256::digest(token.expose_secret().as_bytes()).into())
    }

    /// As a store has it.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// For a store.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

/// The beginning of it alone: enough to tell tokens apart in a log.
impl fmt::Debug for TokenHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TokenHash({:02x}{:02x}{:02x}{:02x}..)", self.0[0], self.0[1], self.0[2], self.0[3])
    }
}

/// What a token is for (RFC 6749 §1.4, §1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Shown with every call.
    Access,
    /// Shown once, for new tokens.
    Refresh,
}

/// All tokens that came of one login. It is revoked as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Family {
    /// Its id, random.
    pub id: Uuid,
    /// Whose tokens they are: [`Account::Known`](super::Account::Known)'s `subject`.
    pub subject: String,
    /// The client that they were given to; none where it did not say.
    pub client: Option<String>,
    /// When the login was, in Unix seconds.
    pub created_at: i64,
}

/// A token as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is found by.
    pub hash: TokenHash,
    /// What it is for.
    pub kind: TokenKind,
    /// What it covers, words with a space between (RFC 6749 §3.3); none where there are no scopes.
    pub scope: Option<String>,
    /// From when on it is not taken, in Unix seconds.
    pub expires_at: i64,
    /// When it was used, in Unix seconds, if it is a refresh token that has been. It is kept until it expires, so that a second
    /// use is known.
    pub spent_at: Option<i64>,
}

/// A token that was found, and its family.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The token.
    pub token: Token,
    /// Its family.
    pub family: Family,
}

/// Keeps tokens, and decides nothing: what is expired, spent or of another client is judged by [`OAuth`](super::OAuth).
///
/// In SQL it is two tables: families, and tokens that refer to them `ON DELETE CASCADE`. To revoke is to delete the
/// family's row: tokens that a rotation puts in at the same moment either go with it, or cannot be put in.
/// Implementations write `async fn`; any error will do.
pub trait TokenStore: Send + Sync + 'static {
    /// Puts in a new family and its tokens, both or neither.
    fn insert(&self, family: Family, tokens: [Token; 2])
    -> impl Future<Output = Result<(), BoxError>> + Send;

    /// The token of this hash, spent ones and expired ones too; none where it was never there, or its family is revoked.
    fn find(&self, hash: &TokenHash) -> impl Future<Output = Result<Option<Found>, BoxError>> + Send;

    /// Marks `used` as spent at `now` and puts `next` into its family: both or neither, and only where `used` is there and
    /// not spent yet. It returns whether it did. Of any number of calls at a time for one token, **one** gets `true`: in SQL,
    /// in one transaction, `UPDATE … SET spent_at = … WHERE hash = … AND spent_at IS NULL` that changes one row, then
    /// `INSERT`.
    fn rotate(
        &self,
        used: &TokenHash,
        next: [Token; 2],
        now: i64,
    ) -> impl Future<Output = Result<bool, BoxError>> + Send;

    /// Takes a family and all its tokens away, for good. `Ok` where there is none.
    fn revoke(&self, family: Uuid) -> impl Future<Output = Result<(), BoxError>> + Send;

    /// Takes all families of a subject away, but for `except`: when a password is changed, say.
    fn revoke_subject(
        &self,
        subject: &str,
        except: Option<Uuid>,
    ) -> impl Future<Output = Result<(), BoxError>> + Send;

    /// Takes away the tokens that have expired at `now` (`expires_at <= now`), and families without tokens. It is called
    /// by [`OAuth::purge`](super::OAuth::purge), never on the way of a request.
    fn purge(&self, now: i64) -> impl Future<Output = Result<(), BoxError>> + Send;
}

/// A new token of 256 bits from the system, in base64url: 43 characters.
pub(super) fn new_token() -> Result<SecretString, getrandom::Error> {
    let mut bits = [0; 32];
    getrandom::fill(&mut bits)?;
    Ok(SecretString::from(URL_SAFE_NO_PAD.encode(bits)))
}

/// A new id of a family.
pub(super) fn new_family() -> Result<Uuid, getrandom::Error> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits)?;
    Ok(uuid::Builder::from_random_bytes(bits).into_uuid())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6749 §10.10: tokens cannot be guessed.
    #[test]
    fn tokens_are_of_256_bits_and_never_the_same() {
        let (one, other) = (new_token().expect("bits"), new_token().expect("bits"));
        let bits = URL_SAFE_NO_PAD.decode(one.expose_secret()).expect("base64url");
        assert_eq!(bits.len(), 32);
        assert_ne!(one.expose_secret(), other.expose_secret());
    }

    #[test]
    fn a_token_is_kept_as_its_sha_256_and_shown_to_no_log() {
        let hash = TokenHash::of(&SecretString::from("abc"));
        assert_eq!(hash.as_bytes()[..4], [0xba, 0x78, 0x16, 0xbf]);
        assert_eq!(format!("{hash:?}"), "TokenHash(ba7816bf..)");
        assert_eq!(TokenHash::from_bytes(*hash.as_bytes()), hash);
    }
}
