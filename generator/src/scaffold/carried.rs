//! Document and style, carried over into a new package with every file that they refer to.

use std::path::{Component, Path, PathBuf};

use crate::diag::{Diagnostic, Diagnostics, Place, codes};
use crate::output::Target;
use crate::source::Sources;

/// What was carried over.
#[derive(Debug)]
pub struct Carried {
    /// The document, from the package's folder, with `/` separators.
    pub spec: String,
    /// The style that the build script asks for: a file from the package's folder, or a built-in name.
    pub style: Option<String>,
    /// The files.
    pub targets: Vec<Target>,
}

/// Carries over: the document and what lies below its folder into `specs/`, the style that was asked for and what lies
/// below its folder into `styles/`.
pub fn carry(
    spec: &Path,
    text: &str,
    style: Option<&str>,
    sources: &Sources,
    diags: &mut Diagnostics,
) -> Option<Carried> {
    let file = spec.file_name().map_or_else(|| named(text), |name| name.to_string_lossy().into_owned());
    let mut carried =
        Carried { spec: format!("specs/{file}"), style: style.map(str::to_owned), targets: Vec::new() };
    carried.targets.push(Target { path: carried.spec.clone().into(), text: text.to_owned() });
    let style_file = style.filter(|style| crate::run::is_file(style)).map(Path::new);
    if let Some(path) = style_file {
        carried.style = path.file_name().map(|name| format!("styles/{}", name.to_string_lossy()));
    }
    let roots = [(folder(spec), "specs"), (style_file.map(folder).unwrap_or_default(), "styles")];
    let roots = &roots[..if style_file.is_some() { 2 } else { 1 }];
    for path in sources.paths().into_iter().filter(|path| path != spec) {
        let own = style_file.is_some_and(|style| style == path);
        let place = roots
            .iter()
            .rev()
            .filter(|(_, to)| !own || *to == "styles")
            .find_map(|(from, to)| below(from, &path).map(|rest| Path::new(to).join(rest)));
        let text = sources.get(&path.display().to_string()).map(|file| file.text.clone());
        match (place, text) {
            (Some(path), Some(text)) => carried.targets.push(Target { path, text }),
            _ => diags.push(not_carried(&path)),
        }
    }
    (!diags.failed()).then_some(carried)
}

fn not_carried(path: &Path) -> Diagnostic {
    let message =
        format!("{} lies neither below the document's folder nor below the style's", path.display());
    Diagnostic::error(codes::NOT_CARRIED, message, Place::File(path.display().to_string()))
        .help("a new package gets copies of all files: bring them together first")
}

/// A name for a document that came without one.
fn named(text: &str) -> String {
    if text.trim_start().starts_with('{') { "api.json" } else { "api.yaml" }.to_owned()
}

fn folder(path: &Path) -> PathBuf {
    path.parent().map(Path::to_path_buf).unwrap_or_default()
}

/// `path` from the folder `from`, where it lies below.
fn below(from: &Path, path: &Path) -> Option<PathBuf> {
    let rest = clean(path).strip_prefix(clean(from)).ok()?.to_path_buf();
    rest.components().all(|part| matches!(part, Component::Normal(_))).then_some(rest)
}

/// Without dots, absolute.
fn clean(path: &Path) -> PathBuf {
    let path =
        path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_path_buf());
    path.components().filter(|part| *part != Component::CurDir).collect()
}
