//! Tokens that expire: fetched when first needed, and again when the server no longer takes them.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;

use secrecy::SecretString;
use tokio::sync::Mutex;

use super::transport::BoxFuture;

/// Where tokens come from. A closure `Fn() -> Future<Output = Result<SecretString, E>>` is such a source.
///
/// It is asked once however many calls wait, and again after a 401 for a call that showed the token it gave last; that
/// call is then sent a second time, and no third.
pub trait TokenSource: Send + Sync + 'static {
    /// A new token.
    fn token(&self) -> BoxFuture<'_, Result<SecretString, Box<dyn StdError + Send + Sync>>>;
}

impl<F, A, E> TokenSource for F
where
    F: Fn() -> A + Send + Sync + 'static,
    A: Future<Output = Result<SecretString, E>> + Send + 'static,
    E: Into<Box<dyn StdError + Send + Sync>>,
{
    fn token(&self) -> BoxFuture<'_, Result<SecretString, Box<dyn StdError + Send + Sync>>> {
        let token = self();
        Box::pin(async move { token.await.map_err(Into::into) })
    }
}

/// A source and the token that it gave last.
pub(super) struct Renewed {
    source: Box<dyn TokenSource>,
    /// Held while the source is asked, so that it is asked once.
    last: Mutex<Last>,
}

#[derive(Default)]
struct Last {
    token: Option<SecretString>,
    /// How many tokens there were.
    generation: u64,
}

impl Renewed {
    pub(super) fn new(source: impl TokenSource) -> Self {
        Self { source: Box::new(source), last: Mutex::default() }
    }

    /// The token to show, and which it is.
    pub(super) async fn current(&self) -> Result<(SecretString, u64), Box<dyn StdError + Send + Sync>> {
        let mut last = self.last.lock().await;
        if let Some(token) = &last.token {
            return Ok((token.clone(), last.generation));
        }
        let token = self.source.token().await?;
        last.token = Some(token.clone());
        last.generation += 1;
        Ok((token, last.generation))
    }

    /// The token of this generation is no longer taken. A later one stays.
    pub(super) async fn expire(&self, generation: u64) {
        let mut last = self.last.lock().await;
        if last.generation == generation {
            last.token = None;
        }
    }
}

impl fmt::Debug for Renewed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Renewed(..)")
    }
}
