//! The first data: the people, credentials and things that the README lists.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use housestyle::passwords::hash_password;
use secrecy::ExposeSecret;
use sqlx::QueryBuilder;
use uuid::Uuid;

use crate::database::{Db, Pool};
use crate::login::digest;
use crate::patients::search_text;
use crate::rows::MessageRow;

/// John Doe, the patient of the guide's examples.
const JOHN: i64 = 51413;
/// How many patients there are, as in the guide's page of 98.
const PATIENTS: i64 = 98;
const MESSAGES: i64 = 98;

/// Login, password, role, client, patient, and a token with the application that holds it.
type Account = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
    Option<i64>,
    (&'static str, &'static str),
);

const ACCOUNTS: [Account; 4] = [
    ("john", "correct-horse", "patient", None, Some(JOHN), ("5f0c7fa1e4bd4d3c8d5a2a6b9c1e7f30", "mobile")),
    ("anna", "battery-staple", "patient", None, Some(JOHN + 1), ("9b1d6a0c2e8f47d5a3c4b7e6f5d8a921", "site")),
    ("olga", "care-of-all", "care_team", None, None, ("c3a8e2f45b7d49e0b6f1d2c3a4e5f607", "desk")),
    ("helen", "human-resources", "hr", Some("acme"), None, ("d4b9f3056c8e4af1a7e2c3d4b5f60718", "office")),
];

/// Writes the first data, unless there is any.
pub async fn fill(pool: &Pool) -> anyhow::Result<()> {
    let clients: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM clients").fetch_one(pool).await?;
    if clients > 0 {
        return Ok(());
    }
    dictionaries(pool).await?;
    patients(pool).await?;
    people(pool).await?;
    things_of_john(pool).await
}

async fn dictionaries(pool: &Pool) -> anyhow::Result<()> {
    let rows = [("acme", "Acme", Some("https://acme.example/")), ("globex", "Globex", None)];
    let mut query = QueryBuilder::<Db>::new("INSERT INTO clients (client_id, title, site) ");
    query.push_values(rows, |mut row, (id, title, site)| {
        row.push_bind(id).push_bind(title).push_bind(site);
    });
    query.build().execute(pool).await?;

    let rows = [
        (1_i64, None, "Жалобы", true),
        (4, Some(1), "Жалобы на клинику", true),
        (12, Some(4), "Очереди", true),
        (20, None, "Консультации", true),
        (30, None, "Служебное", false),
    ];
    let mut query = QueryBuilder::<Db>::new("INSERT INTO categories (id, parent, text, public) ");
    query.push_values(rows, |mut row, (id, parent, text, public)| {
        row.push_bind(id).push_bind::<Option<i64>>(parent).push_bind(text).push_bind(public);
    });
    query.build().execute(pool).await?;

    let mut query = QueryBuilder::<Db>::new("INSERT INTO results (id, text) ");
    query.push_values(
        [(1_i64, "Решено"), (4, "Передано в клинику"), (5, "Отклонено")],
        |mut row, (id, text)| {
            row.push_bind(id).push_bind(text);
        },
    );
    query.build().execute(pool).await?;

    let mut query = QueryBuilder::<Db>::new("INSERT INTO clinics (clinic_id, title) ");
    query.push_values(
        [(54321_i64, "Клиника на Чистых прудах"), (54322, "Northern Clinic")],
        |mut row, (id, title)| {
            row.push_bind(id).push_bind(title);
        },
    );
    query.build().execute(pool).await?;

    let mut query =
        QueryBuilder::<Db>::new("INSERT INTO programs (program_id, title, about, starts_on, ends_on) ");
    let rows = [
        (1_i64, "Standard", "Visits and tests", "2020-01-01", None),
        (2, "Premium", "Visits, tests, dentists and travel", "2020-01-01", Some("2030-12-31")),
    ];
    query.push_values(rows, |mut row, (id, title, about, from, to)| {
        row.push_bind(id).push_bind(title).push_bind(about).push_bind(date(from)).push_bind(to.map(date));
    });
    query.build().execute(pool).await?;
    sqlx::query("INSERT INTO slots (slot_id, program_id, number, valid_until) VALUES (7, 2, 'P-0007', $1)")
        .bind(date("2030-12-31"))
        .execute(pool)
        .await?;
    Ok(())
}

async fn patients(pool: &Pool) -> anyhow::Result<()> {
    const NAMES: [&str; 7] = ["Anna", "Boris", "Clara", "Dmitry", "Elena", "Fedor", "Galina"];
    const SURNAMES: [&str; 5] = ["Ivanova", "Petrov", "Smith", "Kuznetsova", "Orlov"];
    let mut query = QueryBuilder::<Db>::new(
        "INSERT INTO patients (patient_id, uuid, client_id, public, name, surname, phone, email, program_id, \
         slot_id, search, created_at) ",
    );
    query.push_values(0..PATIENTS, |mut row, n| {
        let index = usize::try_from(n).unwrap_or_default();
        let (name, surname) = match n {
            0 => ("John", "Doe"),
            _ => (NAMES[index % NAMES.len()], SURNAMES[index % SURNAMES.len()]),
        };
        let (phone, email) = (format!("+7 900 000-{:04}", n), format!("patient{n}@clinic.example"));
        let search =
            search_text(&[Some(&name.to_owned()), Some(&surname.to_owned()), Some(&phone), Some(&email)]);
        row.push_bind(JOHN + n)
            .push_bind(numbered_uuid(1, n))
            .push_bind(if n % 2 == 0 { "acme" } else { "globex" })
            .push_bind(n % 10 == 0)
            .push_bind(name)
            .push_bind(surname)
            .push_bind(phone)
            .push_bind(email)
            .push_bind((n % 3 < 2).then_some(2 - n % 2))
            .push_bind((n == 0).then_some(7_i64))
            .push_bind(search)
            .push_bind(start() + TimeDelta::minutes(n));
    });
    query.build().execute(pool).await?;
    #[cfg(feature = "postgres")]
    for (table, column) in [("patients", "patient_id"), ("programs", "program_id"), ("slots", "slot_id")] {
        // Rows with an id of ours do not move the sequence on.
        let next = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), MAX({column})) FROM {table}"
        );
        sqlx::query(sqlx::AssertSqlSafe(next)).execute(pool).await?;
    }
    Ok(())
}

async fn people(pool: &Pool) -> anyhow::Result<()> {
    for (login, password, role, client_id, patient_id, (token, app)) in ACCOUNTS {
        let password = tokio::task::spawn_blocking(move || hash_password(&password.into())).await??;
        let person_id: i64 = sqlx::query_scalar(
            "INSERT INTO people (login, password, role, client_id, patient_id) VALUES ($1, $2, $3, $4, $5) \
             RETURNING person_id",
        )
        .bind(login)
        .bind(password.expose_secret())
        .bind(role)
        .bind(client_id)
        .bind(patient_id)
        .fetch_one(pool)
        .await?;
        sqlx::query("INSERT INTO tokens (digest, person_id, app) VALUES ($1, $2, $3)")
            .bind(digest(token))
            .bind(person_id)
            .bind(app)
            .execute(pool)
            .await?;
    }
    Ok(())
}

/// A visit that makes the guide's timeslot busy, an open appeal, and a conversation.
async fn things_of_john(pool: &Pool) -> anyhow::Result<()> {
    sqlx::query(
        "INSERT INTO visits (patient_id, clinic_id, timeslot, created_at) VALUES ($1, 54321, $2, $3)",
    )
    .bind(JOHN + 1)
    .bind("2020-04-15T10:45:00+03:00".parse::<DateTime<Utc>>()?)
    .bind(start())
    .execute(pool)
    .await?;
    let text = "Долго ждал в очереди";
    sqlx::query(
        "INSERT INTO appeals (uuid, patient_id, text, category_id, priority, labels, search, created_at) \
         VALUES ($1, $2, $3, 12, 'normal', '[\"clinic\"]', $4, $5)",
    )
    .bind(numbered_uuid(2, 1))
    .bind(JOHN)
    .bind(text)
    .bind(format!("{text} clinic").to_lowercase())
    .bind(start())
    .execute(pool)
    .await?;
    let john: i64 =
        sqlx::query_scalar("SELECT person_id FROM people WHERE login = 'john'").fetch_one(pool).await?;
    for n in 0..MESSAGES {
        let created_at = start() + TimeDelta::minutes(n / 2); // two a minute: ties are broken by uuid
        let message = MessageRow {
            uuid: numbered_uuid(3, n),
            text: format!("Message {n}"),
            author: ["patient", "care_team"][usize::from(n % 2 == 1)].to_owned(),
            created_at,
            read_at: (n < MESSAGES - 3).then_some(created_at),
        };
        crate::chat::insert(pool, john, &message).await?;
    }
    Ok(())
}

fn start() -> DateTime<Utc> {
    date("2020-04-01").and_time(chrono::NaiveTime::MIN).and_utc()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap_or_default()
}

/// Uuids that a README can name: `00000001-0000-4000-8000-000000000000` is John.
fn numbered_uuid(kind: u32, n: i64) -> Uuid {
    let [.., a, b, c, d, e, f] = n.to_be_bytes();
    Uuid::from_fields(kind, 0, 0x4000, &[0x80, 0, a, b, c, d, e, f])
}
