//! The first data: the people and things that the README lists.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqlitePool};
use uuid::Uuid;

use crate::clients::json;

/// The client of the guide's example.
const GUIDES: Uuid = Uuid::from_u128(0xe978_b3ef_a43d_41b1_b72c_05e1_29f1_62ca);
/// How many clients there are, as in the guide's `clients 0-19/53`.
const CLIENTS: u32 = 53;
/// How many users the guide's client has: more than one range.
const USERS: u32 = 23;

const PEOPLE: [(&str, &str); 3] = [("edith", "editor"), ("victor", "viewer"), ("norman", "nobody")];
const TOWNS: [&str; 8] = ["Ashford", "bexley", "Camden", "Dover", "ealing", "Frome", "Grays", "hexham"];
const TRADES: [&str; 7] = ["Books", "Bikes", "Shoes", "Kettles", "Travel", "Tools", "Flowers"];

/// Writes the first data, unless there is any.
pub async fn fill(pool: &SqlitePool) -> anyhow::Result<()> {
    let people: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM people").fetch_one(pool).await?;
    if people > 0 {
        return Ok(());
    }
    let mut all_or_none = pool.begin().await?;
    let mut query = QueryBuilder::<Sqlite>::new("INSERT INTO people (login, role) ");
    query.push_values(PEOPLE, |mut row, (login, role)| {
        row.push_bind(login).push_bind(role);
    });
    query.build().execute(&mut *all_or_none).await?;
    references(&mut all_or_none).await?;
    clients(&mut all_or_none).await?;
    users(&mut all_or_none).await?;
    all_or_none.commit().await?;
    Ok(())
}

/// One reference a client, and a second one for the guide's client, whose reviews have tags.
async fn references(pool: &mut SqliteConnection) -> anyhow::Result<()> {
    let mut query = QueryBuilder::<Sqlite>::new("INSERT INTO trkrefs (trkref, name) ");
    query.push_values(0..=CLIENTS, |mut row, n| {
        row.push_bind(trkref(n)).push_bind(if n < CLIENTS {
            name(n)
        } else {
            "Ashford Books Outlet".to_owned()
        });
    });
    query.build().execute(&mut *pool).await?;
    let tags = [(0, "delivery"), (0, "gifts"), (CLIENTS, "clearance"), (7, "repairs")];
    let mut query = QueryBuilder::<Sqlite>::new("INSERT INTO review_tags (trkref, tag) ");
    query.push_values(tags, |mut row, (n, tag)| {
        row.push_bind(trkref(n)).push_bind(tag);
    });
    query.build().execute(&mut *pool).await?;
    Ok(())
}

async fn clients(pool: &mut SqliteConnection) -> anyhow::Result<()> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "INSERT INTO clients (id, name, name_key, state, trkrefs, contract_expiry, accessible_modules, \
         accessible_dashboards, created_at, updated_at) ",
    );
    query.push_values(0..CLIENTS, |mut row, n| {
        let trkrefs = if n == 0 { vec![trkref(0), trkref(CLIENTS)] } else { vec![trkref(n)] };
        let expiry = match n % 3 {
            0 => NaiveDate::from_ymd_opt(2099, 12, 31),
            1 => NaiveDate::from_ymd_opt(2016, 12, 31),
            _ => None,
        };
        let modules: &[&str] = if n % 2 == 0 { &["reviews", "questions"] } else { &[] };
        let dashboards: &[&str] = if n == 0 { &["overview"] } else { &[] };
        let owned = |list: &[&str]| json(&list.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        row.push_bind(client_id(n))
            .push_bind(name(n))
            .push_bind(name(n).to_lowercase())
            .push_bind(if n % 10 == 9 { "disabled" } else { "enabled" })
            .push_bind(json(&trkrefs))
            .push_bind(expiry)
            .push_bind(owned(modules))
            .push_bind(owned(dashboards))
            .push_bind(created(n))
            .push_bind(created(n));
    });
    query.build().execute(&mut *pool).await?;
    Ok(())
}

/// Those of the guide's client, of whom the first owns it, and one of the second client.
async fn users(pool: &mut SqliteConnection) -> anyhow::Result<()> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "INSERT INTO users (id, client_id, email, email_key, name, active, digest_hour, created_at, updated_at) ",
    );
    query.push_values(0..=USERS, |mut row, n| {
        let email = format!("user{n:02}@reviews.example");
        row.push_bind(user_id(n))
            .push_bind(client_id(u32::from(n == USERS)))
            .push_bind(email.clone())
            .push_bind(email)
            .push_bind((n % 2 == 0).then(|| format!("User {n}")))
            .push_bind(n % 5 != 4)
            .push_bind((n % 3 == 0).then_some(n))
            .push_bind(created(n))
            .push_bind(created(n));
    });
    query.build().execute(&mut *pool).await?;
    sqlx::query("UPDATE clients SET owner_id = $1 WHERE id = $2")
        .bind(user_id(0))
        .bind(GUIDES)
        .execute(&mut *pool)
        .await?;
    Ok(())
}

fn name(n: u32) -> String {
    let word =
        |words: &'static [&'static str], n: u32| words[usize::try_from(n).unwrap_or_default() % words.len()];
    format!("{} {}", word(&TOWNS, n / 7), word(&TRADES, n))
}

fn trkref(n: u32) -> String {
    format!("REV{n:03}")
}

/// The guide's client is the first; a README can name the others' ids.
fn client_id(n: u32) -> Uuid {
    if n == 0 { GUIDES } else { numbered(1, n) }
}

fn user_id(n: u32) -> Uuid {
    numbered(2, n)
}

/// `00000001-0000-4000-8000-000000000017` is the client 17.
fn numbered(kind: u32, n: u32) -> Uuid {
    format!("{kind:08}-0000-4000-8000-{n:012}").parse().unwrap_or_default()
}

fn created(n: u32) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(17_000) + TimeDelta::minutes(i64::from(n))
}
