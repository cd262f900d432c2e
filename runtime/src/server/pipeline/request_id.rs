//! Request ids, under which requests are logged and which responses carry.

use std::cell::Cell;

use http::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

use crate::style::{RequestId, Style};

/// The maximum length of an id from a client.
const LONGEST: usize = 128;

/// How request ids are received and sent.
#[derive(Debug)]
pub(in crate::server) struct RequestIds {
    /// The header of requests and responses.
    pub(in crate::server) header: HeaderName,
    uuid: bool,
}

impl RequestIds {
    pub(in crate::server) fn of(style: &Style) -> Self {
        let RequestId { header, uuid } = &style.headers.request_id;
        let header = HeaderName::try_from(&**header).unwrap_or(HeaderName::from_static("x-request-id"));
        Self { header, uuid: *uuid }
    }

    /// Returns the client's id if it is a token of at most 128 characters, and a UUID if the style requires one;
    /// otherwise a new UUID.
    pub(in crate::server) fn id(&self, headers: &HeaderMap) -> HeaderValue {
        let good = if self.uuid { is_uuid } else { is_id };
        let mut values = headers.get_all(&self.header).iter();
        match (values.next(), values.next()) {
            (Some(value), None) if good(value.as_bytes()) => value.clone(),
            _ => fresh(),
        }
    }
}

/// With hyphens, ignoring case.
fn is_uuid(bytes: &[u8]) -> bool {
    bytes.len() == uuid::fmt::Hyphenated::LENGTH && Uuid::try_parse_ascii(bytes).is_ok()
}

fn is_id(bytes: &[u8]) -> bool {
    (1..=LONGEST).contains(&bytes.len())
        && bytes.iter().all(|byte| crate::syntax::token::is_token_byte(*byte))
}

thread_local! {
    /// The state of this thread's ids. They must be unique but may be predictable, so the system's randomness is used
    /// once for each thread.
    static NEXT: Cell<u128> = Cell::new(Uuid::new_v4().as_u128());
}

fn fresh() -> HeaderValue {
    // A Weyl sequence, each half mixed as in SplitMix64.
    let state = NEXT.get().wrapping_add(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    NEXT.set(state);
    let mixed = (u128::from(mix((state >> 64) as u64)) << 64) | u128::from(mix(state as u64));
    let mut buffer = Uuid::encode_buffer();
    let id = uuid::Builder::from_random_bytes(mixed.to_be_bytes()).into_uuid();
    HeaderValue::from_str(id.hyphenated().encode_lower(&mut buffer)).unwrap_or(HeaderValue::from_static("-"))
}

fn mix(half: u64) -> u64 {
    let half = (half ^ (half >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let half = (half ^ (half >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    half ^ (half >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style;

    fn of(values: &[&str]) -> String {
        of_style(&Style::MINIMAL, values)
    }

    fn of_style(style: &Style, values: &[&str]) -> String {
        let ids = RequestIds::of(style);
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(&ids.header, value.parse().expect("a header"));
        }
        ids.id(&headers).to_str().expect("text").to_owned()
    }

    #[test]
    fn new_ids_differ() {
        let ids: std::collections::BTreeSet<_> = (0..1000).map(|_| of(&[])).collect();
        assert_eq!(ids.len(), 1000);
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

    #[test]
    fn hk_11_where_ids_are_uuids_a_clients_own_is_kept_if_it_is_one() {
        const ID: RequestId =
            RequestId { header: style::HeaderName(style::Text::Borrowed("request-id")), uuid: true };
        const STYLE: Style = Style { headers: style::Headers { request_id: ID }, ..Style::MINIMAL };
        let own = "e978b3ef-a43d-41b1-B72C-05e129f162ca";
        assert_eq!(of_style(&STYLE, &[own]), own);
        let braced = format!("{{{}}}", &own[..34]);
        for bad in
            ["a-1", "e978b3efa43d41b1b72c05e129f162ca", &braced, "e978b3ef-a43d-41b1-b72c-05e129f162cz"]
        {
            let id = of_style(&STYLE, &[bad]);
            assert!(id != bad && is_uuid(id.as_bytes()), "{bad}: {id}");
        }
        assert!(RequestIds::of(&STYLE).header == "request-id" && of_style(&STYLE, &[own, own]) != own);
    }
}
