//! Names with brackets, as used by `deepObject` and many forms: `filter[at][x]=1`, `ids[]=1`, `ids[0]=1`.
//!
//! An index orders the items of a list and is no position: `ids[7]=1` is a list of one item.

use super::{LocatedFault, Pairs, Raw, pick, scalar};
use crate::schema::check::{Fault, fits, rules};
use crate::schema::{AdditionalMembers, Kind, ObjectRules, Schema, UnionRules};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::collections::BTreeMap;

/// The maximum number of brackets in a name.
const DEEP: usize = 16;

/// The maximum number of values that are read.
const FUEL: u32 = 100_000;

const UNCLOSED: Fault = Fault::Unreadable("has unbalanced brackets");
const NO_INDEX: Fault = Fault::Unreadable("must have a number or nothing between its brackets");
const NO_NAME: Fault = Fault::Unreadable("must have a name between its brackets");
const NO_BRACKETS: Fault = Fault::Unreadable("must have no brackets after its name");

/// What names with brackets and their values may be.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct BracketRules {
    /// Whether the text of an object, or of a list of objects, may be JSON.
    pub(super) json_text: bool,
    /// Whether members that an object does not declare are kept for the check of the schema.
    pub(super) keep_undeclared: bool,
    /// Whether an empty text is null, an empty list or an empty object where the schema has one.
    pub(super) empty_values: bool,
}

impl BracketRules {
    /// Parameters.
    pub(super) const PARAMETER: Self = Self { json_text: true, keep_undeclared: false, empty_values: false };
    /// Members of a form, as its document declares them.
    pub(super) const MEMBER: Self = Self { json_text: true, keep_undeclared: true, empty_values: false };
}

/// What is read under, and how many values may still be read.
struct Reading {
    rules: BracketRules,
    fuel: Cell<u32>,
}

/// All pairs of a query or form with one name.
#[derive(Debug, Default)]
pub(super) struct Branch<'a> {
    /// The values of `name=…`.
    texts: Vec<Raw<'a>>,
    /// The pairs of `name[key]…=…`.
    members: BTreeMap<&'a str, Branch<'a>>,
    /// The pairs of `name[]…=…`.
    items: Vec<Branch<'a>>,
}

impl<'a> Branch<'a> {
    /// Collects the pairs with a name. Returns `None` if there are none.
    pub(super) fn collect(
        pairs: impl Iterator<Item = (&'a str, Raw<'a>)>,
        wire: &str,
    ) -> Result<Option<Self>, Fault> {
        let mut branch = None;
        for (name, value) in pairs {
            let Some(rest) = name.strip_prefix(wire) else { continue };
            if rest.is_empty() || rest.starts_with('[') {
                branch.get_or_insert_with(Self::default).insert(&keys(rest)?, value);
            }
        }
        Ok(branch)
    }

    /// Collects all pairs of a form as the members of one object.
    pub(super) fn form(pairs: &'a Pairs<'a>) -> Result<Self, LocatedFault> {
        let mut form = Self::default();
        for pair in pairs {
            let (base, rest) = pair.wire.split_at(pair.wire.find('[').unwrap_or(pair.wire.len()));
            let of_name = |fault: Fault| LocatedFault::from(fault).within(base);
            if base.is_empty() || base.contains(']') {
                return Err(of_name(if base.is_empty() { NO_NAME } else { UNCLOSED }));
            }
            let mut path = vec![base];
            path.extend(keys(rest).map_err(of_name)?);
            form.insert(&path, pair.value);
        }
        Ok(form)
    }

    fn insert(&mut self, keys: &[&'a str], value: Raw<'a>) {
        match keys.split_first() {
            None => self.texts.push(value),
            Some((&"", rest)) => {
                // `a[][x]=1&a[][y]=2` are two members of one item, `a[][x]=1&a[][x]=2` are two items.
                let continued = !rest.is_empty() && self.items.last().is_some_and(|last| last.takes(rest));
                if !continued {
                    self.items.push(Self::default());
                }
                if let Some(last) = self.items.last_mut() {
                    last.insert(rest, value);
                }
            }
            Some((key, rest)) => self.members.entry(key).or_default().insert(rest, value),
        }
    }

    /// Returns whether a pair with these keys can belong to this branch.
    fn takes(&self, keys: &[&str]) -> bool {
        match keys.split_first() {
            None => self.texts.is_empty(),
            Some((&"", _)) => true,
            Some((key, rest)) => self.members.get(key).is_none_or(|member| member.takes(rest)),
        }
    }

    /// Reads the value by its schema.
    pub(super) fn read(
        &self,
        schema: &'static Schema,
        rules: BracketRules,
    ) -> Result<Option<Value>, LocatedFault> {
        self.value(schema, &Reading { rules, fuel: Cell::new(FUEL) })
    }

    fn value(&self, schema: &'static Schema, reading: &Reading) -> Result<Option<Value>, LocatedFault> {
        // Nested alternatives are read again for each of those around them.
        reading.fuel.set(reading.fuel.get().checked_sub(1).ok_or(Fault::TooComplex)?);
        if reading.rules.empty_values && self.is_empty_text() && rules::nullable(schema) {
            return Ok(Some(Value::Null));
        }
        match &schema.target().kind {
            Kind::Union(rules) => self.union(rules, reading),
            Kind::Array(rules) => self.list(schema, |_| rules.items, reading).map(Some),
            Kind::Tuple(places) => {
                let place = |index: usize| places.get(index).copied().unwrap_or(&Schema::ANY);
                self.list(schema, place, reading).map(Some)
            }
            Kind::Object(rules) => self.object(schema, rules, reading),
            Kind::Any => self.untyped(reading),
            _ if self.members.is_empty() && self.items.is_empty() => self.scalar(schema),
            _ => Err(NO_BRACKETS.into()),
        }
    }

    /// Returns whether there is one pair with this name, without a value.
    fn is_empty_text(&self) -> bool {
        matches!(self.texts[..], [text] if text.text.is_empty())
            && self.members.is_empty()
            && self.items.is_empty()
    }

    fn scalar(&self, schema: &'static Schema) -> Result<Option<Value>, LocatedFault> {
        match self.texts[..] {
            [] => Ok(None),
            [text] => Ok(Some(scalar::read_shallow(text.decode()?, schema)?)),
            _ => Err(Fault::Repeated.into()),
        }
    }

    /// Reads the alternative that the tag names, or the one that declares most of the value.
    fn union(&self, rules: &'static UnionRules, reading: &Reading) -> Result<Option<Value>, LocatedFault> {
        if let Some(tag) = rules.tag
            && let Some(member) = self.members.get(tag.member)
            && let [text] = member.texts[..]
        {
            let sent = text.decode()?;
            let named = tag.mapping.iter().find(|(value, _)| *value == sent);
            if let Some(variant) = named.and_then(|(_, index)| rules.variants.get(*index)) {
                return self.value(variant, reading);
            }
        }
        if self.members.is_empty() && self.items.is_empty() && self.texts.len() == 1 {
            // One text without brackets is a list of it only if no other alternative takes it.
            for variant in rules.variants.iter().filter(|variant| !is_text_list(variant)) {
                if let Ok(Some(value)) = self.value(variant, reading)
                    && fits(&value, variant)
                {
                    return Ok(Some(value));
                }
            }
        }
        pick(rules.variants, |variant| self.value(variant, reading))
    }

    fn object(
        &self,
        schema: &'static Schema,
        rules: &'static ObjectRules,
        reading: &Reading,
    ) -> Result<Option<Value>, LocatedFault> {
        if !self.items.is_empty() {
            return Err(NO_NAME.into());
        }
        if self.members.is_empty() {
            return match self.texts[..] {
                [_] if reading.rules.empty_values && self.is_empty_text() => {
                    Ok(Some(Value::Object(Map::new())))
                }
                [text] if !reading.rules.json_text => Ok(Some(Value::String(text.decode()?.into_owned()))),
                _ => self.scalar(schema),
            };
        }
        if !self.texts.is_empty() {
            return Err(Fault::Repeated.into());
        }
        let mut object = Map::new();
        for (name, member) in &self.members {
            let known = rules.members.iter().find(|member| member.wire == *name);
            let schema = match (known, rules.other(name)) {
                (Some(known), _) => known.schema,
                (None, AdditionalMembers::Of(schema)) => schema,
                // The type has no place for additional members.
                (None, AdditionalMembers::Allowed)
                    if !rules.members.is_empty() && !reading.rules.keep_undeclared =>
                {
                    return Err(LocatedFault::from(Fault::Unknown).within(name));
                }
                (None, AdditionalMembers::Allowed | AdditionalMembers::Denied) => &Schema::ANY,
            };
            if let Some(value) = member.value(schema, reading).map_err(|fault| fault.within(name))? {
                object.insert((*name).to_owned(), value);
            }
        }
        Ok(Some(Value::Object(object)))
    }

    /// Reads the items: those with an index first, in order of their indices.
    fn list(
        &self,
        schema: &'static Schema,
        item_schema: impl Fn(usize) -> &'static Schema,
        reading: &Reading,
    ) -> Result<Value, LocatedFault> {
        if reading.rules.empty_values && self.is_empty_text() {
            return Ok(Value::Array(Vec::new()));
        }
        if let ([text], true, true) = (&self.texts[..], self.members.is_empty(), self.items.is_empty())
            && reading.rules.json_text
            && is_nested(item_schema(0))
            && let value @ Value::Array(_) = scalar::read_shallow(text.decode()?, schema)?
        {
            return Ok(value);
        }
        let mut numbered = Vec::new();
        for (key, item) in &self.members {
            let is_number = key.bytes().all(|byte| byte.is_ascii_digit());
            let number = key.parse::<u32>().ok().filter(|_| is_number);
            numbered.push((number.ok_or_else(|| LocatedFault::from(NO_INDEX).within(key))?, item));
        }
        numbered.sort_by_key(|(number, _)| *number);
        let mut list = Vec::new();
        for item in numbered.into_iter().map(|(_, item)| item).chain(&self.items) {
            let index = list.len();
            let value =
                item.value(item_schema(index), reading).map_err(|fault| fault.within(&index.to_string()))?;
            list.push(value.unwrap_or_default());
        }
        for text in &self.texts {
            let of_text = Self { texts: vec![*text], ..Self::default() };
            let index = list.len();
            let value = of_text
                .value(item_schema(index), reading)
                .map_err(|fault| fault.within(&index.to_string()))?;
            list.push(value.unwrap_or_default());
        }
        Ok(Value::Array(list))
    }

    /// Reads a value without a schema: text, a list if the name is repeated, an object if there are keys.
    fn untyped(&self, reading: &Reading) -> Result<Option<Value>, LocatedFault> {
        static LIST: Schema = Schema::new(Kind::Array(crate::schema::ArrayRules::of(&Schema::ANY)));
        static OBJECT: Schema = Schema::new(Kind::Object(ObjectRules::of(&[])));
        let schema = match (&self.texts[..], self.members.is_empty(), self.items.is_empty()) {
            (_, false, _) => &OBJECT,
            ([] | [_], true, true) => &Schema::TEXT,
            _ => &LIST,
        };
        self.value(schema, reading)
    }
}

/// Returns whether a schema is a list of single values.
fn is_text_list(schema: &'static Schema) -> bool {
    match &schema.target().kind {
        Kind::Array(rules) => !is_nested(rules.items),
        _ => false,
    }
}

fn is_nested(schema: &'static Schema) -> bool {
    matches!(schema.target().kind, Kind::Array(_) | Kind::Tuple(_) | Kind::Object(_))
}

/// Returns the texts between the brackets after a name.
fn keys(mut rest: &str) -> Result<Vec<&str>, Fault> {
    let mut keys = Vec::new();
    while let Some(inner) = rest.strip_prefix('[') {
        let (key, after) = inner.split_once(']').ok_or(UNCLOSED)?;
        if keys.len() == DEEP {
            return Err(Fault::Unreadable("nests too deep"));
        }
        keys.push(key);
        rest = after;
    }
    if rest.is_empty() { Ok(keys) } else { Err(UNCLOSED) }
}
