//! Former spellings of keys, words and slots. Each is reported once and then read as the present one, so that nothing else
//! is reported of it.

use super::Slot;
use super::grammar::{Key, Shape, Tagged, Word};
use super::tree::{NodeValue, StyleNode};
use crate::diag::{Code, Diagnostic, Diagnostics, Place, codes};

/// Replaces former spellings by the present ones.
pub fn rename(node: &mut StyleNode, shape: &Shape, diags: &mut Diagnostics) {
    match shape {
        Shape::Record(record) | Shape::File(record) | Shape::Short(record, _) => {
            let keys: Vec<&Key> = record.keys.iter().collect();
            members(node, &keys, record.others, diags);
        }
        Shape::Tagged(inner) => tagged(node, inner, diags),
        Shape::Word(words) => word(node, words, diags),
        Shape::Either(words, inner) => {
            word(node, words, diags);
            rename(node, inner, diags);
        }
        Shape::OneOf(shapes) => shapes.iter().for_each(|one| rename(node, one, diags)),
        Shape::List(of) => {
            if let NodeValue::List(items) = &mut node.content {
                items.iter_mut().for_each(|item| rename(item, of, diags));
            }
        }
        Shape::Template(_) => slots(node, diags),
        Shape::Text(_) | Shape::Flag | Shape::Whole(..) | Shape::Integer | Shape::Json => {}
    }
}

fn members(node: &mut StyleNode, keys: &[&Key], others: Option<&Key>, diags: &mut Diagnostics) {
    let NodeValue::Map(members) = &mut node.content else { return };
    let known = |wire: &str| keys.iter().copied().find(|key| key.wire == wire);
    for (wire, mut member) in std::mem::take(members) {
        let present = keys.iter().find(|key| key.formerly == Some(&*wire) && known(&wire).is_none());
        let Some(key) = present.copied().or_else(|| known(&wire)).or(others) else {
            members.insert(wire, member);
            continue;
        };
        if let Some(key) = present {
            report(codes::STYLE_KEY, &wire, key.wire, member.key_place(), diags);
        }
        rename(&mut member, &key.shape, diags);
        match present {
            None => {
                members.insert(wire, member);
            }
            Some(key) => {
                members.entry(key.wire.to_owned()).or_insert(member);
            }
        }
    }
}

/// The keys are those of the mechanism; if the tag is left to the parent style, those of every mechanism.
fn tagged(node: &mut StyleNode, tagged: &Tagged, diags: &mut Diagnostics) {
    let NodeValue::Map(all) = &mut node.content else { return };
    if let Some(tag) = all.get_mut(tagged.tag) {
        let words: Vec<Word> = tagged.variants.iter().map(|(word, _)| *word).collect();
        word(tag, &words, diags);
    }
    let tag = node.get(tagged.tag).and_then(StyleNode::text);
    let variants = tagged.variants.iter().filter(|(word, _)| tag.is_none_or(|tag| tag == word.text));
    let keys: Vec<&Key> = variants.flat_map(|(_, record)| record.keys).collect();
    members(node, &keys, None, diags);
}

fn word(node: &mut StyleNode, words: &[Word], diags: &mut Diagnostics) {
    let Some(text) = node.text() else { return };
    let former = |word: &&Word| word.formerly == Some(text) && words.iter().all(|word| word.text != text);
    if let Some(word) = words.iter().find(former) {
        report(codes::STYLE_VALUE, text, word.text, node.place(), diags);
        node.content = NodeValue::Text(word.text.to_owned());
    }
}

fn slots(node: &mut StyleNode, diags: &mut Diagnostics) {
    let place = node.place();
    match &mut node.content {
        NodeValue::Text(text) => {
            let Some(slot) = text.strip_prefix('$') else { return };
            let (name, keep) = slot.strip_suffix('!').map_or((slot, ""), |name| (name, "!"));
            if let Some(word) = Slot::WORDS.iter().find(|word| word.formerly == Some(name)) {
                report(codes::STYLE_SLOT, &format!("${name}"), &format!("${}", word.text), place, diags);
                *text = format!("${}{keep}", word.text);
            }
        }
        NodeValue::Map(members) => members.values_mut().for_each(|member| slots(member, diags)),
        NodeValue::Null | NodeValue::Flag(_) | NodeValue::Number(_) | NodeValue::List(_) => {}
    }
}

fn report(code: Code, old: &str, new: &str, place: Place, diags: &mut Diagnostics) {
    diags.push(Diagnostic::error(code, format!("`{old}` is now `{new}`"), place));
}
