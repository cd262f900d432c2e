//! Removal of expired sessions from stores.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::MissedTickBehavior;

use crate::sanitize::ErrorChain;

use super::ExpiredDeletion;

/// Deletes expired sessions in `store`, now and then at the interval `every`, until the runtime stops or the task is
/// aborted. Errors are logged, and the next interval tries again.
///
/// Of several servers with one store, only one needs to do this.
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
/// Panics outside of a tokio runtime.
pub fn purge_sessions<S: ExpiredDeletion>(store: S, every: Duration) -> JoinHandle<()> {
    let sweep = async move {
        let mut ticks = tokio::time::interval(every.max(Duration::from_millis(1)));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = store.delete_expired().await {
                tracing::error!(error = %ErrorChain(&error), "could not delete expired sessions");
            }
        }
    };
    tokio::spawn(sweep)
}
