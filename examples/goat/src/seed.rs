//! The first data: the people, tokens and events that the README lists.

use housestyle::{Patch, UnixTime};

use crate::access;
use crate::accounts::insert_anonymous;
use crate::database::{Db, Pool};
use crate::events;
use crate::goat::types::{
    EventType, Lang, NewEvent, NewPlace, NewPlanItem, ParticipantStatus, Point, Resolution,
};
use crate::spots::{self, PLACES, PLAN_ITEMS};

/// Names, and the tokens that let them in.
const PEOPLE: [(&str, &str); 4] = [
    ("Ada", "ada00000000000000000000000000001"),
    ("Boris", "b0715000000000000000000000000002"),
    ("Clara", "c1a7a000000000000000000000000003"),
    ("Dan", "da400000000000000000000000000004"),
];

const DAY: i64 = 24 * 60 * 60;

/// Writes the first data, unless there is any.
pub async fn fill(pool: &Pool, now: UnixTime) -> anyhow::Result<()> {
    let mut tx = pool.begin_with("BEGIN IMMEDIATE").await?;
    let people: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM accounts").fetch_one(&mut *tx).await?;
    if people > 0 {
        return Ok(());
    }
    for (name, token) in PEOPLE {
        insert_anonymous(&mut tx, name, token).await?;
    }
    hike(&mut tx, now).await?;
    journey(&mut tx, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Event 1, in a week: Ada's, with Boris, who comes, and Clara, who was invited.
async fn hike(db: &mut Db, now: UnixTime) -> anyhow::Result<()> {
    let new = NewEvent {
        lang: Lang::En,
        r#type: EventType::Hiking,
        title: "Around the lake".to_owned(),
        description: Some("Three days, two nights".to_owned()),
        start_at: later(now, 7 * DAY),
        finish_at: later(now, 9 * DAY),
    };
    let event_id = event(db, &new, 1, "tent42", now).await?;
    let boris = access::insert(db, event_id, 2, &ParticipantStatus::Active, false, now).await?;
    access::insert(db, event_id, 3, &ParticipantStatus::Inactive, false, now).await?;
    sqlx::query(
        "INSERT INTO assignees (step_id, participant_id, resolution) VALUES (1, $1, $2), (2, $1, $3)",
    )
    .bind(boris)
    .bind(Resolution::Resolved.as_str())
    .bind(Resolution::Open.as_str())
    .execute(&mut *db)
    .await?;
    let places = [place("The jetty", 30.51, 59.72), place("The camp", 30.57, 59.75)];
    spots::insert(db, &PLACES, event_id, places.map(spots::SpotBody::from)).await?;
    let plan = [
        plan_item("Meet at the jetty", Some(new.start_at), Patch::Value(Point { lng: 30.51, lat: 59.72 })),
        plan_item("Swim", None, Patch::Null),
    ];
    spots::insert(db, &PLAN_ITEMS, event_id, plan.map(spots::SpotBody::from)).await?;
    feedback(db, event_id, boris, "Looking forward to it", now).await
}

/// Event 2, in two months: Dan's alone.
async fn journey(db: &mut Db, now: UnixTime) -> anyhow::Result<()> {
    let new = NewEvent {
        lang: Lang::Ru,
        r#type: EventType::Journey,
        title: "Байкал".to_owned(),
        description: None,
        start_at: later(now, 60 * DAY),
        finish_at: later(now, 70 * DAY),
    };
    let event_id = event(db, &new, 4, "bay7e4", now).await?;
    let dan: i64 = sqlx::query_scalar("SELECT id FROM participants WHERE event_id = $1")
        .bind(event_id)
        .fetch_one(&mut *db)
        .await?;
    spots::insert(db, &PLACES, event_id, [place("Листвянка", 104.87, 51.85).into()]).await?;
    spots::insert(db, &PLAN_ITEMS, event_id, [plan_item("Поезд", None, Patch::Null).into()]).await?;
    feedback(db, event_id, dan, "Скорее бы", now).await
}

/// An event with a secret that a README can name.
async fn event(db: &mut Db, new: &NewEvent, owner: i64, secret: &str, now: UnixTime) -> anyhow::Result<i64> {
    let event_id = events::insert(db, new, owner, now).await?;
    sqlx::query("UPDATE events SET secret = $1 WHERE id = $2")
        .bind(secret)
        .bind(event_id)
        .execute(db)
        .await?;
    Ok(event_id)
}

async fn feedback(db: &mut Db, event_id: i64, who: i64, comment: &str, now: UnixTime) -> anyhow::Result<()> {
    sqlx::query("INSERT INTO feedbacks (event_id, participant_id, comment, rating, created_at) VALUES ($1, $2, $3, 5, $4)")
        .bind(event_id)
        .bind(who)
        .bind(comment)
        .bind(now.timestamp())
        .execute(db)
        .await?;
    Ok(())
}

fn place(title: &str, lng: f64, lat: f64) -> NewPlace {
    NewPlace {
        title: Some(title.to_owned()),
        description: None,
        start_at: Patch::Absent,
        finish_at: Patch::Absent,
        order: None,
        point: Point { lng, lat },
    }
}

fn plan_item(title: &str, start_at: Option<UnixTime>, point: Patch<Point>) -> NewPlanItem {
    NewPlanItem {
        title: Some(title.to_owned()),
        description: None,
        start_at: start_at.into(),
        finish_at: Patch::Absent,
        order: None,
        point,
    }
}

fn later(now: UnixTime, seconds: i64) -> UnixTime {
    UnixTime::from_timestamp(now.timestamp().saturating_add(seconds)).unwrap_or(now)
}
