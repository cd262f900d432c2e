//! A style merged with the styles that it extends, as one tree.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::grammar::{Keys, Shape};
use super::tree::{NodeValue, StyleNode, complete, merge};
use super::{BUILTIN, Failure, Locale, Media, ROOT, Style, StyleFile, TEXTS, check, former, outcomes, texts};
use crate::diag::{Diagnostic, Diagnostics, Place, codes, suggest};
use crate::source::{File, Sources};

/// Keys that are not inherited.
const NOT_INHERITED: [&str; 4] =
    [Keys::<Style>::ident(), Keys::<Style>::about(), Keys::<Style>::extends(), Keys::<Style>::root()];

/// The source of a style.
#[derive(Debug, Clone, PartialEq, Eq)]
enum StyleSource {
    Builtin(&'static str),
    Path(PathBuf),
}

impl StyleSource {
    /// The style that `name` refers to, relative to `folder`. `None` if there is no such style.
    fn find(name: &str, folder: &Path) -> Option<Self> {
        if let Some((builtin, _)) = BUILTIN.iter().find(|(builtin, _)| *builtin == name) {
            return Some(Self::Builtin(builtin));
        }
        let path = if folder.as_os_str().is_empty() { PathBuf::from(name) } else { folder.join(name) };
        let path: PathBuf = path.components().collect();
        (path.is_file() || is_path(name)).then_some(Self::Path(path))
    }

    /// Whether the style may be read; reported at `place` if not.
    fn is_within(&self, bounds: Option<&Path>, place: Place, diags: &mut Diagnostics) -> bool {
        match self {
            Self::Builtin(_) => true,
            Self::Path(path) => is_within(path, bounds, place, diags),
        }
    }

    fn read(&self, sources: &mut Sources, diags: &mut Diagnostics) -> Option<Arc<File>> {
        match self {
            Self::Builtin(name) => {
                let file = format!("{name}.yaml (built in)");
                if let Some(read) = sources.get(&file) {
                    return Some(Arc::clone(read));
                }
                let text = BUILTIN.iter().find(|(builtin, _)| builtin == name)?.1;
                sources.add_text(&file, text.to_owned(), diags)
            }
            Self::Path(path) => sources.read(path, diags),
        }
    }

    /// The folder to which paths in it are relative.
    fn folder(&self) -> &Path {
        match self {
            Self::Builtin(_) => Path::new(""),
            Self::Path(path) => path.parent().unwrap_or(Path::new("")),
        }
    }

    /// Replaces the paths of languages by the texts of their files.
    fn languages(
        &self,
        tree: &mut StyleNode,
        bounds: Option<&Path>,
        sources: &mut Sources,
        diags: &mut Diagnostics,
    ) {
        let languages = member(tree, Keys::<Style>::locale())
            .and_then(|locale| member(locale, Keys::<Locale>::languages()));
        let Some(NodeValue::Map(languages)) = languages.map(|node| &mut node.content) else { return };
        for node in languages.values_mut() {
            if let Some(file) = node.text().and_then(|path| self.texts(path, node, bounds, sources, diags)) {
                let texts = StyleNode::new(&Arc::from(file.name.as_str()), String::new(), &file.tree);
                // A file that holds only text would be read as another path.
                if texts.text().is_some() {
                    let message = "expected a mapping, found text".to_owned();
                    let help = "texts are grouped by name: `violation: { required: is missing }`";
                    diags.push(Diagnostic::error(codes::STYLE_KIND, message, texts.place()).help(help));
                }
                *node = texts;
            }
        }
    }

    /// The file of texts at `path`, which the style names at `node`.
    fn texts(
        &self,
        path: &str,
        node: &StyleNode,
        bounds: Option<&Path>,
        sources: &mut Sources,
        diags: &mut Diagnostics,
    ) -> Option<Arc<File>> {
        let missing = |name: &dyn std::fmt::Display| {
            let message = format!("there is no file `{name}`");
            let help = "paths are relative to the folder of this file";
            Diagnostic::error(codes::STYLE_UNKNOWN, message, node.place()).help(help)
        };
        match self {
            Self::Builtin(_) => {
                let Some((name, text)) = TEXTS.iter().find(|(name, _)| *name == path) else {
                    diags.push(missing(&path));
                    return None;
                };
                let file = format!("{name} (built in)");
                if let Some(read) = sources.get(&file) {
                    return Some(Arc::clone(read));
                }
                sources.add_text(&file, (*text).to_owned(), diags)
            }
            Self::Path(_) => {
                let file: PathBuf = self.folder().join(path).components().collect();
                if !file.is_file() {
                    diags.push(missing(&file.display()));
                    return None;
                }
                if !is_within(&file, bounds, node.place(), diags) {
                    return None;
                }
                sources.read(&file, diags)
            }
        }
    }

    /// Whether both are the same file, whatever their paths are.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Path(one), Self::Path(two)) => match (one.canonicalize(), two.canonicalize()) {
                (Ok(one), Ok(two)) => one == two,
                _ => one == two,
            },
            _ => self == other,
        }
    }
}

/// Whether a file is inside the folder that the style of a document may read, with links resolved; reported at `place` if
/// not.
fn is_within(path: &Path, bounds: Option<&Path>, place: Place, diags: &mut Diagnostics) -> bool {
    let Some(bounds) = bounds else { return true };
    let Ok(found) = path.canonicalize() else { return true }; // there is no such file
    if found.starts_with(bounds) {
        return true;
    }
    let message = "a style that a document names cannot read files outside the document's folder";
    let help = "move the file into the document's folder, or name the style on the command line or in the build script (`--style`, `.style(…)`)";
    diags.push(Diagnostic::error(codes::STYLE_OUTSIDE, message, place).help(help));
    false
}

fn is_path(name: &str) -> bool {
    name.contains(['/', '\\']) || [".yaml", ".yml", ".json"].iter().any(|end| name.ends_with(end))
}

/// A member of a mapping.
fn member<'a>(node: &'a mut StyleNode, wire: &str) -> Option<&'a mut StyleNode> {
    if let NodeValue::Map(members) = &mut node.content { members.get_mut(wire) } else { None }
}

/// The tree of a style, merged with the styles that it extends. `place` is where the style is named. With `bounds`, only
/// files inside that folder are read.
pub fn tree(
    name: &str,
    folder: &Path,
    bounds: Option<&Path>,
    place: &Place,
    sources: &mut Sources,
    diags: &mut Diagnostics,
) -> Option<StyleNode> {
    let Some(origin) = StyleSource::find(name, folder) else {
        unknown(name, place.clone(), diags);
        return None;
    };
    if !origin.is_within(bounds, place.clone(), diags) {
        return None;
    }
    let shape = Shape::Record(&StyleFile::RECORD);
    let mut line: Vec<StyleSource> = Vec::new();
    let mut trees: Vec<StyleNode> = Vec::new();
    let mut next = Some(origin);
    while let Some(origin) = next.take() {
        let file = origin.read(sources, diags)?;
        let mut tree = StyleNode::new(&Arc::from(file.name.as_str()), String::new(), &file.tree);
        if tree.members().is_none() {
            check::kind(&tree, "a mapping with `style` and other keys", diags);
            return None;
        }
        former::rename(&mut tree, &shape, diags);
        let folder = origin.folder().to_owned();
        origin.languages(&mut tree, bounds, sources, diags);
        line.push(origin);
        next = parent(&tree, &folder, bounds, &line, diags);
        trees.push(tree);
    }
    outcomes::spread(&mut trees);
    own_media(&mut trees);
    let mut whole = trees.into_iter().rev().reduce(|under, over| merge(heritable(under), over, &shape))?;
    complete(&mut whole, &shape);
    Some(whole)
}

/// Gives `failure.media` the value of `media.response` if a style has its own `failure.body` and no `failure.media`: the
/// inherited media type belongs to the inherited body.
fn own_media(trees: &mut [StyleNode]) {
    let says = |tree: &StyleNode, key: &str| {
        tree.get(Keys::<Style>::failure()).is_some_and(|failure| failure.get(key).is_some())
    };
    let Some(with_body) = trees.iter().position(|tree| says(tree, Keys::<Failure>::body())) else { return };
    if trees[..=with_body].iter().any(|tree| says(tree, Keys::<Failure>::media())) {
        return;
    }
    let response =
        trees.iter().find_map(|tree| tree.get(Keys::<Style>::media())?.get(Keys::<Media>::response()));
    // A wrong value is reported at its own place.
    let response = response.filter(|node| node.text().is_some_and(texts::JSON_MEDIA.admits)).cloned();
    let Some(failure) = member(&mut trees[with_body], Keys::<Style>::failure()) else { return };
    if let (NodeValue::Map(members), Some(mut response)) = (&mut failure.content, response) {
        // With `application/json` failures take the parameters of `media.response` along.
        if let NodeValue::Text(text) = &mut response.content {
            *text = text.split(';').next().unwrap_or_default().trim().to_owned();
        }
        members.insert(Keys::<Failure>::media().to_owned(), response);
    }
}

/// The style that is extended. If it cannot be read, that is reported, and the root replaces it.
fn parent(
    tree: &StyleNode,
    folder: &Path,
    bounds: Option<&Path>,
    line: &[StyleSource],
    diags: &mut Diagnostics,
) -> Option<StyleSource> {
    let is_root =
        matches!(tree.get(Keys::<Style>::root()), Some(StyleNode { content: NodeValue::Flag(true), .. }));
    let root = StyleSource::Builtin(ROOT);
    let at_root = is_root || line.contains(&root);
    let Some(extends) = tree.get(Keys::<Style>::extends()) else { return (!at_root).then_some(root) };
    if is_root {
        let message = "a style with `root: true` cannot extend another";
        let help = "remove `root` or `extends`";
        diags.push(Diagnostic::error(codes::STYLE_CONTRADICTION, message, extends.key_place()).help(help));
        return None;
    }
    match extends.text().map(|name| (name, StyleSource::find(name, folder))) {
        None => (!at_root).then_some(root), // of the wrong type: reported by the check
        Some((_, Some(found))) if line.iter().any(|earlier| earlier.is(&found)) => {
            let message = "this style extends itself";
            let help = "the chain of `extends` must not have a cycle";
            diags.push(Diagnostic::error(codes::STYLE_CYCLE, message, extends.place()).help(help));
            (!at_root).then_some(root)
        }
        Some((_, Some(StyleSource::Path(path)))) if !path.is_file() => {
            let message = format!("there is no file `{}`", path.display());
            let help = "paths are relative to the folder of this file; built-in styles are given by name";
            diags.push(Diagnostic::error(codes::STYLE_UNKNOWN, message, extends.place()).help(help));
            (!at_root).then_some(root)
        }
        Some((_, Some(found))) if !found.is_within(bounds, extends.place(), diags) => {
            (!at_root).then_some(root)
        }
        Some((_, Some(found))) => Some(found),
        Some((name, None)) => {
            unknown(name, extends.place(), diags);
            (!at_root).then_some(root)
        }
    }
}

fn unknown(name: &str, place: Place, diags: &mut Diagnostics) {
    let message = format!("there is no style `{name}`");
    let help = suggest::among(name, BUILTIN.iter().map(|(builtin, _)| *builtin));
    let help = format!("{help}; a file is given by its path: `./{name}.yaml`");
    diags.push(Diagnostic::error(codes::STYLE_UNKNOWN, message, place).help(help));
}

fn heritable(mut tree: StyleNode) -> StyleNode {
    if let NodeValue::Map(members) = &mut tree.content {
        members.retain(|wire, _| !NOT_INHERITED.contains(&wire.as_str()));
    }
    tree
}
