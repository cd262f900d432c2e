//! `$ref`: checked, made canonical, and brought into `components` where it leads elsewhere.
//!
//! A reference may point to another file below the document's folder, or to any place of a document. Its
//! target is copied to `components` under a separate name, so that everything behind this module
//! meets `#/components/SECTION/NAME` alone. Path items and callbacks are copied to where they are used.

use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use super::inline;
use super::pointer::{FilePointer, Pointer, escaped, unescaped};
use super::shape::NodeKind;
use super::walk::Walk;
use crate::diag::{Code, Diagnostic, Severity, codes, suggest};

/// The kinds that live in `components`.
pub(super) const SECTIONS: [NodeKind; 11] = [
    NodeKind::Schema,
    NodeKind::Response,
    NodeKind::Parameter,
    NodeKind::Example,
    NodeKind::RequestBody,
    NodeKind::Header,
    NodeKind::SecurityScheme,
    NodeKind::Link,
    NodeKind::Callback,
    NodeKind::PathItem,
    NodeKind::MediaType,
];

/// A node that is to be copied to `components`.
pub(super) struct Hoist {
    kind: NodeKind,
    key: String,
    origin: FilePointer,
}

/// The reference that a node is, if it is one.
pub(super) fn reference(value: &Value) -> Option<String> {
    value.get("$ref")?.as_str().map(str::to_owned)
}

/// Follows the reference in `value`. False if the node is to be left out.
pub(super) fn follow(
    walk: &mut Walk<'_>,
    kind: NodeKind,
    value: &mut Value,
    text: &str,
    at: &mut Pointer,
) -> bool {
    if !matches!(kind, NodeKind::Example | NodeKind::Link) {
        return followed(walk, kind, value, text, at);
    }
    // No code is made of these: what is wrong with one costs that one.
    let before = std::mem::take(walk.diags);
    followed(walk, kind, value, text, at);
    let mut found = std::mem::replace(walk.diags, before);
    let errors = found.take_errors();
    walk.diags.extend(found);
    let fine = errors.is_empty();
    for error in errors {
        let message = format!("{}; {} is left out", error.message, kind.words());
        walk.diags.push(Diagnostic { severity: Severity::Warning, message, ..error });
    }
    fine
}

fn followed(walk: &mut Walk<'_>, kind: NodeKind, value: &mut Value, text: &str, at: &mut Pointer) -> bool {
    let Some(target) = target(walk, text, at) else { return true };
    let Some(found) = walk.files[target.file].tree.pointer(&target.pointer) else {
        let help = instead(&walk.files[target.file].tree, text, &target.pointer);
        return refuse(walk, at, codes::REF_DANGLING, format!("`{text}` does not exist"), Some(&help));
    };
    let fits = found.is_object() || (kind == NodeKind::Schema && found.is_boolean());
    if !fits {
        return refuse(
            walk,
            at,
            codes::REF_KIND,
            format!("`{text}` does not point to {}", kind.words()),
            None,
        );
    }
    let section = match kind {
        NodeKind::PathItem | NodeKind::Callback | NodeKind::MediaType => None,
        kind => kind.section(),
    };
    let Some(section) = section else {
        if kind.section().is_none() {
            inline::note_stray(walk, at);
        }
        return inline::node(walk, kind, value, target, at);
    };
    let name = match component(&target) {
        Some((of, name)) if of == section => name,
        Some((of, _)) if SECTIONS.iter().any(|k| k.section() == Some(of.as_str())) => {
            let message =
                format!("`{text}` points to `components/{of}`, and {} is needed here", kind.words());
            return refuse(walk, at, codes::REF_KIND, message, None);
        }
        _ => hoist(walk, kind, target),
    };
    if let Value::Object(map) = value {
        map.insert("$ref".to_owned(), Value::String(format!("#/components/{section}/{}", escaped(&name))));
    }
    true
}

/// The help for a pointer that cannot be resolved: a similar name where it fails.
pub(super) fn instead(tree: &Value, text: &str, pointer: &str) -> String {
    let (above, last) = pointer.rsplit_once('/').unwrap_or_default();
    let known = tree.pointer(above).and_then(Value::as_object);
    let near = known.and_then(|known| suggest::near(&unescaped(last), known.keys().map(String::as_str)));
    match (near, text.strip_suffix(last)) {
        (Some(near), Some(before)) => format!("did you mean `{before}{}`?", escaped(near)),
        _ => "define what it names, or name what is there".to_owned(),
    }
}

/// A text that may be a reference to a schema: a value of a discriminator's mapping.
pub(super) fn follow_text(walk: &mut Walk<'_>, text: &mut String, at: &mut Pointer) {
    let mut node = serde_json::json!({ "$ref": text.as_str() });
    let reference = text.clone();
    follow(walk, NodeKind::Schema, &mut node, &reference, at);
    if let Some(Value::String(canonical)) = node.get_mut("$ref") {
        *text = std::mem::take(canonical);
    }
}

/// Section and name, if the place is a component of the document itself.
fn component(target: &FilePointer) -> Option<(String, String)> {
    if target.file != 0 {
        return None;
    }
    let (section, name) = target.pointer.strip_prefix("/components/")?.split_once('/')?;
    (!name.contains('/')).then(|| (section.to_owned(), unescaped(name)))
}

pub(super) fn refuse(
    walk: &mut Walk<'_>,
    at: &Pointer,
    code: Code,
    message: String,
    help: Option<&str>,
) -> bool {
    // A text of a mapping is a reference without `$ref`.
    let key = at.with("$ref");
    let origin = walk.moves.origin(&key);
    let there = walk.files[origin.file].tree.pointer(&origin.pointer).is_some();
    let place = walk.place(if there { &key } else { at.as_str() });
    let error = Diagnostic::error(code, message, place);
    walk.diags.push(match help {
        Some(help) => error.help(help),
        None => error,
    });
    true
}

/// The place that a reference points to. Reports it and returns `None` if there is no such place.
pub(super) fn target(walk: &mut Walk<'_>, text: &str, at: &Pointer) -> Option<FilePointer> {
    let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
    let scheme =
        path.find(':').is_some_and(|n| n > 1 && path[..n].bytes().all(|b| b.is_ascii_alphanumeric()));
    if path.starts_with("file:") {
        let help = "name the file by its path, seen from the folder of this one";
        refuse(
            walk,
            at,
            codes::REF_NETWORK,
            format!("`{text}` is a URL; files go by their path"),
            Some(help),
        );
        return None;
    }
    if scheme || path.starts_with("//") {
        let help = "download the file next to the document, and refer to that";
        refuse(
            walk,
            at,
            codes::REF_NETWORK,
            format!("`{text}` lies in the network; nothing is fetched"),
            Some(help),
        );
        return None;
    }
    let file = if path.is_empty() { walk.base } else { opened(walk, path, at)? };
    let pointer = decoded(fragment);
    if !pointer.is_empty() && !pointer.starts_with('/') {
        let message = format!("`{text}` names an anchor; only JSON pointers (`#/…`) are followed");
        refuse(walk, at, codes::REF_DANGLING, message, None);
        return None;
    }
    let target = FilePointer { file, pointer };
    if walk.files[file].tree.pointer(&target.pointer).is_some() {
        return Some(target);
    }
    if let Some(behind) = inline::through(walk, &target, at) {
        return Some(behind);
    }
    if path.is_empty() {
        // `#/$defs/X` within a component means, strictly, the document; what is meant is the schema.
        return Some(enclosing(walk, &target, at).unwrap_or(target));
    }
    Some(target)
}

/// The same pointer, from the nearest node around the reference that has it.
fn enclosing(walk: &Walk<'_>, target: &FilePointer, at: &Pointer) -> Option<FilePointer> {
    if !target.pointer.starts_with("/$defs/") && !target.pointer.starts_with("/definitions/") {
        return None;
    }
    let here = walk.moves.origin(at.as_str());
    let tree = &walk.files[here.file].tree;
    let mut around = here.pointer.as_str();
    while let Some(cut) = around.rfind('/') {
        around = &around[..cut];
        let pointer = format!("{around}{}", target.pointer);
        if tree.pointer(&pointer).is_some() {
            return Some(FilePointer { file: here.file, pointer });
        }
    }
    None
}

/// `%7B` and the like, as URIs have them. Invalid escapes are left alone.
pub(super) fn decoded(fragment: &str) -> String {
    if !fragment.contains('%') {
        return fragment.to_owned();
    }
    let mut bytes = Vec::with_capacity(fragment.len());
    let mut rest = fragment.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = |n: usize| after.get(n).and_then(|b| char::from(*b).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, hex(0), hex(1)) {
            bytes.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| fragment.to_owned())
}

pub(super) fn opened(walk: &mut Walk<'_>, path: &str, at: &Pointer) -> Option<usize> {
    let key = (walk.base, path.to_owned());
    if let Some(known) = walk.opened.get(&key) {
        return Some(*known);
    }
    let file = open(walk, path, at)?;
    walk.opened.insert(key, file);
    Some(file)
}

/// Another file, below the folder of the document, links followed.
fn open(walk: &mut Walk<'_>, path: &str, at: &Pointer) -> Option<usize> {
    let folder = |file: &Path| match file.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let (Some(root), Some(base)) = (walk.files[0].path.clone(), walk.files[walk.base].path.clone()) else {
        let help = "give the document as a file";
        let message = format!("`{path}` cannot be found: the document is not a file");
        refuse(walk, at, codes::REF_FILE, message, Some(help));
        return None;
    };
    let joined = folder(&base).join(decoded(path));
    let (Ok(inside), Ok(found)) = (folder(&root).canonicalize(), joined.canonicalize()) else {
        let help = "paths are relative to the folder of the file that contains them";
        refuse(walk, at, codes::REF_FILE, format!("there is no file `{path}`"), Some(help));
        return None;
    };
    if !found.starts_with(&inside) {
        let help = "move it below the folder of the document";
        let message = format!("`{path}` lies outside the folder of the document");
        refuse(walk, at, codes::REF_OUTSIDE, message, Some(help));
        return None;
    }
    if root.canonicalize().is_ok_and(|root| root == found) {
        return Some(0);
    }
    if let Some(known) = walk.canonical.get(&found) {
        return Some(*known);
    }
    let Some(file) = walk.sources.read(&joined, walk.diags) else {
        refuse(walk, at, codes::REF_FILE, format!("`{path}` cannot be read"), None);
        return None;
    };
    walk.files.push(file);
    let number = walk.files.len() - 1;
    walk.canonical.insert(found, number);
    Some(number)
}

/// A name in `components` for a node that is elsewhere; it is copied there later.
fn hoist(walk: &mut Walk<'_>, kind: NodeKind, origin: FilePointer) -> String {
    let known = (origin.file, origin.pointer.clone(), kind);
    if let Some(key) = walk.hoisted.get(&known) {
        return key.clone();
    }
    let section = kind.section().unwrap_or_default();
    let wanted = wanted_name(&walk.files[origin.file].name, &origin.pointer);
    let mut key = wanted.clone();
    let number = walk.numbers.entry((section, wanted.clone())).or_insert(1);
    while !walk.taken.insert((section, key.clone())) {
        *number += 1;
        key = format!("{wanted}_{number}");
    }
    walk.hoisted.insert(known, key.clone());
    walk.queue.push_back(Hoist { kind, key: key.clone(), origin });
    key
}

/// The words of a pointer that say something, or the name of the file.
fn wanted_name(file: &str, pointer: &str) -> String {
    const SILENT: [&str; 13] = [
        "components",
        "schemas",
        "properties",
        "content",
        "responses",
        "schema",
        "definitions",
        "$defs",
        "paths",
        "parameters",
        "items",
        "requestBody",
        "headers",
    ];
    let segments: Vec<String> = pointer.split('/').skip(1).map(unescaped).collect();
    let distinct =
        segments.iter().filter(|s| !SILENT.contains(&s.as_str()) && !s.contains("json")).rev().take(3);
    let mut words: Vec<&str> = distinct.map(String::as_str).collect();
    words.reverse();
    if words.is_empty() {
        words = vec![Path::new(file).file_stem().and_then(|s| s.to_str()).unwrap_or("schema")];
    }
    let clean = |c: char| if c.is_ascii_alphanumeric() || c == '.' || c == '-' { c } else { '_' };
    let name: String = words.join("_").chars().map(clean).collect();
    let name = name.trim_matches('_');
    if name.is_empty() { "Node".to_owned() } else { name.to_owned() }
}

/// Copies a hoisted node and walks it.
pub(super) fn bring(walk: &mut Walk<'_>, hoist: Hoist) {
    let Hoist { kind, key, origin } = hoist;
    let section = kind.section().unwrap_or_default();
    let mut at = Pointer::new(format!("/components/{section}"));
    at.push(&key);
    walk.moved(at.as_str().to_owned(), origin.clone());
    let Some(mut value) = inline::copy(walk, &origin, &at) else { return };
    walk.base = origin.file;
    walk.node(kind, &mut value, &mut at);
    walk.added.push((kind, key, value));
}

/// Puts what was brought in into `components`.
pub(super) fn insert_added(walk: &mut Walk<'_>, tree: &mut Value) {
    let Value::Object(root) = tree else { return };
    for (kind, key, value) in std::mem::take(&mut walk.added) {
        let Some(section) = kind.section() else { continue };
        let components = root.entry("components").or_insert_with(|| Value::Object(Map::new()));
        let Value::Object(components) = components else { continue };
        if let Value::Object(named) = components.entry(section).or_insert_with(|| Value::Object(Map::new())) {
            named.insert(key, value);
        }
    }
}
