//! Finding clients.

use housestyle::{Page, RangePage, RangeStart, UndeclaredError};
use sqlx::{QueryBuilder, Sqlite};

use crate::Reviews;
use crate::api::types::{Client, ClientQuery};
use crate::rows::{CLIENTS, ClientRow};

impl Reviews {
    /// The clients of the range. How many match is counted only if the range cannot be resolved otherwise:
    /// the last ones, or a range that begins past the end.
    pub(crate) async fn matching(
        &self,
        asked: &ClientQuery,
        page: &RangePage,
    ) -> Result<Page<Client>, UndeclaredError> {
        let mut snapshot = self.pool.begin().await?;
        let mut count = QueryBuilder::<Sqlite>::new("SELECT COUNT(*) FROM clients c");
        narrow(&mut count, asked);
        let mut total: Option<i64> = None;
        if page.start == RangeStart::Last {
            total = Some(count.build_query_scalar().fetch_one(&mut *snapshot).await?);
        }
        let mut query = QueryBuilder::<Sqlite>::new(CLIENTS);
        narrow(&mut query, asked);
        query.push(" ORDER BY c.name_key, c.id LIMIT ").push_bind(page.limit() + 1);
        query.push(" OFFSET ").push_bind(page.offset(total.unwrap_or_default().unsigned_abs()));
        let rows: Vec<ClientRow> = query.build_query_as().fetch_all(&mut *snapshot).await?;
        if rows.is_empty() && total.is_none() {
            total = Some(count.build_query_scalar().fetch_one(&mut *snapshot).await?);
        }
        let clients = rows.into_iter().map(Client::try_from).collect::<Result<Vec<_>, _>>()?;
        let page = Page::truncated(clients, page.size);
        Ok(match total {
            Some(total) => page.total(total.unsigned_abs()),
            None => page,
        })
    }
}

/// Adds the conditions.
fn narrow(query: &mut QueryBuilder<Sqlite>, asked: &ClientQuery) {
    query.push(" WHERE c.deleted_at IS NULL");
    if let Some(search) = &asked.search {
        let escaped = search.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        query.push(" AND c.name_key LIKE ").push_bind(format!("%{escaped}%")).push(" ESCAPE '\\'");
    }
    if let Some(trkrefs) = &asked.trkrefs {
        query.push(" AND EXISTS (SELECT 1 FROM json_each(c.trkrefs) e WHERE e.value IN ");
        listed(query, trkrefs);
        query.push(")");
    }
    if let Some(ids) = &asked.client_uuids {
        query.push(" AND c.id IN ");
        listed(query, ids);
    }
}

/// Adds a list of values in parentheses.
pub fn listed<T>(query: &mut QueryBuilder<Sqlite>, values: &[T])
where
    T: Clone + for<'q> sqlx::Encode<'q, Sqlite> + sqlx::Type<Sqlite> + Send + 'static,
{
    let mut list = query.push("(").separated(", ");
    for value in values {
        list.push_bind(value.clone());
    }
    query.push(")");
}
