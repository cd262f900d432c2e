//! Stores of idempotency keys.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use uuid::Uuid;

use crate::style::Style;

use super::MemoryIdempotencyKeys;

/// The error of a store.
pub type KeyStoreError = Box<dyn Error + Send + Sync>;

/// A request with an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyedRequest {
    /// The id of the key: a hash of API, operation, caller and key, as 64 hexadecimal digits.
    pub id: String,
    /// A hash of what is requested, as 64 hexadecimal digits.
    pub fingerprint: String,
    /// The number of this attempt. Of several with the same id, only the one that [began](IdempotencyStore::begin) may
    /// complete or abandon the request.
    pub attempt: Uuid,
}

/// The state of a key before a request.
#[derive(Debug, Clone)]
pub enum KeyState {
    /// The key is new, and now belongs to this attempt.
    New,
    /// A request with this fingerprint is being performed.
    Running {
        /// Its fingerprint.
        fingerprint: String,
    },
    /// A request with this fingerprint has been performed.
    Completed {
        /// Its fingerprint.
        fingerprint: String,
        /// Its response.
        response: KeptResponse,
    },
}

/// A response that is kept under an idempotency key.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptResponse {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

impl KeptResponse {
    /// Returns the response as bytes, for a column of a table.
    ///
    /// ```
    /// use housestyle::server::KeptResponse;
    ///
    /// let mut headers = http::HeaderMap::new();
    /// headers.insert("location", http::HeaderValue::from_static("/notes/7"));
    /// let response = KeptResponse { status: http::StatusCode::CREATED, headers, body: "{}".into() };
    /// assert_eq!(response.to_bytes(), b"201\nlocation: /notes/7\n\n{}");
    /// assert_eq!(KeptResponse::from_bytes(&response.to_bytes()), Some(response));
    /// assert_eq!(KeptResponse::from_bytes(b"201"), None);
    /// ```
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(256 + self.body.len());
        bytes.extend_from_slice(self.status.as_str().as_bytes());
        // No value of a header has a line break.
        for (header, value) in &self.headers {
            bytes.push(b'\n');
            bytes.extend_from_slice(header.as_str().as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value.as_bytes());
        }
        bytes.extend_from_slice(b"\n\n");
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// Returns the response that [`to_bytes`](Self::to_bytes) has written; `None` for anything else.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(2).position(|pair| pair == b"\n\n")?;
        let mut lines = bytes[..end].split(|byte| *byte == b'\n');
        let status = StatusCode::from_bytes(lines.next()?).ok()?;
        let mut headers = HeaderMap::new();
        for line in lines {
            let colon = line.windows(2).position(|pair| pair == b": ")?;
            let header = HeaderName::from_bytes(&line[..colon]).ok()?;
            headers.append(header, HeaderValue::from_bytes(&line[colon + 2..]).ok()?);
        }
        Some(Self { status, headers, body: Bytes::copy_from_slice(&bytes[end + 2..]) })
    }
}

/// Omits headers and body, which may be secret.
impl fmt::Debug for KeptResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeptResponse")
            .field("status", &self.status)
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

/// A store of idempotency keys.
///
/// All servers of an API that share a store perform a request once. An error of [`begin`](Self::begin) is logged, and the
/// response is [`Outcome::Unavailable`](crate::Outcome::Unavailable). Other errors are logged.
///
/// ```
/// use std::time::Duration;
///
/// use housestyle::server::{IdempotencyStore, KeptResponse, KeyState, KeyStoreError, KeyedRequest, MemoryIdempotencyKeys};
///
/// /// Logs how often a response is sent again.
/// struct Counted(MemoryIdempotencyKeys);
///
/// impl IdempotencyStore for Counted {
///     async fn begin(&self, request: &KeyedRequest, lease: Duration) -> Result<KeyState, KeyStoreError> {
///         let state = self.0.begin(request, lease).await?;
///         if let KeyState::Completed { .. } = state {
///             tracing::info!("again");
///         }
///         Ok(state)
///     }
///
///     async fn complete(
///         &self,
///         request: &KeyedRequest,
///         response: KeptResponse,
///         lifetime: Duration,
///     ) -> Result<(), KeyStoreError> {
///         self.0.complete(request, response, lifetime).await
///     }
///
///     async fn abandon(&self, request: &KeyedRequest) -> Result<(), KeyStoreError> {
///         self.0.abandon(request).await
///     }
/// }
/// # let request = KeyedRequest { id: "1".into(), fingerprint: "2".into(), attempt: housestyle::Uuid::nil() };
/// # let store = Counted(MemoryIdempotencyKeys::new());
/// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
/// # assert!(matches!(store.begin(&request, Duration::from_secs(1)).await, Ok(KeyState::New)));
/// # assert!(store.abandon(&request).await.is_ok());
/// # });
/// ```
pub trait IdempotencyStore: Send + Sync + 'static {
    /// Returns the state of a key. If it is new, or its record has expired, the key belongs to this attempt from now on,
    /// in the same step: of two concurrent calls only one returns [`KeyState::New`]. The record expires after `lease`, so
    /// that a server that stops does not keep the key.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    fn begin(
        &self,
        request: &KeyedRequest,
        lease: Duration,
    ) -> impl Future<Output = Result<KeyState, KeyStoreError>> + Send;

    /// Keeps the response for `lifetime`, unless the key belongs to another attempt now.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    fn complete(
        &self,
        request: &KeyedRequest,
        response: KeptResponse,
        lifetime: Duration,
    ) -> impl Future<Output = Result<(), KeyStoreError>> + Send;

    /// Makes the key new again, unless it belongs to another attempt now.
    ///
    /// # Errors
    /// Returns an error if the store fails.
    fn abandon(&self, request: &KeyedRequest) -> impl Future<Output = Result<(), KeyStoreError>> + Send;
}

type StoreFuture<'s, T> = Pin<Box<dyn Future<Output = Result<T, KeyStoreError>> + Send + 's>>;

/// [`IdempotencyStore`] as a trait object.
pub(super) trait DynIdempotencyStore: Send + Sync {
    fn begin<'s>(&'s self, request: &'s KeyedRequest, lease: Duration) -> StoreFuture<'s, KeyState>;
    fn complete<'s>(
        &'s self,
        request: &'s KeyedRequest,
        response: KeptResponse,
        lifetime: Duration,
    ) -> StoreFuture<'s, ()>;
    fn abandon<'s>(&'s self, request: &'s KeyedRequest) -> StoreFuture<'s, ()>;
}

impl<S: IdempotencyStore> DynIdempotencyStore for S {
    fn begin<'s>(&'s self, request: &'s KeyedRequest, lease: Duration) -> StoreFuture<'s, KeyState> {
        Box::pin(IdempotencyStore::begin(self, request, lease))
    }

    fn complete<'s>(
        &'s self,
        request: &'s KeyedRequest,
        response: KeptResponse,
        lifetime: Duration,
    ) -> StoreFuture<'s, ()> {
        Box::pin(IdempotencyStore::complete(self, request, response, lifetime))
    }

    fn abandon<'s>(&'s self, request: &'s KeyedRequest) -> StoreFuture<'s, ()> {
        Box::pin(IdempotencyStore::abandon(self, request))
    }
}

/// The store of a service.
#[derive(Clone, Default)]
pub(in crate::server) struct KeyStore {
    store: Option<Arc<dyn DynIdempotencyStore>>,
    /// The headers for keys of the styles that have them.
    headers: Arc<[HeaderName]>,
}

impl KeyStore {
    pub(in crate::server) fn of(store: impl IdempotencyStore) -> Self {
        Self { store: Some(Arc::new(store)), headers: Arc::default() }
    }

    /// Returns the store for services with these styles: in memory if none was set and one of the styles has keys.
    pub(in crate::server) fn or_default(self, styles: impl Iterator<Item = &'static Style>) -> Self {
        let mut headers: Vec<HeaderName> = Vec::new();
        for rules in styles.filter_map(|style| style.idempotency.as_ref()) {
            let header = HeaderName::try_from(&*rules.header).ok();
            headers.extend(header.filter(|header| !headers.contains(header)));
        }
        let memory = || Arc::new(MemoryIdempotencyKeys::new()) as Arc<dyn DynIdempotencyStore>;
        let store = self.store.or_else(|| (!headers.is_empty()).then(memory));
        Self { store, headers: headers.into() }
    }

    pub(super) fn store(&self) -> Option<Arc<dyn DynIdempotencyStore>> {
        self.store.clone()
    }

    /// Returns whether a request may have a key.
    pub(in crate::server) fn may_apply(&self, headers: &HeaderMap) -> bool {
        self.headers.iter().any(|header| headers.contains_key(header))
    }
}

impl fmt::Debug for KeyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyStore").field("headers", &self.headers).finish_non_exhaustive()
    }
}
