//! The group `clients`.

use housestyle::server::{Call, HandlerResult};
use housestyle::{Link, Problem};

use crate::Clinic;
use crate::access::{Person, Role};
use crate::bestdoctor::operations::*;
use crate::bestdoctor::server::Clients;
use crate::bestdoctor::types::Client;

impl Clients for Clinic {
    async fn get_client(&self, call: Call<GetClient, Person>) -> HandlerResult<Client, GetClientError> {
        // One query for all that is hidden: what exists takes as long as what does not.
        let row: Option<(String, String, Option<String>, i64)> = sqlx::query_as(
            "SELECT client_id, title, site, (SELECT COUNT(*) FROM patients p WHERE p.client_id = c.client_id) \
             FROM clients c WHERE client_id = $1",
        )
        .bind(&call.client_id)
        .fetch_optional(&self.pool)
        .await?;
        let (client_id, title, site, insured) = row.ok_or_else(Problem::hidden)?;
        let entitled = match &call.principal.role {
            Role::CareTeam => true,
            Role::Hr { client_id: own } => *own == client_id,
            Role::Patient => false,
        };
        if !entitled {
            return Err(Problem::hidden())?;
        }
        let site = site.map(|site| site.parse()).transpose()?;
        Ok(Client { url: Link::default(), client_id, title, site, insured: Some(insured) })
    }
}
