//! Reads the value of a parameter from text, by encoding and schema.

use super::brackets::{BracketRules, Branch};
use super::{LocatedFault, Raw, Source, empty, pick, scalar, unreadable};
use crate::codec::param::{Param, ParamEncoding, Place};
use crate::schema::check::{Fault, Violation};
use crate::schema::{AdditionalMembers, Kind, ObjectRules, Schema};
use serde_json::{Map, Value};

/// Reads a parameter. Returns `None` if it is absent. The value is not checked against the schema.
///
/// # Errors
/// Returns an error if the text does not match the encoding: invalid percent-encoding, a repeated single value,
/// misplaced delimiters.
pub fn read(param: &'static Param, source: Source<'_>) -> Result<Option<Value>, Box<Violation>> {
    let gather = ParamReader { wire: param.wire, encoding: param.encoding, source };
    if param.empty && param.place == Place::Query && gather.is_empty() {
        return Ok(empty::value(param.schema));
    }
    gather.value(param.schema).map_err(|fault| Box::new(unreadable(param.wire, &fault)))
}

/// The sources of a parameter's text.
#[derive(Clone, Copy)]
pub(super) struct ParamReader<'a> {
    pub(super) wire: &'a str,
    pub(super) encoding: ParamEncoding,
    pub(super) source: Source<'a>,
}

type ReadResult<T> = Result<Option<T>, LocatedFault>;

impl<'a> ParamReader<'a> {
    pub(super) fn value(&self, schema: &'static Schema) -> ReadResult<Value> {
        if self.encoding == ParamEncoding::Json {
            let Some(text) = self.one()? else { return Ok(None) };
            return Ok(Some(scalar::read_json(&text.decode()?)?));
        }
        if self.encoding == ParamEncoding::DeepObject
            && let Source::Pairs(_) = self.source
        {
            let branch = Branch::collect(self.pairs(), self.wire)?;
            return branch.map_or(Ok(None), |branch| branch.read(schema, BracketRules::PARAMETER));
        }
        match &schema.target().kind {
            Kind::Union(rules) => pick(rules.variants, |variant| self.value(variant)),
            Kind::Array(rules) => self.items(rules.items, |_| rules.items),
            Kind::Tuple(places) => {
                self.items(&Schema::ANY, |index| places.get(index).copied().unwrap_or(&Schema::ANY))
            }
            Kind::Object(rules) => self.object(rules),
            _ => self.one()?.map(|raw| Ok(scalar::read_shallow(raw.decode()?, schema)?)).transpose(),
        }
    }

    /// Returns whether the parameter occurs once, without a value.
    fn is_empty(&self) -> bool {
        let mut values = self.named(self.wire);
        values.next().is_some_and(|value| value.text.is_empty()) && values.next().is_none()
    }

    fn items(&self, items: &'static Schema, schema: impl Fn(usize) -> &'static Schema) -> ReadResult<Value> {
        let Some(list) = self.list(items)? else { return Ok(None) };
        let read = |(index, raw): (usize, Raw<'_>)| Ok(scalar::read_shallow(raw.decode()?, schema(index))?);
        list.into_iter()
            .enumerate()
            .map(read)
            .collect::<Result<_, _>>()
            .map(|items| Some(Value::Array(items)))
    }

    fn pairs(&self) -> impl Iterator<Item = (&'a str, Raw<'a>)> + use<'a> {
        let pairs = match self.source {
            Source::Pairs(pairs) => Some(pairs),
            Source::One(_) => None,
        };
        pairs.into_iter().flatten().map(|pair| (&*pair.wire, pair.value))
    }

    fn named(&self, wire: &'a str) -> impl Iterator<Item = Raw<'a>> + use<'a> {
        self.pairs().filter(move |(name, _)| *name == wire).map(|(_, value)| value)
    }

    /// Returns the parameter's single text, without the prefix of its encoding.
    fn one(&self) -> ReadResult<Raw<'a>> {
        let Source::One(text) = self.source else { return single(self.named(self.wire)) };
        let Some(raw) = text else { return Ok(None) };
        match self.encoding {
            ParamEncoding::Label { .. } => match raw.text.strip_prefix('.') {
                Some(rest) => Ok(Some(raw.like(rest))),
                None => Err(Fault::Unreadable("must begin with a dot").into()),
            },
            ParamEncoding::Matrix { .. } => {
                let part = raw.text.strip_prefix(';').and_then(|part| self.matrix(raw.like(part)));
                part.map(Some).ok_or(Fault::Unreadable("must begin with a semicolon and its name").into())
            }
            ParamEncoding::Simple { .. }
            | ParamEncoding::Form { .. }
            | ParamEncoding::SpaceDelimited
            | ParamEncoding::PipeDelimited
            | ParamEncoding::DeepObject
            | ParamEncoding::Json => Ok(Some(raw)),
        }
    }

    /// Returns the value of `name=value`, or of `name` alone.
    fn matrix(&self, part: Raw<'a>) -> Option<Raw<'a>> {
        let (name, value) = part.text.split_once('=').unwrap_or((part.text, ""));
        part.like(name).decode().is_ok_and(|name| name == self.wire).then_some(part.like(value))
    }

    /// Returns the texts of a list.
    fn list(&self, items: &'static Schema) -> ReadResult<Vec<Raw<'a>>> {
        let encoding = self.encoding;
        if encoding == (ParamEncoding::Form { explode: true }) && matches!(self.source, Source::Pairs(_)) {
            let all: Vec<_> = self.named(self.wire).collect();
            return Ok((!all.is_empty()).then_some(all));
        }
        if let (ParamEncoding::Matrix { explode: true }, Source::One(Some(raw))) = (encoding, self.source) {
            let parts = raw.text.split(';').skip(1);
            let all: Option<Vec<_>> = parts.map(|part| self.matrix(raw.like(part))).collect();
            return all
                .map(Some)
                .ok_or(Fault::Unreadable("must repeat its name after each semicolon").into());
        }
        let Some(raw) = self.one()? else { return Ok(None) };
        if raw.text.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let parts = self.delimited(raw);
        // Some clients also encode the commas, which is unambiguous if items cannot contain one.
        let text_items = matches!(
            items.target().kind,
            Kind::Any | Kind::String(_) | Kind::Union(_) | Kind::Enum(_) | Kind::AnyCase(_)
        );
        if let [only] = parts[..]
            && !text_items
            && !only.is_plain()
        {
            return Ok(Some(split_any(only, &["%2C", "%2c"])));
        }
        Ok(Some(parts))
    }

    /// Splits the text at the delimiters of the encoding.
    fn delimited(&self, raw: Raw<'a>) -> Vec<Raw<'a>> {
        match self.encoding {
            ParamEncoding::SpaceDelimited if raw.is_form() => split_any(raw, &["%20", "+", " "]),
            ParamEncoding::SpaceDelimited => split_any(raw, &["%20", " "]),
            ParamEncoding::PipeDelimited => split_any(raw, &["%7C", "%7c", "|"]),
            ParamEncoding::Label { explode: true } => split_any(raw, &["."]),
            ParamEncoding::Matrix { explode: true } => split_any(raw, &[";"]),
            ParamEncoding::Simple { .. }
            | ParamEncoding::Label { .. }
            | ParamEncoding::Matrix { .. }
            | ParamEncoding::Form { .. }
            | ParamEncoding::DeepObject
            | ParamEncoding::Json => split_any(raw, &[","]),
        }
    }

    fn object(&self, rules: &'static ObjectRules) -> ReadResult<Value> {
        let is_pairs = matches!(self.source, Source::Pairs(_));
        let object = match self.encoding {
            ParamEncoding::Form { explode: true } if is_pairs => {
                let free = rules.members.is_empty();
                let named = |name: &str| free || rules.members.iter().any(|member| member.wire == name);
                self.form(rules, named)?
            }
            ParamEncoding::Simple { .. }
            | ParamEncoding::Label { .. }
            | ParamEncoding::Matrix { .. }
            | ParamEncoding::Form { .. }
            | ParamEncoding::SpaceDelimited
            | ParamEncoding::PipeDelimited
            | ParamEncoding::DeepObject
            | ParamEncoding::Json => self.flat(rules)?,
        };
        Ok(object.map(Value::Object))
    }

    /// Reads an object whose members are separate pairs.
    pub(super) fn form(
        &self,
        rules: &'static ObjectRules,
        is_member: impl Fn(&str) -> bool,
    ) -> ReadResult<Map<String, Value>> {
        let mut object = Map::new();
        for (name, _) in self.pairs().filter(|(name, _)| is_member(name)) {
            if object.contains_key(name) {
                continue;
            }
            let one = ParamReader { wire: name, ..*self };
            let schema = member_schema(rules, name);
            let value = match &schema.target().kind {
                Kind::Object(_) => single(one.named(name)).and_then(|raw| {
                    raw.map(|raw| Ok(scalar::read_shallow(raw.decode()?, schema)?)).transpose()
                }),
                _ => one.value(schema),
            };
            match value {
                Ok(Some(value)) => drop(object.insert(name.to_owned(), value)),
                Ok(None) => {}
                Err(fault) => return Err(fault.within(name)),
            }
        }
        Ok((!object.is_empty()).then_some(object))
    }

    /// Reads an object from one text: `k,v,k,v` or `k=v,k=v`.
    fn flat(&self, rules: &'static ObjectRules) -> ReadResult<Map<String, Value>> {
        let explode = matches!(
            self.encoding,
            ParamEncoding::Simple { explode: true }
                | ParamEncoding::Label { explode: true }
                | ParamEncoding::Matrix { explode: true }
        );
        let whole = match (self.encoding, self.source) {
            (ParamEncoding::Matrix { explode: true }, Source::One(Some(raw))) => Some(
                raw.like(raw.text.strip_prefix(';').ok_or(Fault::Unreadable("must begin with a semicolon"))?),
            ),
            _ => self.one()?,
        };
        let Some(whole) = whole else { return Ok(None) };
        let parts = if whole.text.is_empty() { Vec::new() } else { self.delimited(whole) };
        let named: Vec<(Raw<'_>, Raw<'_>)> = if explode {
            let parted =
                parts.iter().map(|part| part.text.split_once('=').map(|(k, v)| (part.like(k), part.like(v))));
            parted.collect::<Option<_>>().ok_or(Fault::Unreadable("must be names and values"))?
        } else if parts.len().is_multiple_of(2) {
            parts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
        } else {
            return Err(Fault::Unreadable("must be names and values in turn").into());
        };
        let mut object = Map::new();
        for (name, value) in named {
            let name = name.decode()?;
            let value = scalar::read_shallow(value.decode()?, member_schema(rules, &name))?;
            if object.insert(name.into_owned(), value).is_some() {
                return Err(Fault::Repeated.into());
            }
        }
        Ok(Some(object))
    }
}

fn single<'a>(mut values: impl Iterator<Item = Raw<'a>>) -> ReadResult<Raw<'a>> {
    let first = values.next();
    if values.next().is_some() { Err(Fault::Repeated.into()) } else { Ok(first) }
}

/// Returns the schema of an object's member; text if the object does not declare it.
fn member_schema(rules: &'static ObjectRules, name: &str) -> &'static Schema {
    match (rules.members.iter().find(|member| member.wire == name), rules.other(name)) {
        (Some(member), _) => member.schema,
        (None, AdditionalMembers::Of(schema)) => schema,
        (None, AdditionalMembers::Allowed | AdditionalMembers::Denied) => &Schema::ANY,
    }
}

/// Splits at any of the delimiters.
fn split_any<'a>(raw: Raw<'a>, delimiters: &[&str]) -> Vec<Raw<'a>> {
    let mut parts = Vec::new();
    let mut rest = raw.text;
    loop {
        let next = delimiters.iter().filter_map(|one| rest.find(one).map(|at| (at, one.len()))).min();
        let Some((at, length)) = next else { break };
        parts.push(raw.like(&rest[..at]));
        rest = &rest[at + length..];
    }
    parts.push(raw.like(rest));
    parts
}
