//! Which errors mean that a database cannot answer for now.

use std::error::Error;
use std::iter::successors;

/// Whether an error, or what caused it, means that the database cannot answer for now: it is locked, gone, or has no
/// connection free.
#[must_use]
pub fn is_unavailable(error: &(dyn Error + 'static)) -> bool {
    causes(error).filter_map(|cause| cause.downcast_ref()).any(is_unavailable_database)
}

/// An error and what caused it.
pub fn causes<'e>(error: &'e (dyn Error + 'static)) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    successors(Some(error), |error: &&'e (dyn Error + 'static)| (*error).source())
}

fn is_unavailable_database(error: &sqlx::Error) -> bool {
    use sqlx::Error::{Database, Io, PoolClosed, PoolTimedOut, WorkerCrashed};
    match error {
        Io(_) | PoolClosed | PoolTimedOut | WorkerCrashed => true,
        Database(error) => error.code().is_some_and(|code| is_unavailable_code(&code)),
        _ => false,
    }
}

/// PostgreSQL's codes have five characters: the classes of failed connections, of exhausted resources and of an operator's
/// intervention, and the lock that is not available. SQLite's are numbers of fewer digits: BUSY, LOCKED, IOERR and CANTOPEN,
/// with details in the upper bits.
fn is_unavailable_code(code: &str) -> bool {
    match code.len() {
        5 => ["08", "53", "57P", "55P03"].iter().any(|class| code.starts_with(class)),
        _ => code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 10 | 14)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};

    #[test]
    fn a_database_that_is_gone_is_unavailable_and_a_mistake_is_not() {
        let wrapped: Box<dyn Error + Send + Sync> =
            anyhow::Error::from(sqlx::Error::PoolTimedOut).context("the list").into();
        assert!(is_unavailable(&*wrapped));
        assert!(is_unavailable(&sqlx::Error::PoolClosed));
        assert!(!is_unavailable(&sqlx::Error::RowNotFound));
    }

    #[test]
    fn codes_are_of_sqlite_or_of_postgresql() {
        for code in ["5", "6", "10", "14", "517", "3850", "08006", "53300", "57P01", "55P03"] {
            assert!(is_unavailable_code(code), "{code}");
        }
        for code in ["1", "19", "2067", "23505", "57014", "55000", "00005", ""] {
            assert!(!is_unavailable_code(code), "{code}");
        }
    }

    #[test]
    fn a_lock_of_another_connection_is_no_internal_failure() {
        let folder = tempfile::tempdir().expect("a folder");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let late = runtime.block_on(async {
            let options = SqliteConnectOptions::new().filename(folder.path().join("locked.db"));
            let options = options.create_if_missing(true).busy_timeout(std::time::Duration::ZERO);
            let pool = SqlitePoolOptions::new().connect_with(options).await.expect("a database");
            let mut holder = pool.acquire().await.expect("a connection");
            sqlx::query("BEGIN EXCLUSIVE").execute(&mut *holder).await.expect("a lock");
            let late = sqlx::query("CREATE TABLE late (id INTEGER)").execute(&pool).await;
            drop(holder);
            pool.close().await;
            late.expect_err("locked")
        });
        assert!(is_unavailable(&late), "{late}");
    }
}
