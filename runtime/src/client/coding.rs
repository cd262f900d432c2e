//! Content codings of responses (RFC 9110 §8.4): decoded if the crate has the feature, otherwise reported.

use std::error::Error as StdError;

use http::header::CONTENT_ENCODING;

use crate::codec::DecodeError;

use super::form::Answered;

/// Returns an error if the body has a content coding that was not decoded.
pub(super) fn undecoded(answer: &Answered) -> Option<DecodeError> {
    if answer.body.is_empty() {
        return None;
    }
    let codings =
        answer.headers.get_all(CONTENT_ENCODING).iter().map(|coding| coding.to_str().unwrap_or("?"));
    let mut codings = codings.flat_map(|list| list.split(',')).map(str::trim);
    let coding = codings.find(|coding| !coding.is_empty() && !coding.eq_ignore_ascii_case("identity"))?;
    let coding: String = coding.chars().take(40).collect();
    let message = format!(
        "the body has the content coding `{coding}`, which this client does not decode \
         (features of the crate `housestyle`: `gzip`, `br`, `zstd`)"
    );
    Some(DecodeError::of(message, &[]))
}

/// The content coding that a body was decoded from: an extension of the response's head.
#[derive(Debug, Clone, Copy)]
pub(super) struct ContentCoding(pub(super) &'static str);

/// The codings that the crate decodes with its features; `x-gzip` is `gzip` (RFC 9110 §8.4.1.3).
#[cfg(any(feature = "gzip", feature = "br", feature = "zstd"))]
const KNOWN: [&str; 4] = ["gzip", "x-gzip", "br", "zstd"];

/// Returns the error for a body that could not be decoded.
pub(super) fn decoding_error(coding: Option<ContentCoding>, cause: Option<&dyn StdError>) -> DecodeError {
    let coding = coding.map_or("unknown", |coding| coding.0);
    let cause = cause.map(|cause| format!(": {cause}")).unwrap_or_default();
    DecodeError::of(format!("the body could not be decoded from its content coding `{coding}`{cause}"), &[])
}

#[cfg(any(feature = "gzip", feature = "br", feature = "zstd"))]
pub(super) use decoding::send;
#[cfg(not(any(feature = "gzip", feature = "br", feature = "zstd")))]
pub(super) use plain::send;

#[cfg(not(any(feature = "gzip", feature = "br", feature = "zstd")))]
mod plain {
    use std::sync::Arc;

    use super::super::transport::{Request, Response, Transport, TransportError};

    /// Sends the request unchanged.
    pub(in super::super) async fn send(
        transport: &Arc<dyn Transport>,
        request: Request,
    ) -> Result<Response, TransportError> {
        transport.send(request).await
    }
}

#[cfg(any(feature = "gzip", feature = "br", feature = "zstd"))]
mod decoding {
    use std::error::Error as StdError;
    use std::pin::Pin;
    use std::sync::Arc;
    use std::task::{Context, Poll};

    use bytes::Bytes;
    use futures_core::Stream as _;
    use http::header::CONTENT_ENCODING;
    use http_body::Frame;
    use tower_http::decompression::Decompression;
    use tower_service::Service;

    use super::super::transport::chunks;
    use super::super::transport::{
        Body, BoxFuture, Request, Response, Transport, TransportError, TransportKind,
    };
    use super::{ContentCoding, KNOWN};

    /// Sends the request with `Accept-Encoding`, and decodes the body as a stream.
    pub(in super::super) async fn send(
        transport: &Arc<dyn Transport>,
        request: Request,
    ) -> Result<Response, TransportError> {
        let answer = Decompression::new(TransportService(Arc::clone(transport))).call(request).await?;
        let (head, body) = answer.into_parts();
        Ok(http::Response::from_parts(head, Body::stream(chunks(body, transport_error))))
    }

    /// Returns an error of the transport unchanged; any other error is one of the coding.
    fn transport_error(error: Box<dyn StdError + Send + Sync>) -> TransportError {
        match error.downcast::<TransportError>() {
            Ok(error) => *error,
            Err(error) => TransportError::caused(TransportKind::Coding, error),
        }
    }

    struct TransportService(Arc<dyn Transport>);

    impl Service<Request> for TransportService {
        type Response = http::Response<ResponseFrames>;
        type Error = TransportError;
        type Future = BoxFuture<'static, Result<http::Response<ResponseFrames>, TransportError>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), TransportError>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request) -> Self::Future {
            let sent = self.0.send(request);
            Box::pin(async move {
                let mut answer = sent.await?;
                let coding = answer.headers().get(CONTENT_ENCODING).and_then(|coding| coding.to_str().ok());
                if let Some(coding) =
                    coding.and_then(|coding| KNOWN.into_iter().find(|known| *known == coding))
                {
                    answer.extensions_mut().insert(ContentCoding(coding));
                }
                Ok(answer.map(ResponseFrames))
            })
        }
    }

    /// Adapts a body of the transport to the decoding layer.
    struct ResponseFrames(Body);

    impl http_body::Body for ResponseFrames {
        type Data = Bytes;
        type Error = TransportError;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
            Pin::new(&mut self.0).poll_next(context).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
        }
    }
}
