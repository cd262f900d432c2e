//! `GET /files/{id}`: the files that links of the API lead to, for whoever has a link; ids cannot be guessed. It is no
//! operation of the document, and is mounted next to the service, which answers for it as for its operations: in whose language a
//! file is not there, and to pages of which origin.

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::routing::any;
use housestyle::server::Service;
use housestyle::{Outcome, Problem, UndeclaredError};
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
    /// The service and the route of files.
    pub fn with_downloads(&self, service: Service<Self>) -> Router {
        let route = any(download).with_state((self.clone(), service.clone()));
        Router::new().route("/files/{id}", route).fallback_service(service)
    }

    /// Deletes what can no longer be used: tokens that have expired, and uploads that nothing named for a day. To be
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

    async fn file(&self, method: &Method, path: &str) -> Result<Response<Body>, UndeclaredError> {
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
    service.answer_custom_route(request, file).await
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::pin::Pin;

    use axum::body::{Bytes, HttpBody};
    use http::header::CONTENT_LENGTH;

    use super::*;
    use crate::clock::{Clock, Moment};
    use crate::database;
    use crate::files::{Files, MOST};
    use crate::rows::uploads::{NewUpload, UploadKind};

    async fn next(body: &mut Body) -> Option<Bytes> {
        let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context)).await?;
        Some(frame.expect("read").into_data().expect("data"))
    }

    /// A planner whose one file has so many bytes; the path of a request for it, and that of the file.
    async fn planner(bytes: usize) -> (Planner, String, std::path::PathBuf) {
        let now = Moment::from_seconds(7);
        let pool = database::open(None, now).await.expect("a database");
        let folder = std::env::temp_dir().join(format!("elplano-{}", Uuid::new_v4()));
        let planner = Planner::new(pool, Clock::system(), Files::new(folder.clone()));
        let id = Uuid::new_v4();
        planner.files.keep(id, &vec![b'a'; bytes]).await.expect("kept");
        let upload = NewUpload {
            id: &id.to_string(),
            user_id: 1,
            kind: UploadKind::Attachment,
            filename: "notes.pdf",
            size: i64::try_from(bytes).expect("a size"),
            mime_type: "application/pdf",
        };
        let mut db = planner.pool.acquire().await.expect("a connection");
        upload.insert(&mut db, now).await.expect("written");
        drop(db);
        (planner, format!("{FOLDER}{id}"), folder.join(id.to_string()))
    }

    #[tokio::test]
    async fn a_file_is_read_piece_by_piece_while_it_is_sent() {
        let (planner, path, file) = planner(MOST).await;
        let response = planner.file(&Method::GET, &path).await.expect("a file");
        assert_eq!(response.headers()[CONTENT_LENGTH], MOST.to_string().as_str());
        let mut body = response.into_body();
        let mut sizes = vec![next(&mut body).await.expect("the first piece").len()];
        // Nothing of what comes after has been read: it is what the file holds by now.
        std::fs::write(&file, vec![b'b'; MOST]).expect("written");
        let mut last = Bytes::new();
        while let Some(piece) = next(&mut body).await {
            sizes.push(piece.len());
            last = piece;
        }
        assert!(sizes.iter().all(|size| *size <= PIECE), "{sizes:?}");
        assert!(sizes.len() >= MOST / PIECE, "{}", sizes.len());
        assert_eq!(sizes.iter().sum::<usize>(), MOST);
        assert!(last.iter().all(|byte| *byte == b'b'), "it was read before it was asked for");
        std::fs::remove_dir_all(file.parent().expect("a folder")).expect("removed");
    }
}
