//! `GET /files/{id}`: the files that links of the API lead to, for whoever has a link; ids cannot be guessed. It is no
//! operation of the document, and stands beside the service.

use axum::Router;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderName, StatusCode};
use uuid::Uuid;

use crate::Planner;
use crate::rows::uploads;

impl Planner {
    /// The route, to put the service behind: `planner.downloads().fallback_service(planner.into_service())`.
    pub fn downloads(&self) -> Router {
        Router::new().route("/files/{id}", get(download)).with_state(self.clone())
    }

    async fn file(&self, id: Uuid) -> anyhow::Result<Option<(String, Vec<u8>)>> {
        let media = uploads::mime_type(&mut *self.pool.acquire().await?, &id.to_string()).await?;
        let Some(media) = media else { return Ok(None) };
        Ok(self.files.read(id).await?.map(|bytes| (media, bytes)))
    }

    /// Takes away what nobody can use any more: tokens that have expired, and uploads that nothing named for a day. To be
    /// called now and then.
    ///
    /// # Errors
    /// When the database or the folder of files fails.
    pub async fn clean(&self) -> anyhow::Result<()> {
        self.tokens.purge().await?;
        let mut tx = self.write().await?;
        let unused = uploads::forget_unused(&mut tx, self.now()).await?;
        tx.commit().await?;
        for id in unused {
            self.files.remove(id.parse()?).await?;
        }
        Ok(())
    }
}

/// A browser shows it as what it is, and runs nothing that is in it.
async fn download(State(planner): State<Planner>, Path(id): Path<String>) -> Response {
    const HEADERS: [(HeaderName, &str); 3] = [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (CACHE_CONTROL, "private, max-age=86400, immutable"),
    ];
    let Ok(id) = id.parse() else { return StatusCode::NOT_FOUND.into_response() };
    match planner.file(id).await {
        Ok(Some((media, bytes))) => (HEADERS, [(CONTENT_TYPE, media)], bytes).into_response(),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a file cannot be read");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}
