//! Links, and how the server makes one of the members beside it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use std::cell::RefCell;
use std::fmt;

/// All but the unreserved characters of RFC 3986 §2.3.
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A link: a reference that RFC 3986 §4.1 describes, as it is written.
///
/// Empty, a handler leaves it to the server to fill in. On the wire null counts as empty.
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
    /// A link that the server fills in.
    pub const fn empty() -> Self {
        Self(String::new())
    }

    /// Whether it is still to be filled in, or was absent.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What has an operation of its own. Emitted for the types of which a 201 tells where they are.
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
    /// The path of its own operation.
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

/// A link in the making: text that is already encoded, and values that are encoded as one segment each.
#[derive(Debug, Clone, Default)]
pub struct LinkPath {
    text: String,
    broken: bool,
}

impl LinkPath {
    /// Nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Text of the path or query, already percent-encoded.
    #[must_use]
    pub fn text(mut self, encoded: &str) -> Self {
        self.text.push_str(encoded);
        self
    }

    /// A scalar, percent-encoded. Null, empty text, a list or an object makes no link.
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

    /// The link, under whatever the server that is writing it is nested in, and its host where links are absolute; none where a value was missing.
    #[must_use]
    pub fn finish(self) -> Option<String> {
        (!self.broken).then(|| PREFIX.with_borrow(|prefix| format!("{prefix}{}", self.text)))
    }
}

thread_local! {
    /// What links that are made begin with. Writing is synchronous, so a thread has one at a time.
    static PREFIX: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Writes something in which the links that are made begin with `prefix`, under which the server is nested.
#[cfg(feature = "server")]
pub(crate) fn under<T>(prefix: &str, write: impl FnOnce() -> T) -> T {
    /// Puts back what was there, come what may.
    struct Before(String);
    impl Drop for Before {
        fn drop(&mut self) {
            PREFIX.set(std::mem::take(&mut self.0));
        }
    }
    let _before = Before(PREFIX.replace(prefix.to_owned()));
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
