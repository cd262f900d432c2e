//! Sessions beside the data.

use super::sql::sql_store;
use crate::database::Pool;

/// Sessions in the table `sessions` of the example's own database.
#[derive(Debug, Clone)]
pub struct SqliteSessions(Pool);

impl SqliteSessions {
    /// In a database that [`open`](crate::database::open) opened.
    #[must_use]
    pub fn new(pool: Pool) -> Self {
        Self(pool)
    }
}

sql_store!(SqliteSessions);
