//! Support for generated `Serialize` and `Deserialize` implementations of objects.

mod tagged;

pub use tagged::{WriteObject, chosen, key, write_object};

use crate::syntax::json::FloatSeed;
use crate::value::{Link, LinkPath, Patch};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// Serializes the members of an object.
#[derive(Debug)]
pub struct Members<S: Serializer> {
    map: S::SerializeMap,
    /// The tags of unions with their values, and whether they have been written.
    tags: Vec<(&'static str, &'static str, bool)>,
}

impl<S: Serializer> Members<S> {
    /// Starts the object.
    ///
    /// # Errors
    /// Returns the errors of the serializer.
    pub fn new(serializer: S) -> Result<Self, S::Error> {
        Ok(Self { map: serializer.serialize_map(None)?, tags: Vec::new() })
    }

    /// Writes a required member.
    ///
    /// # Errors
    /// Returns the errors of the serializer.
    pub fn put<T: Serialize + ?Sized>(&mut self, wire: &'static str, value: &T) -> Result<(), S::Error> {
        if !self.tags.is_empty() && self.put_tag(wire)? {
            return Ok(());
        }
        self.map.serialize_entry(wire, value)
    }

    /// Writes a member, omitted if it is `None`.
    ///
    /// # Errors
    /// Returns the errors of the serializer.
    pub fn put_some<T: Serialize>(&mut self, wire: &'static str, value: &Option<T>) -> Result<(), S::Error> {
        value.as_ref().map_or(Ok(()), |value| self.put(wire, value))
    }

    /// Writes a member, omitted if it is absent.
    ///
    /// # Errors
    /// Returns the errors of the serializer.
    pub fn put_patch<T: Serialize>(&mut self, wire: &'static str, value: &Patch<T>) -> Result<(), S::Error> {
        if value.is_absent() { Ok(()) } else { self.put(wire, value) }
    }

    /// Writes a link. An empty link is built from the other members, or omitted if that is not possible.
    ///
    /// # Errors
    /// Returns the errors of the serializer.
    pub fn link(
        &mut self,
        wire: &'static str,
        link: &Link,
        make: impl FnOnce() -> LinkPath,
    ) -> Result<(), S::Error> {
        if !link.is_empty() {
            return self.put(wire, link);
        }
        make().finish().map_or(Ok(()), |made| self.put(wire, &made))
    }

    /// Writes the additional members. A key that is one of the `named` members is skipped and logged: it would be
    /// duplicated, or the schema does not have it in this direction.
    ///
    /// # Errors
    /// Returns the errors of the serializer.
    pub fn others<T: Serialize>(
        &mut self,
        others: &BTreeMap<String, T>,
        named: &'static [&'static str],
    ) -> Result<(), S::Error> {
        for (wire, value) in others {
            if named.contains(&wire.as_str()) {
                log_skipped(wire);
            } else if !self.put_tag(wire)? {
                self.map.serialize_entry(wire, value)?;
            }
        }
        Ok(())
    }

    /// Ends the object.
    ///
    /// # Errors
    /// Returns the errors of the serializer.
    pub fn end(mut self) -> Result<S::Ok, S::Error> {
        for (wire, value, _) in self.tags.iter().filter(|(_, _, written)| !written) {
            self.map.serialize_entry(wire, value)?;
        }
        self.map.end()
    }
}

/// Logs an additional member with the name of a declared one.
pub(crate) fn log_skipped(wire: &str) {
    tracing::warn!(member = %crate::sanitize::OneLine(wire), "skipped an additional member with the name of a declared one");
}

/// An object that is deserialized member by member. Implemented by generated code.
pub trait ReadObject<'de>: Sized {
    /// Deserializes the members.
    ///
    /// # Errors
    /// Returns an error if a member does not have its type, or a required one is missing.
    fn read_object<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Deserializes an object.
///
/// # Errors
/// Returns an error if the value is not an object, or [`ReadObject::read_object`] fails.
pub fn object<'de, D: Deserializer<'de>, T: ReadObject<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct ObjectVisitor<T>(PhantomData<T>);
    impl<'de, T: ReadObject<'de>> Visitor<'de> for ObjectVisitor<T> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read_object(map)
        }
    }
    // As a struct, which wrappers of deserializers pass on unchanged.
    deserializer.deserialize_struct("object", &[], ObjectVisitor(PhantomData))
}

/// The name of a member, borrowed from the input if it has no escapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberName<'de>(Cow<'de, str>);

impl Deref for MemberName<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl MemberName<'_> {
    /// Returns the name as an owned string.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }
}

impl<'de> Deserialize<'de> for MemberName<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = MemberName<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a member")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<MemberName<'de>, E> {
                Ok(MemberName(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<MemberName<'de>, E> {
                Ok(MemberName(Cow::Owned(text.to_owned())))
            }
            fn visit_string<E: Error>(self, text: String) -> Result<MemberName<'de>, E> {
                Ok(MemberName(Cow::Owned(text)))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// What deserialization alone could not decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct PendingChecks {
    /// A member was skipped.
    pub(crate) skipped: bool,
    /// A member was duplicated.
    pub(crate) twice: bool,
    /// A value matched no alternative of a union and was kept as received.
    pub(crate) unknown: bool,
}

thread_local! {
    /// Recorded during deserialization, which is synchronous. Clients ignore it; a server whose style rejects these
    /// validates the body again.
    static PENDING: Cell<PendingChecks> = const { Cell::new(PendingChecks { skipped: false, twice: false, unknown: false }) };
}

/// Returns and resets what deserialization on this thread could not decide.
pub(crate) fn pending_checks() -> PendingChecks {
    PENDING.take()
}

pub(crate) fn doubt(change: impl FnOnce(&mut PendingChecks)) {
    let mut pending_checks = PENDING.get();
    change(&mut pending_checks);
    PENDING.set(pending_checks);
}

/// Deserializes the value of a member. The last duplicate counts, and the duplicate is recorded.
///
/// # Errors
/// Returns an error if the value does not have the type; `null` is only accepted by nullable types.
pub fn member<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    if slot.replace(map.next_value()?).is_some() {
        doubt(|pending_checks| pending_checks.twice = true);
    }
    Ok(())
}

/// As [`member`], but null counts as absent: for types that only clients read.
///
/// # Errors
/// Returns an error if the value is neither null nor of the type.
pub fn lenient<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    *slot = map.next_value::<Option<T>>()?;
    Ok(())
}

/// As [`member`], for a type with 32-bit floats: a number out of range is an error.
///
/// # Errors
/// See [`member`].
pub fn float_member<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    if slot.replace(map.next_value_seed(FloatSeed::<PhantomData<T>>::of())?).is_some() {
        doubt(|pending_checks| pending_checks.twice = true);
    }
    Ok(())
}

/// As [`lenient`], for a type with 32-bit floats.
///
/// # Errors
/// See [`lenient`] and [`float_member`].
pub fn lenient_float<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    *slot = map.next_value_seed(FloatSeed::<PhantomData<Option<T>>>::of())?;
    Ok(())
}

/// As [`other`], for a type with 32-bit floats.
///
/// # Errors
/// See [`other`] and [`float_member`].
pub fn other_float<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    key: MemberName<'de>,
    others: &mut BTreeMap<String, T>,
) -> Result<(), A::Error> {
    let value = map.next_value_seed(FloatSeed::<PhantomData<T>>::of())?;
    if others.insert(key.into_string(), value).is_some() {
        doubt(|pending_checks| pending_checks.twice = true);
    }
    Ok(())
}

/// Skips a member that the type does not declare.
///
/// # Errors
/// Returns an error if the value is not valid in the input's syntax.
pub fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    doubt(|pending_checks| pending_checks.skipped = true);
    map.next_value::<IgnoredAny>().map(drop)
}

/// Stores an additional member.
///
/// # Errors
/// Returns an error if the value does not have the type.
pub fn other<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    key: MemberName<'de>,
    others: &mut BTreeMap<String, T>,
) -> Result<(), A::Error> {
    if others.insert(key.into_string(), map.next_value()?).is_some() {
        doubt(|pending_checks| pending_checks.twice = true);
    }
    Ok(())
}

/// Parses a default of the document; `None` if it does not have the type.
#[must_use]
pub fn parsed<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

/// Returns the value of a required member.
///
/// # Errors
/// Returns an error if it is absent.
pub fn required<T, E: Error>(slot: Option<T>, wire: &'static str) -> Result<T, E> {
    slot.ok_or_else(|| E::custom(format_args!("the member {wire:?} is missing")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Pet {
        url: Link,
        id: i64,
        tag: Option<String>,
        born: Patch<i64>,
        others: BTreeMap<String, bool>,
    }

    impl Serialize for Pet {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            let mut members = Members::new(serializer)?;
            members.link("url", &self.url, || LinkPath::new().text("/pets/").value(&self.id))?;
            members.put("id", &self.id)?;
            members.put_some("tag", &self.tag)?;
            members.put_patch("born", &self.born)?;
            members.others(&self.others, &["url", "id", "tag", "born", "gone"])?;
            members.end()
        }
    }

    impl<'de> Deserialize<'de> for Pet {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            object(deserializer)
        }
    }

    impl<'de> ReadObject<'de> for Pet {
        fn read_object<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
            let (mut url, mut id, mut tag, mut born) = (None, None, None, None);
            let mut others = BTreeMap::new();
            while let Some(key) = map.next_key::<MemberName<'de>>()? {
                match &*key {
                    "url" => member(&mut map, &mut url)?,
                    "id" => member(&mut map, &mut id)?,
                    "tag" => lenient(&mut map, &mut tag)?,
                    "born" => member(&mut map, &mut born)?,
                    "gone" => skip(&mut map)?,
                    _ => other(&mut map, key, &mut others)?,
                }
            }
            Ok(Pet {
                url: url.unwrap_or_default(),
                id: required(id, "id")?,
                tag,
                born: born.unwrap_or_default(),
                others,
            })
        }
    }

    #[test]
    fn links_are_filled_in_and_the_absent_left_out() {
        let mut pet: Pet = serde_json::from_str(r#"{"id":7,"tag":null,"x":true}"#).expect("a pet");
        assert_eq!(serde_json::to_string(&pet).expect("json"), r#"{"url":"/pets/7","id":7,"x":true}"#);
        (pet.url, pet.born) = ("/else".into(), Patch::Null);
        let text = serde_json::to_string(&pet).expect("json");
        assert_eq!(text, r#"{"url":"/else","id":7,"born":null,"x":true}"#);
        assert_eq!(serde_json::from_str::<Pet>(&text).expect("a pet"), pet);
    }

    #[test]
    fn the_missing_and_the_doubtful_are_noticed() {
        let missing = serde_json::from_str::<Pet>("{}").expect_err("no id").to_string();
        assert!(missing.starts_with(r#"the member "id" is missing"#), "{missing}");
        pending_checks();
        let read =
            |text| serde_json::from_str::<Pet>(text).map(|pet| (pet.id, pending_checks())).expect("a pet");
        let pending_checks = |skipped, twice| PendingChecks { skipped, twice, unknown: false };
        assert_eq!(read(r#"{"\u0069d":1}"#), (1, pending_checks(false, false)));
        assert_eq!(read(r#"{"id":1,"gone":[]}"#), (1, pending_checks(true, false)));
        assert_eq!(read(r#"{"id":1,"id":2}"#), (2, pending_checks(false, true)));
    }
}
