//! The group `clients`, except for its query.

use housestyle::server::{Call, Context, HandlerResult};
use housestyle::{Entry, Page, Patch, Problem, UndeclaredError};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection};
use uuid::Uuid;

use crate::Reviews;
use crate::access::Person;
use crate::api::operations::*;
use crate::api::server::Clients;
use crate::api::types::{Client, ClientData, ClientDataPatch, ClientSummary, UserKeyPatch};
use crate::database::{is_conflict, now, revision};
use crate::rows::{CLIENTS, ClientRow};

impl Clients for Reviews {
    async fn list_clients(
        &self,
        call: Call<ListClients, Person>,
    ) -> HandlerResult<Page<ClientSummary>, ListClientsError> {
        let mut snapshot = self.pool.begin().await?;
        let total: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM clients WHERE deleted_at IS NULL")
            .fetch_one(&mut *snapshot)
            .await?;
        let total = total.unsigned_abs();
        let rows: Vec<(Uuid, String)> = sqlx::query_as(
            "SELECT id, name FROM clients WHERE deleted_at IS NULL ORDER BY name_key, id LIMIT $1 OFFSET $2",
        )
        .bind(call.page.limit())
        .bind(call.page.offset(total))
        .fetch_all(&mut *snapshot)
        .await?;
        let items = rows.into_iter().map(|(id, name)| ClientSummary { id, name }).collect();
        Ok(Page::new(items).total(total).validator(revision(&mut snapshot, "clients").await?))
    }

    async fn create_client(
        &self,
        call: Call<CreateClient, Person>,
    ) -> HandlerResult<Client, CreateClientError> {
        call.principal.editors_only()?;
        let id = Uuid::new_v4();
        check_references(&mut *self.pool.acquire().await?, id, &call.body.clone().into()).await?;
        match self.insert_client(id, &call.body).await {
            Ok(()) => Ok(self.client(id).await?),
            Err(error) if is_conflict(&error) => Err(CreateClientError::Conflict)?,
            Err(error) => Err(error)?,
        }
    }

    async fn query_clients(
        &self,
        call: Call<QueryClients, Person>,
    ) -> HandlerResult<Page<Client>, QueryClientsError> {
        Ok(self.matching(&call.body, &call.page).await?)
    }

    async fn get_client(&self, call: Call<GetClient, Person>) -> HandlerResult<Client, GetClientError> {
        Ok(self.client(call.id).await?)
    }

    async fn update_client(
        &self,
        call: Call<UpdateClient, Person>,
    ) -> HandlerResult<Client, UpdateClientError> {
        call.principal.editors_only()?;
        let changed = self.change_client(call.id, &call.body, call.context()).await?;
        changed.ok_or(UpdateClientError::Conflict.into())
    }

    async fn replace_client(
        &self,
        call: Call<ReplaceClient, Person>,
    ) -> HandlerResult<Client, ReplaceClientError> {
        call.principal.editors_only()?;
        let changed = self.change_client(call.id, &call.body.clone().into(), call.context()).await?;
        changed.ok_or(ReplaceClientError::Conflict.into())
    }

    async fn delete_client(
        &self,
        call: Call<DeleteClient, Person>,
    ) -> HandlerResult<Client, DeleteClientError> {
        call.principal.editors_only()?;
        let mut change = self.change().await?;
        let client = client_in(&mut change, call.id).await?;
        call.context().unchanged(&client)?;
        sqlx::query("UPDATE clients SET deleted_at = $1 WHERE id = $2")
            .bind(now())
            .bind(call.id)
            .execute(&mut *change)
            .await?;
        change.commit().await?;
        Ok(client)
    }
}

impl Reviews {
    /// A client that was not deleted.
    pub(crate) async fn client(&self, id: Uuid) -> Result<Client, UndeclaredError> {
        client_in(&mut *self.pool.acquire().await?, id).await
    }

    async fn insert_client(&self, id: Uuid, new: &ClientData) -> Result<(), sqlx::Error> {
        sqlx::query(
            "INSERT INTO clients (id, name, name_key, state, trkrefs, contract_expiry, accessible_modules, \
             accessible_dashboards, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)",
        )
        .bind(id)
        .bind(&new.name)
        .bind(new.name.to_lowercase())
        .bind(new.state.as_str())
        .bind(json(&new.trkrefs))
        .bind(new.contract_expiry.value())
        .bind(json(&new.accessible_modules))
        .bind(json(&new.accessible_dashboards))
        .bind(now())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Changes the members that are there, unless the client asks for what has changed meanwhile. Nothing where another
    /// client has the name.
    async fn change_client(
        &self,
        id: Uuid,
        patch: &ClientDataPatch,
        context: &Context,
    ) -> Result<Option<Client>, UndeclaredError> {
        let mut change = self.change().await?;
        context.unchanged(&client_in(&mut change, id).await?)?;
        check_references(&mut change, id, patch).await?;
        let mut update = QueryBuilder::<Sqlite>::new("UPDATE clients SET updated_at = ");
        update.push_bind(now());
        if let Some(name) = &patch.name {
            update.push(", name = ").push_bind(name).push(", name_key = ").push_bind(name.to_lowercase());
        }
        if let Some(owner) = owner_of(&patch.owner) {
            update.push(", owner_id = ").push_bind(owner);
        }
        if let Some(state) = &patch.state {
            update.push(", state = ").push_bind(state.to_string());
        }
        if let Some(expiry) = patch.contract_expiry.into_change() {
            update.push(", contract_expiry = ").push_bind(expiry);
        }
        let lists = [
            (", trkrefs = ", &patch.trkrefs),
            (", accessible_modules = ", &patch.accessible_modules),
            (", accessible_dashboards = ", &patch.accessible_dashboards),
        ];
        for (column, list) in lists {
            if let Some(list) = list {
                update.push(column).push_bind(json(list));
            }
        }
        update.push(" WHERE deleted_at IS NULL AND id = ").push_bind(id);
        match update.build().execute(&mut *change).await {
            Ok(_) => {}
            Err(error) if is_conflict(&error) => return Ok(None),
            Err(error) => Err(error)?,
        }
        let changed = client_in(&mut change, id).await?;
        change.commit().await?;
        Ok(Some(changed))
    }
}

/// A client that was not deleted.
async fn client_in(database: &mut SqliteConnection, id: Uuid) -> Result<Client, UndeclaredError> {
    let mut query = QueryBuilder::<Sqlite>::new(CLIENTS);
    query.push(" WHERE c.deleted_at IS NULL AND c.id = ").push_bind(id);
    let row: Option<ClientRow> = query.build_query_as().fetch_optional(database).await?;
    Ok(row.ok_or_else(Problem::not_found)?.try_into()?)
}

/// What a body refers to must be there: its references, and as owner a user of this client.
async fn check_references(
    database: &mut SqliteConnection,
    client_id: Uuid,
    patch: &ClientDataPatch,
) -> Result<(), UndeclaredError> {
    if let Some(Some(owner)) = owner_of(&patch.owner) {
        let known: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM users WHERE id = $1 AND client_id = $2")
            .bind(owner)
            .bind(client_id)
            .fetch_one(&mut *database)
            .await?;
        if known == 0 {
            return Err(unknown("owner.id", "/owner/id", "This client has no such user"))?;
        }
    }
    for (i, trkref) in patch.trkrefs.iter().flatten().enumerate() {
        let known: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM trkrefs WHERE trkref = $1")
            .bind(trkref)
            .fetch_one(&mut *database)
            .await?;
        if known == 0 {
            let (field, pointer) = (format!("trkrefs.{i}"), format!("/trkrefs/{i}"));
            return Err(unknown(field, pointer, "There is no such reference"))?;
        }
    }
    Ok(())
}

/// The owner that a body sets: `Some(None)` removes the owner.
fn owner_of(owner: &Patch<UserKeyPatch>) -> Option<Option<Uuid>> {
    match owner {
        Patch::Absent => None,
        Patch::Null => Some(None),
        // A merge goes into objects too (RFC 7396): one without the key changes nothing.
        Patch::Value(key) => key.id.map(Some),
    }
}

impl From<ClientData> for ClientDataPatch {
    /// Every member set: what the body lacks has its default.
    fn from(data: ClientData) -> Self {
        let owner = data.owner.value().map(|key| UserKeyPatch { id: Some(key.id) });
        Self {
            name: Some(data.name),
            owner: owner.into(),
            state: Some(data.state),
            trkrefs: Some(data.trkrefs),
            contract_expiry: data.contract_expiry.value().copied().into(),
            accessible_modules: Some(data.accessible_modules),
            accessible_dashboards: Some(data.accessible_dashboards),
        }
    }
}

/// A list, as its column has it.
pub fn json(list: &[String]) -> String {
    serde_json::Value::from(list).to_string()
}

/// A body that refers to something that is not there.
pub fn unknown(field: impl Into<String>, pointer: impl Into<String>, message: &'static str) -> Problem {
    let entry = Entry::new("not_found").field(field.into()).pointer(pointer.into()).message(message);
    Problem::invalid_entity().entry(entry)
}
