//! The memory of responses until clients have received them.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use bytes::Bytes;
use http::header::RETRY_AFTER;
use http::{HeaderValue, Response};
use http_body::{Body as _, Frame, SizeHint};

use crate::problem::Problem;

use crate::server::limits::budget::Share;

/// Responses up to this size are not counted.
const SMALL: u64 = 1024;

/// Returns the problem of a request while too many responses are unsent.
pub(in crate::server) fn too_many_unsent() -> Problem {
    Problem::unavailable().header(RETRY_AFTER, HeaderValue::from_static("1"))
}

/// Counts a response until it has been sent. A streamed body is not in memory and not counted.
pub(in crate::server) fn hold(answer: Response<Body>, share: Share) -> Response<Body> {
    match answer.body().size_hint().exact() {
        Some(length) if length > SMALL => {
            let share = share.and(usize::try_from(length).unwrap_or(usize::MAX));
            answer.map(|body| Body::new(ResponseBody { body, _share: share }))
        }
        _ => answer,
    }
}

/// A body that is counted.
struct ResponseBody {
    body: Body,
    _share: Share,
}

impl http_body::Body for ResponseBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
