//! Languages and their texts.

use std::collections::BTreeMap;

use super::{text, word};
use crate::diag::{Diagnostic, Diagnostics, codes, suggest};
use crate::style::tree::Node;
use crate::style::{Locale, Outcome, known, outcomes, texts as rules};

/// `locale`. An outcome that is told like another is so in every language.
pub(super) fn locale(node: &Node, reactions: Option<&Node>, diags: &mut Diagnostics) -> Option<Locale> {
    let languages = node.get("languages")?.members()?.iter().filter(|(_, language)| !language.is_null());
    let languages: Vec<(&String, &Node)> = languages.collect();
    let default = text(node, "default")?;
    if !languages.iter().any(|(tag, _)| **tag == default) {
        let at = node.get("default")?;
        let message = format!("`{default}` is none of the languages");
        let help = match languages.first() {
            Some(_) => suggest::among(&default, languages.iter().map(|(tag, _)| tag.as_str())),
            None => "give `languages` its texts".to_owned(),
        };
        diags.push(Diagnostic::error(codes::STYLE_NAME, message, at.place()).help(help));
    }
    let languages = languages.into_iter().map(|(tag, node)| {
        if !(rules::LANGUAGE.admits)(tag) {
            let message = format!("{tag:?} is not {}", rules::LANGUAGE.what);
            let help = "texts stand under the tag of their language";
            diags.push(Diagnostic::error(codes::STYLE_VALUE, message, node.key_place()).help(help));
        }
        check(node, diags);
        let mut texts = texts(node);
        if let Some(reactions) = reactions {
            share(reactions, &mut texts);
        }
        (tag.clone(), texts)
    });
    let languages = languages.collect();
    Some(Locale { languages, default })
}

/// Tells of texts that nothing asks for, and of holes that nothing fills.
fn check(node: &Node, diags: &mut Diagnostics) {
    for (group, texts) in node.members().into_iter().flatten() {
        let known = known::texts(group);
        for (name, text) in texts.members().into_iter().flatten().filter(|(_, text)| !text.is_null()) {
            let Some(known) = &known else {
                outcomes::holes(text, &[], diags);
                continue;
            };
            if let Some((_, holes)) = known.iter().find(|(known, _)| known == name) {
                outcomes::holes(text, holes, diags);
            } else {
                let message = format!("nothing is told by the text `{group}.{name}`");
                let help = suggest::among(name, known.iter().map(|(known, _)| *known));
                diags.push(Diagnostic::error(codes::STYLE_KEY, message, text.key_place()).help(help));
            }
        }
    }
}

/// The texts of a language by their keys.
fn texts(node: &Node) -> BTreeMap<String, String> {
    let groups = node.members().into_iter().flatten();
    groups
        .flat_map(|(group, texts)| {
            let texts = texts.members().into_iter().flatten();
            texts.filter_map(move |(name, text)| Some((format!("{group}.{name}"), text.text()?.to_owned())))
        })
        .collect()
}

/// Gives the text of an outcome to those without one that react `as` it, and have no message of their own either.
fn share(reactions: &Node, texts: &mut BTreeMap<String, String>) {
    let key = |outcome: &str| format!("outcome.{outcome}");
    for outcome in Outcome::ALL {
        let mut last = outcome.as_str();
        for _ in Outcome::ALL {
            if texts.contains_key(&key(last)) {
                break;
            }
            let Some(node) = reactions.get(last).filter(|node| node.get("message").is_none()) else { break };
            let Some(next) = word(node, "as") else { break };
            last = next;
        }
        if let Some(text) = texts.get(&key(last)).cloned() {
            texts.entry(key(outcome.as_str())).or_insert(text);
        }
    }
}
