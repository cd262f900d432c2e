//! How callers are authenticated: a password, an application's token, or a session.

use housestyle::Problem;
use housestyle::passwords::PasswordError;
use housestyle::server::{Credentials, Login, Security};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use sqlx::Row;

use crate::Clinic;
use crate::access::{Person, Role};

impl Login for Clinic {
    type Principal = Person;

    async fn login(&self, credentials: &Credentials, _need: &Security) -> Result<Person, Problem> {
        let found = if let Some((user, password)) = credentials.basic() {
            self.by_basic(user, password).await
        } else if let Some(token) = credentials.authorization("bearer") {
            self.by_session(token.expose_secret()).await
        } else if let Some(token) = credentials.authorization("token") {
            self.by_token(token.expose_secret(), None).await
        } else {
            Ok(None)
        };
        match found {
            Ok(Some(person)) => Ok(person),
            Ok(None) => Err(Problem::unauthenticated()),
            Err(error) => Err(error.downcast::<PasswordError>().map_or_else(
                |error| {
                    tracing::error!(%error, "login");
                    Problem::internal().caused_by(error)
                },
                Problem::from,
            )),
        }
    }
}

const PERSON: &str = "SELECT person_id, role, client_id, patient_id, password FROM people";

impl Clinic {
    /// A password, or a token in its place that identifies the application which acts for the person.
    async fn by_basic(&self, login: &str, secret: &SecretString) -> anyhow::Result<Option<Person>> {
        if let Some(person) = self.by_token(secret.expose_secret(), Some(login)).await? {
            return Ok(Some(person));
        }
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{PERSON} WHERE login = $1")))
            .bind(login)
            .fetch_optional(&self.pool)
            .await?;
        let hash: Option<String> = row.as_ref().map(|row| row.try_get("password")).transpose()?;
        // An unknown login costs as much work as a known one, so that timing does not reveal accounts.
        match (self.passwords.verify(secret, hash.map(Into::into).as_ref()).await?, row) {
            (true, Some(row)) => person(&row, None),
            (false, _) | (true, None) => Ok(None),
        }
    }

    async fn by_token(&self, token: &str, login: Option<&str>) -> anyhow::Result<Option<Person>> {
        let row = sqlx::query(
            "SELECT person_id, role, client_id, patient_id, app, login FROM people JOIN tokens USING (person_id) \
             WHERE digest = $1",
        )
        .bind(digest(token))
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        if login.is_some_and(|login| row.get::<&str, _>("login") != login) {
            return Ok(None);
        }
        let app = row.try_get("app")?;
        person(&row, Some(app))
    }

    async fn by_session(&self, token: &str) -> anyhow::Result<Option<Person>> {
        let Some(login) = self.sessions.read(token) else { return Ok(None) };
        let row = sqlx::query(sqlx::AssertSqlSafe(format!("{PERSON} WHERE login = $1")))
            .bind(login)
            .fetch_optional(&self.pool)
            .await?;
        row.map_or(Ok(None), |row| person(&row, None))
    }
}

fn person(
    row: &<crate::database::Db as sqlx::Database>::Row,
    app: Option<String>,
) -> anyhow::Result<Option<Person>> {
    let role = match (row.try_get::<&str, _>("role")?, row.try_get::<Option<String>, _>("client_id")?) {
        ("care_team", _) => Role::CareTeam,
        ("hr", Some(client_id)) => Role::Hr { client_id },
        _ => Role::Patient,
    };
    Ok(Some(Person {
        person_id: row.try_get("person_id")?,
        role,
        patient_id: row.try_get("patient_id")?,
        app,
    }))
}

/// The form in which a token is stored: reading the table does not give a usable token.
pub(crate) fn digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}
