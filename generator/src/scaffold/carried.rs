//! Document and style, carried over into a new package with every file that they refer to.

use std::path::{Component, Path, PathBuf};

use crate::config::{Config, Input};
use crate::diag::{Diagnostic, Place, codes};
use crate::output::Target;
use crate::pipeline::Pipeline;

/// The copied input.
#[derive(Debug)]
pub struct PackageInput {
    /// The document, from the package's folder, with `/` separators.
    pub spec: String,
    /// The style that the build script names: a file from the package's folder, or a built-in name.
    pub style: Option<String>,
    /// The files.
    pub targets: Vec<Target>,
}

/// Copies the files of the document into `specs/`, and the style with those that it extends into
/// `styles/`. A style that the document itself names goes with the document.
pub fn carry(config: &Config, text: &str, pipeline: &mut Pipeline) -> Option<PackageInput> {
    let spec = match &config.input {
        Input::Path(path) => path.clone(),
        Input::Text { .. } => PathBuf::new(),
    };
    let file = spec.file_name().map_or_else(|| named(text), |name| name.to_string_lossy().into_owned());
    let spec_file = format!("specs/{file}");
    let mut targets = vec![Target { path: spec_file.clone().into(), text: text.to_owned() }];
    let style = config.style.as_deref();
    let style_file =
        style.map(Path::new).filter(|path| pipeline.sources.paths().iter().any(|read| read == path));
    for path in pipeline.sources.paths().into_iter().filter(|path| *path != spec) {
        let (from, to) = match style_file {
            Some(style) if !pipeline.documents.contains(&path) => (folder(style), "styles"),
            _ => (folder(&spec), "specs"),
        };
        let text = pipeline.sources.get(&path.display().to_string()).map(|file| file.text.clone());
        match (below(&from, &path), text) {
            (Some(rest), Some(text)) => targets.push(Target { path: Path::new(to).join(rest), text }),
            _ => pipeline.diags.push(not_carried(&path)),
        }
    }
    let style = match style_file.and_then(Path::file_name) {
        Some(name) => Some(format!("styles/{}", name.to_string_lossy())),
        None => style.map(str::to_owned),
    };
    (!pipeline.diags.failed()).then_some(PackageInput { spec: spec_file, style, targets })
}

fn not_carried(path: &Path) -> Diagnostic {
    let message = format!("{} lies outside the folder of what refers to it", path.display());
    Diagnostic::error(codes::NOT_CARRIED, message, Place::File(path.display().to_string()))
        .help("a new package gets copies of all files: bring them together first")
}

/// A name for a document that came without one.
fn named(text: &str) -> String {
    if text.trim_start().starts_with('{') { "api.json" } else { "api.yaml" }.to_owned()
}

/// The folder of a file; the working directory if its path has no folder.
fn folder(path: &Path) -> PathBuf {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf()
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
