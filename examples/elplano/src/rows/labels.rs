//! Labels.

use sqlx::{QueryBuilder, Sqlite};

use crate::clock::Moment;
use crate::database::{Db, ids, search_text};
use crate::listing::{Listing, text, time};

/// A label.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct LabelRow {
    pub id: i64,
    pub title: String,
    pub description: Option<String>,
    pub color: String,
    pub text_color: String,
    pub created_at: Moment,
    pub updated_at: Moment,
}

const SELECT: &str = "SELECT l.id, l.title, l.description, l.color, l.text_color, l.created_at, l.updated_at";

/// Labels; conditions may follow.
pub const FROM: &str = " FROM labels l WHERE TRUE";

/// Labels.
pub const LABELS: Listing = Listing {
    select: SELECT,
    id: "l.id",
    columns: &[
        text("title", "l.title"),
        text("description", "COALESCE(l.description, '')"),
        text("color", "l.color"),
        text("text_color", "l.text_color"),
        time("created_at", "l.created_at"),
        time("updated_at", "l.updated_at"),
    ],
};

impl LabelRow {
    /// The label of this id, of a group.
    pub async fn find(db: &mut Db, group_id: i64, id: i64) -> sqlx::Result<Option<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query.push(FROM).push(" AND l.group_id = ").push_bind(group_id).push(" AND l.id = ").push_bind(id);
        query.build_query_as().fetch_optional(db).await
    }
}

/// A label that an event is marked with.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct EventLabelRow {
    pub event_id: i64,
    #[sqlx(flatten)]
    pub label: LabelRow,
}

impl EventLabelRow {
    /// The labels of these events, the oldest first.
    pub async fn of_events(db: &mut Db, events: &[i64]) -> sqlx::Result<Vec<Self>> {
        let mut query = QueryBuilder::<Sqlite>::new(SELECT);
        query
            .push(", m.event_id FROM labels l JOIN event_labels m ON m.label_id = l.id WHERE m.event_id IN ");
        query.push("(SELECT value FROM json_each(").push_bind(ids(events)).push(")) ORDER BY l.id");
        query.build_query_as().fetch_all(db).await
    }
}

/// What members set.
#[derive(Debug, Clone)]
pub struct LabelData {
    /// In lower case.
    pub title: String,
    pub description: Option<String>,
    pub color: String,
}

impl From<&LabelRow> for LabelData {
    fn from(row: &LabelRow) -> Self {
        Self { title: row.title.clone(), description: row.description.clone(), color: row.color.clone() }
    }
}

impl LabelData {
    fn search(&self) -> String {
        search_text(&[Some(&self.title), self.description.as_deref()])
    }

    /// Whether another label of the group has the title.
    pub async fn is_taken(&self, db: &mut Db, group_id: i64, but: Option<i64>) -> sqlx::Result<bool> {
        sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM labels WHERE group_id = $1 AND title = $2 AND id IS NOT $3)",
        )
        .bind(group_id)
        .bind(&self.title)
        .bind(but)
        .fetch_one(db)
        .await
    }

    /// Makes a label of a group.
    pub async fn insert(&self, db: &mut Db, group_id: i64, now: Moment) -> sqlx::Result<i64> {
        sqlx::query_scalar(
            "INSERT INTO labels (group_id, title, description, color, text_color, search, created_at, updated_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING id",
        )
        .bind(group_id)
        .bind(&self.title)
        .bind(&self.description)
        .bind(&self.color)
        .bind(text_color(&self.color))
        .bind(self.search())
        .bind(now)
        .fetch_one(db)
        .await
    }

    /// Updates the row.
    pub async fn update(&self, db: &mut Db, id: i64, now: Moment) -> sqlx::Result<()> {
        sqlx::query(
            "UPDATE labels SET title = $1, description = $2, color = $3, text_color = $4, search = $5, updated_at = $6 \
             WHERE id = $7",
        )
        .bind(&self.title)
        .bind(&self.description)
        .bind(&self.color)
        .bind(text_color(&self.color))
        .bind(self.search())
        .bind(now)
        .bind(id)
        .execute(db)
        .await?;
        Ok(())
    }
}

/// Those of these labels that a group has: a reference to any other leads nowhere.
pub async fn known(db: &mut Db, group_id: i64, labels: &[i64]) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar(
        "SELECT id FROM labels WHERE group_id = $1 AND id IN (SELECT value FROM json_each($2))",
    )
    .bind(group_id)
    .bind(ids(labels))
    .fetch_all(db)
    .await
}

/// Deletes a label of a group; returns whether it existed.
pub async fn delete(db: &mut Db, group_id: i64, id: i64) -> sqlx::Result<bool> {
    let done = sqlx::query("DELETE FROM labels WHERE group_id = $1 AND id = $2")
        .bind(group_id)
        .bind(id)
        .execute(db)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Dark text on bright colors, bright text on dark ones, by the weights that the eye gives to red, green and blue.
fn text_color(color: &str) -> &'static str {
    let digits: Vec<u32> = color.chars().filter_map(|digit| digit.to_digit(16)).collect();
    let parts = match digits[..] {
        [r, g, b] => [r * 17, g * 17, b * 17],
        [r, r2, g, g2, b, b2] => [r * 16 + r2, g * 16 + g2, b * 16 + b2],
        _ => [0; 3],
    };
    let brightness = (parts[0] * 299 + parts[1] * 587 + parts[2] * 114) / 1000;
    if brightness > 150 { "#333333" } else { "#FFFFFF" }
}

#[cfg(test)]
mod tests {
    use super::text_color;

    #[test]
    fn text_can_be_read_on_its_color() {
        for (color, text) in
            [("#428BCA", "#FFFFFF"), ("#fff", "#333333"), ("#000000", "#FFFFFF"), ("#ff0", "#333333")]
        {
            assert_eq!(text_color(color), text, "{color}");
        }
    }
}
