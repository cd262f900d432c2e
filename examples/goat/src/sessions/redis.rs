//! Sessions in Redis, which drops them when their time has come.

use ::redis::aio::ConnectionManager;
use ::redis::{AsyncCommands, Client, ExistenceCheck, SetExpiry, SetOptions};
use anyhow::Context;
use async_trait::async_trait;
use housestyle::server::session::{Id, Record, SessionStore, StoreError};

use super::{backend, data, record};

/// Sessions under the keys `goat:session:…` of a Redis server.
#[derive(Clone)]
pub struct RedisSessions(ConnectionManager);

impl RedisSessions {
    /// On the server at `url`.
    ///
    /// # Errors
    /// It cannot be reached.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        let client = Client::open(url).context("this is no address of a Redis server")?;
        let connection =
            client.get_connection_manager().await.context("the Redis server cannot be reached")?;
        Ok(Self(connection))
    }

    /// Sets a record under the condition; returns whether it was met.
    async fn set(&self, record: &Record, condition: ExistenceCheck) -> Result<bool, StoreError> {
        let expiry = SetExpiry::EXAT(u64::try_from(record.expiry_date.unix_timestamp()).unwrap_or_default());
        let options = SetOptions::default().conditional_set(condition).with_expiration(expiry);
        let value = format!("{} {}", record.expiry_date.unix_timestamp(), data(record)?);
        let set: Option<String> =
            self.0.clone().set_options(key(&record.id), value, options).await.map_err(backend)?;
        Ok(set.is_some())
    }
}

impl std::fmt::Debug for RedisSessions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RedisSessions").finish_non_exhaustive()
    }
}

fn key(id: &Id) -> String {
    format!("goat:session:{id}")
}

#[async_trait]
impl SessionStore for RedisSessions {
    async fn create(&self, record: &mut Record) -> Result<(), StoreError> {
        while !self.set(record, ExistenceCheck::NX).await? {
            record.id = Id::default();
        }
        Ok(())
    }

    /// Only where it is there: what was logged out of meanwhile does not come back.
    async fn save(&self, record: &Record) -> Result<(), StoreError> {
        self.set(record, ExistenceCheck::XX).await?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>, StoreError> {
        let value: Option<String> = self.0.clone().get(key(id)).await.map_err(backend)?;
        let Some(value) = value else { return Ok(None) };
        let (expires_at, data) =
            value.split_once(' ').ok_or_else(|| StoreError::Decode("no time of expiry".to_owned()))?;
        let expires_at =
            expires_at.parse().map_err(|_| StoreError::Decode("no time of expiry".to_owned()))?;
        record(*id, data, expires_at).map(Some)
    }

    async fn delete(&self, id: &Id) -> Result<(), StoreError> {
        let _: i64 = self.0.clone().del(key(id)).await.map_err(backend)?;
        Ok(())
    }
}
