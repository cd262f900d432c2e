//! The group `actions`.

use chrono::TimeDelta;
use housestyle::UndeclaredError;
use housestyle::server::{Call, HandlerResult};
use sqlx::{QueryBuilder, Sqlite};
use uuid::Uuid;

use crate::Reviews;
use crate::access::Person;
use crate::api::operations::*;
use crate::api::server::Actions;
use crate::api::types::{Client, ClientState};
use crate::clients::unknown;
use crate::database::{is_conflict, now};
use crate::query::listed;
use crate::rows::{CLIENTS, ClientRow};

impl Actions for Reviews {
    async fn enable_client(
        &self,
        call: Call<EnableClient, Person>,
    ) -> HandlerResult<Client, EnableClientError> {
        call.principal.editors_only()?;
        self.client(call.id).await?;
        Ok(self.set_state(&[call.id], ClientState::Enabled).await?.remove(0))
    }

    async fn disable_client(
        &self,
        call: Call<DisableClient, Person>,
    ) -> HandlerResult<Client, DisableClientError> {
        call.principal.editors_only()?;
        self.client(call.id).await?;
        Ok(self.set_state(&[call.id], ClientState::Disabled).await?.remove(0))
    }

    async fn restore_client(
        &self,
        call: Call<RestoreClient, Person>,
    ) -> HandlerResult<Client, RestoreClientError> {
        call.principal.editors_only()?;
        let restored = sqlx::query(
            "UPDATE clients SET deleted_at = NULL, updated_at = $1 WHERE id = $2 AND deleted_at IS NOT NULL",
        )
        .bind(now())
        .bind(call.id)
        .execute(&self.pool)
        .await;
        match restored {
            Ok(_) => Ok(self.client(call.id).await?),
            Err(error) if is_conflict(&error) => Err(RestoreClientError::Conflict)?,
            Err(error) => Err(error)?,
        }
    }

    async fn expire_client_contract(
        &self,
        call: Call<ExpireClientContract, Person>,
    ) -> HandlerResult<(), ExpireClientContractError> {
        call.principal.editors_only()?;
        if self.client(call.id).await?.contract_expiry.is_none() {
            return Err(ExpireClientContractError::NoContract)?;
        }
        let (reviews, id) = (self.clone(), call.id);
        tokio::spawn(async move {
            if let Err(error) = reviews.expire(id).await {
                tracing::error!(%id, %error, "the contract did not expire");
            }
        });
        Ok(())
    }

    async fn enable_clients(
        &self,
        call: Call<EnableClients, Person>,
    ) -> HandlerResult<Vec<Client>, EnableClientsError> {
        call.principal.editors_only()?;
        Ok(self.set_state(&call.body.client_uuids, ClientState::Enabled).await?)
    }

    async fn disable_clients(
        &self,
        call: Call<DisableClients, Person>,
    ) -> HandlerResult<Vec<Client>, DisableClientsError> {
        call.principal.editors_only()?;
        Ok(self.set_state(&call.body.client_uuids, ClientState::Disabled).await?)
    }

    async fn disable_expired_clients(
        &self,
        call: Call<DisableExpiredClients, Person>,
    ) -> HandlerResult<(), DisableExpiredClientsError> {
        call.principal.editors_only()?;
        let reviews = self.clone();
        tokio::spawn(async move {
            if let Err(error) = reviews.disable_expired().await {
                tracing::error!(%error, "clients whose contract is over were not disabled");
            }
        });
        Ok(())
    }
}

impl Reviews {
    /// Gives each of these clients the state, or none of them if one is missing; those that have it stay as they
    /// are.
    async fn set_state(&self, ids: &[Uuid], state: ClientState) -> Result<Vec<Client>, UndeclaredError> {
        let mut all_or_none = self.change().await?;
        let mut update = QueryBuilder::<Sqlite>::new("UPDATE clients SET updated_at = ");
        update.push_bind(now()).push(", state = ").push_bind(state.to_string());
        update
            .push(" WHERE state <> ")
            .push_bind(state.to_string())
            .push(" AND deleted_at IS NULL AND id IN ");
        listed(&mut update, ids);
        update.build().execute(&mut *all_or_none).await?;

        let mut query = QueryBuilder::<Sqlite>::new(CLIENTS);
        query.push(" WHERE c.deleted_at IS NULL AND c.id IN ");
        listed(&mut query, ids);
        let rows: Vec<ClientRow> = query.build_query_as().fetch_all(&mut *all_or_none).await?;
        let mut clients = Vec::with_capacity(ids.len());
        for (i, id) in ids.iter().enumerate() {
            let Some(row) = rows.iter().find(|row| row.id == *id) else {
                let (field, pointer) = (format!("client_uuids.{i}"), format!("/client_uuids/{i}"));
                return Err(unknown(field, pointer, "There is no such client"))?;
            };
            clients.push(row.clone().try_into()?);
        }
        all_or_none.commit().await?;
        Ok(clients)
    }

    async fn expire(&self, id: Uuid) -> Result<(), sqlx::Error> {
        let yesterday = now().date_naive() - TimeDelta::days(1);
        sqlx::query(
            "UPDATE clients SET contract_expiry = MIN(contract_expiry, $1), state = 'disabled', updated_at = $2 \
             WHERE id = $3 AND contract_expiry IS NOT NULL",
        )
        .bind(yesterday)
        .bind(now())
        .bind(id)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    async fn disable_expired(&self) -> Result<(), sqlx::Error> {
        sqlx::query(
            "UPDATE clients SET state = 'disabled', updated_at = $1 \
             WHERE state <> 'disabled' AND deleted_at IS NULL AND contract_expiry < $2",
        )
        .bind(now())
        .bind(now().date_naive())
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
