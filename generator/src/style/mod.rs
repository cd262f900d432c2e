//! House styles: files, and what they resolve to.
//!
//! A style is a YAML (or JSON) file. Its types and its grammar are those of `housestyle-style`. `family` reads a file and the
//! files that it extends into one tree; `former` replaces former spellings; `check` checks the tree against the grammar;
//! `resolve` reads the style and reports keys that contradict each other. The built-in styles are the files of one folder; no
//! code depends on which they are.

pub(crate) mod check;
mod family;
pub(crate) mod former;
mod known;
mod outcomes;
pub(crate) mod reference;
mod resolve;
mod resolved;
mod schema;
mod template;
pub(crate) mod tree;

#[cfg(test)]
mod tests;

use std::path::Path;

use crate::diag::{Diagnostics, Place};
use crate::source::Sources;

pub use housestyle_style::*;
pub use known::{MessageName, texts as known_texts};
pub use reference::reference;
pub use resolved::{ResolvedStyle, resolved};
pub use schema::json_schema;

include!(concat!(env!("OUT_DIR"), "/styles.rs"));

/// Every built-in style: its name and the text of its file, by name.
///
/// ```
/// use housestyle_generator::style::{builtin, root};
///
/// assert!(builtin().iter().any(|(name, _)| *name == root()));
/// ```
#[must_use]
pub fn builtin() -> &'static [(&'static str, &'static str)] {
    BUILTIN
}

/// The name of the built-in style with `root: true`, which is also the default style.
#[must_use]
pub fn root() -> &'static str {
    ROOT
}

/// Loads a style: a built-in one by name, or a file by path. All problems are added to `diags`.
///
/// ```
/// use housestyle_generator::diag::Diagnostics;
/// use housestyle_generator::source::Sources;
/// use housestyle_generator::style;
///
/// let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
/// let root = style::load(style::root(), &mut sources, &mut diags).expect("a built-in style");
/// assert!(!root.wraps());
/// assert!(style::load("unheard-of", &mut sources, &mut diags).is_none() && diags.failed());
/// ```
pub fn load(name_or_path: &str, sources: &mut Sources, diags: &mut Diagnostics) -> Option<Style> {
    load_from(name_or_path, Path::new(""), &Place::Options, sources, diags).map(|file| file.style)
}

/// Loads a style that is named at `place`, with its rules for documents; paths are relative to `folder`.
pub fn load_from(
    name_or_path: &str,
    folder: &Path,
    place: &Place,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Option<StyleFile> {
    loaded(name_or_path, folder, None, place, sources, diags)
}

/// As [`load_from`], for a style that the user did not name: only files inside `folder` are read.
pub fn load_within(
    name_or_path: &str,
    folder: &Path,
    place: &Place,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Option<StyleFile> {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    // A folder that does not exist has no files.
    let bounds = here.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    loaded(name_or_path, folder, Some(&bounds), place, sources, diags)
}

fn loaded(
    name_or_path: &str,
    folder: &Path,
    bounds: Option<&Path>,
    place: &Place,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Option<StyleFile> {
    let mut found = Diagnostics::new();
    let tree = family::tree(name_or_path, folder, bounds, place, sources, &mut found);
    let file = tree.and_then(|tree| resolve::file(&tree, &mut found));
    let failed = found.failed();
    diags.extend(found);
    file.filter(|_| !failed)
}
