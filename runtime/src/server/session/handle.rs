//! A session, as handlers and logins have it.

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

/// The key under which [`Session::log_in`] keeps who is logged in: for a store that is to find the sessions of somebody.
pub const PRINCIPAL: &str = "housestyle.principal";

/// What the server keeps of a client, by key. Cheap to clone.
///
/// What a request changes is kept whatever its answer is, be it a failure or a panic: logging in and out at once, the rest
/// when the answer is there. `Debug` shows neither id nor values.
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
    inner: Arc<Inner>,
}

struct Inner {
    store: Arc<dyn SessionStore>,
    turns: Turns,
    rules: &'static style::Session,
    state: Mutex<State>,
}

struct State {
    /// As the request sees it.
    record: Record,
    /// Whether the store has it, or had it when the request came.
    stored: bool,
    /// Whether its id is that of a visitor, other requests of which have the same.
    visitor: bool,
    /// What this request changed, for what another may have saved meanwhile.
    changes: BTreeMap<String, Option<Value>>,
    /// Whether it was logged out of, and nothing has been done since.
    left: bool,
    /// Whether the answer has been made.
    answered: bool,
}

/// What the answer says of its session.
pub(super) enum SessionEnd {
    /// The cookie, and the seconds that it lives.
    Kept(Id, i64),
    /// The store has nothing of it, for it holds nothing.
    Empty,
    /// The cookie has expired.
    Left,
    /// Nothing: another request ended the session meanwhile, or changed its id, and its response has said so.
    Gone,
}

impl Session {
    /// The value under a key.
    ///
    /// # Errors
    /// The value is no `T`.
    pub async fn get<T: DeserializeOwned>(&self, key: &str) -> Result<Option<T>, SessionError> {
        let state = self.inner.state.lock().await;
        Ok(state.record.data.get(key).map(T::deserialize).transpose()?)
    }

    /// Puts a value under a key, in place of what is there.
    ///
    /// # Errors
    /// The value has no JSON; the answer has been made.
    pub async fn insert<T: Serialize + ?Sized>(&self, key: &str, value: &T) -> Result<(), SessionError> {
        let value = serde_json::to_value(value)?;
        self.open().await?.change(key, Some(value));
        Ok(())
    }

    /// Takes away what is under a key, if there is anything.
    ///
    /// # Errors
    /// The answer has been made.
    pub async fn remove(&self, key: &str) -> Result<(), SessionError> {
        self.open().await?.change(key, None);
        Ok(())
    }

    /// Who is [logged in](Self::log_in); `None` also if it is no `T`, as after that type has changed.
    ///
    /// # Errors
    /// None yet.
    pub async fn principal<T: DeserializeOwned>(&self) -> Result<Option<T>, SessionError> {
        match self.get(PRINCIPAL).await {
            Err(SessionError::Value(error)) => {
                tracing::warn!(%error, "who is logged in cannot be read: taken for nobody");
                Ok(None)
            }
            other => other,
        }
    }

    /// Logs somebody in. The session keeps what it holds, gets a new id, and its age begins anew: whoever knew the id
    /// before, for having planted it, has nothing.
    ///
    /// # Errors
    /// The value has no JSON; the store failed, and then nobody is logged in; the answer has been made.
    pub async fn log_in<T: Serialize + ?Sized>(&self, principal: &T) -> Result<(), SessionError> {
        let principal = serde_json::to_value(principal)?;
        let mut state = self.open().await?;
        let store = &self.inner.store;
        let mut data = std::mem::take(&mut state.record.data);
        let _turn = self.inner.turns.of(state.record.id).await;
        if state.stored {
            let id = state.record.id;
            // As another request may have saved it. Where it ended the session, what that held is no longer ours.
            data = store.load(&id).await?.filter(is_live).map_or_else(HashMap::new, |record| record.data);
            state.apply(&mut data);
            // First: whatever fails after this, the id has no one logged in.
            store.delete(&id).await?;
        }
        data.remove(PRINCIPAL);
        *state = State::new(Record { data, ..self.inner.rules.record() });
        let mut record = state.record.clone();
        record.data.insert(PRINCIPAL.to_owned(), principal);
        store.create(&mut record).await?;
        *state = State { stored: true, ..State::new(record) };
        Ok(())
    }

    /// Ends the session: the store forgets it, its values go, and the answer expires the cookie. Where it has not begun,
    /// the cookie expires all the same.
    ///
    /// # Errors
    /// The store failed, and the session goes on; the answer has been made.
    pub async fn log_out(&self) -> Result<(), SessionError> {
        let mut state = self.open().await?;
        if state.stored {
            self.inner.store.delete(&state.record.id).await?;
        }
        *state = State { left: true, ..State::new(self.inner.rules.record()) };
        Ok(())
    }

    /// The session of this record, or a new one, of the visitor that has this id.
    pub(super) fn of(
        store: Arc<dyn SessionStore>,
        turns: Turns,
        rules: &'static style::Session,
        record: Option<Record>,
        visitor: Option<Id>,
    ) -> Self {
        let stored = record.is_some();
        let new = || Record { id: visitor.unwrap_or_default(), ..rules.record() };
        let record = record.unwrap_or_else(new);
        let state = State { stored, visitor: visitor.is_some() && !stored, ..State::new(record) };
        Self { inner: Arc::new(Inner { store, turns, rules, state: Mutex::new(state) }) }
    }

    /// Whether somebody is logged in.
    pub(in crate::server) async fn has_principal(&self) -> bool {
        self.inner.state.lock().await.record.data.contains_key(PRINCIPAL)
    }

    /// Keeps it, now that the answer is there.
    pub(super) async fn close(&self) -> Result<SessionEnd, SessionError> {
        let Inner { store, turns, rules, state } = &*self.inner;
        let mut state = state.lock().await;
        state.answered = true;
        if state.left {
            return Ok(SessionEnd::Left);
        }
        if !state.stored && state.record.data.is_empty() {
            return Ok(SessionEnd::Empty);
        }
        let _turn = turns.of(state.record.id).await;
        // Another request of the visitor may have kept something meanwhile.
        let looks = state.stored || state.visitor;
        let kept = if looks { store.load(&state.record.id).await?.filter(is_live) } else { None };
        let Some(mut record) = kept else {
            if state.stored {
                return Ok(SessionEnd::Gone);
            }
            store.create(&mut state.record).await?;
            state.stored = true;
            return Ok(state.record.kept());
        };
        state.apply(&mut record.data);
        if rules.sliding {
            record.expiry_date = rules.expiry();
        }
        if rules.sliding || !state.changes.is_empty() {
            store.save(&record).await?;
        }
        Ok(record.kept())
    }

    async fn open(&self) -> Result<MutexGuard<'_, State>, SessionError> {
        let state = self.inner.state.lock().await;
        if state.answered { Err(SessionError::Answered) } else { Ok(state) }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").finish_non_exhaustive()
    }
}

impl State {
    /// Of a record that the store does not have.
    fn new(record: Record) -> Self {
        Self { record, stored: false, visitor: false, changes: BTreeMap::new(), left: false, answered: false }
    }

    fn change(&mut self, key: &str, value: Option<Value>) {
        self.left = false;
        match &value {
            Some(value) => drop(self.record.data.insert(key.to_owned(), value.clone())),
            None => drop(self.record.data.remove(key)),
        }
        self.changes.insert(key.to_owned(), value);
    }

    /// Makes this request's changes to what the store holds.
    fn apply(&self, data: &mut HashMap<String, Value>) {
        for (key, value) in &self.changes {
            match value {
                Some(value) => drop(data.insert(key.clone(), value.clone())),
                None => drop(data.remove(key)),
            }
        }
    }
}

/// Whose turn it is to load a session and save it again: in one server, one request of a session after the other. Sessions
/// share them, by their ids, which are random.
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
    fn kept(&self) -> SessionEnd;
}

impl Aged for Record {
    fn kept(&self) -> SessionEnd {
        let left = self.expiry_date - OffsetDateTime::now_utc();
        SessionEnd::Kept(self.id, left.whole_seconds() + i64::from(left.subsec_nanoseconds() > 0))
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

/// Whether a record's time has not come.
pub(super) fn is_live(record: &Record) -> bool {
    record.expiry_date > OffsetDateTime::now_utc()
}
