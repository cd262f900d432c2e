//! Schemas that hold at once: `allOf`, and what an alternative of a union shares with its base.

use std::collections::HashSet;

use serde_json::Value;

use super::super::codes;
use super::super::references::References;
use super::super::report::Reporter;
use super::kinds::{JsonType, agreed_type};
use super::numbers::report_bounds;
use super::{key_of, unsigned};
use crate::spec::{Field, RefOr, Schema};

/// A schema as one of several that hold at once.
#[derive(Debug, Clone)]
pub(in crate::lower) struct SchemaPart<'a> {
    pub node: Schema<'a>,
    /// Its alternatives and its discriminator do not count: it is a base.
    pub bare: bool,
    /// Its `allOf` is among the other parts already.
    pub flat: bool,
}

/// Schemas that apply together; never empty.
#[derive(Debug, Clone)]
pub(in crate::lower) struct SchemaParts<'a> {
    first: SchemaPart<'a>,
    rest: Vec<SchemaPart<'a>>,
}

impl<'a> SchemaParts<'a> {
    /// One schema.
    pub fn one(node: &Schema<'a>) -> Self {
        Self { first: SchemaPart { node: *node, bare: false, flat: false }, rest: Vec::new() }
    }

    /// One schema without its alternatives.
    pub fn base(node: &Schema<'a>) -> Self {
        Self { first: SchemaPart { node: *node, bare: true, flat: false }, rest: Vec::new() }
    }

    /// One schema, and others that hold as well; the first one gives name and place.
    pub fn with(node: &Schema<'a>, rest: Vec<SchemaPart<'a>>) -> Self {
        Self { first: SchemaPart { node: *node, bare: false, flat: false }, rest }
    }

    pub fn first(&self) -> &SchemaPart<'a> {
        &self.first
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &SchemaPart<'a>> {
        // The rest is what the first one refines.
        self.rest.iter().chain(std::iter::once(&self.first))
    }

    /// Whether this is an unchanged schema of the document, which may have its name.
    pub fn is_plain(&self) -> bool {
        self.rest.is_empty() && !self.first.bare
    }

    pub fn key(&self) -> Box<[usize]> {
        self.iter().map(|part| key_of(part.node.id(), part.bare, part.flat)).collect()
    }
}

/// The most schemas that may hold at once: each of them costs work in each that builds on it.
const MOST_PARTS: usize = 300;

enum FlattenStep<'a> {
    Enter(SchemaPart<'a>),
    Leave(SchemaPart<'a>),
}

/// Reads what schemas say together, behind their references.
pub(in crate::lower) struct SchemaReader<'c, 'a> {
    pub references: &'c mut References<'a>,
    pub report: &'c mut Reporter<'a>,
}

impl<'a> SchemaReader<'_, 'a> {
    /// The parts with those of their `allOf`, each once; what refines comes after what it refines.
    pub fn flatten(&mut self, parts: &SchemaParts<'a>) -> Vec<SchemaPart<'a>> {
        if parts.rest.is_empty() && !parts.first.node.has(Schema::ALL_OF) {
            return vec![parts.first.clone()];
        }
        let mut flat = Vec::new();
        let mut seen = HashSet::new();
        let roots: Vec<_> = parts.iter().map(|part| part.node.id()).collect();
        let mut steps: Vec<_> = parts.iter().rev().cloned().map(FlattenStep::Enter).collect();
        while let Some(step) = steps.pop() {
            let part = match step {
                FlattenStep::Leave(part) => {
                    flat.push(part);
                    continue;
                }
                FlattenStep::Enter(_) if seen.len() > MOST_PARTS => {
                    let message = format!("more than {MOST_PARTS} schemas hold at once here, by `allOf`");
                    self.report.push(self.report.error(
                        codes::ALL_OF_TOO_LONG,
                        message,
                        &parts.first.node.pointer(),
                    ));
                    return vec![parts.first.clone()];
                }
                FlattenStep::Enter(part) if !seen.insert(part.node.id()) => continue,
                FlattenStep::Enter(part) => part,
            };
            let inner: Vec<_> = if part.flat { Vec::new() } else { part.node.all_of().collect() };
            steps.push(FlattenStep::Leave(part));
            for node in inner.into_iter().rev() {
                let Some(node) = self.references.follow(RefOr::new(node), self.report) else { continue };
                // A base that lists its subtypes does not make each subtype one of them again.
                let mut alternatives = node.one_of().chain(node.any_of());
                let bare = alternatives.any(|subtype| {
                    roots.contains(&self.references.resolve_schema(&subtype, self.report).node.id())
                });
                steps.push(FlattenStep::Enter(SchemaPart {
                    bare: bare || node.is_base(),
                    node,
                    flat: false,
                }));
            }
        }
        flat
    }

    /// The JSON type of a schema, if it is known without lowering it.
    pub fn kind_of(&mut self, schema: &Schema<'a>) -> Option<JsonType> {
        let resolved = self.references.resolve_schema(schema, self.report);
        let node = &resolved.node;
        if node.has_alternatives() {
            return None;
        }
        let flat = self.flatten(&SchemaParts::one(node));
        agreed_type(&flat, None)
    }

    /// The items of a schema that is a list, if they are known without lowering it.
    pub fn items_of(&mut self, schema: &Schema<'a>) -> Option<Schema<'a>> {
        let resolved = self.references.resolve_schema(schema, self.report);
        let flat = self.flatten(&SchemaParts::one(&resolved.node));
        flat.iter().rev().find_map(|part| part.node.items())
    }
}

/// The tightest of the lengths that the parts ask for, in order. Reported if no value can meet both.
pub(in crate::lower) fn counts<'a>(
    flat: &[SchemaPart<'a>],
    least: Field,
    most: Field,
    report: &mut Reporter<'a>,
) -> (u64, Option<u64>) {
    let read = |key: Field| values(flat, key).filter_map(|(_, value)| unsigned(value));
    let min = read(least).max().unwrap_or(0);
    let max = read(most).min();
    if let Some(max) = max.filter(|max| *max < min) {
        let message =
            format!("`{least}` {min} is over `{most}` {max}, which no value meets; both are left out");
        report_bounds(flat, &[least, most], message, report);
        return (0, None);
    }
    (min, max)
}

/// The values of a keyword in the parts that have it.
pub(super) fn values<'p, 'a>(
    flat: &'p [SchemaPart<'a>],
    key: Field,
) -> impl Iterator<Item = (&'p Schema<'a>, &'a Value)> {
    flat.iter().filter_map(move |part| Some((&part.node, part.node.value_of(key)?)))
}
