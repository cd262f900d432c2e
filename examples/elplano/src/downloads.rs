//! `GET /files/{id}`: the files that links of the API lead to, for whoever has a link; ids cannot be guessed. It is no
//! operation of the document, and stands beside the service, which answers for it as for its operations: in whose language a
//! file is not there, and to pages of which origin.

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::routing::any;
use housestyle::server::Service;
use housestyle::{Outcome, Problem, Undeclared};
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use tokio_util::io::ReaderStream;
use uuid::Uuid;

use crate::Planner;
use crate::files::disposition;
use crate::rows::uploads::{self, UploadRow};

/// Where files are.
const FOLDER: &str = "/files/";

/// How much of a file is in memory at a time, for each that is downloaded.
const PIECE: usize = 32 * 1024;

/// A browser shows a file as what it is, and runs nothing that is in it.
const HEADERS: [(HeaderName, HeaderValue); 3] = [
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
    (CACHE_CONTROL, HeaderValue::from_static("private, max-age=86400, immutable")),
];

impl Planner {
    /// The service, and the files beside it: what is served.
    pub fn with_downloads(&self, service: Service<Self>) -> Router {
        let route = any(download).with_state((self.clone(), service.clone()));
        Router::new().route("/files/{id}", route).fallback_service(service)
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

    async fn file(&self, method: &Method, path: &str) -> Result<Response<Body>, Undeclared> {
        const ALLOWED: HeaderValue = HeaderValue::from_static("GET, HEAD, OPTIONS");
        match *method {
            Method::GET | Method::HEAD => {}
            Method::OPTIONS => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = StatusCode::NO_CONTENT;
                response.headers_mut().insert(ALLOW, ALLOWED);
                return Ok(response);
            }
            _ => return Err(Problem::new(Outcome::WrongMethod).header(ALLOW, ALLOWED).into()),
        }
        let id = path.strip_prefix(FOLDER).and_then(|id| id.parse().ok());
        let id: Uuid = id.ok_or_else(Problem::not_found)?;
        let upload = UploadRow::find(&mut *self.pool.acquire().await?, &id.to_string()).await?;
        let upload = upload.ok_or_else(Problem::not_found)?;
        let file = self.files.open(id).await?.ok_or_else(Problem::not_found)?;
        let length = file.metadata().await?.len();
        let mut response = Response::new(Body::from_stream(ReaderStream::with_capacity(file, PIECE)));
        let headers = response.headers_mut();
        headers.extend(HEADERS);
        headers.insert(CONTENT_TYPE, HeaderValue::try_from(upload.mime_type)?);
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        headers.insert(CONTENT_DISPOSITION, disposition(&upload.kind, &upload.filename));
        Ok(response)
    }
}

async fn download(
    State((planner, service)): State<(Planner, Service<Planner>)>,
    request: Request<Body>,
) -> Response<Body> {
    let file = async move |request: Request<Body>| {
        let (parts, _) = request.into_parts();
        planner.file(&parts.method, parts.uri.path()).await
    };
    service.answer_beside(request, file).await
}
