//! Who may log in.

use std::time::Duration;

use chrono::TimeDelta;
use housestyle::oauth::{Account, Accounts, BoxError, Client, Clients, OAuth, Passwords};

use crate::access::Person;
use crate::clock::{Clock, Moment};
use crate::database::{Pool, id, write};
use crate::letters::{self, Kind};
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

/// What decides whether someone may log in.
#[derive(sqlx::FromRow)]
struct Row {
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
        let row: Option<Row> = sqlx::query_as(
            "SELECT id, password_hash, confirmed_at IS NOT NULL AS confirmed, locked_at IS NOT NULL AS locked, \
             banned_at IS NOT NULL AS banned FROM users WHERE email_key = $1 OR username_key = $1 \
             ORDER BY email_key = $1 DESC LIMIT 1",
        )
        .bind(login.to_lowercase())
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(Account::Unknown) };
        let refused = |hash: Option<String>, description: &str| Account::Refused {
            password_hash: hash.map(Into::into),
            description: description.to_owned(),
        };
        Ok(match row {
            Row { locked: true, .. } => refused(None, refusal::LOCKED),
            Row { banned: true, .. } => refused(Some(row.password_hash), refusal::BANNED),
            Row { confirmed: false, .. } => refused(Some(row.password_hash), refusal::UNCONFIRMED),
            _ => Account::known(row.id.to_string(), row.password_hash),
        })
    }

    async fn principal(&self, subject: &str) -> Result<Option<Person>, BoxError> {
        match id(subject) {
            Some(id) => Ok(Person::find(&self.pool, id).await?),
            None => Ok(None),
        }
    }

    async fn attempted(&self, subject: &str, right: bool) -> Result<(), BoxError> {
        let user_id = id(subject).ok_or("a subject is no id of a user")?;
        if right {
            sqlx::query("UPDATE users SET failed_attempts = 0 WHERE id = $1 AND failed_attempts > 0")
                .bind(user_id)
                .execute(&self.pool)
                .await?;
            return Ok(());
        }
        let mut tx = write(&self.pool).await?;
        let failed: i64 = sqlx::query_scalar(
            "UPDATE users SET failed_attempts = failed_attempts + 1 WHERE id = $1 RETURNING failed_attempts",
        )
        .bind(user_id)
        .fetch_one(&mut *tx)
        .await?;
        if failed == ATTEMPTS {
            let now = self.clock.now();
            sqlx::query("UPDATE users SET locked_at = $1 WHERE id = $2")
                .bind(now)
                .bind(user_id)
                .execute(&mut *tx)
                .await?;
            letters::send(&mut tx, user_id, Kind::Unlock, now).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// From where someone logged in, as far as the request tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Device {
    /// The address; empty where it is not known.
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
    /// What an address and a `User-Agent` tell. The words are looked for in this order, since browsers name each other.
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
    fn a_device_is_told_by_its_agent() {
        let of = |agent| {
            let device = Device::of(String::new(), agent);
            [device.browser, device.os, device.name, device.kind]
        };
        let chrome = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36";
        assert_eq!(of(chrome), [Some("Chrome"), Some("Android"), None, Some("smartphone")]);
        assert_eq!(of("curl/8.5.0"), [None; 4]);
    }
}
