//! Sweeping stores.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use crate::sanitize::ErrorChain;

use super::ExpiredDeletion;

/// Deletes what has expired in `store`, now and `every` so often, until the runtime stops or the task is aborted. What
/// fails is logged, and tried again the next time.
///
/// Called in a runtime. Of several servers on one store, one need do it.
///
/// ```
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// use std::time::Duration;
///
/// use housestyle::server::{MemorySessions, purge_sessions};
///
/// let task = purge_sessions(MemorySessions::new(), Duration::from_secs(600));
/// assert!(!task.is_finished());
/// task.abort(); // when the server stops
/// # });
/// ```
///
/// # Panics
/// Outside of a tokio runtime.
pub fn purge_sessions<S: ExpiredDeletion>(store: S, every: Duration) -> JoinHandle<()> {
    let sweep = async move {
        let mut ticks = tokio::time::interval(every.max(Duration::from_millis(1)));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = store.delete_expired().await {
                tracing::error!(error = %ErrorChain(&error), "expired sessions cannot be deleted");
            }
        }
    };
    tokio::spawn(sweep)
}
