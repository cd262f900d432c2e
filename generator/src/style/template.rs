//! Bodies with slots: from the tree of a style file to a template.

use super::grammar::Place;
use super::tree::{Content, Node};
use super::{Slot, Template, TemplateMember};
use crate::diag::{Diagnostic, Diagnostics, codes, suggest};

/// Compiles a template; what is wrong with it goes to `diags`.
pub fn compile(node: &Node, place: Place, diags: &mut Diagnostics) -> Option<Template> {
    let mut compiler = Compiler { place, seen: Vec::new(), failed: false, diags };
    let template = compiler.value(node).map(|(template, _)| template);
    let (failed, seen) = (compiler.failed, compiler.seen);
    if place == Place::Success && !failed && !seen.iter().any(|(slot, _)| *slot == Slot::Payload) {
        let message = "the body has no place for what a handler returns";
        let help = "give one member the value `$payload`, or write `$payload` alone for nothing around it";
        diags.push(Diagnostic::error(codes::STYLE_NO_PAYLOAD, message, node.place()).help(help));
        return None;
    }
    template.filter(|_| !failed)
}

/// Whether a template has a slot.
#[must_use]
pub fn has(template: &Template, slot: Slot) -> bool {
    match template {
        Template::Constant(_) => false,
        Template::Slot(found) => *found == slot,
        Template::Object(members) => members.iter().any(|member| has(&member.value, slot)),
    }
}

struct Compiler<'a> {
    place: Place,
    seen: Vec<(Slot, &'a Node)>,
    failed: bool,
    diags: &'a mut Diagnostics,
}

impl<'a> Compiler<'a> {
    /// The template of a node, and whether its slot is kept when it is empty.
    fn value(&mut self, node: &'a Node) -> Option<(Template, bool)> {
        match &node.content {
            Content::Text(text) => match text.strip_prefix('$') {
                Some(rest) if rest.starts_with('$') => Some((constant(&rest.into()), false)),
                Some(slot) => self.slot(slot, node),
                None => Some((constant(&text.as_str().into()), false)),
            },
            Content::Map(members) => {
                let members = members.iter().filter(|(_, member)| !matches!(member.content, Content::Null));
                let members: Vec<_> = members
                    .map(|(wire, member)| {
                        let (value, keep) = self.value(member)?;
                        Some(TemplateMember { wire: wire.clone(), value, keep })
                    })
                    .collect();
                Some((Template::Object(members.into_iter().collect::<Option<_>>()?), false))
            }
            Content::List(_) => {
                self.no_slot_within(node);
                Some((constant(&node.value()), false))
            }
            Content::Null | Content::Flag(_) | Content::Number(_) => Some((constant(&node.value()), false)),
        }
    }

    fn slot(&mut self, text: &str, node: &'a Node) -> Option<(Template, bool)> {
        let (word, keep) = text.strip_suffix('!').map_or((text, false), |word| (word, true));
        let slots = self.place.slots();
        let slot = match Slot::parse(word) {
            Some(slot) if slots.contains(&slot) => slot,
            other => {
                let message = match other {
                    Some(_) => format!("the slot `${word}` does not belong here"),
                    None => format!("there is no slot `${word}`"),
                };
                let known: Vec<String> = slots.iter().map(|slot| format!("${}", slot.as_str())).collect();
                let near = suggest::among(&format!("${word}"), known.iter().map(String::as_str));
                let help = format!("{near}; text that begins with `$` is written with two");
                self.problem(Diagnostic::error(codes::STYLE_SLOT, message, node.place()).help(help));
                return None;
            }
        };
        if let Some((_, first)) = self.seen.iter().find(|(seen, _)| *seen == slot) {
            let first = first.place();
            let message = format!("the slot `${word}` is here twice");
            let twice = Diagnostic::error(codes::STYLE_SLOT_TWICE, message, node.place());
            self.problem(twice.related(first, "first here").help("a template has each slot once"));
        }
        self.seen.push((slot, node));
        Some((Template::Slot(slot), keep))
    }

    fn no_slot_within(&mut self, node: &'a Node) {
        match &node.content {
            Content::Text(text) if text.starts_with('$') => {
                let message = "a slot cannot stand in a list";
                let help = "lists in a template are constants; make it the value of a member";
                self.problem(Diagnostic::error(codes::STYLE_SLOT, message, node.place()).help(help));
            }
            Content::List(items) => items.iter().for_each(|item| self.no_slot_within(item)),
            Content::Map(members) => members.values().for_each(|member| self.no_slot_within(member)),
            Content::Text(_) | Content::Null | Content::Flag(_) | Content::Number(_) => {}
        }
    }

    fn problem(&mut self, diagnostic: Diagnostic) {
        self.failed = true;
        self.diags.push(diagnostic);
    }
}

fn constant(value: &serde_json::Value) -> Template {
    Template::Constant(value.to_string())
}
