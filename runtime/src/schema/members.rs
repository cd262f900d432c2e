//! What emitted `Serialize` and `Deserialize` impls of objects stand on.

mod tagged;

pub use tagged::{WriteObject, chosen, key, write_object};

use crate::syntax::json::NarrowSeed;
use crate::value::{Link, LinkPath, Patch};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::borrow::Cow;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

/// Writes the members of an object.
#[derive(Debug)]
pub struct Members<S: Serializer> {
    map: S::SerializeMap,
    /// The members that tell the alternative of a union, their values, and whether they are written.
    tags: Vec<(&'static str, &'static str, bool)>,
}

impl<S: Serializer> Members<S> {
    /// Opens the object.
    ///
    /// # Errors
    /// As of the serializer.
    pub fn new(serializer: S) -> Result<Self, S::Error> {
        Ok(Self { map: serializer.serialize_map(None)?, tags: Vec::new() })
    }

    /// A member that is always there.
    ///
    /// # Errors
    /// As of the serializer.
    pub fn put<T: Serialize + ?Sized>(&mut self, wire: &'static str, value: &T) -> Result<(), S::Error> {
        if !self.tags.is_empty() && self.put_tag(wire)? {
            return Ok(());
        }
        self.map.serialize_entry(wire, value)
    }

    /// A member that is left out where there is none.
    ///
    /// # Errors
    /// As of the serializer.
    pub fn put_some<T: Serialize>(&mut self, wire: &'static str, value: &Option<T>) -> Result<(), S::Error> {
        value.as_ref().map_or(Ok(()), |value| self.put(wire, value))
    }

    /// A member that is left out where it is absent.
    ///
    /// # Errors
    /// As of the serializer.
    pub fn put_patch<T: Serialize>(&mut self, wire: &'static str, value: &Patch<T>) -> Result<(), S::Error> {
        if value.is_absent() { Ok(()) } else { self.put(wire, value) }
    }

    /// A link: made of the members beside it where it is empty; left out where that cannot be.
    ///
    /// # Errors
    /// As of the serializer.
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

    /// The members that the schema does not name. A key that is one of the `named` members is left out and logged: it
    /// would stand twice in the object, or where the schema has no such member in this direction.
    ///
    /// # Errors
    /// As of the serializer.
    pub fn others<T: Serialize>(
        &mut self,
        others: &BTreeMap<String, T>,
        named: &'static [&'static str],
    ) -> Result<(), S::Error> {
        for (wire, value) in others {
            if named.contains(&wire.as_str()) {
                left_out(wire);
            } else if !self.put_tag(wire)? {
                self.map.serialize_entry(wire, value)?;
            }
        }
        Ok(())
    }

    /// Closes the object.
    ///
    /// # Errors
    /// As of the serializer.
    pub fn end(mut self) -> Result<S::Ok, S::Error> {
        for (wire, value, _) in self.tags.iter().filter(|(_, _, written)| !written) {
            self.map.serialize_entry(wire, value)?;
        }
        self.map.end()
    }
}

/// Logs an additional member that has the name of a declared one.
pub(crate) fn left_out(wire: &str) {
    tracing::warn!(member = %crate::sanitize::OneLine(wire), "an additional member has the name of a declared one: it is not sent");
}

/// An object that is read member by member. Emitted.
pub trait ReadObject<'de>: Sized {
    /// Reads the members.
    ///
    /// # Errors
    /// A member is not of its type, or one that must be there is missing.
    fn read_object<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// Reads an object.
///
/// # Errors
/// The value is none, or [`ReadObject::read_object`] refuses it.
pub fn object<'de, D: Deserializer<'de>, T: ReadObject<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct Object<T>(PhantomData<T>);
    impl<'de, T: ReadObject<'de>> Visitor<'de> for Object<T> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }
        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
            T::read_object(map)
        }
    }
    // As a struct, which wrappers of deserializers leave to itself.
    deserializer.deserialize_struct("object", &[], Object(PhantomData))
}

/// The name of a member, borrowed from the input where it has no escapes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key<'de>(Cow<'de, str>);

impl Deref for Key<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl Key<'_> {
    /// As a text of its own.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into_owned()
    }
}

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Key<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a member")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
            fn visit_string<E: Error>(self, text: String) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(text)))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

/// What reading could not judge by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Doubts {
    /// A member was passed over.
    pub(crate) skipped: bool,
    /// A member came twice.
    pub(crate) twice: bool,
    /// A value was none of the alternatives of a union, and is kept as it came.
    pub(crate) unknown: bool,
}

thread_local! {
    /// Noted while reading, which is synchronous. A client does not mind; a server whose style does looks at the body once
    /// more.
    static DOUBTS: Cell<Doubts> = const { Cell::new(Doubts { skipped: false, twice: false, unknown: false }) };
}

/// What reading on this thread could not judge since this was last asked.
pub(crate) fn doubts() -> Doubts {
    DOUBTS.take()
}

pub(crate) fn doubt(change: impl FnOnce(&mut Doubts)) {
    let mut doubts = DOUBTS.get();
    change(&mut doubts);
    DOUBTS.set(doubts);
}

/// Reads a member's value. Of two with one name the last counts, and the first is held in doubt.
///
/// # Errors
/// The value is not of the type; null is none but for types that take it.
pub fn member<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    if slot.replace(map.next_value()?).is_some() {
        doubt(|doubts| doubts.twice = true);
    }
    Ok(())
}

/// As [`member`], where null counts as absent: for types that are read by clients alone.
///
/// # Errors
/// The value is neither null nor of the type.
pub fn lenient<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    *slot = map.next_value::<Option<T>>()?;
    Ok(())
}

/// As [`member`], of a type that holds numbers of 32 bits: one that these cannot hold is refused.
///
/// # Errors
/// As of [`member`].
pub fn float_member<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    if slot.replace(map.next_value_seed(NarrowSeed::<PhantomData<T>>::of())?).is_some() {
        doubt(|doubts| doubts.twice = true);
    }
    Ok(())
}

/// As [`lenient`], of a type that holds numbers of 32 bits.
///
/// # Errors
/// As of [`lenient`] and [`float_member`].
pub fn lenient_float<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    slot: &mut Option<T>,
) -> Result<(), A::Error> {
    *slot = map.next_value_seed(NarrowSeed::<PhantomData<Option<T>>>::of())?;
    Ok(())
}

/// As [`other`], of a type that holds numbers of 32 bits.
///
/// # Errors
/// As of [`other`] and [`float_member`].
pub fn other_float<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    key: Key<'de>,
    others: &mut BTreeMap<String, T>,
) -> Result<(), A::Error> {
    let value = map.next_value_seed(NarrowSeed::<PhantomData<T>>::of())?;
    if others.insert(key.into_string(), value).is_some() {
        doubt(|doubts| doubts.twice = true);
    }
    Ok(())
}

/// Passes over a member that the type does not know.
///
/// # Errors
/// The value is not in the input's syntax.
pub fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    doubt(|doubts| doubts.skipped = true);
    map.next_value::<IgnoredAny>().map(drop)
}

/// Keeps a member that the type does not name.
///
/// # Errors
/// The value is not of the type.
pub fn other<'de, A: MapAccess<'de>, T: Deserialize<'de>>(
    map: &mut A,
    key: Key<'de>,
    others: &mut BTreeMap<String, T>,
) -> Result<(), A::Error> {
    if others.insert(key.into_string(), map.next_value()?).is_some() {
        doubt(|doubts| doubts.twice = true);
    }
    Ok(())
}

/// A default of the document, from its JSON text; none where the type has no such value.
#[must_use]
pub fn parsed<T: DeserializeOwned>(json: &str) -> Option<T> {
    serde_json::from_str(json).ok()
}

/// A member that must have been there.
///
/// # Errors
/// It was not.
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
            while let Some(key) = map.next_key::<Key<'de>>()? {
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
        doubts();
        let read = |text| serde_json::from_str::<Pet>(text).map(|pet| (pet.id, doubts())).expect("a pet");
        let doubts = |skipped, twice| Doubts { skipped, twice, unknown: false };
        assert_eq!(read(r#"{"\u0069d":1}"#), (1, doubts(false, false)));
        assert_eq!(read(r#"{"id":1,"gone":[]}"#), (1, doubts(true, false)));
        assert_eq!(read(r#"{"id":1,"id":2}"#), (2, doubts(false, true)));
    }
}
