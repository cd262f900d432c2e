//! Checks body templates.

use super::grammar::Place;
use super::tree::{NodeValue, StyleNode};
use super::{Slot, Template};
use crate::diag::{Diagnostic, Diagnostics, codes, suggest};

/// Checks a template.
pub fn check(node: &StyleNode, place: Place, diags: &mut Diagnostics) {
    let mut checker = Checker { place, seen: Vec::new(), failed: false, diags };
    checker.spread(node);
    checker.names(node);
    checker.value(node);
    let (failed, seen) = (checker.failed, checker.seen);
    let holds_payload = place == Place::Success || place.is_list();
    if holds_payload && !failed && !seen.iter().any(|(slot, _)| *slot == Slot::Payload) {
        let message = "the body has no slot `$payload`";
        let help =
            "add a member with the value `$payload`, or write only `$payload` for a body without a wrapper";
        diags.push(Diagnostic::error(codes::STYLE_NO_PAYLOAD, message, node.place()).help(help));
    }
}

/// The members of a template with names of the operation's own.
fn own_names<'a>(node: &'a StyleNode, found: &mut Vec<(&'a str, &'a StyleNode)>) {
    for (wire, member) in node.members().into_iter().flatten() {
        if Template::is_own_name(wire) {
            found.push((wire, member));
        }
        own_names(member, found);
    }
}

struct Checker<'a> {
    place: Place,
    seen: Vec<(Slot, &'a StyleNode)>,
    failed: bool,
    diags: &'a mut Diagnostics,
}

impl<'a> Checker<'a> {
    fn value(&mut self, node: &'a StyleNode) {
        match &node.content {
            NodeValue::Text(text) => match text.strip_prefix('$') {
                Some(slot) if !slot.starts_with('$') => self.slot(slot, node),
                Some(_) | None => {}
            },
            NodeValue::Map(members) => {
                if let Some(member) = members.get(Template::ITEMS).filter(|_| !self.place.is_list()) {
                    let message = "only templates of lists can have a member `{items}`";
                    let help =
                        "move it to `success.list` or to `list` of a way of paging, or use another name";
                    let place = member.key_place();
                    self.problem(Diagnostic::error(codes::STYLE_LIST_NAME, message, place).help(help));
                }
                for member in members.values() {
                    if let Some(within) = member.members().and_then(|within| within.get(Template::SPREAD)) {
                        let message = "the member `...` cannot be in an object inside of the body";
                        let help = "move it to the top of the body";
                        let place = within.key_place();
                        self.problem(Diagnostic::error(codes::STYLE_SPREAD, message, place).help(help));
                    }
                    self.value(member);
                }
            }
            NodeValue::List(_) => self.no_slot_within(node),
            NodeValue::Null | NodeValue::Flag(_) | NodeValue::Number(_) => {}
        }
    }

    /// Checks that the operation's own name of what it returns is the name of the payload, and the only one.
    fn names(&mut self, node: &'a StyleNode) {
        let mut found = Vec::new();
        own_names(node, &mut found);
        for member in found.iter().filter(|member| member.0 == Template::RESOURCE) {
            let (message, help) = if !self.place.is_list() && self.place != Place::Success {
                let help = "move it to `success.body`, `success.list` or `list` of a way of paging";
                ("only bodies of successes can have a member `{resource}`", help)
            } else if member.1.text().is_none_or(|text| text.trim_end_matches('!') != "$payload") {
                ("the member `{resource}` is the payload", "write `\"{resource}\": $payload!`")
            } else if found.len() > 1 {
                ("a body has one name of the operation's own", "remove the other one")
            } else {
                continue;
            };
            let place = member.1.key_place();
            self.problem(Diagnostic::error(codes::STYLE_RESOURCE_NAME, message, place).help(help));
        }
    }

    /// Checks a member [`Template::SPREAD`] of the body.
    fn spread(&mut self, node: &StyleNode) {
        let Some(member) = node.members().and_then(|members| members.get(Template::SPREAD)) else { return };
        let (message, help) = if self.place != Place::Success {
            let help = "move it to `success.body`: only single objects have members to spread";
            ("only `success.body` can have a member `...`", help)
        } else if member.text() == Some("$payload") {
            return;
        } else {
            ("only the members of the payload can be written next to others", "write `...: $payload`")
        };
        self.problem(Diagnostic::error(codes::STYLE_SPREAD, message, member.key_place()).help(help));
    }

    fn slot(&mut self, text: &str, node: &'a StyleNode) {
        let word = text.strip_suffix('!').unwrap_or(text);
        let slots = self.place.slots();
        let slot = match Slot::parse(word) {
            Some(slot) if slots.contains(&slot) => slot,
            other => {
                let message = match other {
                    Some(_) => format!("the slot `${word}` is not for this template"),
                    None => format!("there is no slot `${word}`"),
                };
                let known: Vec<String> = slots.iter().map(|slot| format!("${}", slot.as_str())).collect();
                let near = suggest::among(&format!("${word}"), known.iter().map(String::as_str));
                let help = format!("{near}; `$$` is a literal `$`");
                return self.problem(Diagnostic::error(codes::STYLE_SLOT, message, node.place()).help(help));
            }
        };
        if let Some((_, first)) = self.seen.iter().find(|(seen, _)| *seen == slot) {
            let first = first.place();
            let message = format!("the slot `${word}` is here twice");
            let twice = Diagnostic::error(codes::STYLE_SLOT_TWICE, message, node.place());
            self.problem(twice.related(first, "first here").help("a template can have each slot once"));
        }
        self.seen.push((slot, node));
    }

    fn no_slot_within(&mut self, node: &'a StyleNode) {
        match &node.content {
            NodeValue::Text(text) if text.starts_with('$') => {
                let message = "a slot cannot be in a list";
                let help = "lists in a template are constants; use it as the value of a member";
                self.problem(Diagnostic::error(codes::STYLE_SLOT, message, node.place()).help(help));
            }
            NodeValue::List(items) => items.iter().for_each(|item| self.no_slot_within(item)),
            NodeValue::Map(members) => members.values().for_each(|member| self.no_slot_within(member)),
            NodeValue::Text(_) | NodeValue::Null | NodeValue::Flag(_) | NodeValue::Number(_) => {}
        }
    }

    fn problem(&mut self, diagnostic: Diagnostic) {
        self.failed = true;
        self.diags.push(diagnostic);
    }
}
