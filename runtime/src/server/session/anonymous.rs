//! Clients with an empty session, which is not stored.

use std::fmt;
use std::sync::Arc;

use ::base64::Engine as _;
use ::base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::Id;

/// The length of a visitor's number, and of its signature.
const NUMBER: usize = 16;
const MARK: usize = 16;

/// Assigns numbers to visitors, and recognizes them by a signature (HMAC, RFC 2104). The key is that of the process:
/// after a restart, or for another server, a visitor is new, and has lost nothing.
///
/// Each number determines one id, under which the first value is stored, so that concurrent requests of one visitor
/// use the same session.
#[derive(Clone)]
pub(super) struct AnonymousClients {
    key: Arc<[u8; 32]>,
}

impl Default for AnonymousClients {
    fn default() -> Self {
        let mut key = [0; 32];
        key[..16].copy_from_slice(&random());
        key[16..].copy_from_slice(&random());
        Self { key: Arc::new(key) }
    }
}

/// Returns 128 random bits, as in session ids.
fn random() -> [u8; 16] {
    Id::default().0.to_le_bytes()
}

impl AnonymousClients {
    /// Returns the cookie value of a new visitor.
    pub(super) fn number(&self) -> String {
        let number = random();
        let mut whole = number.to_vec();
        whole.extend(self.mac(&number).iter().flat_map(|(mark, _)| mark));
        URL_SAFE_NO_PAD.encode(whole)
    }

    /// Returns the id of a visitor with a number of this server; `None` for other cookies.
    pub(super) fn id(&self, text: &str) -> Option<Id> {
        let whole = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (number, shown) = whole.split_at_checked(NUMBER)?;
        let (mark, id) = self.mac(number)?;
        // Not a secret comparison: guessing a signature yields an empty session.
        (shown == mark).then_some(Id(i128::from_le_bytes(id)))
    }

    /// Returns the signature of a number, and its id: the halves of the code.
    fn mac(&self, number: &[u8]) -> Option<([u8; MARK], [u8; MARK])> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&*self.key).ok()?;
        mac.update(number);
        let code = mac.finalize().into_bytes();
        Some((code[..MARK].try_into().ok()?, code[MARK..].try_into().ok()?))
    }
}

impl fmt::Debug for AnonymousClients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AnonymousClients")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_is_known_again_and_nobody_makes_up_another() {
        let (anonymous, others) = (AnonymousClients::default(), AnonymousClients::default());
        let number = anonymous.number();
        let id = anonymous.id(&number).expect("known");
        assert_eq!((anonymous.clone().id(&number), others.id(&number)), (Some(id), None));
        assert!(!number.contains(&id.to_string()));
        let other = anonymous.number();
        assert!(other != number && anonymous.id(&other) != Some(id));
        let changed = number.replace(&number[..1], if number.starts_with('A') { "B" } else { "A" });
        let unmarked = URL_SAFE_NO_PAD.encode([0; NUMBER]);
        let short = &number[..42];
        for text in ["", "x", &unmarked, &Id::default().to_string(), short, &changed, &"A".repeat(43)] {
            assert_eq!(anonymous.id(text), None, "{text}");
        }
    }
}
