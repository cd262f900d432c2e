//! Links, and how the server builds them.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use std::cell::RefCell;
use std::fmt;

/// All characters except the unreserved ones of RFC 3986 §2.3.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A URI reference (RFC 3986 §4.1), kept as written.
///
/// If a handler returns an empty link, the server fills it in. On the wire null counts as empty.
///
/// ```
/// use housestyle::Link;
///
/// let stated = Link::from("/patients/7");
/// assert_eq!(serde_json::to_string(&stated).unwrap(), r#""/patients/7""#);
/// assert!(Link::empty().is_empty()); // the server fills it in
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Link(pub String);

impl Link {
    /// Creates an empty link, which the server fills in.
    pub const fn empty() -> Self {
        Self(String::new())
    }

    /// Returns whether the link is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the link as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A value with an operation of its own. Generated for the types whose creation is answered with `Location`.
///
/// ```
/// use housestyle::Link;
/// use housestyle::value::Locate;
///
/// struct Patient { id: u64 }
///
/// impl Locate for Patient {
///     fn location(&self) -> Link {
///         format!("/patients/{}", self.id).into()
///     }
/// }
/// assert_eq!(Patient { id: 7 }.location().as_str(), "/patients/7");
/// ```
pub trait Locate {
    /// Returns the path of the value's own operation.
    fn location(&self) -> Link;
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<String> for Link {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Link {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl Serialize for Link {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Link {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Option::deserialize(deserializer)?.unwrap_or_default()))
    }
}

/// Builds a link from encoded text and values, each encoded as one segment.
#[derive(Debug, Clone, Default)]
pub struct LinkPath {
    text: String,
    broken: bool,
}

impl LinkPath {
    /// Creates an empty path.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Appends text of path or query that is already percent-encoded.
    #[must_use]
    pub fn text(mut self, encoded: &str) -> Self {
        self.text.push_str(encoded);
        self
    }

    /// Appends a percent-encoded scalar. With null, an empty string, a list or an object, there is no link.
    #[must_use]
    pub fn value<T: Serialize + ?Sized>(mut self, value: &T) -> Self {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::String(text)) if !text.is_empty() => {
                self.text.extend(utf8_percent_encode(&text, RESERVED));
            }
            Ok(serde_json::Value::Number(number)) => self.text.push_str(&number.to_string()),
            Ok(serde_json::Value::Bool(flag)) => self.text.push_str(if flag { "true" } else { "false" }),
            _ => self.broken = true,
        }
        self
    }

    /// Returns the link with the server's prefix, and its host if links are absolute. `None` if a value was missing.
    #[must_use]
    pub fn finish(self) -> Option<String> {
        (!self.broken).then(|| PREFIX.with_borrow(|prefix| format!("{prefix}{}", self.text)))
    }
}

thread_local! {
    /// The prefix of links. Serialization is synchronous, so each thread has one at a time.
    static PREFIX: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Calls `write` with the prefix for links that it builds.
#[cfg(feature = "server")]
pub(crate) fn under<T>(prefix: &str, write: impl FnOnce() -> T) -> T {
    /// Restores the previous prefix, even after a panic.
    struct RestorePrefix(String);
    impl Drop for RestorePrefix {
        fn drop(&mut self) {
            PREFIX.set(std::mem::take(&mut self.0));
        }
    }
    let _before = RestorePrefix(PREFIX.replace(prefix.to_owned()));
    write()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_one_segment_each() {
        let path = LinkPath::new().text("/a/").value("x/../y?z").text("/b/").value(&-5);
        assert_eq!(path.finish().as_deref(), Some("/a/x%2F..%2Fy%3Fz/b/-5"));
    }

    #[test]
    fn a_missing_value_makes_no_link() {
        assert_eq!(LinkPath::new().text("/a/").value(&None::<i64>).finish(), None);
        assert_eq!(LinkPath::new().text("/a/").value("").finish(), None);
    }

    #[cfg(feature = "server")]
    #[test]
    fn links_are_made_under_a_prefix_while_it_lasts() {
        let made = || LinkPath::new().text("/a").finish().expect("a link");
        assert_eq!(
            under("/api", || (made(), under("/v2", made), made())),
            ("/api/a".into(), "/v2/a".into(), "/api/a".into())
        );
        assert!(std::panic::catch_unwind(|| under("/api", || panic!("on purpose"))).is_err());
        assert_eq!(made(), "/a");
    }

    #[test]
    fn null_is_an_empty_link() {
        assert!(serde_json::from_str::<Link>("null").expect("null").is_empty());
    }
}
