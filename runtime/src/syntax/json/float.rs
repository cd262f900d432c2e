//! A deserializer that rejects numbers out of range where an `f32` is read; serde would make them infinite.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::marker::PhantomData;

/// Wraps the deserializer of a value, and of nested options, lists, tuples and maps. Structs are not wrapped: they
/// check their members themselves, so that their code is only compiled for one deserializer.
pub(crate) struct FloatDeserializer<D>(pub(crate) D);

macro_rules! as_it_is {
    ($($method:ident($($arg:ident: $ty:ty),*);)*) => { $(
        fn $method<V: Visitor<'de>>(self, $($arg: $ty,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($arg,)* visitor)
        }
    )* };
}

macro_rules! guarded {
    ($($method:ident($($arg:ident: $ty:ty),*);)*) => { $(
        fn $method<V: Visitor<'de>>(self, $($arg: $ty,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($arg,)* NestedVisitor(visitor))
        }
    )* };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for FloatDeserializer<D> {
    type Error = D::Error;

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        // Not as an `f32`: with its feature `float_roundtrip`, serde_json takes one out of range for bad syntax.
        self.0.deserialize_f64(FloatVisitor(visitor))
    }

    guarded! {
        deserialize_option();
        deserialize_seq();
        deserialize_tuple(len: usize);
        deserialize_map();
    }

    as_it_is! {
        deserialize_any();
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_unit();
        deserialize_unit_struct(ident: &'static str);
        deserialize_newtype_struct(ident: &'static str);
        deserialize_tuple_struct(ident: &'static str, len: usize);
        deserialize_struct(ident: &'static str, fields: &'static [&'static str]);
        deserialize_enum(ident: &'static str, variants: &'static [&'static str]);
        deserialize_identifier();
        deserialize_ignored_any();
    }
}

/// Converts a number to an `f32`.
struct FloatVisitor<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for FloatVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        self.0.visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.0.visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "as in serde: a number out of range becomes infinite"
        )]
        if (value as f32).is_finite() {
            return self.0.visit_f64(value);
        }
        Err(E::custom("the number is out of the range of `format: float`"))
    }
}

/// Visits nested values.
struct NestedVisitor<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for NestedVisitor<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(FloatDeserializer(deserializer))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(NestedVisitor(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(NestedVisitor(members))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for NestedVisitor<A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, A::Error> {
        self.0.next_element_seed(FloatSeed(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for NestedVisitor<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.0.next_value_seed(FloatSeed(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

/// A seed whose deserializer is wrapped.
pub(crate) struct FloatSeed<T>(pub(crate) T);

impl<T> FloatSeed<PhantomData<T>> {
    /// Creates the seed of a type.
    pub(crate) const fn of() -> Self {
        Self(PhantomData)
    }
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for FloatSeed<T> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        self.0.deserialize(FloatDeserializer(deserializer))
    }
}

#[cfg(test)]
mod tests {
    use crate::codec::json;
    use std::collections::BTreeMap;

    fn refused<T: serde::de::DeserializeOwned + std::fmt::Debug>(text: &str, pointer: &str) {
        let error = json::read::<T>(text.as_bytes()).expect_err(text);
        assert_eq!((error.pointer.as_str(), error.syntax), (pointer, false), "{text}: {error}");
        assert!(error.message.contains("format: float"), "{error}");
        let value = serde_json::from_str(text).expect("JSON");
        assert!(crate::schema::typed::typed_value::<T>(value).is_err(), "{text}");
    }

    #[test]
    fn what_32_bits_cannot_hold_is_refused_wherever_it_stands() {
        for number in ["1e40", "-1e40", "3.5e38", "340282356779733661637539395458142568448"] {
            refused::<f32>(number, "");
        }
        refused::<Vec<f32>>("[1, 1e40]", "/1");
        refused::<Vec<Option<f32>>>("[null, 1e39]", "/1");
        refused::<BTreeMap<String, Vec<f32>>>(r#"{"a":[],"b":[1e39]}"#, "/b/0");
        refused::<(bool, f32)>("[true, 1e39]", "/1");
    }

    #[test]
    fn what_they_can_hold_is_read() {
        assert_eq!(json::read::<f32>(b"3.4028235e38").expect("a number"), f32::MAX);
        assert_eq!(json::read::<(f32, f64)>(b"[5, 1e40]").expect("numbers"), (5.0, 1e40));
        assert_eq!(json::read::<Option<f32>>(b"null").expect("nothing"), None);
        assert_eq!(json::read::<BTreeMap<String, f64>>(br#"{"a":1e300}"#).expect("a map")["a"], 1e300);
    }

    #[test]
    fn what_64_bits_cannot_hold_is_refused() {
        assert!(json::read::<f64>(b"1e999").is_err());
        assert!(json::read::<Vec<serde_json::Value>>(b"[-1e999]").is_err());
    }
}
