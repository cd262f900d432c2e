//! Collections: pages, order and search, in SQL.

use housestyle::style::Order;
use housestyle::{Entry, NumberedOrRows, Page, Problem, RowsPage, SortField, UndeclaredError, Wording};
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, QueryBuilder, Sqlite};

use crate::clock::Moment;
use crate::database::Db;

/// A collection as the database has it.
#[derive(Debug, Clone, Copy)]
pub struct Listing {
    /// `SELECT` and the columns of a row, without `FROM`.
    pub select: &'static str,
    /// The column of the id.
    pub id: &'static str,
    /// Columns to sort by, in addition to the id.
    pub columns: &'static [Column],
}

/// What a collection may be sorted by.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its name on the wire.
    pub wire: &'static str,
    /// Its SQL, which is never null: rows could not be compared.
    pub sql: &'static str,
    /// What a value of it is.
    pub kind: ColumnKind,
}

/// What a value of a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text, or a day; null sorts like an empty text.
    Text,
    /// Yes or no.
    Flag,
    /// A time; null sorts before all times.
    Time,
}

/// A column of text.
pub const fn text(wire: &'static str, sql: &'static str) -> Column {
    Column { wire, sql, kind: ColumnKind::Text }
}

/// A column of yes and no.
pub const fn flag(wire: &'static str, sql: &'static str) -> Column {
    Column { wire, sql, kind: ColumnKind::Flag }
}

/// A column of times.
pub const fn time(wire: &'static str, sql: &'static str) -> Column {
    Column { wire, sql, kind: ColumnKind::Time }
}

/// Where null sorts.
const NO_TIME: i64 = i64::MIN;

/// A value that rows are compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    Text(String),
    Number(i64),
}

impl Listing {
    /// A page of it. `from` writes `FROM … WHERE …`, once for the count and once for the rows.
    pub async fn page<R>(
        &self,
        db: &mut Db,
        from: impl Fn(&mut QueryBuilder<Sqlite>),
        order: &[SortField],
        page: &NumberedOrRows,
    ) -> Result<Page<R>, UndeclaredError>
    where
        R: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
    {
        let mut query = QueryBuilder::<Sqlite>::new(self.select);
        from(&mut query);
        match page {
            NumberedOrRows::Rows(page) => {
                self.after(&mut query, page)?;
                Ok(Page::new(query.build_query_as().fetch_all(db).await?))
            }
            NumberedOrRows::Numbered(page) => {
                let mut count = QueryBuilder::<Sqlite>::new("SELECT COUNT(*)");
                from(&mut count);
                let total: i64 = count.build_query_scalar().fetch_one(&mut *db).await?;
                self.order(&mut query, order);
                query.push(" LIMIT ").push_bind(page.limit()).push(" OFFSET ").push_bind(page.offset());
                Ok(Page::new(query.build_query_as().fetch_all(db).await?).total(total.unsigned_abs()))
            }
        }
    }

    /// `ORDER BY`: the requested fields in order, then the id. One that is repeated orders
    /// nothing any more, and SQLite takes only so many.
    fn order(&self, query: &mut QueryBuilder<Sqlite>, order: &[SortField]) {
        query.push(" ORDER BY ");
        let mut left: Vec<_> = self.columns.iter().collect();
        for field in order {
            if let Some(at) = left.iter().position(|column| column.wire == field.wire) {
                let column = left.swap_remove(at);
                query.push(column.sql).push(direction(field.descending)).push(", ");
            } else if field.wire == "id" {
                // An id leaves no tie: what follows orders nothing.
                query.push(self.id).push(direction(field.descending));
                return;
            }
        }
        query.push(self.id).push(direction(true));
    }

    /// The rows after another one: (field, id) compared as a pair.
    fn after(&self, query: &mut QueryBuilder<Sqlite>, page: &RowsPage) -> Result<(), UndeclaredError> {
        let descending = page.order == Order::Descending;
        let sign = if descending { " < (" } else { " > (" };
        let column = self.columns.iter().find(|column| column.wire == page.field);
        // Ids are up to `i64::MAX`: behind a greater one there is nothing, before it is everything.
        let last = page.last.map(|last| i64::try_from(last).unwrap_or(i64::MAX));
        match (column, last) {
            (Some(column), Some(last)) => {
                let value = column.kind.read(page.value.as_deref())?;
                query.push(" AND (").push(column.sql).push(", ").push(self.id).push(")").push(sign);
                match value {
                    Value::Text(value) => query.push_bind(value),
                    Value::Number(value) => query.push_bind(value),
                };
                query.push(", ").push_bind(last).push(")");
            }
            (None, Some(last)) => {
                query.push(" AND (").push(self.id).push(")").push(sign).push_bind(last).push(")");
            }
            (_, None) => {}
        }
        query.push(" ORDER BY ");
        if let Some(column) = column {
            query.push(column.sql).push(direction(descending)).push(", ");
        }
        query.push(self.id).push(direction(descending));
        query.push(" LIMIT ").push_bind(i64::from(page.size));
        Ok(())
    }
}

impl ColumnKind {
    /// A value of a request. An empty one counts as absent.
    fn read(self, text: Option<&str>) -> Result<Value, Problem> {
        let text = text.ok_or_else(|| bad_value("is missing", "violation.required"))?;
        match (self, text) {
            (Self::Text, text) => Ok(Value::Text(text.to_owned())),
            (Self::Flag, "true") => Ok(Value::Number(1)),
            (Self::Flag, "false") => Ok(Value::Number(0)),
            (Self::Flag, _) => Err(bad_value("must be true or false", "violation.wrong_type.boolean")),
            (Self::Time, "") => Ok(Value::Number(NO_TIME)),
            (Self::Time, text) => match chrono::DateTime::parse_from_rfc3339(text) {
                Ok(time) => Ok(Value::Number(Moment::from(time).micros())),
                Err(_) => Err(bad_value("must be a time", "violation.wrong_format.date_time")),
            },
        }
    }
}

fn bad_value(message: &'static str, key: &'static str) -> Problem {
    let entry = Entry::new("invalid").parameter("field_value").field("field_value").message(message);
    Problem::invalid_parameter().entry(entry.wording(Wording::of(key)))
}

const fn direction(descending: bool) -> &'static str {
    if descending { " DESC" } else { " ASC" }
}

/// Adds the condition that a text is in `column`, which is in lower case.
pub fn containing(query: &mut QueryBuilder<Sqlite>, column: &'static str, search: Option<&str>) {
    if let Some(search) = search {
        query.push(" AND instr(").push(column).push(", ").push_bind(search.to_lowercase()).push(") > 0");
    }
}

#[cfg(test)]
mod tests {
    use housestyle::NumberedPage;

    use super::*;

    const THINGS: Listing = Listing {
        select: "SELECT t.id",
        id: "t.id",
        columns: &[
            text("title", "COALESCE(t.title, '')"),
            time("end_at", "COALESCE(t.end_at, -9223372036854775808)"),
        ],
    };

    /// Titles and ends of five things, the ids of which are 1 to 5.
    async fn things() -> crate::database::Pool {
        let options = sqlx::sqlite::SqlitePoolOptions::new().max_connections(1);
        let pool = options.connect("sqlite::memory:").await.expect("a database");
        sqlx::raw_sql(
            "CREATE TABLE things (id INTEGER PRIMARY KEY, title TEXT, end_at INTEGER);
             INSERT INTO things VALUES (1, 'b', 9000000), (2, NULL, NULL), (3, 'a', 7000000), (4, 'b', 9000000), (5, 'c', NULL);",
        )
        .execute(&pool)
        .await
        .expect("things");
        pool
    }

    async fn ids(order: &[SortField], page: &NumberedOrRows) -> Vec<i64> {
        let pool = things().await;
        let mut db = pool.acquire().await.expect("a connection");
        let from = |query: &mut QueryBuilder<Sqlite>| _ = query.push(" FROM things t WHERE TRUE");
        let page: Page<(i64,)> = THINGS.page(&mut db, from, order, page).await.expect("a page");
        page.items.into_iter().map(|(id,)| id).collect()
    }

    fn rows(field: &'static str, order: Order, value: Option<&str>, last: Option<u64>) -> NumberedOrRows {
        NumberedOrRows::Rows(RowsPage { last, field, value: value.map(Into::into), order, size: 2 })
    }

    #[tokio::test]
    async fn elp_65_rows_come_after_field_and_id_together() {
        let next = |order, value, last| {
            let page = rows("title", order, value, last);
            async move { ids(&[], &page).await }
        };
        assert_eq!(next(Order::Ascending, None, None).await, [2, 3]);
        assert_eq!(next(Order::Ascending, Some("a"), Some(3)).await, [1, 4]);
        assert_eq!(next(Order::Ascending, Some("b"), Some(1)).await, [4, 5]);
        assert_eq!(next(Order::Descending, Some("b"), Some(4)).await, [1, 3]);
        assert_eq!(next(Order::Descending, Some("b"), Some(1)).await, [3, 2]);
        assert_eq!(next(Order::Ascending, Some(""), Some(2)).await, [3, 1]);
    }

    #[tokio::test]
    async fn elp_61_an_id_alone_orders_by_ids() {
        assert_eq!(ids(&[], &rows("id", Order::Descending, None, Some(4))).await, [3, 2]);
        assert_eq!(ids(&[], &rows("id", Order::Descending, None, Some(u64::MAX))).await, [5, 4]);
        assert_eq!(ids(&[], &rows("id", Order::Ascending, Some("x"), Some(0))).await, [1, 2]);
    }

    #[tokio::test]
    async fn elp_63_a_time_is_read_as_a_time() {
        let page = rows("end_at", Order::Ascending, Some("1970-01-01T03:00:07+03:00"), Some(3));
        assert_eq!(ids(&[], &page).await, [1, 4]);
        assert_eq!(ids(&[], &rows("end_at", Order::Ascending, Some(""), Some(2))).await, [5, 3]);
        for value in [None, Some("soon")] {
            let pool = things().await;
            let mut db = pool.acquire().await.expect("a connection");
            let from = |query: &mut QueryBuilder<Sqlite>| _ = query.push(" FROM things t WHERE TRUE");
            let page = rows("end_at", Order::Ascending, value, Some(2));
            let refused = THINGS.page::<(i64,)>(&mut db, from, &[], &page).await;
            let Err(UndeclaredError::Problem(problem)) = refused else { panic!("{value:?} is taken") };
            assert_eq!(problem.entries[0].parameter.as_deref(), Some("field_value"));
        }
    }

    #[tokio::test]
    async fn elp_77_fields_apply_from_left_to_right() {
        let page = NumberedOrRows::Numbered(NumberedPage { number: 1, size: 9 });
        let by = |wire, descending| SortField { wire, descending };
        assert_eq!(ids(&[by("title", true), by("id", true)], &page).await, [5, 4, 1, 3, 2]);
        assert_eq!(
            ids(&[by("end_at", false), by("title", true), by("id", false)], &page).await,
            [5, 2, 3, 1, 4]
        );
        assert_eq!(ids(&[by("id", true), by("title", true)], &page).await, [5, 4, 3, 2, 1]);
    }
}
