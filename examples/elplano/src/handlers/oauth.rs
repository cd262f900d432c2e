//! The group `oauth`: tokens, as OAuth 2 has them.

use housestyle::server::{Call, Context, HandlerResult};
use housestyle::{Problem, UndeclaredError};
use housestyle_oauth::{Grant, TokenResponse, no_cache};
use http::header::USER_AGENT;
use secrecy::ExposeSecret;
use uuid::Uuid;

use crate::Planner;
use crate::access::Person;
use crate::database::id;
use crate::elplano::operations::*;
use crate::elplano::server::Oauth;
use crate::elplano::types::{Revoked, Token, TokenType};
use crate::journal;
use crate::people::Device;
use crate::rows::tokens::note_device;

impl Oauth for Planner {
    async fn issue_token(&self, call: Call<IssueToken>) -> HandlerResult<Token, IssueTokenError> {
        let context = call.context();
        let request = self.tokens.read_token(context.headers(), &call.body)?;
        let signs_in = matches!(request.grant, Grant::Password { .. });
        let answer = self.tokens.token(request).await?;
        no_cache(context);
        self.note_login(&answer, signs_in, context).await?;
        Ok(Token {
            access_token: answer.access_token.expose_secret().to_owned(),
            token_type: TokenType::Bearer,
            expires_in: seconds(&answer),
            refresh_token: answer.refresh_token.expose_secret().to_owned(),
            created_at: answer.created_at,
        })
    }

    async fn revoke_token(
        &self,
        call: Call<RevokeToken, Option<Person>>,
    ) -> HandlerResult<Revoked, RevokeTokenError> {
        self.tokens.answer_revocation(call.context(), &call.body).await?;
        Ok(Revoked::new())
    }
}

impl Planner {
    /// Notes from where a login is used; and, where someone `signs_in`, that they did. The login's id, and the user's.
    pub(super) async fn note_login(
        &self,
        answer: &TokenResponse,
        signs_in: bool,
        context: &Context,
    ) -> Result<(Uuid, i64), UndeclaredError> {
        // It may be revoked by now.
        let access = self.tokens.access(&answer.access_token).await?.ok_or_else(Problem::unauthenticated)?;
        let user_id = id(&access.subject).ok_or_else(Problem::unauthenticated)?;
        let agent = context.headers().get(USER_AGENT).and_then(|agent| agent.to_str().ok());
        let ip_address = context.peer().map_or_else(String::new, |peer| peer.ip().to_string());
        let device = Device::of(ip_address, agent.unwrap_or_default());
        let now = self.now();
        let mut tx = self.write().await?;
        note_device(&mut tx, access.family, &device, now).await?;
        if signs_in {
            journal::signed_in(&mut tx, user_id, &device.ip_address, now).await?;
        }
        tx.commit().await?;
        Ok((access.family, user_id))
    }
}

/// For how long an access token is good.
pub(super) fn seconds(answer: &TokenResponse) -> i32 {
    answer.expires_in.try_into().unwrap_or(i32::MAX)
}
