//! A box that hides its contents from auto trait checks.

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::ops::{Deref, DerefMut};

/// A box for deeply nested types.
///
/// To decide whether a type is `Send`, the compiler visits all types that it contains, and fails for more than a few
/// dozen levels (E0275, E0320). Deeply nested generated types therefore contain a `Boxed`. It derefs to the value, is
/// created with [`from`](From::from), and unwrapped with [`Self::into_inner`].
///
/// ```
/// use housestyle::Boxed;
///
/// let mut names = Boxed::from(vec!["ann"]);
/// names.push("bob");
/// assert_eq!(names.into_inner(), ["ann", "bob"]);
/// ```
pub struct Boxed<T>(Box<dyn BoxedValue<T> + Send + Sync>);

trait BoxedValue<T> {
    fn get(&self) -> &T;
    fn get_mut(&mut self) -> &mut T;
    fn take(self: Box<Self>) -> T;
    fn copy(&self) -> Boxed<T>;
}

impl<T: Clone + Send + Sync + 'static> BoxedValue<T> for T {
    fn get(&self) -> &T {
        self
    }

    fn get_mut(&mut self) -> &mut T {
        self
    }

    fn take(self: Box<Self>) -> T {
        *self
    }

    fn copy(&self) -> Boxed<T> {
        self.clone().into()
    }
}

impl<T> Boxed<T> {
    /// Returns the value.
    #[must_use]
    pub fn into_inner(self) -> T {
        self.0.take()
    }
}

impl<T: Clone + Send + Sync + 'static> From<T> for Boxed<T> {
    fn from(value: T) -> Self {
        Self(Box::new(value))
    }
}

impl<T> Deref for Boxed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.get()
    }
}

impl<T> DerefMut for Boxed<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.get_mut()
    }
}

impl<T> Clone for Boxed<T> {
    fn clone(&self) -> Self {
        self.0.copy()
    }
}

impl<T: fmt::Debug> fmt::Debug for Boxed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: PartialEq> PartialEq for Boxed<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<T: Serialize> Serialize for Boxed<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de> + Clone + Send + Sync + 'static> Deserialize<'de> for Boxed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_its_value() {
        let mut one: Boxed<Vec<i64>> = serde_json::from_str("[1,2]").expect("a list");
        let two = one.clone();
        one.push(3);
        assert_eq!((one.len(), two.len()), (3, 2));
        assert_eq!(format!("{two:?}"), "[1, 2]");
        assert_eq!(serde_json::to_string(&one).expect("json"), "[1,2,3]");
        assert_eq!(one.into_inner(), [1, 2, 3]);
    }
}
