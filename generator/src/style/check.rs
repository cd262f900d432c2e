//! Checks the tree of a style against the grammar: keys, types, words. A tree without problems can be read without type
//! checks.

use super::grammar::{Key, Record, Shape, Tagged, Word};
use super::template;
use super::tree::{NodeValue, StyleNode, find, lengthen, quoted};
use crate::diag::{Code, Diagnostic, Diagnostics, Place, codes, suggest};

/// Checks a value.
pub fn value(node: &StyleNode, expected: &Shape, diags: &mut Diagnostics) {
    shape(node, expected, diags);
}

/// Checks a mapping.
pub fn record(node: &StyleNode, record: &Record, diags: &mut Diagnostics) {
    keys(node, record.keys, record.others, None, diags);
}

fn shape(node: &StyleNode, expected: &Shape, diags: &mut Diagnostics) {
    match expected {
        Shape::Text(rule) => match node.text() {
            Some(text) if (rule.admits)(text) => {}
            Some(text) => {
                let message = format!("{} is not {}", quoted(text), rule.what);
                problem(diags, codes::STYLE_VALUE, message, node.place());
            }
            None => kind(node, rule.what, diags),
        },
        Shape::Word(words) => word(node, words, diags),
        Shape::Flag => {
            if !matches!(node.content, NodeValue::Flag(_)) {
                kind(node, "`true` or `false`", diags);
            }
        }
        Shape::Whole(least, most) => whole(node, *least, *most, diags),
        Shape::Integer => integer(node, diags),
        Shape::List(of) => list(node, of, diags),
        Shape::Record(inner) => record(node, inner, diags),
        Shape::Tagged(inner) => tagged(node, inner, diags),
        Shape::Short(inner, _) => short(node, inner, diags),
        Shape::Either(words, inner) => either(node, words, inner, diags),
        Shape::OneOf(shapes) => match shapes.iter().find(|one| is_of_type(node, one)) {
            Some(one) => shape(node, one, diags),
            None => kind(node, &super::reference::holds(expected), diags),
        },
        Shape::File(inner) => {
            if node.text().is_none() {
                record(node, inner, diags); // a path that is still here was reported when it was read
            }
        }
        Shape::Template(place) => template::check(node, *place, diags),
        Shape::Json => {}
    }
}

fn keys(
    node: &StyleNode,
    keys: &[Key],
    others: Option<&Key>,
    tag: Option<(&str, &str)>,
    diags: &mut Diagnostics,
) {
    let Some(members) = node.members() else { return kind(node, "a mapping", diags) };
    for (wire, member) in members {
        let null = matches!(member.content, NodeValue::Null);
        match find(keys, wire).or(others) {
            Some(key) if null && !key.required => {}
            Some(key) if null => missing(key, member.place(), diags),
            Some(key) => shape(member, &key.shape, diags),
            None if tag.is_some_and(|(tag, _)| tag == wire) => {}
            None => unknown_key(wire, member, keys, tag, diags),
        }
    }
    for key in keys.iter().filter(|key| key.required && !members.contains_key(key.wire)) {
        missing(key, node.place(), diags);
    }
}

fn missing(key: &Key, place: Place, diags: &mut Diagnostics) {
    let message = format!("the key `{}` is missing", key.wire);
    diags.push(Diagnostic::error(codes::STYLE_MISSING, message, place).help(first_sentence(key.docs)));
}

fn unknown_key(
    wire: &str,
    node: &StyleNode,
    keys: &[Key],
    tag: Option<(&str, &str)>,
    diags: &mut Diagnostics,
) {
    let known = tag.map(|(tag, _)| tag).into_iter().chain(keys.iter().map(|key| key.wire));
    let message = match tag {
        None => format!("there is no key `{wire}` here"),
        Some((tag, word)) => format!("there is no key `{wire}` with `{tag}: {word}`"),
    };
    let help = suggest::among(wire, known);
    diags.push(Diagnostic::error(codes::STYLE_KEY, message, node.key_place()).help(help));
}

fn tagged(node: &StyleNode, expected: &Tagged, diags: &mut Diagnostics) {
    if node.members().is_none() {
        return kind(node, &format!("a mapping with `{}`", expected.tag), diags);
    }
    let words: Vec<Word> = expected.variants.iter().map(|(word, _)| *word).collect();
    let Some(tag) = node.get(expected.tag) else {
        let message = format!("the key `{}` is missing", expected.tag);
        let help = format!("it is one of {}", suggest::list(words.iter().map(|word| word.text)));
        diags.push(Diagnostic::error(codes::STYLE_MISSING, message, node.place()).help(help));
        return;
    };
    let found = tag.text().and_then(|text| expected.variants.iter().find(|(word, _)| word.text == text));
    match found {
        Some((word, variant)) => keys(node, variant.keys, None, Some((expected.tag, word.text)), diags),
        None => word(tag, &words, diags),
    }
}

fn short(node: &StyleNode, inner: &Record, diags: &mut Diagnostics) {
    if node.members().is_some() {
        return record(node, inner, diags);
    }
    match inner.keys.first() {
        Some(first) if !is_of_type(node, &first.shape) => match first.wire {
            // The key of what has no other name.
            "is" => kind(node, &format!("{} or a mapping", super::reference::holds(&first.shape)), diags),
            wire => kind(node, &format!("the value of `{wire}` or a mapping"), diags),
        },
        _ => record(&lengthen(node.clone(), inner), inner, diags),
    }
}

/// One of the words, or the other shape. Text is read as a word unless the other shape is text.
fn either(node: &StyleNode, words: &[Word], inner: &Shape, diags: &mut Diagnostics) {
    let is_text = matches!(inner, Shape::Text(_));
    let known = node.text().is_some_and(|text| words.iter().any(|word| word.text == text));
    match node.text() {
        Some(_) if known || !is_text => word(node, words, diags),
        _ => shape(node, inner, diags),
    }
}

fn word(node: &StyleNode, words: &[Word], diags: &mut Diagnostics) {
    let known = || words.iter().map(|word| word.text);
    match node.text() {
        Some(text) if known().any(|word| word == text) => {}
        Some(text) => {
            let message = format!("there is no `{text}` here");
            let help = suggest::among(text, known());
            diags.push(Diagnostic::error(codes::STYLE_VALUE, message, node.place()).help(help));
        }
        None => kind(node, &format!("one of {}", suggest::list(known())), diags),
    }
}

fn whole(node: &StyleNode, least: u32, most: u32, diags: &mut Diagnostics) {
    match (&node.content, node.whole()) {
        (_, Some(number)) if (least..=most).contains(&number) => {}
        (NodeValue::Number(number), _) => {
            let message = format!("{number} is not a whole number from {least} to {most}");
            problem(diags, codes::STYLE_VALUE, message, node.place());
        }
        _ => kind(node, &format!("a whole number from {least} to {most}"), diags),
    }
}

fn integer(node: &StyleNode, diags: &mut Diagnostics) {
    if !matches!(&node.content, NodeValue::Number(number) if number.is_i64()) {
        kind(node, "an integer of 64 bits", diags);
    }
}

/// Whether a value has the JSON type of a shape.
pub fn is_of_type(node: &StyleNode, shape: &Shape) -> bool {
    match shape {
        Shape::Text(_) | Shape::Word(_) => matches!(node.content, NodeValue::Text(_)),
        Shape::Flag => matches!(node.content, NodeValue::Flag(_)),
        Shape::Whole(..) | Shape::Integer => matches!(node.content, NodeValue::Number(_)),
        Shape::List(_) => node.items().is_some(),
        Shape::Record(_) | Shape::Tagged(_) => node.members().is_some(),
        Shape::Either(_, inner) => matches!(node.content, NodeValue::Text(_)) || is_of_type(node, inner),
        Shape::OneOf(shapes) => shapes.iter().any(|one| is_of_type(node, one)),
        Shape::File(_) => matches!(node.content, NodeValue::Text(_) | NodeValue::Map(_)),
        Shape::Short(..) | Shape::Template(_) | Shape::Json => true,
    }
}

fn list(node: &StyleNode, of: &Shape, diags: &mut Diagnostics) {
    let Some(items) = node.items() else { return kind(node, "a list", diags) };
    for (i, item) in items.iter().enumerate() {
        shape(item, of, diags);
        if let Some(first) = items[..i].iter().find(|other| other.value() == item.value()) {
            let message = format!("{} is in the list twice", item.what());
            let twice = Diagnostic::error(codes::STYLE_TWICE, message, item.place());
            diags.push(twice.related(first.place(), "first here").help("remove one of them"));
        }
    }
}

/// Reports a value of the wrong type.
pub fn kind(node: &StyleNode, expected: &str, diags: &mut Diagnostics) {
    problem(diags, codes::STYLE_KIND, format!("expected {expected}, found {}", node.what()), node.place());
}

/// The help if a value does not match the grammar.
pub const HELP: &str = "`housestyle styles schema` prints the JSON Schema of style files";

fn problem(diags: &mut Diagnostics, code: Code, message: String, place: Place) {
    diags.push(Diagnostic::error(code, message, place).help(HELP));
}

fn first_sentence(docs: &str) -> &str {
    docs.find(". ").map_or(docs, |end| &docs[..=end])
}
