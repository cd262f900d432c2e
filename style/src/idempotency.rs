//! Idempotency keys: requests that may be sent again without being performed again.

use crate::{HeaderName, List};

record! {
    /// Idempotency keys. A client gives a request a key in a header, and sends the request again with the same key if it has
    /// received no response: the server performs it once, and answers again with the first response. A key belongs to one
    /// operation and one caller. Another request with a used key gets the outcome `idempotency_mismatch`, and one that arrives
    /// while the first is being performed `idempotency_conflict`. Without it, there are no keys.
    Idempotency "`idempotency`" {
        /// The request header for the key.
        header: HeaderName = "\"Idempotency-Key\"",
        /// The methods of the operations that have keys. `idempotency` of `x-style` decides for a single operation.
        methods: List<KeyedMethod> = "[\"POST\"]",
        /// Whether a request without a key gets the outcome `missing_parameter`.
        required: bool = "false",
        /// How many characters a key may have: printable ASCII. A longer one gets the outcome `invalid_parameter`.
        max_length: u32 [Whole(32, 4096)] = "255",
        /// Whether a key is sent in quotes, as a string of RFC 9651: `"8e03978e-40d5-43e8-bc93-6894a57f9324"`.
        quoted: bool = "false",
        /// How long a response is kept, in seconds. After that, a key is new again.
        lifetime_s: u32 [Whole(1, 31_536_000)] = "86400",
        /// The header of a response that was kept, with the value `true`: `Idempotent-Replayed`. Without it, none is sent.
        replay_header: Option<HeaderName>,
        /// Which failures of a handler are kept. Failures before it runs never are, nor are `too_many` and `unavailable`: the
        /// request may be sent again with the same key.
        failures: KeptFailures = "\"replay\"",
    }
}

words! {
    /// A method whose operations have keys.
    KeyedMethod {
        /// `POST`.
        Post = "POST",
        /// `PATCH`.
        Patch = "PATCH",
        /// `PUT`.
        Put = "PUT",
        /// `DELETE`.
        Delete = "DELETE",
    }
}

words! {
    /// Which failures of a handler are kept.
    KeptFailures {
        /// All of them.
        Replay = "replay",
        /// Those with a status of the 400s.
        Replay4xx = "replay_4xx",
        /// None: a request that failed is performed again.
        Forget = "forget",
    }
}

words! {
    /// Whether requests to an operation have an idempotency key.
    KeyUse {
        /// They have none.
        Off = "off",
        /// They may have one.
        Optional = "optional",
        /// They must have one.
        Required = "required",
    }
}

/// Why a text is not an idempotency key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyFault {
    /// It is empty.
    Empty,
    /// It is longer than the limit.
    TooLong,
    /// It is not printable ASCII, begins or ends with a blank, or is not a string in quotes where it must be.
    Malformed,
}

impl Idempotency {
    /// Whether requests to an operation with a method have keys, unless the operation has a rule of its own.
    #[must_use]
    pub fn usual(&self, method: Option<KeyedMethod>) -> KeyUse {
        match method {
            Some(method) if self.methods.contains(&method) && self.required => KeyUse::Required,
            Some(method) if self.methods.contains(&method) => KeyUse::Optional,
            Some(_) | None => KeyUse::Off,
        }
    }

    /// Checks that a text can be a key.
    ///
    /// # Errors
    /// Returns why it cannot.
    pub fn check(&self, key: &str) -> Result<(), KeyFault> {
        let printable = key.bytes().all(|byte| matches!(byte, b' '..=b'~'));
        match key.len() {
            0 => Err(KeyFault::Empty),
            _ if !printable || key.trim() != key => Err(KeyFault::Malformed),
            length if length > self.max_length as usize => Err(KeyFault::TooLong),
            _ => Ok(()),
        }
    }

    /// The header's value for a key.
    #[must_use]
    pub fn write(&self, key: &str) -> String {
        match self.quoted {
            true => format!("\"{}\"", key.replace('\\', "\\\\").replace('"', "\\\"")),
            false => key.to_owned(),
        }
    }

    /// The key in the header's value.
    ///
    /// # Errors
    /// Returns why there is none.
    pub fn read(&self, value: &str) -> Result<String, KeyFault> {
        let value = value.trim();
        let key = match self.quoted {
            true => unquoted(value).ok_or(KeyFault::Malformed)?,
            false => value.to_owned(),
        };
        self.check(&key).map(|()| key)
    }
}

/// The text of a string in quotes (RFC 9651 §4.2.5).
fn unquoted(value: &str) -> Option<String> {
    let inner = value.strip_prefix('"')?.strip_suffix('"')?;
    let mut text = String::with_capacity(inner.len());
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.push(characters.next().filter(|escaped| matches!(escaped, '"' | '\\'))?),
            '"' => return None,
            other => text.push(other),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(quoted: bool) -> Idempotency {
        Idempotency {
            header: HeaderName("idempotency-key".into()),
            methods: List::Borrowed(&[KeyedMethod::Post]),
            required: false,
            max_length: 32,
            quoted,
            lifetime_s: 60,
            replay_header: None,
            failures: KeptFailures::Replay,
        }
    }

    #[test]
    fn a_key_is_printable_and_not_too_long() {
        let rules = rules(false);
        for key in ["a", "a b", "\"a\"", &"x".repeat(32)] {
            assert_eq!(rules.read(key).as_deref(), Ok(key));
            assert_eq!(rules.write(key), key);
        }
        let long = "x".repeat(33);
        for (key, fault) in [("", KeyFault::Empty), (" ", KeyFault::Empty), ("ä", KeyFault::Malformed)] {
            assert_eq!(rules.read(key), Err(fault), "{key}");
        }
        assert_eq!(
            (rules.read("a\tb"), rules.read(&long)),
            (Err(KeyFault::Malformed), Err(KeyFault::TooLong))
        );
        assert_eq!(rules.check(" a"), Err(KeyFault::Malformed), "blanks at the ends of a header are lost");
    }

    #[test]
    fn a_quoted_key_is_a_string_of_structured_fields() {
        let rules = rules(true);
        for key in ["a", r#"a"b\c"#, &"\"".repeat(32)] {
            assert_eq!(rules.read(&rules.write(key)).as_deref(), Ok(key));
        }
        assert_eq!(rules.read("\"\""), Err(KeyFault::Empty));
        for value in ["a", "\"", "\"a", r#""a"b""#, r#""a\""#, r#""a\b""#, "\"a\";x=1"] {
            assert_eq!(rules.read(value), Err(KeyFault::Malformed), "{value}");
        }
    }

    #[test]
    fn operations_of_other_methods_have_no_keys() {
        let required = Idempotency { required: true, ..rules(false) };
        assert_eq!(rules(false).usual(Some(KeyedMethod::Post)), KeyUse::Optional);
        assert_eq!(required.usual(Some(KeyedMethod::Post)), KeyUse::Required);
        assert_eq!(required.usual(Some(KeyedMethod::Put)), KeyUse::Off);
        assert_eq!(required.usual(None), KeyUse::Off);
    }
}
