//! Replaces a `$ref` by its target: path items, callbacks, and whatever the standard allows no references
//! for. Documents in many files have them anywhere, since every bundler resolves them.

use serde_json::Value;

use super::pointer::{FilePointer, Pointer, escaped};
use super::refs::{self, refuse};
use super::shape::{FieldShape, NodeKind};
use super::walk::Walk;
use crate::diag::{Diagnostic, Severity, codes};
use crate::source::limits;

/// References in a row that a pointer leads through.
const LONGEST: usize = 16;

/// Warns about a reference where the standard does not allow one.
pub(super) fn note_stray(walk: &mut Walk<'_>, at: &Pointer) {
    let place = walk.place(&at.with("$ref"));
    let message = "the standard allows no `$ref` here; its target is used".to_owned();
    walk.say(Diagnostic::note(codes::REF_STRAY, message, place));
}

/// A member that is a reference, where it cannot be one: its value is taken. False if it is to be left out.
pub(super) fn member(
    walk: &mut Walk<'_>,
    shape: FieldShape,
    value: &mut Value,
    text: &str,
    at: &mut Pointer,
) -> bool {
    let before = std::mem::take(walk.diags);
    let target = refs::target(walk, text, at);
    let found = target.as_ref().and_then(|target| {
        let tree = &walk.files[target.file].tree;
        let found = tree.pointer(&target.pointer).is_some();
        let help = refs::instead(tree, text, &target.pointer);
        if !found {
            refuse(walk, at, codes::REF_DANGLING, format!("`{text}` does not exist"), Some(&help));
        }
        found.then(|| target.clone())
    });
    let keep = found.is_some_and(|target| shaped(walk, shape, value, target, at));
    let found = std::mem::replace(walk.diags, before);
    for diagnostic in &found {
        walk.diags.push(softened(diagnostic, at));
    }
    keep
}

/// No code is made of prose: a reference to it that leads nowhere costs the prose alone.
fn softened(diagnostic: &Diagnostic, at: &Pointer) -> Diagnostic {
    let key = at.as_str().rsplit('/').next().unwrap_or_default();
    if diagnostic.severity != Severity::Error || !matches!(key, "description" | "summary" | "title") {
        return diagnostic.clone();
    }
    let message = format!("{}; the text is left out", diagnostic.message);
    Diagnostic { severity: Severity::Warning, message, ..diagnostic.clone() }
}

fn shaped(
    walk: &mut Walk<'_>,
    shape: FieldShape,
    value: &mut Value,
    target: FilePointer,
    at: &mut Pointer,
) -> bool {
    note_stray(walk, at);
    let key = (target.file, target.pointer.clone());
    if walk.inlining.contains(&key) {
        let message = "this reference leads back to itself".to_owned();
        refuse(walk, at, codes::REF_CYCLE, message, Some("write out what it is meant to be"));
        return false;
    }
    let Some(copied) = copy(walk, &target, at) else { return false };
    *value = copied;
    walk.moved(at.as_str().to_owned(), target.clone());
    let base = std::mem::replace(&mut walk.base, target.file);
    walk.inlining.push(key);
    let keep = walk.shaped(shape, value, at);
    walk.inlining.pop();
    walk.base = base;
    keep
}

/// Resolves a pointer that goes through a reference, as `#/components/schemas/Pet` does if `schemas` is one.
pub(super) fn through(walk: &mut Walk<'_>, origin: &FilePointer, at: &Pointer) -> Option<FilePointer> {
    let mut here = origin.clone();
    for _ in 0..LONGEST {
        let tree = &walk.files[here.file].tree;
        if tree.pointer(&here.pointer).is_some() {
            return Some(here);
        }
        let (reference, rest) = first_reference(tree, &here.pointer)?;
        let (path, fragment) = reference.split_once('#').unwrap_or((&reference, ""));
        let base = std::mem::replace(&mut walk.base, here.file);
        let file = if path.is_empty() { Some(here.file) } else { refs::opened(walk, path, at) };
        walk.base = base;
        here = FilePointer { file: file?, pointer: format!("{}{rest}", refs::decoded(fragment)) };
    }
    None
}

/// The reference at which a pointer breaks off, and what is left of the pointer.
fn first_reference(tree: &Value, pointer: &str) -> Option<(String, String)> {
    let mut end = pointer.len();
    loop {
        end = pointer[..end].rfind('/')?;
        if let Some(node) = tree.pointer(&pointer[..end]) {
            return Some((refs::reference(node)?, pointer[end..].to_owned()));
        }
    }
}

/// Collects the names of components behind a reference to a section, before anything refers to them.
pub(super) fn sections(walk: &mut Walk<'_>) {
    let at = Pointer::new("/components");
    if walk.files[0].tree.get("components").is_none() {
        return;
    }
    for kind in refs::SECTIONS {
        let Some(section) = kind.section() else { continue };
        let pointer = format!("/components/{section}");
        let before = std::mem::take(walk.diags);
        let target = through(walk, &FilePointer { file: 0, pointer: pointer.clone() }, &at);
        let target = target.and_then(|target| dereferenced(walk, target, &at));
        // What is wrong is reported where the section is read.
        *walk.diags = before;
        let Some(target) = target.filter(|target| target.file != 0 || target.pointer != pointer) else {
            continue;
        };
        let named = walk.files[target.file].tree.pointer(&target.pointer).and_then(Value::as_object);
        let names: Vec<String> = named.into_iter().flatten().map(|(name, _)| name.clone()).collect();
        for name in names {
            let pointer = format!("{}/{}", target.pointer, escaped(&name));
            walk.hoisted.insert((target.file, pointer, kind), name.clone());
            walk.taken.insert((section, name));
        }
    }
}

/// What a node is behind the references that it may be itself.
fn dereferenced(walk: &mut Walk<'_>, mut here: FilePointer, at: &Pointer) -> Option<FilePointer> {
    for _ in 0..LONGEST {
        let node = walk.files[here.file].tree.pointer(&here.pointer)?;
        let Some(reference) = refs::reference(node) else { return Some(here) };
        let base = std::mem::replace(&mut walk.base, here.file);
        let next = refs::target(walk, &reference, at);
        walk.base = base;
        here = next?;
    }
    None
}

/// A copy of a node, within the budget.
pub(super) fn copy(walk: &mut Walk<'_>, origin: &FilePointer, at: &Pointer) -> Option<Value> {
    let found = walk.files[origin.file].tree.pointer(&origin.pointer)?.clone();
    walk.copied += count(&found);
    if walk.copied > limits::ALIASED {
        let message = format!("references copy more than {} nodes", limits::ALIASED);
        let place = walk.place(at.as_str());
        // Reported once, not for everything after it.
        if !walk.diags.iter().any(|d| d.code == codes::TOO_MANY_ALIASES) {
            walk.diags.push(Diagnostic::error(codes::TOO_MANY_ALIASES, message, place));
        }
        return None;
    }
    Some(found)
}

fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(map) => 1 + map.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

/// Replaces a reference by its target; siblings of the reference have priority.
pub(super) fn node(
    walk: &mut Walk<'_>,
    kind: NodeKind,
    value: &mut Value,
    target: FilePointer,
    at: &mut Pointer,
) -> bool {
    let key = (target.file, target.pointer.clone());
    if walk.inlining.contains(&key) {
        let message = "this reference leads back to itself".to_owned();
        return refuse(walk, at, codes::REF_CYCLE, message, Some("write out what it is meant to be"));
    }
    let Some(mut copied) = copy(walk, &target, at) else { return false };
    let here = walk.moves.origin(at.as_str());
    if let (Value::Object(into), Value::Object(own)) = (&mut copied, value.take()) {
        for (wire, member) in own {
            if wire != "$ref" {
                walk.moved(
                    at.with(&wire),
                    FilePointer { file: here.file, pointer: format!("{}/{}", here.pointer, escaped(&wire)) },
                );
                into.insert(wire, member);
            }
        }
    }
    *value = copied;
    walk.moved(at.as_str().to_owned(), target.clone());
    let base = std::mem::replace(&mut walk.base, target.file);
    walk.inlining.push(key);
    let keep = walk.node(kind, value, at);
    walk.inlining.pop();
    walk.base = base;
    keep
}
