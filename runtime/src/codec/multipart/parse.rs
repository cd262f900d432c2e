//! Splits a multipart body into parts.

use super::FilePart;
use bytes::Bytes;
use futures_core::Stream;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use multer::{Field, Multipart};
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

/// The maximum number of parts of a body.
pub(crate) const PARTS: usize = 1024;
/// The maximum size of the headers of a part, names and values together.
const HEADERS: usize = 8 * 1024;
/// The maximum length of a boundary (RFC 2046 §5.1.1).
const BOUNDARY: usize = 70;

/// A part.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) wire: String,
    pub(crate) file: FilePart,
}

/// Parses a body. Returns `None` if it is not multipart, is incomplete, or has too many parts or too long headers.
pub(crate) fn parse(content_type: &str, body: Bytes) -> Option<Vec<Part>> {
    let boundary = multer::parse_boundary(content_type).ok()?;
    if boundary.is_empty() || boundary.len() > BOUNDARY {
        return None;
    }
    let mut form = Multipart::new(CompleteBody(Some(body)), boundary);
    let mut parts = Vec::new();
    // The body is complete, so the stream is never pending.
    let mut context = Context::from_waker(Waker::noop());
    loop {
        let Poll::Ready(Ok(field)) = form.poll_next_field(&mut context) else { return None };
        let Some(field) = field else { return Some(parts) };
        if parts.len() == PARTS || size(field.headers()) > HEADERS {
            return None;
        }
        parts.push(part(field, &mut context)?);
    }
}

fn part(mut field: Field<'_>, context: &mut Context<'_>) -> Option<Part> {
    let wire = field.name()?.to_owned();
    // Remove folders, which belong to the sender's machine (RFC 7578 §4.2).
    let file_name = field.file_name().and_then(|path| path.rsplit(['/', '\\']).next()).map(ToOwned::to_owned);
    let media =
        field.headers().get(CONTENT_TYPE).and_then(|media| media.to_str().ok()).map(ToOwned::to_owned);
    let mut bytes = Bytes::new();
    loop {
        match Pin::new(&mut field).poll_next(context) {
            Poll::Ready(Some(Ok(chunk))) if bytes.is_empty() => bytes = chunk,
            Poll::Ready(Some(Ok(chunk))) => bytes = [bytes, chunk].concat().into(),
            Poll::Ready(None) => return Some(Part { wire, file: FilePart { file_name, media, bytes } }),
            Poll::Ready(Some(Err(_))) | Poll::Pending => return None,
        }
    }
}

fn size(headers: &HeaderMap) -> usize {
    headers.iter().map(|(header, value)| header.as_str().len() + value.len()).sum()
}

/// A complete body as a stream.
struct CompleteBody(Option<Bytes>);

impl Stream for CompleteBody {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "multipart/form-data; boundary=x";

    fn parts(body: impl Into<Bytes>) -> Option<Vec<Part>> {
        parse(FORM, body.into())
    }

    fn one(head: &str, content: &str) -> String {
        format!("--x\r\n{head}\r\n\r\n{content}\r\n")
    }

    fn named(wire: &str) -> String {
        format!("Content-Disposition: form-data; name=\"{wire}\"")
    }

    #[test]
    fn a_body_is_cut_into_its_parts() {
        let head = format!("{}; filename=\"C:\\a/b.png\"\r\nContent-Type: image/png", named("file"));
        let body = one(&named("kind"), "a\r\n--y") + &one(&head, "\u{1}\0") + &one(&named(""), "") + "--x--";
        let parts = parts(body).expect("parts");
        let parsed: Vec<_> = parts.iter().map(|part| (part.wire.as_str(), &part.file)).collect();
        assert_eq!(
            parsed,
            [
                ("kind", &FilePart::new("a\r\n--y")),
                ("file", &FilePart::new("\u{1}\0").named("b.png").of_media("image/png")),
                ("", &FilePart::new("")),
            ]
        );
    }

    #[test]
    fn what_is_cut_off_or_has_no_names_is_malformed() {
        let whole = one(&named("a"), "b") + "--x--";
        assert!(parts(whole.clone()).is_some());
        for length in 0..whole.len() {
            assert!(parts(whole[..length].to_owned()).is_none(), "{}", &whole[..length]);
        }
        for head in ["", "Content-Disposition: form-data", "Content-Type: text/plain", "a b: c"] {
            assert!(parts(one(head, "b") + "--x--").is_none(), "{head}");
        }
    }

    #[test]
    fn a_boundary_must_be_given() {
        let whole = one(&named("a"), "b") + "--x--";
        let long = format!("multipart/form-data; boundary={}", "x".repeat(71));
        for content_type in [
            "",
            "multipart/form-data",
            "multipart/mixed; boundary=x",
            "multipart/form-data; boundary=\"\"",
            &long,
        ] {
            assert!(parse(content_type, whole.clone().into()).is_none(), "{content_type}");
        }
        assert!(parse("Multipart/Form-Data; charset=utf-8; Boundary=\"x\"", whole.into()).is_some());
    }

    #[test]
    fn there_are_not_too_many_and_their_headers_are_not_too_long() {
        let many = |count| one(&named("a"), "").repeat(count) + "--x--";
        assert_eq!(parts(many(PARTS)).map(|parts| parts.len()), Some(PARTS));
        assert!(parts(many(PARTS + 1)).is_none());
        assert!(parts(one(&named(&"a".repeat(HEADERS)), "") + "--x--").is_none());
    }
}
