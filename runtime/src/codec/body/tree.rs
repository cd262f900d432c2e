//! Parses JSON text into a tree, and reports duplicate members.

use crate::codec::{DecodeError, json};
use crate::schema::check::{Fault, LISTED, Violation};
use crate::schema::members::MemberName;
use crate::syntax::pointer::push;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::collections::HashSet;
use std::fmt;

/// Parses JSON text and records duplicate members; the tree contains the last of them.
///
/// # Errors
/// Returns an error if the text is not JSON or nests deeper than [`json::DEPTH`].
pub fn parse(body: &[u8], found: &mut Vec<Violation>) -> Result<Value, DecodeError> {
    let whole: Value = json::read(body)?;
    let value = json::wide_integer::tree(body).unwrap_or(whole);
    let mut pointer = String::new();
    let mut reader = serde_json::Deserializer::from_slice(body);
    reader.disable_recursion_limit();
    // The text has been parsed once, so this cannot fail.
    let _ = DuplicateFinder { pointer: &mut pointer, found }.deserialize(&mut reader);
    Ok(value)
}

/// Finds duplicate members.
struct DuplicateFinder<'a> {
    pointer: &'a mut String,
    found: &'a mut Vec<Violation>,
}

impl DuplicateFinder<'_> {
    fn inside<T>(&mut self, name: &str, look: impl FnOnce(DuplicateFinder<'_>) -> T) -> T {
        let length = self.pointer.len();
        push(self.pointer, name);
        let seen = look(DuplicateFinder { pointer: self.pointer, found: self.found });
        self.pointer.truncate(length);
        seen
    }
}

impl<'de> DeserializeSeed<'de> for DuplicateFinder<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for DuplicateFinder<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        for index in 0_usize.. {
            if self.inside(&index.to_string(), |seed| items.next_element_seed(seed))?.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        let mut names = HashSet::new();
        while let Some(key) = members.next_key::<MemberName<'de>>()? {
            self.inside(&key, |seed| {
                if !names.insert(key.to_string()) && seed.found.len() < LISTED {
                    seed.found.push(Violation::new(&Fault::Duplicate, seed.pointer, None));
                }
                members.next_value_seed(seed)
            })?;
        }
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}
