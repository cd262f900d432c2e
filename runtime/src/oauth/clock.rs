//! What time it is.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// What time it is, in Unix seconds.
pub(crate) type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// The system's clock.
pub(crate) fn system() -> Clock {
    Arc::new(|| {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    })
}

/// Whole seconds, far below the end of an `i64`, so that sums are no overflow.
pub(crate) fn seconds(time: std::time::Duration) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX).min(1 << 40)
}
