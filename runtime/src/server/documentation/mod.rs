//! The document of an API and a page that shows it, served next to the operations.

mod document;
mod error;
mod file;
#[cfg(feature = "docs")]
mod viewer;

use std::sync::Arc;

use axum::body::Body;
use http::header::ALLOW;
use http::{HeaderValue, Method, Request, Response};

use crate::api::{Api, Segment, UndeclaredError};
use crate::problem::{Outcome, Problem};

use super::core::Core;
use super::service::Service;
pub use error::DocumentationError;
use file::ServedFile;

/// What a service serves apart from operations, and of which APIs.
#[derive(Debug, Clone, Default)]
pub(super) struct Documentation {
    apis: Vec<&'static Api>,
    /// The path of the document that was added last.
    document: Option<Arc<str>>,
    files: Vec<Arc<ServedFile>>,
}

impl Documentation {
    pub(super) fn of(api: &'static Api) -> Self {
        Self { apis: vec![api], ..Self::default() }
    }

    /// Adds what another service serves.
    pub(super) fn extend(&mut self, other: &Self) {
        for api in &other.apis {
            if !self.apis.iter().any(|known| std::ptr::eq(*known, *api)) {
                self.apis.push(api);
            }
        }
        self.document = self.document.take().or_else(|| other.document.clone());
        self.files.extend(other.files.iter().cloned());
    }

    /// Returns the file with this path.
    pub(super) fn find(&self, path: &str) -> Option<Arc<ServedFile>> {
        self.files.iter().find(|file| file.path == path).cloned()
    }

    /// Returns the API, which has to be the only one.
    fn api(&self) -> Result<&'static Api, DocumentationError> {
        match self.apis[..] {
            [api] => Ok(api),
            _ => Err(DocumentationError::SeveralApis),
        }
    }
}

impl<H> Service<H> {
    /// Serves the document of the API at `path`, such as `/openapi.json`: OpenAPI 3.1 as JSON, with all that the style adds.
    /// Anyone may read it. Its first server is this service, as a relative URL, so it is right behind a proxy and in a nested
    /// router, too; the servers of the document follow.
    ///
    /// The path is as it is written: the style adds no prefix, and only `-._~`, ASCII letters and digits may be in its segments.
    /// It takes precedence over operations with parameters, as a literal segment does. The document describes all operations
    /// of the API.
    ///
    /// The document is generated if it is asked for: with `.openapi()` in a build script, `openapi` in
    /// [`api!`](crate::api!), `--openapi` of the command.
    ///
    /// ```
    /// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # use board::Board;
    /// use axum::body::{Body, to_bytes};
    /// use housestyle::Handler as _;
    ///
    /// let service = Board.into_service().document("/openapi.json")?;
    /// let response = service.answer(http::Request::get("/openapi.json").body(Body::empty())?).await;
    /// let document: serde_json::Value = serde_json::from_slice(&to_bytes(response.into_body(), 1 << 20).await?)?;
    /// assert_eq!(document["servers"][0]["url"], ".");
    /// assert_eq!(document["paths"]["/notes"]["get"]["operationId"], "listNotes");
    ///
    /// assert!(service.document("/notes").is_err()); // an operation has this path
    /// # Ok(()) }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    /// Returns an error if the document was not generated, the path is not valid or taken, or the service serves several APIs.
    pub fn document(self, path: &str) -> Result<Self, DocumentationError> {
        let api = self.core.settings.documentation.api()?;
        let text = api.document.ok_or(DocumentationError::NotGenerated(api.title))?;
        let file = ServedFile::new(path, "application/json", document::served(text, path));
        let added = self.serve_files(path, vec![file])?;
        Ok(added.set(|settings| settings.documentation.document = Some(path.into())))
    }

    /// Serves a page at `path`, such as `/docs`, on which people read the [document](Self::document) and call operations:
    /// Swagger UI, which is a part of the program. Add the document first.
    ///
    /// The page loads nothing from other hosts and, by its `Content-Security-Policy`, sends requests to this service alone.
    /// It counts against the rate limit, with the files that it needs.
    ///
    /// ```
    /// # mod board { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/board.rs")); }
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// # use axum::body::Body;
    /// # use board::Board;
    /// # use housestyle::Handler as _;
    /// let service = Board.into_service().document("/openapi.json")?.docs("/docs")?;
    /// # let page = service.answer(http::Request::get("/docs").body(Body::empty())?).await;
    /// # assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    /// # Ok(()) }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    ///
    /// # Errors
    /// Returns an error if there is no document, the path is not valid or taken, or the service serves several APIs.
    #[cfg(feature = "docs")]
    pub fn docs(self, path: &str) -> Result<Self, DocumentationError> {
        let documentation = &self.core.settings.documentation;
        let api = documentation.api()?;
        let document = documentation.document.clone().ok_or(DocumentationError::NoDocument)?;
        check_path(path)?;
        self.serve_files(path, viewer::files(path, &document, api.title)?)
    }

    /// Adds the files of `path`, which is the path of the first and begins those of the others.
    fn serve_files(self, path: &str, files: Vec<ServedFile>) -> Result<Self, DocumentationError> {
        check_path(path)?;
        for file in &files {
            if let Some(owner) = self.owner(&file.path) {
                return Err(DocumentationError::Taken { path: file.path.clone(), owner });
            }
        }
        Ok(self.set(|settings| settings.documentation.files.extend(files.into_iter().map(Arc::new))))
    }

    /// Returns what has this path already: a file, or an operation whose path has no parameter.
    fn owner(&self, path: &str) -> Option<String> {
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let is_same = |template: &[Segment]| {
            template.len() == segments.len()
                && template.iter().zip(&segments).all(|(segment, text)| match segment {
                    Segment::Literal(literal) => literal == text,
                    Segment::Param(_) | Segment::Mixed(_) => false,
                })
        };
        let operations = self.core.routes.iter().map(|route| route.bound.operation);
        let operation = operations.into_iter().find(|operation| is_same(operation.path));
        let operation = operation.map(|operation| format!("the operation `{}`", operation.id));
        operation.or_else(|| self.core.settings.documentation.find(path).map(|_| "another file".to_owned()))
    }
}

impl Core {
    /// Responds with a file; the rules for TLS, rate limit and CORS are those of operations.
    pub(super) async fn serve_file(
        self: Arc<Self>,
        file: Arc<ServedFile>,
        request: Request<Body>,
    ) -> Response<Body> {
        self.custom_route(request, async move |request| respond(&file, &request)).await
    }
}

fn respond(file: &ServedFile, request: &Request<Body>) -> Result<Response<Body>, UndeclaredError> {
    match *request.method() {
        Method::GET | Method::HEAD => Ok(file.response(request.headers())),
        Method::OPTIONS => Ok(file::options()),
        _ => {
            let allow = HeaderValue::from_static(file::ALLOWED);
            Err(Problem::new(Outcome::WrongMethod).header(ALLOW, allow).into())
        }
    }
}

fn check_path(path: &str) -> Result<(), DocumentationError> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let is_segment = |segment: &str| !["", ".", ".."].contains(&segment) && segment.bytes().all(is_plain);
    let is_valid = path.strip_prefix('/').is_some_and(|path| path.split('/').all(is_segment));
    if is_valid { Ok(()) } else { Err(DocumentationError::InvalidPath(path.to_owned())) }
}
