//! Languages and their texts.

use housestyle_style::grammar::Keys;

use crate::diag::{Diagnostic, Diagnostics, codes, suggest};
use crate::style::tree::StyleNode;
use crate::style::{Locale, Outcome, OutcomeRules, Style, Text, known, outcomes, texts as rules};

/// Reports a default that is not one of the languages, invalid tags, and unknown texts.
pub(super) fn check(style: &StyleNode, diags: &mut Diagnostics) {
    let Some(node) = style.get(Keys::<Style>::locale()) else { return };
    let Some(languages) = node.get(Keys::<Locale>::languages()).and_then(StyleNode::members) else { return };
    let languages: Vec<_> = languages.iter().filter(|(_, language)| !language.is_null()).collect();
    if let Some(at) = node.get(Keys::<Locale>::default())
        && let Some(default) = at.text()
        && !languages.iter().any(|(tag, _)| *tag == default)
    {
        let message = format!("`{default}` is not one of the languages");
        let help = match languages.first() {
            Some(_) => suggest::among(default, languages.iter().map(|(tag, _)| tag.as_str())),
            None => "add it to `languages`".to_owned(),
        };
        diags.push(Diagnostic::error(codes::STYLE_NAME, message, at.place()).help(help));
    }
    for (tag, node) in languages {
        if !(rules::LANGUAGE.admits)(tag) {
            let message = format!("{tag:?} is not {}", rules::LANGUAGE.what);
            let help = "the key of a language is its tag";
            diags.push(Diagnostic::error(codes::STYLE_VALUE, message, node.key_place()).help(help));
        }
        texts(node, diags);
    }
}

/// Reports unknown texts and unknown placeholders.
fn texts(node: &StyleNode, diags: &mut Diagnostics) {
    for (group, members) in node.members().into_iter().flatten() {
        let known = known::texts(group);
        for (name, text) in members.members().into_iter().flatten().filter(|(_, text)| !text.is_null()) {
            let Some(known) = &known else {
                outcomes::holes(text, &[], diags);
                continue;
            };
            if let Some((_, holes)) = known.iter().find(|(known, _)| known == name) {
                outcomes::holes(text, holes, diags);
            } else {
                let message = format!("there is no text `{group}.{name}`");
                let help = suggest::among(name, known.iter().map(|(known, _)| *known));
                diags.push(Diagnostic::error(codes::STYLE_KEY, message, text.key_place()).help(help));
            }
        }
    }
}

/// Gives the text of an outcome to the outcomes that refer to it by `as`, if they have neither a text nor a message.
pub(super) fn share(node: &StyleNode, style: &mut Style) {
    let (Some(locale), Some(outcomes)) = (&mut style.locale, node.get(Keys::<Style>::outcomes())) else {
        return;
    };
    let rules = OutcomeRules::read(outcomes);
    let key = |outcome: Outcome| format!("outcome.{}", outcome.as_str());
    for language in locale.languages.all.to_mut() {
        let texts = &mut language.value;
        let shared: Vec<(Text, Text)> = Outcome::ALL
            .iter()
            .filter(|outcome| texts.get(&key(**outcome)).is_none())
            .filter_map(|outcome| {
                let line = rules.line(*outcome).ok()?;
                let own = |outcome: &Outcome| rules.get(*outcome).is_some_and(|rule| rule.message.is_some());
                let until = line.iter().position(own).unwrap_or(line.len() - 1);
                let text = line[..=until].iter().find_map(|other| texts.get(&key(*other)))?;
                Some((key(*outcome).into(), text.to_owned().into()))
            })
            .collect();
        let by_key = texts.by_key.to_mut();
        by_key.extend(shared);
        by_key.sort();
    }
}
