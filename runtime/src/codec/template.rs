//! Body templates with slots: written without an intermediate tree, and read back the same way.

use crate::codec::DecodeError;
use crate::codec::json::{self, WriteError};
use crate::schema::members::MemberName;
use crate::style::{Member, Slot, SlotKind, Template};
use crate::syntax::pointer::push;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::collections::BTreeMap;
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
            if member.wire != Template::SPREAD {
                push(&mut place, name(member, items));
            }
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
        if member.wire == Template::SPREAD {
            any |= spread(&member.value, (members, items), fill, out)?;
            continue;
        }
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

/// Appends the members of an object to those of the object that `out` ends with, which has `members` too.
fn spread<S: SlotKind>(
    template: &Template,
    (members, items): (&[Member], &str),
    fill: &mut dyn Fill<S>,
    out: &mut Vec<u8>,
) -> Result<bool, WriteError> {
    let start = out.len();
    if !put(template, items, fill, out)? {
        out.truncate(start);
        return Ok(false);
    }
    let object = out.get(start..).unwrap_or_default();
    let Ok(own) = serde_json::from_slice::<BTreeMap<String, IgnoredAny>>(object) else {
        return Err(WriteError::new("only the members of an object can be next to others"));
    };
    if let Some(clash) = members.iter().find(|member| own.contains_key(name(member, items))) {
        let reason = format!("the payload has the member `{}` of the style", name(clash, items));
        return Err(WriteError::new(reason));
    }
    out.pop();
    match (out.len() == start + 1, out[start - 1] == b'{') {
        (true, _) => out.truncate(start),
        (false, true) => drop(out.remove(start)),
        (false, false) => out[start] = b',',
    }
    Ok(true)
}

/// The contents of a template's slots in a body.
#[derive(Debug, Clone, Default)]
pub struct SlotValues<'a> {
    slots: Vec<(Slot, Cow<'a, RawValue>)>,
}

impl SlotValues<'_> {
    /// Returns the JSON text of a slot, or `None` if it is absent or null.
    #[must_use]
    pub fn get(&self, slot: Slot) -> Option<&RawValue> {
        self.slots.iter().find(|(found, _)| *found == slot).map(|(_, text)| &**text)
    }

    /// Returns the JSON text in every slot that a place may have; null counts as absent.
    pub fn slots<S: SlotKind>(&self) -> impl Iterator<Item = (S, &RawValue)> {
        self.slots.iter().filter_map(|(slot, text)| Some((S::of(*slot)?, &**text)))
    }

    /// Returns the value of a slot, or `None` if it is absent, null, or of another type.
    #[must_use]
    pub fn value<'s, T: serde::Deserialize<'s>>(&'s self, slot: Slot) -> Option<T> {
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
                found.slots.push((*slot, Cow::Borrowed(text)));
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
        let is_spread = |member: &&Member| member.wire == Template::SPREAD;
        let spread = self.members.iter().find(is_spread);
        let own = |key: &str| {
            self.members.iter().find(|member| !is_spread(member) && name(member, self.items) == key)
        };
        let mut rest = b"{".to_vec();
        while let Some(key) = map.next_key::<MemberName<'a>>()? {
            match own(&key) {
                Some(member) => {
                    take(&member.value, self.items, map.next_value::<&'a RawValue>()?, self.found)
                }
                None if spread.is_some() => {
                    if rest.len() > 1 {
                        rest.push(b',');
                    }
                    json::write(&*key, &mut rest).map_err(serde::de::Error::custom)?;
                    rest.push(b':');
                    rest.extend_from_slice(map.next_value::<&'a RawValue>()?.get().as_bytes());
                }
                None => map.next_value::<IgnoredAny>().map(drop)?,
            }
        }
        rest.push(b'}');
        if let Some(Template::Slot(slot)) = spread.map(|member| &member.value) {
            let rest = serde_json::from_slice(&rest).map_err(serde::de::Error::custom)?;
            self.found.slots.push((*slot, Cow::Owned(rest)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
