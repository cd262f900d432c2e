//! A member that can be absent, null or a value.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// A member that is optional and nullable, as JSON Merge Patch (RFC 7396) distinguishes.
///
/// On the wire [`Patch::Absent`] is omitted, [`Patch::Null`] is `null`, [`Patch::Value`] is the value itself.
///
/// ```
/// use housestyle::Patch;
///
/// fn rename(current: &mut Option<String>, change: Patch<String>) {
///     if let Some(change) = change.into_change() {
///         *current = change;
///     }
/// }
///
/// let mut name = Some("ann".to_owned());
/// rename(&mut name, Patch::Absent); // the member is not in the body
/// assert_eq!(name.as_deref(), Some("ann"));
/// rename(&mut name, Patch::Null); // the member is null
/// assert_eq!(name, None);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Patch<T> {
    /// The member is absent: keep the current value.
    #[default]
    Absent,
    /// The member is null: remove the current value.
    Null,
    /// The member has a value: replace the current value.
    Value(T),
}

impl<T> Patch<T> {
    /// Returns whether the member is absent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Returns the value, if there is one.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Converts to a patch of a reference.
    pub const fn as_ref(&self) -> Patch<&T> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(value),
        }
    }

    /// Converts the value.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Absent => Patch::Absent,
            Self::Null => Patch::Null,
            Self::Value(value) => Patch::Value(change(value)),
        }
    }

    /// Returns `None` if absent, `Some(None)` for null, `Some(Some(value))` for a value.
    pub fn into_change(self) -> Option<Option<T>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(value)),
        }
    }

    /// Applies the patch to a stored value. Returns whether the member was present.
    pub fn apply(self, stored: &mut Option<T>) -> bool {
        match self.into_change() {
            None => false,
            Some(change) => {
                *stored = change;
                true
            }
        }
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T> From<Option<T>> for Patch<T> {
    /// `None` is null, not absent.
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent | Self::Null => serializer.serialize_none(),
            Self::Value(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_and_value_are_distinguished() {
        let null: Patch<i64> = serde_json::from_str("null").expect("null");
        let seven: Patch<i64> = serde_json::from_str("7").expect("7");
        assert_eq!((null, seven), (Patch::Null, Patch::Value(7)));
        assert_eq!(serde_json::to_string(&(null, seven)).expect("json"), "[null,7]");
    }

    #[test]
    fn apply_leaves_the_absent_alone() {
        let mut stored = Some(1);
        assert!(!Patch::Absent.apply(&mut stored));
        assert_eq!(stored, Some(1));
        assert!(Patch::Value(2).apply(&mut stored));
        assert_eq!(stored, Some(2));
        assert!(Patch::Null.apply(&mut stored));
        assert_eq!(stored, None);
    }
}
