//! Names with brackets, as used by `deepObject` and many forms: `filter[at][x]=1`, `ids[]=1`, `ids[0]=1`.

use super::{LocatedFault, Raw, pick, scalar};
use crate::schema::check::Fault;
use crate::schema::{AdditionalMembers, Kind, ObjectRules, Schema};
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

    /// Reads the value by its schema. The text of an object, or of a list of objects, is JSON.
    pub(super) fn read(&self, schema: &'static Schema) -> Result<Option<Value>, LocatedFault> {
        self.value(schema, &Cell::new(FUEL))
    }

    fn value(&self, schema: &'static Schema, fuel: &Cell<u32>) -> Result<Option<Value>, LocatedFault> {
        // Nested alternatives are read again for each of those around them.
        fuel.set(fuel.get().checked_sub(1).ok_or(Fault::TooComplex)?);
        match &schema.target().kind {
            Kind::Union(rules) => pick(rules.variants, |variant| self.value(variant, fuel)),
            Kind::Array(rules) => self.list(schema, |_| rules.items, fuel).map(Some),
            Kind::Tuple(places) => {
                let place = |index: usize| places.get(index).copied().unwrap_or(&Schema::ANY);
                self.list(schema, place, fuel).map(Some)
            }
            Kind::Object(rules) => self.object(schema, rules, fuel),
            Kind::Any => self.untyped(fuel),
            _ if self.members.is_empty() && self.items.is_empty() => self.scalar(schema),
            _ => Err(NO_BRACKETS.into()),
        }
    }

    fn scalar(&self, schema: &'static Schema) -> Result<Option<Value>, LocatedFault> {
        match self.texts[..] {
            [] => Ok(None),
            [text] => Ok(Some(scalar::read_shallow(text.decode()?, schema)?)),
            _ => Err(Fault::Repeated.into()),
        }
    }

    fn object(
        &self,
        schema: &'static Schema,
        rules: &'static ObjectRules,
        fuel: &Cell<u32>,
    ) -> Result<Option<Value>, LocatedFault> {
        if !self.items.is_empty() {
            return Err(NO_NAME.into());
        }
        if self.members.is_empty() {
            return self.scalar(schema);
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
                (None, AdditionalMembers::Allowed) if !rules.members.is_empty() => {
                    return Err(LocatedFault::from(Fault::Unknown).within(name));
                }
                (None, AdditionalMembers::Allowed | AdditionalMembers::Denied) => &Schema::ANY,
            };
            if let Some(value) = member.value(schema, fuel).map_err(|fault| fault.within(name))? {
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
        fuel: &Cell<u32>,
    ) -> Result<Value, LocatedFault> {
        if let ([text], true, true) = (&self.texts[..], self.members.is_empty(), self.items.is_empty())
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
                item.value(item_schema(index), fuel).map_err(|fault| fault.within(&index.to_string()))?;
            list.push(value.unwrap_or_default());
        }
        for text in &self.texts {
            list.push(scalar::read_shallow(text.decode()?, item_schema(list.len()))?);
        }
        Ok(Value::Array(list))
    }

    /// Reads a value without a schema: text, a list if the name is repeated, an object if there are keys.
    fn untyped(&self, fuel: &Cell<u32>) -> Result<Option<Value>, LocatedFault> {
        static LIST: Schema = Schema::new(Kind::Array(crate::schema::ArrayRules::of(&Schema::ANY)));
        static OBJECT: Schema = Schema::new(Kind::Object(ObjectRules::of(&[])));
        let schema = match (&self.texts[..], self.members.is_empty(), self.items.is_empty()) {
            (_, false, _) => &OBJECT,
            ([] | [_], true, true) => &Schema::TEXT,
            _ => &LIST,
        };
        self.value(schema, fuel)
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
