//! Letters. They are written to the table `letters` instead of being sent, so that the example can be tried.

use getrandom::Error as NoBits;
use sha2::{Digest, Sha256};

use crate::clock::Moment;
use crate::database::{Db, Pool};
use crate::people::letters_end;

/// What a letter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterKind {
    /// It confirms an address.
    Confirmation,
    /// It resets a password.
    Password,
    /// It unlocks an account.
    Unlock,
    /// It asks someone to join a group.
    Invite,
}

impl LetterKind {
    /// As the database has it.
    const fn word(self) -> &'static str {
        match self {
            Self::Confirmation => "confirmation",
            Self::Password => "password",
            Self::Unlock => "unlock",
            Self::Invite => "invite",
        }
    }
}

/// Why no letter was written.
#[derive(Debug)]
pub enum LetterError {
    /// The database failed.
    Database(sqlx::Error),
    /// The system has no random bits.
    NoBits(NoBits),
}

impl std::fmt::Display for LetterError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a letter is not written")
    }
}

impl std::error::Error for LetterError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            Self::NoBits(error) => Some(error),
        }
    }
}

impl From<sqlx::Error> for LetterError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

/// Sends a user a letter with a token; an earlier one becomes invalid.
pub(crate) async fn send(
    db: &mut Db,
    user_id: i64,
    kind: LetterKind,
    now: Moment,
) -> Result<(), LetterError> {
    let token = new_token()?;
    sqlx::query(
        "INSERT INTO user_tokens (user_id, kind, digest, sent_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (user_id, kind) DO UPDATE SET digest = excluded.digest, sent_at = excluded.sent_at",
    )
    .bind(user_id)
    .bind(kind.word())
    .bind(digest(&token))
    .bind(now)
    .execute(&mut *db)
    .await?;
    let email: String =
        sqlx::query_scalar("SELECT email FROM users WHERE id = $1").bind(user_id).fetch_one(&mut *db).await?;
    post(db, &email, kind, &token, now).await?;
    Ok(())
}

/// Writes a letter down.
pub(crate) async fn post(
    db: &mut Db,
    to: &str,
    kind: LetterKind,
    token: &str,
    now: Moment,
) -> sqlx::Result<()> {
    sqlx::query("INSERT INTO letters (recipient, kind, token, sent_at) VALUES ($1, $2, $3, $4)")
        .bind(to)
        .bind(kind.word())
        .bind(token)
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// Takes the token of a letter: the user to whom it was sent, once.
pub(crate) async fn take(
    db: &mut Db,
    kind: LetterKind,
    token: &str,
    now: Moment,
) -> sqlx::Result<Option<i64>> {
    sqlx::query_scalar(
        "DELETE FROM user_tokens WHERE kind = $1 AND digest = $2 AND sent_at > $3 RETURNING user_id",
    )
    .bind(kind.word())
    .bind(digest(token))
    .bind(letters_end(now))
    .fetch_optional(db)
    .await
}

/// The token of the last letter of a kind to an address: for tests, and for whoever tries the example.
///
/// # Errors
/// When the database cannot be read.
pub async fn last(pool: &Pool, to: &str, kind: LetterKind) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar(
        "SELECT token FROM letters WHERE recipient = $1 AND kind = $2 ORDER BY id DESC LIMIT 1",
    )
    .bind(to)
    .bind(kind.word())
    .fetch_optional(pool)
    .await
}

/// A token that cannot be guessed, of 160 bits.
pub(crate) fn new_token() -> Result<String, LetterError> {
    let mut bits = [0_u8; 20];
    getrandom::fill(&mut bits).map_err(LetterError::NoBits)?;
    Ok(bits.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// The form in which a token is stored: reading the table does not give a usable token.
fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
