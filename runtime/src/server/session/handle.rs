//! Sessions, as handlers and logins use them.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use time::{Duration, OffsetDateTime};
use tokio::sync::{Mutex, MutexGuard};

use crate::style;

use super::{Id, Record, SessionError, SessionStore};

/// The key of the principal that [`Session::log_in`] stores, for stores that search the sessions of a user.
///
/// ```
/// use housestyle::server::session::{PRINCIPAL, Record};
///
/// fn is_of(record: &Record, account: i64) -> bool {
///     record.data.get(PRINCIPAL).and_then(|principal| principal.as_i64()) == Some(account)
/// }
/// # let _: fn(&Record, i64) -> bool = is_of;
/// ```
pub const PRINCIPAL: &str = "housestyle.principal";

/// A client's session: values by key. Cheap to clone.
///
/// Changes of a request are saved whatever its response is, even an error or a panic: logins and logouts at once,
/// others when the response is ready. `Debug` prints neither id nor values.
///
/// ```
/// use housestyle::server::{Session, SessionError};
///
/// async fn count_visit(session: &Session) -> Result<u32, SessionError> {
///     let visits = session.get::<u32>("visits").await?.unwrap_or(0) + 1;
///     session.insert("visits", &visits).await?;
///     Ok(visits)
/// }
/// # drop(count_visit);
/// ```
#[derive(Clone)]
pub struct Session {
    inner: Arc<SessionInner>,
}

struct SessionInner {
    store: Arc<dyn SessionStore>,
    turns: Turns,
    rules: &'static style::Session,
    state: Mutex<SessionState>,
}

struct SessionState {
    /// The record as this request sees it.
    record: Record,
    /// Whether the store has it, or had it when the request arrived.
    stored: bool,
    /// Whether its id is that of a visitor, which other requests of the visitor share.
    anonymous: bool,
    /// The changes of this request, to be merged with what other requests have saved.
    changes: BTreeMap<String, Option<Value>>,
    /// Whether it was logged out and not used since.
    logged_out: bool,
    /// Whether the response has been encoded.
    closed: bool,
}

/// What the response does with the session cookie.
pub(super) enum SessionEnd {
    /// Sets the cookie, for a number of seconds.
    Saved(Id, i64),
    /// The session is empty, and not stored.
    Empty,
    /// Expires the cookie.
    LoggedOut,
    /// Nothing: another request has ended the session or changed its id, and its response has set the cookie.
    Gone,
}

impl Session {
    /// Returns the value of a key.
    ///
    /// # Errors
    /// Returns an error if the value is not a `T`.
    pub async fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, SessionError> {
        let state = self.inner.state.lock().await;
        Ok(state.record.data.get(key).map(T::deserialize).transpose()?)
    }

    /// Sets the value of a key.
    ///
    /// # Errors
    /// Returns an error if the value cannot be serialized, or the response has been encoded.
    pub async fn insert<T: Serialize + ?Sized>(&self, key: &str, value: &T) -> Result<(), SessionError> {
        let value = serde_json::to_value(value)?;
        self.open().await?.change(key, Some(value));
        Ok(())
    }

    /// Removes the value of a key.
    ///
    /// # Errors
    /// Returns an error if the response has been encoded.
    pub async fn remove(&self, key: &str) -> Result<(), SessionError> {
        self.open().await?.change(key, None);
        Ok(())
    }

    /// Returns the [logged in](Self::log_in) principal; `None` also if it is not a `T`, for example because the type
    /// has changed.
    ///
    /// # Errors
    /// Currently none.
    pub async fn principal<T: DeserializeOwned>(&self) -> Result<Option<T>, SessionError> {
        match self.get(PRINCIPAL).await {
            Err(SessionError::Value(error)) => {
                tracing::warn!(%error, "could not read the principal of a session: treated as anonymous");
                Ok(None)
            }
            other => other,
        }
    }

    /// Logs in a principal. The session keeps its values, gets a new id and a new lifetime, so that an id that an
    /// attacker planted becomes useless.
    ///
    /// # Errors
    /// Returns an error if the value cannot be serialized, if the store fails (nobody is logged in then), or if the
    /// response has been encoded.
    pub async fn log_in<T: Serialize + ?Sized>(&self, principal: &T) -> Result<(), SessionError> {
        let principal = serde_json::to_value(principal)?;
        let mut state = self.open().await?;
        let store = &self.inner.store;
        let mut data = std::mem::take(&mut state.record.data);
        let _turn = self.inner.turns.of(state.record.id).await;
        if state.stored {
            let id = state.record.id;
            // Another request may have saved or ended the session. If it has ended, its values are not taken over.
            data = store.load(&id).await?.filter(is_live).map_or_else(HashMap::new, |record| record.data);
            state.apply(&mut data);
            // Delete first: if a later step fails, nobody is logged in under the old id.
            store.delete(&id).await?;
        }
        data.remove(PRINCIPAL);
        *state = SessionState::new(Record { data, ..self.inner.rules.record() });
        let mut record = state.record.clone();
        record.data.insert(PRINCIPAL.to_owned(), principal);
        store.create(&mut record).await?;
        *state = SessionState { stored: true, ..SessionState::new(record) };
        Ok(())
    }

    /// Ends the session: removes it from the store, clears its values, and expires the cookie with the response, even
    /// if the session has not started.
    ///
    /// # Errors
    /// Returns an error if the store fails (the session then continues), or if the response has been encoded.
    pub async fn log_out(&self) -> Result<(), SessionError> {
        let mut state = self.open().await?;
        if state.stored {
            self.inner.store.delete(&state.record.id).await?;
        }
        *state = SessionState { logged_out: true, ..SessionState::new(self.inner.rules.record()) };
        Ok(())
    }

    /// Creates the session of a record, or a new one, for the visitor with this id.
    pub(super) fn of(
        store: Arc<dyn SessionStore>,
        turns: Turns,
        rules: &'static style::Session,
        record: Option<Record>,
        anonymous: Option<Id>,
    ) -> Self {
        let stored = record.is_some();
        let new = || Record { id: anonymous.unwrap_or_default(), ..rules.record() };
        let record = record.unwrap_or_else(new);
        let state =
            SessionState { stored, anonymous: anonymous.is_some() && !stored, ..SessionState::new(record) };
        Self { inner: Arc::new(SessionInner { store, turns, rules, state: Mutex::new(state) }) }
    }

    /// Returns whether a user is logged in.
    pub(in crate::server) async fn has_principal(&self) -> bool {
        self.inner.state.lock().await.record.data.contains_key(PRINCIPAL)
    }

    /// Returns what idempotency keys of the session belong to: the principal or, without one, the session itself.
    pub(in crate::server) async fn scope(&self) -> String {
        let state = self.inner.state.lock().await;
        match state.record.data.get(PRINCIPAL) {
            Some(principal) => format!("principal {principal}"),
            None => format!("session {}", state.record.id),
        }
    }

    /// Saves the session, now that the response is ready.
    pub(super) async fn close(&self) -> Result<SessionEnd, SessionError> {
        let SessionInner { store, turns, rules, state } = &*self.inner;
        let mut state = state.lock().await;
        state.closed = true;
        if state.logged_out {
            return Ok(SessionEnd::LoggedOut);
        }
        if !state.stored && state.record.data.is_empty() {
            return Ok(SessionEnd::Empty);
        }
        let _turn = turns.of(state.record.id).await;
        // Another request of the visitor may have stored values meanwhile.
        let looks = state.stored || state.anonymous;
        let saved = if looks { store.load(&state.record.id).await?.filter(is_live) } else { None };
        let Some(mut record) = saved else {
            if state.stored {
                return Ok(SessionEnd::Gone);
            }
            store.create(&mut state.record).await?;
            state.stored = true;
            return Ok(state.record.saved());
        };
        state.apply(&mut record.data);
        if rules.sliding {
            record.expiry_date = rules.expiry();
        }
        if rules.sliding || !state.changes.is_empty() {
            store.save(&record).await?;
        }
        Ok(record.saved())
    }

    async fn open(&self) -> Result<MutexGuard<'_, SessionState>, SessionError> {
        let state = self.inner.state.lock().await;
        if state.closed { Err(SessionError::Closed) } else { Ok(state) }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

impl SessionState {
    /// Creates the state of a record that is not stored.
    fn new(record: Record) -> Self {
        Self {
            record,
            stored: false,
            anonymous: false,
            changes: BTreeMap::new(),
            logged_out: false,
            closed: false,
        }
    }

    fn change(&mut self, key: &str, value: Option<Value>) {
        self.logged_out = false;
        match &value {
            Some(value) => drop(self.record.data.insert(key.to_owned(), value.clone())),
            None => drop(self.record.data.remove(key)),
        }
        self.changes.insert(key.to_owned(), value);
    }

    /// Applies this request's changes to the stored values.
    fn apply(&self, data: &mut HashMap<String, Value>) {
        for (key, value) in &self.changes {
            match value {
                Some(value) => drop(data.insert(key.clone(), value.clone())),
                None => drop(data.remove(key)),
            }
        }
    }
}

/// Locks that serialize loading and saving of a session within one server. Sessions share locks by their ids, which
/// are random.
#[derive(Clone)]
pub(super) struct Turns(Arc<[Mutex<()>]>);

impl Default for Turns {
    fn default() -> Self {
        Self((0..64).map(|_| Mutex::default()).collect())
    }
}

impl Turns {
    async fn of(&self, id: Id) -> MutexGuard<'_, ()> {
        let index = usize::from(id.0.to_le_bytes()[0]) % self.0.len();
        self.0[index].lock().await
    }
}

impl fmt::Debug for Turns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Turns")
    }
}

trait Aged {
    fn saved(&self) -> SessionEnd;
}

impl Aged for Record {
    fn saved(&self) -> SessionEnd {
        let logged_out = self.expiry_date - OffsetDateTime::now_utc();
        SessionEnd::Saved(
            self.id,
            logged_out.whole_seconds() + i64::from(logged_out.subsec_nanoseconds() > 0),
        )
    }
}

trait Rules {
    fn expiry(&self) -> OffsetDateTime;
    fn record(&self) -> Record;
}

impl Rules for style::Session {
    fn expiry(&self) -> OffsetDateTime {
        OffsetDateTime::now_utc().saturating_add(Duration::seconds(self.max_age.into()))
    }

    fn record(&self) -> Record {
        Record { id: Id::default(), data: HashMap::new(), expiry_date: self.expiry() }
    }
}

/// Returns whether a record has not expired.
pub(super) fn is_live(record: &Record) -> bool {
    record.expiry_date > OffsetDateTime::now_utc()
}
