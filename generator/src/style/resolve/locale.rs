//! Languages and their texts.

use std::collections::BTreeMap;

use super::text;
use crate::diag::{Diagnostic, Diagnostics, codes, suggest};
use crate::style::Locale;
use crate::style::tree::Node;

/// `locale`.
pub(super) fn locale(node: &Node, diags: &mut Diagnostics) -> Option<Locale> {
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
    let languages = languages.into_iter().map(|(tag, node)| (tag.clone(), texts(node))).collect();
    Some(Locale { languages, default })
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
