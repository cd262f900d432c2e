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
