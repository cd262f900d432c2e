//! Who may log in.

use std::time::Duration;

use chrono::TimeDelta;
use housestyle_oauth::{Account, Accounts, Attempt, BoxError, Client, Clients, OAuth, Passwords};

use crate::access::Person;
use crate::clock::{Clock, Moment};
use crate::database::{Pool, id, write};
use crate::letters::{self, LetterKind};
use crate::tokens::SqliteTokens;

/// Tokens of the people who have an account here.
pub type Tokens = OAuth<People, SqliteTokens>;

/// A client, and its secret: applications may say that they are it, and need not.
const CLIENT: &str = "planner-app";
const CLIENT_SECRET: &str = "for-trying-only";

/// After so many failed attempts an account is locked.
const ATTEMPTS: i64 = 10;

/// What a login is refused with, after the account has been found. The words are for the OAuth endpoint; signing in has
/// failures of its own.
pub mod refusal {
    /// The address is not confirmed.
    pub const UNCONFIRMED: &str = "The address of the account is not confirmed yet";
    /// Too many attempts failed.
    pub const LOCKED: &str = "The account is locked after too many attempts";
    /// An administrator shut the user out.
    pub const BANNED: &str = "The account is banned";
}

/// The table `users`, as the issuer of tokens sees it.
#[derive(Debug, Clone)]
pub struct People {
    pool: Pool,
    clock: Clock,
}

/// Tokens for the people of a database.
pub(crate) fn tokens(pool: Pool, clock: Clock, passwords: Passwords) -> Tokens {
    let time = clock.clone();
    OAuth::builder(People { pool: pool.clone(), clock }, SqliteTokens::new(pool))
        .login_parameter("login")
        .clients(Clients::optional([Client::confidential(CLIENT, CLIENT_SECRET)]))
        .access_lifetime(Duration::from_secs(3600))
        .passwords(passwords)
        .clock(move || time.now().seconds())
        .build()
}

impl People {
    /// The account of a user who is logged in, if the password is right.
    pub(crate) async fn account(&self, user_id: i64) -> sqlx::Result<Account> {
        let row: Option<(String, bool)> =
            sqlx::query_as("SELECT password_hash, locked_at IS NOT NULL FROM users WHERE id = $1")
                .bind(user_id)
                .fetch_optional(&self.pool)
                .await?;
        Ok(match row {
            None => Account::Unknown,
            Some((_, true)) => Account::Locked { description: refusal::LOCKED.to_owned() },
            Some((hash, false)) => Account::known(user_id.to_string(), hash),
        })
    }
}

/// What decides whether someone may log in.
#[derive(sqlx::FromRow)]
struct AccountRow {
    id: i64,
    password_hash: String,
    confirmed: bool,
    locked: bool,
    banned: bool,
}

impl Accounts for People {
    type Principal = Person;

    /// By the address, or else by the name.
    async fn by_login(&self, login: &str) -> Result<Account, BoxError> {
        let row: Option<AccountRow> = sqlx::query_as(
            "SELECT id, password_hash, confirmed_at IS NOT NULL AS confirmed, locked_at IS NOT NULL AS locked, \
             banned_at IS NOT NULL AS banned FROM users WHERE email_key = $1 OR username_key = $1 \
             ORDER BY email_key = $1 DESC LIMIT 1",
        )
        .bind(login.to_lowercase())
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(Account::Unknown) };
        let subject = row.id.to_string();
        let refused = |subject: String, hash: String, description: &str| Account::Refused {
            subject,
            password_hash: hash.into(),
            description: description.to_owned(),
        };
        Ok(match row {
            AccountRow { locked: true, .. } => Account::Locked { description: refusal::LOCKED.to_owned() },
            AccountRow { banned: true, .. } => refused(subject, row.password_hash, refusal::BANNED),
            AccountRow { confirmed: false, .. } => refused(subject, row.password_hash, refusal::UNCONFIRMED),
            _ => Account::known(subject, row.password_hash),
        })
    }

    async fn principal(&self, subject: &str) -> Result<Option<Person>, BoxError> {
        match id(subject) {
            Some(id) => Ok(Person::find(&self.pool, id).await?),
            None => Ok(None),
        }
    }

    /// Counts in one statement, which nothing changes once the account is locked. A guess for an unknown user costs the same
    /// write, which leaves its row as it is.
    async fn attempted(&self, subject: Option<&str>, right: bool) -> Result<Attempt, BoxError> {
        let mut tx = write(&self.pool).await?;
        let Some(subject) = subject else {
            sqlx::query(
                "UPDATE users SET failed_attempts = failed_attempts WHERE id = (SELECT MIN(id) FROM users)",
            )
            .execute(&mut *tx)
            .await?;
            tx.commit().await?;
            return Ok(Attempt::Counted);
        };
        let user_id = id(subject).ok_or("a subject is no id of a user")?;
        let now = self.clock.now();
        let locked: Option<bool> = sqlx::query_scalar(
            "UPDATE users SET failed_attempts = CASE WHEN $2 THEN 0 ELSE failed_attempts + 1 END, \
             locked_at = CASE WHEN NOT $2 AND failed_attempts + 1 >= $3 THEN $4 END \
             WHERE id = $1 AND locked_at IS NULL RETURNING locked_at IS NOT NULL",
        )
        .bind(user_id)
        .bind(right)
        .bind(ATTEMPTS)
        .bind(now)
        .fetch_optional(&mut *tx)
        .await?;
        let Some(locked) = locked else {
            return Ok(Attempt::Locked { description: refusal::LOCKED.to_owned() });
        };
        if locked {
            letters::send(&mut tx, user_id, LetterKind::Unlock, now).await?;
        }
        tx.commit().await?;
        Ok(Attempt::Counted)
    }
}

/// From where a user logged in, as far as the request says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Device {
    /// The address; empty if unknown.
    pub ip_address: String,
    /// The browser's name.
    pub browser: Option<&'static str>,
    /// The operating system's name.
    pub os: Option<&'static str>,
    /// The device's name.
    pub name: Option<&'static str>,
    /// What kind of device it is.
    pub kind: Option<&'static str>,
}

impl Device {
    /// Reads an address and a `User-Agent`. The words are looked for in this order, since browsers name each other.
    pub fn of(ip_address: String, agent: &str) -> Self {
        let first = |words: &[(&str, &'static str)]| {
            words.iter().find(|(word, _)| agent.contains(word)).map(|(_, name)| *name)
        };
        Self {
            ip_address,
            browser: first(&[
                ("Edg/", "Edge"),
                ("OPR/", "Opera"),
                ("Firefox/", "Firefox"),
                ("Chrome/", "Chrome"),
                ("Safari/", "Safari"),
            ]),
            os: first(&[
                ("Windows", "Windows"),
                ("Android", "Android"),
                ("iPhone", "iOS"),
                ("iPad", "iPadOS"),
                ("Mac OS X", "macOS"),
                ("Linux", "Linux"),
            ]),
            name: first(&[("iPhone", "iPhone"), ("iPad", "iPad")]),
            kind: first(&[
                ("iPad", "tablet"),
                ("Mobile", "smartphone"),
                ("Android", "tablet"),
                ("Mozilla/", "desktop"),
            ]),
        }
    }
}

/// How long the token of a letter is good.
pub(crate) fn letters_end(now: Moment) -> Moment {
    now.before(TimeDelta::days(3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_recognized_by_its_agent() {
        let of = |agent| {
            let device = Device::of(String::new(), agent);
            [device.browser, device.os, device.name, device.kind]
        };
        let chrome = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36";
        assert_eq!(of(chrome), [Some("Chrome"), Some("Android"), None, Some("smartphone")]);
        assert_eq!(of("curl/8.5.0"), [None; 4]);
    }
}
