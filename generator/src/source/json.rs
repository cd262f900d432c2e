//! JSON through `serde_json`, under the same limits, duplicate keys refused.

use std::cell::Cell;
use std::fmt;
use std::ops::Range;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::limits::{DEPTH, NODES};
use super::trouble::Trouble;
use crate::diag::codes;

/// Why a limit of ours ended the reading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum JsonLimit {
    Nothing,
    Depth,
    Nodes,
    Duplicate,
}

struct JsonReader {
    nodes: Cell<usize>,
    broken: Cell<JsonLimit>,
}

#[derive(Clone, Copy)]
struct Seed<'a> {
    reading: &'a JsonReader,
    depth: usize,
}

/// The tree of a text, or what is wrong with it.
pub(super) fn read(text: &str) -> (Option<Value>, Vec<Trouble>) {
    let reading = JsonReader { nodes: Cell::new(0), broken: Cell::new(JsonLimit::Nothing) };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Seed { reading: &reading, depth: 0 }
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    let error = match read {
        Ok(value) => return (Some(value), Vec::new()),
        Err(error) => error,
    };
    let at = place(text, &error);
    let trouble = match reading.broken.get() {
        JsonLimit::Depth => Trouble::too_deep(at),
        JsonLimit::Nodes => Trouble::too_many_nodes(at),
        JsonLimit::Duplicate => return (None, duplicates(text, at)),
        JsonLimit::Nothing if error.to_string().contains("recursion limit") => Trouble::too_deep(at),
        JsonLimit::Nothing => Trouble::new(codes::SYNTAX, format!("broken JSON: {}", words(&error)), at),
    };
    (None, vec![trouble])
}

/// JSON is YAML: the other reader finds all duplicates with both of their places.
fn duplicates(text: &str, at: Range<usize>) -> Vec<Trouble> {
    let mut troubles = super::tree::read(text).1;
    troubles.retain(|t| t.code == codes::DUPLICATE_KEY);
    if troubles.is_empty() {
        troubles.push(Trouble::new(codes::DUPLICATE_KEY, "a key is given twice", at));
    }
    troubles
}

fn words(error: &serde_json::Error) -> String {
    let message = error.to_string();
    let words = message.rfind(" at line ").map_or(message.as_str(), |end| &message[..end]);
    match words.strip_prefix("EOF while parsing ") {
        Some(what) => format!("the file ends within {what}"),
        None => words.to_owned(),
    }
}

fn place(text: &str, error: &serde_json::Error) -> Range<usize> {
    let line = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let mut start = (line + error.column().saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    start..text[start..].chars().next().map_or(start, |c| start + c.len_utf8())
}

impl<'a> Seed<'a> {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        if self.depth >= DEPTH {
            return Err(self.stop(JsonLimit::Depth));
        }
        Ok(Self { depth: self.depth + 1, ..self })
    }

    fn stop<E: Error>(self, why: JsonLimit) -> E {
        self.reading.broken.set(why);
        E::custom("limit")
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.reading.nodes.set(self.reading.nodes.get() + 1);
        if self.reading.nodes.get() > NODES {
            return Err(self.stop(JsonLimit::Nodes));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(Value::Bool(v))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(Value::Number(v.into()))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(Value::Number(v.into()))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Value, E> {
        Ok(Number::from_f64(v).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(Value::String(v.to_owned()))
    }

    fn visit_string<E>(self, v: String) -> Result<Value, E> {
        Ok(Value::String(v))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut map = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            if map.contains_key(&key) {
                return Err(self.stop(JsonLimit::Duplicate));
            }
            let value = access.next_value_seed(inner)?;
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}
