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
///
/// ```
/// # mod example { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/client.rs")); }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() {
/// # use example::*;
/// use std::convert::Infallible;
///
/// use housestyle::client::SecretString;
///
/// // `token` is the name of the security scheme in the document.
/// let source = || async { Ok::<_, Infallible>(SecretString::from("open sesame")) };
/// let client = builder().token_source("token", source).build().unwrap();
/// let note = client.create_note(Note { text: "Buy bread".to_owned() }).send().await.unwrap();
/// assert_eq!(note.text, "Ali: Buy bread");
/// # }
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// A token: a new one, or one that the source still has.
    fn token(&self) -> BoxFuture<'_, Result<SecretString, Box<dyn StdError + Send + Sync>>>;

    /// A token in place of `refused`, which it gave and the server no longer takes. [`Self::token`] where not said
    /// otherwise; a source that keeps its tokens must not give that one again.
    fn instead(
        &self,
        refused: &SecretString,
    ) -> BoxFuture<'_, Result<SecretString, Box<dyn StdError + Send + Sync>>> {
        let _ = refused;
        self.token()
    }

    /// Whether `token`, which it gave, may be shown once more. It may where not said otherwise; a source that knows when
    /// its tokens expire says no in time, and is then asked for another.
    fn lasts(&self, token: &SecretString) -> bool {
        let _ = token;
        true
    }
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
    /// The token that the server did not take, until there is another.
    refused: Option<SecretString>,
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
        if let Some(token) = last.token.as_ref().filter(|token| self.source.lasts(token)) {
            return Ok((token.clone(), last.generation));
        }
        let token = match &last.refused {
            Some(refused) => self.source.instead(refused).await?,
            None => self.source.token().await?,
        };
        (last.token, last.refused) = (Some(token.clone()), None);
        last.generation += 1;
        Ok((token, last.generation))
    }

    /// The token of this generation is no longer taken. A later one stays.
    pub(super) async fn expire(&self, generation: u64) {
        let mut last = self.last.lock().await;
        if last.generation == generation {
            last.refused = last.token.take();
        }
    }
}

impl fmt::Debug for Renewed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Renewed(..)")
    }
}
