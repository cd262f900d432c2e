//! Tokens that expire: requested when first needed, and again when the server rejects them.

use std::error::Error as StdError;
use std::fmt;
use std::future::Future;

use secrecy::SecretString;
use tokio::sync::Mutex;

use super::transport::BoxFuture;

/// A source of tokens. A closure `Fn() -> Future<Output = Result<SecretString, E>>` is one.
///
/// It is called once however many calls wait, and again after a 401 for a call that used the latest token; that call
/// is then sent a second time, but not a third.
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
    /// Returns a token: a new one, or one that the source has stored.
    fn token(&self) -> BoxFuture<'_, Result<SecretString, Box<dyn StdError + Send + Sync>>>;

    /// Returns a replacement for `refused`, a token of this source that the server rejected. The default calls
    /// [`Self::token`]; a source that stores its tokens must not return the rejected one again.
    fn instead(
        &self,
        refused: &SecretString,
    ) -> BoxFuture<'_, Result<SecretString, Box<dyn StdError + Send + Sync>>> {
        let _ = refused;
        self.token()
    }

    /// Returns whether `token`, which this source returned, may be used again. True by default; a source that knows
    /// when its tokens expire returns false in time, and is then asked for a new one.
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

/// A source with its latest token.
pub(super) struct RenewableToken {
    source: Box<dyn TokenSource>,
    /// Held during the call of the source, so that there is only one.
    last: Mutex<LatestToken>,
}

#[derive(Default)]
struct LatestToken {
    token: Option<SecretString>,
    /// The token that the server rejected, until there is another.
    refused: Option<SecretString>,
    /// The number of tokens so far.
    generation: u64,
}

impl RenewableToken {
    pub(super) fn new(source: impl TokenSource) -> Self {
        Self { source: Box::new(source), last: Mutex::default() }
    }

    /// Returns the token to use and its generation.
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

    /// Marks the token of this generation as rejected. A later one stays valid.
    pub(super) async fn expire(&self, generation: u64) {
        let mut last = self.last.lock().await;
        if last.generation == generation {
            last.refused = last.token.take();
        }
    }
}

impl fmt::Debug for RenewableToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RenewableToken(..)")
    }
}
