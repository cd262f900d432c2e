//! Reads a style from its checked tree, and reports keys that contradict each other. Values of the wrong type were reported
//! by the check and are skipped here.

mod around;
mod bodies;
mod data;
mod locale;
mod media;
mod pages;
mod query;
mod version;

use housestyle_style::grammar::Keys;
use housestyle_style::read::{Read, member};

use super::tree::StyleNode;
use super::{Outcomes, Style, StyleFile, Success, Version, check, outcomes};
use crate::diag::{Diagnostic, Diagnostics, Place, codes, suggest};

/// The style of a tree with its rules for documents; `None` if it has problems, which are reported.
pub fn file(tree: &StyleNode, diags: &mut Diagnostics) -> Option<StyleFile> {
    check::record(tree, &StyleFile::RECORD, diags);
    let style = style(tree, diags);
    Some(StyleFile { style: style?, lint: member(tree, Keys::<StyleFile>::lint())? })
}

/// The style of a tree; `None` if it has problems, which are reported.
fn style(node: &StyleNode, diags: &mut Diagnostics) -> Option<Style> {
    let version: Option<Version> = member(node, Keys::<Style>::version());
    version::check(node, version.as_ref(), diags);
    let templates = node.get(Keys::<Style>::success()).is_some_and(|success| {
        [Keys::<Success>::body(), Keys::<Success>::meta_body(), Keys::<Success>::list()]
            .iter()
            .all(|wire| !is_reported(success.get(wire), diags))
    });
    let success = member::<_, Success>(node, Keys::<Style>::success()).filter(|_| templates);
    let mut options = Options { version: version.as_ref(), diags };
    bodies::success(node, success.as_ref(), &mut options);
    data::check(node, success.as_ref(), &mut options);
    bodies::failure(node, success.as_ref(), diags);
    outcomes::check(node, diags);
    if let Some(outcomes) = member::<_, Outcomes>(node, Keys::<Style>::outcomes()) {
        bodies::never_filled(node, &outcomes, diags);
    }
    media::check(node, success.as_ref(), diags);
    pages::check(node, success.as_ref(), diags);
    query::check(node, success.as_ref(), version.as_ref(), diags);
    locale::check(node, diags);
    around::check(node, diags);
    let mut style = Style::read(node)?;
    locale::share(node, &mut style);
    Some(style)
}

/// Checks the options of `version` that other keys refer to.
struct Options<'a> {
    version: Option<&'a Version>,
    diags: &'a mut Diagnostics,
}

impl Options<'_> {
    /// Reports the option that a key refers to if the style does not have it.
    fn check(&mut self, node: Option<&StyleNode>) {
        let (Some(version), Some(at)) = (self.version, node) else { return };
        let Some(name) = at.text().filter(|name| version.options().all(|option| option != *name)) else {
            return;
        };
        let message = format!("`version` has no option `{name}`");
        let help = match version.options().next() {
            Some(_) => suggest::among(name, version.options()),
            None => "declare it in `version.options`".to_owned(),
        };
        self.diags.push(Diagnostic::error(codes::STYLE_NAME, message, at.place()).help(help));
    }
}

/// Whether a problem inside a node is already reported.
fn is_reported(node: Option<&StyleNode>, diags: &Diagnostics) -> bool {
    let Some(node) = node else { return false };
    diags.iter().any(|diagnostic| match &diagnostic.place {
        Place::Pointer { file, pointer, .. } => {
            let inside = pointer.strip_prefix(&node.pointer);
            *file == *node.file && inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        }
        Place::Bytes { .. } | Place::File(_) | Place::Options => false,
    })
}

fn contradiction(message: impl Into<String>, node: &StyleNode, help: &str, diags: &mut Diagnostics) {
    diags.push(Diagnostic::error(codes::STYLE_CONTRADICTION, message.into(), node.place()).help(help));
}
