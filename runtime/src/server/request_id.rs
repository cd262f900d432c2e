//! The id under which a request is logged, and which its answer carries.

use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

/// The header, both ways.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Longest id that is taken from a client.
const LONGEST: usize = 128;

/// The client's own id where it is a token of at most 128 characters, else a new UUID.
pub(crate) fn request_id(headers: &HeaderMap) -> HeaderValue {
    let mut values = headers.get_all(REQUEST_ID).iter();
    match (values.next(), values.next()) {
        (Some(value), None) if is_id(value.as_bytes()) => value.clone(),
        _ => fresh(),
    }
}

fn is_id(bytes: &[u8]) -> bool {
    (1..=LONGEST).contains(&bytes.len()) && bytes.iter().all(|byte| super::accept::is_token(*byte))
}

fn fresh() -> HeaderValue {
    let mut buffer = Uuid::encode_buffer();
    let text = Uuid::new_v4().hyphenated().encode_lower(&mut buffer);
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: &[&str]) -> String {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(REQUEST_ID, value.parse().expect("a header"));
        }
        request_id(&headers).to_str().expect("text").to_owned()
    }

    #[test]
    fn a_good_id_is_kept_and_any_other_replaced() {
        assert_eq!(of(&["a-1_B.~"]), "a-1_B.~");
        assert_eq!(of(&[&"x".repeat(128)]), "x".repeat(128));
        for bad in [vec![], vec![""], vec!["a b"], vec!["a", "b"], vec![&*"x".repeat(129)], vec!["a\"<b>"]] {
            let id = of(&bad);
            assert!(Uuid::parse_str(&id).is_ok(), "{bad:?}: {id}");
        }
    }
}
