//! Reports of abuse and of bugs.

use crate::clock::Moment;
use crate::database::Db;

/// Records a report about a user; returns whether it is the first about them.
pub async fn abuse(
    db: &mut Db,
    reporter_id: i64,
    user_id: i64,
    message: &str,
    now: Moment,
) -> sqlx::Result<bool> {
    let done = sqlx::query(
        "INSERT INTO abuse_reports (reporter_id, user_id, message, created_at, updated_at) VALUES ($1, $2, $3, $4, $4) \
         ON CONFLICT (user_id) DO NOTHING",
    )
    .bind(reporter_id)
    .bind(user_id)
    .bind(message)
    .bind(now)
    .execute(db)
    .await?;
    Ok(done.rows_affected() > 0)
}

/// Writes down what does not work.
pub async fn bug(db: &mut Db, reporter_id: i64, message: &str, now: Moment) -> sqlx::Result<()> {
    sqlx::query(
        "INSERT INTO bug_reports (reporter_id, message, created_at, updated_at) VALUES ($1, $2, $3, $3)",
    )
    .bind(reporter_id)
    .bind(message)
    .bind(now)
    .execute(db)
    .await?;
    Ok(())
}
