//! `x-style` against its grammar, on every object of the document.

use std::sync::Arc;

use serde_json::Value;

use super::super::codes;
use super::super::report::Reporter;
use super::grammar::{self, Grammar};
use super::{KEY, OFF, OperationAnnotations, lint};
use crate::diag::{Diagnostic, Diagnostics, Place, suggest};
use crate::spec::{Document, ExtensibleObject, Node, NodeView as _, Operation, extended, extended_in_schema};
use crate::style::grammar::Shape;
use crate::style::tree::StyleNode as Tree;
use crate::style::{check, former};

const HELP: &str = "`housestyle styles annotations` prints what `x-style` may say";

/// Every object of a document with an extension, and the schemas that an `x-style` holds.
pub(in crate::lower) fn annotated(root: Document<'_>) -> Vec<(ExtensibleObject, Node<'_>)> {
    let mut found = extended(root);
    let mut schemas = Vec::new();
    for (_, node) in found.iter().filter(|(object, _)| *object == ExtensibleObject::Operation) {
        let annotations = OperationAnnotations::of(&Operation::of(*node));
        let filters = annotations.filters().into_iter().map(|(_, schema)| schema);
        schemas.extend(filters.chain(annotations.meta()).flat_map(|schema| extended_in_schema(*schema)));
    }
    found.extend(schemas);
    found
}

/// Checks every `x-style` of the document.
pub(in crate::lower) struct AnnotationCheck<'c, 'a> {
    pub report: &'c mut Reporter<'a>,
}

impl<'a> AnnotationCheck<'_, 'a> {
    /// Checks the `x-style` of every object, before anything is read of one.
    pub fn check_annotations(&mut self, annotated: &[(ExtensibleObject, Node<'a>)]) {
        for (object, holder) in annotated {
            let Some(said) = holder.get(KEY) else { continue };
            match grammar::of(*object) {
                Ok(grammar) => self.hold(grammar, &said),
                Err(words) => match lint::of_any(&said) {
                    Some(grammar) => self.hold(grammar, &said),
                    None => self.misplaced(words, &said),
                },
            }
        }
        self.report.annotations_refused = self.report.failed();
    }

    /// Holds one `x-style` against its grammar.
    fn hold(&mut self, grammar: &Grammar, said: &Node<'a>) {
        let mut found = Diagnostics::new();
        let mut tree = tree(said);
        former::rename(&mut tree, grammar.shape, &mut found);
        check::value(&tree, grammar.shape, &mut found);
        for diagnostic in found.take_errors() {
            let diagnostic = self.of_annotation(grammar, diagnostic);
            self.report.push(diagnostic);
        }
        for list in ["sort", "include", "expand", "paging/by"] {
            let pointer = format!("{}/{list}", said.pointer());
            let value = said.value().pointer(&format!("/{list}"));
            if value.and_then(Value::as_array).is_some_and(Vec::is_empty) {
                let message = "an empty list says nothing";
                let diagnostic = self.report.error(codes::EXTENSION_VALUE, message, &pointer);
                self.report.push(diagnostic.help("drop it, or name one"));
            }
        }
    }

    /// A diagnostic on a style file as one on the document.
    fn of_annotation(&self, grammar: &Grammar, mut diagnostic: Diagnostic) -> Diagnostic {
        if diagnostic.code == codes::STYLE_KEY {
            diagnostic.code = codes::EXTENSION_KEY;
            if let Some((key, home)) = misplaced_key(grammar, &diagnostic.place) {
                diagnostic.code = codes::EXTENSION_PLACE;
                diagnostic.message = format!("`{key}` belongs on {home}, not on {}", grammar.words);
                diagnostic.help = None;
            }
        } else {
            diagnostic.code = codes::EXTENSION_VALUE;
        }
        if diagnostic.help.as_deref() == Some(check::HELP) {
            diagnostic.help = Some(HELP.to_owned());
        }
        diagnostic.place = self.of_document(diagnostic.place);
        for (place, _) in &mut diagnostic.related {
            *place = self.of_document(std::mem::replace(place, Place::Options));
        }
        diagnostic
    }

    /// A place of the tree that was read, in the files.
    fn of_document(&self, place: Place) -> Place {
        match place {
            Place::Pointer { node, key: true, .. } => self.report.key_place(&node),
            Place::Pointer { node, key: false, .. } => self.report.place(&node),
            Place::Bytes { .. } | Place::File(_) | Place::Options => place,
        }
    }

    /// An `x-style` in a place where it has no keys.
    fn misplaced(&mut self, words: &str, said: &Node<'a>) {
        let keys: Vec<_> = said.entries().map(|(key, _)| key).collect();
        let homes: Vec<_> = keys
            .iter()
            .filter_map(|key| Some(format!("`{key}` belongs on {}", grammar::home(key)?)))
            .collect();
        let help = if super::is_off(said.value()) {
            format!("`{OFF}` belongs on an operation")
        } else if homes.is_empty() {
            let all: Vec<_> = grammar::NAMED.iter().map(|grammar| grammar.words).collect();
            format!("it belongs on {}", all.join(", "))
        } else {
            homes.join(", ")
        };
        let place = self.report.key_place(&said.pointer());
        let message = format!("`{KEY}` says nothing on {words}");
        self.report.push(Diagnostic::error(codes::EXTENSION_PLACE, message, place).help(help));
    }
}

/// The key that a diagnostic speaks of, and where it belongs, if it is one of the extension itself.
fn misplaced_key<'p>(grammar: &Grammar, place: &'p Place) -> Option<(&'p str, &'static str)> {
    let Place::Pointer { node, .. } = place else { return None };
    let (above, key) = node.rsplit_once('/')?;
    // `lint` may stand anywhere, and is no hint that `link` is misspelt.
    let known = || grammar.record.keys.iter().map(|key| key.wire).filter(|wire| *wire != lint::WIRE);
    let misspelt = suggest::near(key, known()).is_some();
    let home = grammar::home(key).filter(|_| above.ends_with(&format!("/{KEY}")) && !misspelt);
    Some((key, home?))
}

/// An `x-style` as a tree that the grammar reads, with the pointers of the document.
pub(super) fn tree(said: &Node<'_>) -> Tree {
    let mut value = said.value().clone();
    // YAML 1.1 reads `off` as false.
    let mut off = |pointer: &str| {
        if let Some(value @ Value::Bool(false)) = value.pointer_mut(pointer) {
            *value = Value::from(OFF);
        }
    };
    off("");
    off("/use");
    off("/prefix");
    off("/idempotency");
    off("/lint");
    Tree::new(&Arc::from(""), said.pointer(), &value)
}

/// A value of a shape in its present spelling; `None` if it is not of the shape.
pub(super) fn of_shape(node: &Node<'_>, shape: &Shape) -> Option<Value> {
    let (mut tree, mut found) = (tree(node), Diagnostics::new());
    former::rename(&mut tree, shape, &mut Diagnostics::new());
    check::value(&tree, shape, &mut found);
    found.iter().next().is_none().then(|| tree.value())
}
