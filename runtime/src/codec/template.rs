//! Body templates with slots: written without an intermediate tree, and read back the same way.

use crate::codec::DecodeError;
use crate::codec::json::{self, WriteError};
use crate::schema::members::MemberName;
use crate::style::{Member, Slot, SlotKind, Template};
use crate::syntax::pointer::push;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// Fills the slots of a template.
pub trait Fill<S = Slot> {
    /// Appends the slot's JSON text to `out`. Returns false if the slot is empty and nothing was appended.
    ///
    /// # Errors
    /// Returns an error if the value cannot be serialized.
    fn fill(&mut self, slot: S, out: &mut Vec<u8>) -> Result<bool, WriteError>;
}

impl<S, F: FnMut(S, &mut Vec<u8>) -> Result<bool, WriteError>> Fill<S> for F {
    fn fill(&mut self, slot: S, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        self(slot, out)
    }
}

/// The template of a body, and what its member [`Template::ITEMS`] is called.
#[derive(Debug, Clone, Copy)]
pub struct Envelope {
    /// The template.
    pub template: &'static Template,
    /// The name.
    pub items: &'static str,
}

impl Envelope {
    /// A body that is only the payload.
    pub const BARE: Self = Self::new(&Template::Slot(Slot::Payload));

    /// A template without a member of the operation's own.
    #[must_use]
    pub const fn new(template: &'static Template) -> Self {
        Self { template, items: Template::ITEMS }
    }

    /// Reads a body, as [`read`] does.
    ///
    /// # Errors
    /// See [`read`].
    pub fn read<'a>(&self, body: &'a [u8]) -> Result<SlotValues<'a>, DecodeError> {
        read_named(self.template, self.items, body)
    }

    /// The JSON pointer of a slot.
    #[must_use]
    pub fn pointer(&self, slot: Slot) -> Option<String> {
        pointer(self.template, self.items, slot)
    }
}

/// The JSON pointer of a slot in a template.
#[must_use]
pub fn pointer(template: &Template, items: &str, slot: Slot) -> Option<String> {
    match template {
        Template::Constant(_) => None,
        Template::Slot(found) => (*found == slot).then(String::new),
        Template::Object(members) => members.iter().find_map(|member| {
            let rest = pointer(&member.value, items, slot)?;
            let mut place = String::new();
            push(&mut place, name(member, items));
            Some(place + &rest)
        }),
    }
}

/// The name of a member on the wire.
fn name<'m>(member: &'m Member, items: &'m str) -> &'m str {
    if member.wire == Template::ITEMS { items } else { &member.wire }
}

/// Writes a body. Members with an empty slot are omitted, or null if the template keeps them; objects whose members
/// are all omitted are omitted too. Returns whether anything was written.
///
/// # Errors
/// Returns an error if a value cannot be serialized. `out` is then unchanged.
pub fn write<S: SlotKind>(
    template: &Template,
    fill: &mut dyn Fill<S>,
    out: &mut Vec<u8>,
) -> Result<bool, WriteError> {
    write_named(template, Template::ITEMS, fill, out)
}

/// The same, with the name of the member [`Template::ITEMS`].
///
/// # Errors
/// See [`write()`].
pub fn write_named<S: SlotKind>(
    template: &Template,
    items: &str,
    fill: &mut dyn Fill<S>,
    out: &mut Vec<u8>,
) -> Result<bool, WriteError> {
    let start = out.len();
    let written = put(template, items, fill, out);
    if !matches!(written, Ok(true)) {
        out.truncate(start);
    }
    written
}

/// Appends a value if there is one, and returns whether there was.
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) fn put_some<T: serde::Serialize>(
    out: &mut Vec<u8>,
    value: Option<&T>,
) -> Result<bool, WriteError> {
    value.map_or(Ok(false), |value| json::write(value, out).map(|()| true))
}

fn put<S: SlotKind>(
    template: &Template,
    items: &str,
    fill: &mut dyn Fill<S>,
    out: &mut Vec<u8>,
) -> Result<bool, WriteError> {
    match template {
        Template::Constant(text) => {
            out.extend_from_slice(text.as_bytes());
            Ok(true)
        }
        Template::Slot(slot) => S::of(*slot).map_or(Ok(false), |slot| fill.fill(slot, out)),
        Template::Object(members) => object(members, items, fill, out),
    }
}

fn object<S: SlotKind>(
    members: &[Member],
    items: &str,
    fill: &mut dyn Fill<S>,
    out: &mut Vec<u8>,
) -> Result<bool, WriteError> {
    let (start, mut any) = (out.len(), members.is_empty());
    out.push(b'{');
    for member in members {
        let before = out.len();
        if before > start + 1 {
            out.push(b',');
        }
        json::write(name(member, items), out)?;
        out.push(b':');
        let value = out.len();
        let written = put(&member.value, items, fill, out)?;
        if !written {
            out.truncate(value);
            out.extend_from_slice(b"null");
        }
        any |= written || member.keep;
        if !written && !member.keep {
            out.truncate(before);
        }
    }
    out.push(b'}');
    Ok(any)
}

/// The contents of a template's slots in a body.
#[derive(Debug, Clone, Default)]
pub struct SlotValues<'a> {
    slots: Vec<(Slot, &'a RawValue)>,
}

impl<'a> SlotValues<'a> {
    /// Returns the JSON text of a slot, or `None` if it is absent or null.
    #[must_use]
    pub fn get(&self, slot: Slot) -> Option<&'a RawValue> {
        self.slots.iter().find(|(found, _)| *found == slot).map(|(_, text)| *text)
    }

    /// Returns the JSON text in every slot that a place may have; null counts as absent.
    pub fn slots<S: SlotKind>(&self) -> impl Iterator<Item = (S, &'a RawValue)> {
        self.slots.iter().filter_map(|(slot, text)| Some((S::of(*slot)?, *text)))
    }

    /// Returns the value of a slot, or `None` if it is absent, null, or of another type.
    #[must_use]
    pub fn value<T: serde::Deserialize<'a>>(&self, slot: Slot) -> Option<T> {
        serde_json::from_str(self.get(slot)?.get()).ok()
    }
}

/// Reads a body. Members that the template does not have are ignored, and null counts as absent; so does a value that
/// should be an object but is not.
///
/// # Errors
/// Returns an error if the body is not JSON, or not an object although the template is one.
pub fn read<'a>(template: &Template, body: &'a [u8]) -> Result<SlotValues<'a>, DecodeError> {
    read_named(template, Template::ITEMS, body)
}

fn read_named<'a>(template: &Template, items: &str, body: &'a [u8]) -> Result<SlotValues<'a>, DecodeError> {
    let whole: &RawValue = serde_json::from_slice(body).map_err(|error| DecodeError::new(&error, body))?;
    let mut found = SlotValues::default();
    match template {
        Template::Object(_) if !whole.get().starts_with('{') => {
            return Err(DecodeError::of("expected an object", body));
        }
        Template::Constant(_) | Template::Slot(_) | Template::Object(_) => {
            take(template, items, whole, &mut found)
        }
    }
    Ok(found)
}

fn take<'a>(template: &Template, items: &str, text: &'a RawValue, found: &mut SlotValues<'a>) {
    match template {
        Template::Constant(_) => {}
        Template::Slot(slot) => {
            if text.get() != "null" && found.get(*slot).is_none() {
                found.slots.push((*slot, text));
            }
        }
        Template::Object(members) => {
            let mut reader = serde_json::Deserializer::from_str(text.get());
            // The text has been parsed once, so this can only fail because it is not an object.
            let _ = SlotVisitor { members, items, found }.deserialize(&mut reader);
        }
    }
}

/// Collects the members of an object that its template has.
struct SlotVisitor<'t, 'f, 'a> {
    members: &'t [Member],
    items: &'t str,
    found: &'f mut SlotValues<'a>,
}

impl<'a> DeserializeSeed<'a> for SlotVisitor<'_, '_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'a>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'a> Visitor<'a> for SlotVisitor<'_, '_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<MemberName<'a>>()? {
            match self.members.iter().find(|member| name(member, self.items) == &*key) {
                Some(member) => {
                    take(&member.value, self.items, map.next_value::<&'a RawValue>()?, self.found)
                }
                None => map.next_value::<IgnoredAny>().map(drop)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow::Borrowed;
    use std::collections::BTreeMap;

    const fn slot(wire: &'static str, slot: Slot, keep: bool) -> Member {
        Member { wire: Borrowed(wire), value: Template::Slot(slot), keep }
    }

    static BODY: Template = Template::Object(Borrowed(&[
        slot("data", Slot::Payload, true),
        slot("meta", Slot::Meta, false),
        Member {
            wire: Borrowed("links"),
            value: Template::Object(Borrowed(&[
                slot("next \"page\"", Slot::Next, false),
                slot("prev", Slot::Prev, false),
            ])),
            keep: false,
        },
        Member { wire: Borrowed("v"), value: Template::Constant(Borrowed("1")), keep: false },
        slot("query", Slot::Echo, false),
    ]));

    fn written(template: &Template, slots: &BTreeMap<&str, &str>) -> (bool, String) {
        let mut fill = |slot: Slot, out: &mut Vec<u8>| {
            let text = slots.get(&*format!("{slot:?}"));
            out.extend(text.into_iter().flat_map(|text| text.bytes()));
            Ok(text.is_some())
        };
        let mut out = b"before".to_vec();
        let any = write(template, &mut fill, &mut out).expect("written");
        (any, String::from_utf8(out.split_off(6)).expect("text"))
    }

    #[test]
    fn members_go_where_their_slot_is_empty() {
        assert_eq!(written(&BODY, &BTreeMap::new()), (true, r#"{"data":null,"v":1}"#.into()));
        let slots = BTreeMap::from([("Payload", "[1]"), ("Prev", "\"/p\""), ("Echo", "{}")]);
        let text = r#"{"data":[1],"links":{"prev":"/p"},"v":1,"query":{}}"#;
        assert_eq!(written(&BODY, &slots), (true, text.into()));
    }

    #[test]
    fn nothing_is_written_for_nothing() {
        let lone = Template::Slot(Slot::Payload);
        static EMPTY: Template =
            Template::Object(Borrowed(&[slot("a", Slot::Code, false), slot("b", Slot::Help, false)]));
        assert_eq!(written(&lone, &BTreeMap::new()), (false, String::new()));
        assert_eq!(written(&EMPTY, &BTreeMap::new()), (false, String::new()));
        assert_eq!(written(&Template::Object(Borrowed(&[])), &BTreeMap::new()), (true, "{}".into()));
    }

    #[test]
    fn a_value_without_json_leaves_the_buffer_alone() {
        let mut out = b"before".to_vec();
        let mut fill = |_: Slot, out: &mut Vec<u8>| json::write(&f64::NAN, out).map(|()| true);
        assert!(write(&BODY, &mut fill, &mut out).is_err());
        assert_eq!(out, b"before");
    }

    #[test]
    fn what_is_written_is_read() {
        let values = [None, Some("{\"a\":[1,\"}\"]}"), Some("\"x\""), Some("5")];
        let slots = ["Payload", "Meta", "Next", "Prev", "Echo"];
        let of = [Slot::Payload, Slot::Meta, Slot::Next, Slot::Prev, Slot::Echo];
        for round in 0..4_usize.pow(5) {
            let chosen = |index: usize| values[round / 4_usize.pow(index as u32) % 4];
            let filled: BTreeMap<_, _> =
                (0..5).filter_map(|index| Some((slots[index], chosen(index)?))).collect();
            let (_, text) = written(&BODY, &filled);
            let found = read(&BODY, text.as_bytes()).expect("read");
            for (index, slot) in of.into_iter().enumerate() {
                assert_eq!(found.get(slot).map(RawValue::get), chosen(index), "{text}");
            }
        }
    }

    #[test]
    fn reading_is_tolerant() {
        let text = br#" {"new":[{}], "links": null, "meta": null, "d\u0061ta" : 7, "v": 2} "#;
        let found = read(&BODY, text).expect("read");
        assert_eq!(found.value::<i64>(Slot::Payload), Some(7));
        assert!(found.get(Slot::Meta).is_none() && found.get(Slot::Next).is_none());
        assert!(read(&BODY, br#"{"links": [5], "data": 1}"#).expect("read").get(Slot::Payload).is_some());
    }

    #[test]
    fn what_is_no_body_is_reported() {
        assert_eq!(read(&BODY, b"[]").expect_err("a list").message, "expected an object");
        assert!(read(&BODY, b"<html>").expect_err("not JSON").syntax);
        assert!(read(&Template::Slot(Slot::Payload), b"[1").expect_err("cut").syntax);
    }
}
