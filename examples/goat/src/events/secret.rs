//! The secret by which others join an event.

use uuid::Uuid;

/// The characters of a secret: none is mistaken for another when read aloud or copied.
const ALPHABET: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";
const LENGTH: usize = 6;

/// A new one.
pub fn generate() -> String {
    let mut secret = String::with_capacity(LENGTH);
    while secret.len() < LENGTH {
        let random = Uuid::new_v4();
        // The first six bytes of a version 4 are random throughout. Those above a multiple of 31 would favour some letters.
        let bytes = random.as_bytes().iter().take(6).filter(|byte| **byte < 248);
        let letters = bytes.filter_map(|byte| ALPHABET.get(usize::from(byte % 31)));
        let missing = LENGTH - secret.len();
        secret.extend(letters.map(|letter| char::from(*letter)).take(missing));
    }
    secret
}

/// As it is kept, of what someone typed.
pub fn normal(typed: &str) -> String {
    typed.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_letters_that_cannot_be_mistaken() {
        let many: std::collections::BTreeSet<String> = (0..1000).map(|_| generate()).collect();
        assert!(many.len() > 990, "they are random");
        for secret in many {
            assert_eq!(secret.len(), 6);
            assert!(secret.bytes().all(|byte| ALPHABET.contains(&byte)), "{secret}");
        }
    }
}
