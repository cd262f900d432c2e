//! The options behind every door: build script, macro, command line.

use std::path::{Path, PathBuf};

use crate::diag::levels::Levels;
use crate::diag::{Diagnostic, Diagnostics, Place, Severity, codes, draw};
use crate::output::Written;
use crate::plan::Plan;
use crate::render::{self, Module};
use crate::run::{Failure, Layers, Run};
use crate::rust::{self, Parts};
use crate::source::Sources;

/// What to generate, from what, and how. In a build script:
///
/// ```no_run
/// housestyle_generator::Api::new("specs/clinic.yaml").server().client().build();
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is generated before `build`, `generate` or `write_to`"]
pub struct Api {
    pub(crate) input: Input,
    pub(crate) style: Option<String>,
    pub(crate) templates: Option<PathBuf>,
    parts: Option<Parts>,
    ident: Option<String>,
    format: bool,
    out_dir: Option<PathBuf>,
    root: Option<PathBuf>,
    pub(crate) levels: Levels,
}

/// Where the document comes from.
#[derive(Debug, Clone)]
pub(crate) enum Input {
    Path(PathBuf),
    Text { file: String, text: String },
}

/// What a run came to.
#[derive(Debug)]
pub struct Generated {
    /// The modules, in the order in which they are declared.
    pub modules: Vec<Module>,
    /// Warnings and notes.
    pub diagnostics: Diagnostics,
    /// Every file read.
    pub sources: Sources,
    /// Features of the crate `housestyle` that the modules need.
    pub features: Vec<&'static str>,
    _layers: Layers,
}

impl Api {
    /// An API from its OpenAPI document: YAML or JSON, relative to the working directory (in a build script the
    /// package's folder).
    pub fn new(spec: impl Into<PathBuf>) -> Self {
        Self::of(Input::Path(spec.into()))
    }

    /// An API from the text of its document; `file` is how diagnostics name it.
    pub fn from_text(file: impl Into<String>, text: impl Into<String>) -> Self {
        Self::of(Input::Text { file: file.into(), text: text.into() })
    }

    fn of(input: Input) -> Self {
        Self {
            input,
            style: None,
            templates: None,
            parts: None,
            ident: None,
            format: false,
            out_dir: None,
            root: None,
            levels: Levels::default(),
        }
    }

    /// The house style: the name of a built-in one, or a file. Without it the document's root `x-style` says, and
    /// without that nothing is added to the document.
    pub fn style(mut self, name_or_path: impl Into<String>) -> Self {
        self.style = Some(name_or_path.into());
        self
    }

    /// Types and operations, which are always emitted; alone, unless [`server`](Self::server) or
    /// [`client`](Self::client) is asked for as well.
    pub fn types(mut self) -> Self {
        self.parts.get_or_insert(Parts { server: false, client: false });
        self
    }

    /// The server. Where neither server, client nor [`types`](Self::types) is asked for, both are emitted.
    pub fn server(mut self) -> Self {
        self.parts.get_or_insert(Parts { server: false, client: false }).server = true;
        self
    }

    /// The client. Where neither server, client nor [`types`](Self::types) is asked for, both are emitted.
    pub fn client(mut self) -> Self {
        self.parts.get_or_insert(Parts { server: false, client: false }).client = true;
        self
    }

    /// The name of the generated file, without `.rs`; an identifier. Without it the document's file name says.
    pub fn named(mut self, ident: impl Into<String>) -> Self {
        self.ident = Some(ident.into());
        self
    }

    /// A folder of templates that stand in for the built-in ones of the same name.
    pub fn templates(mut self, folder: impl Into<PathBuf>) -> Self {
        self.templates = Some(folder.into());
        self
    }

    /// Whether the text goes through rustfmt, which must then be installed. It is laid out well enough without.
    pub fn format(mut self, yes: bool) -> Self {
        self.format = yes;
        self
    }

    /// Where [`build`](Self::build) writes, in place of `OUT_DIR`.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out_dir = Some(folder.into());
        self
    }

    /// The folder that relative paths start from, in place of the working directory.
    pub fn root(mut self, folder: impl Into<PathBuf>) -> Self {
        self.root = Some(folder.into());
        self
    }

    /// Makes an error of a warning or note: by its code (`HS0123`), or of all by a word: `warnings`, `notes`, or `skipped`
    /// for those after which a part of the document is left out.
    pub fn deny(mut self, code: impl AsRef<str>) -> Self {
        self.levels.deny(code.as_ref());
        self
    }

    /// Silences a warning or note, named as for [`deny`](Self::deny). Errors stay what they are.
    pub fn allow(mut self, code: impl AsRef<str>) -> Self {
        self.levels.allow(code.as_ref());
        self
    }

    pub(crate) fn rooted(&self, path: &Path) -> PathBuf {
        self.root.as_ref().map_or_else(|| path.to_path_buf(), |root| root.join(path))
    }

    /// The folder of the document.
    pub(crate) fn folder(&self) -> PathBuf {
        let path = match &self.input {
            Input::Path(path) => path.parent().unwrap_or(Path::new("")),
            Input::Text { .. } => Path::new(""),
        };
        self.rooted(path)
    }

    pub(crate) fn parts(&self) -> Parts {
        self.parts.unwrap_or(Parts { server: true, client: true })
    }

    /// Goes through all layers.
    ///
    /// # Errors
    /// Every problem of document, style, options and templates.
    pub fn generate(&self) -> Result<Generated, Failure> {
        let mut run = Run::new();
        match run.modules(self) {
            Some(modules) => {
                let Run { diags: diagnostics, sources, features, layers: _layers, .. } = run;
                Ok(Generated { modules, diagnostics, sources, features, _layers })
            }
            None => Err(run.into()),
        }
    }

    /// What would be written: one file, if `path` ends in `.rs`, else a folder of modules.
    ///
    /// # Errors
    /// Those of [`generate`](Self::generate), and rustfmt's where it is asked for.
    pub fn plan(&self, path: &Path) -> Result<Plan, Failure> {
        Plan::new(self.generate()?, path, self.format)
    }

    /// Writes what [`plan`](Self::plan) says. Files are replaced atomically, and left untouched if equal; a file that
    /// was not generated is not replaced.
    ///
    /// # Errors
    /// Those of [`plan`](Self::plan), and those of the file system.
    pub fn write_to(&self, path: &Path) -> Result<(Generated, Written), Failure> {
        self.plan(path)?.write()
    }

    /// The files that a run depends on: those of `sources`, and the templates that stand in for built-in ones.
    #[must_use]
    pub fn files(&self, sources: &Sources) -> Vec<PathBuf> {
        let mut files = sources.paths();
        let entries = self.templates.iter().filter_map(|folder| std::fs::read_dir(self.rooted(folder)).ok());
        let templates = entries.flatten().flatten().map(|entry| entry.path());
        files.extend(templates.filter(|path| path.extension().is_some_and(|extension| extension == "j2")));
        files.sort();
        files
    }

    /// For build scripts: writes `$OUT_DIR/<name>.rs`, for `housestyle::include_api!`, and tells cargo which files
    /// it was made of. What is wrong becomes `cargo::error` and `cargo::warning` lines; after an error the build
    /// script ends with exit code 1.
    pub fn build(&self) {
        let failure = match self.built() {
            Ok(generated) => return tell_cargo(&generated.sources, &generated.diagnostics, self),
            Err(failure) => failure,
        };
        tell_cargo(&failure.sources, &failure.diagnostics, self);
        std::process::exit(1);
    }

    fn built(&self) -> Result<Generated, Failure> {
        let mut problems = Diagnostics::new();
        let ident = self.ident(&mut problems);
        let folder = self.out_dir.clone().or_else(|| std::env::var_os("OUT_DIR").map(PathBuf::from));
        if folder.is_none() {
            problems.push(
                Diagnostic::error(codes::NO_OUT_DIR, "`OUT_DIR` is not set", Place::Options)
                    .help("call `build` in a build script, or say `.out_dir(…)`"),
            );
        }
        match (ident, folder) {
            (Some(ident), Some(folder)) => {
                self.write_to(&folder.join(format!("{ident}.rs"))).map(|(generated, _)| generated)
            }
            _ => {
                let mut failure = self.generate().map_or_else(|failure| failure, Failure::from);
                failure.diagnostics.extend(problems);
                Err(failure)
            }
        }
    }

    /// The name of the file that [`build`](Self::build) writes, without `.rs`.
    fn ident(&self, diags: &mut Diagnostics) -> Option<String> {
        let (text, ident) = match (&self.ident, &self.input) {
            (Some(given), _) => {
                (given.clone(), rust::Ident::new(given).map(|ident| ident.as_str().to_owned()))
            }
            (None, Input::Path(path)) => {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                let ident = rust::module_ident(&stem);
                (stem, ident.map(|ident| ident.as_str().to_owned()))
            }
            (None, Input::Text { .. }) => ("api".to_owned(), Some("api".to_owned())),
        };
        if ident.is_none() {
            diags.push(
                Diagnostic::error(
                    codes::BAD_IDENT,
                    format!("`{text}` is no name for a module"),
                    Place::Options,
                )
                .help("give it one with `.named(\"…\")`: ASCII letters, digits and `_`, no keyword"),
            );
        }
        ident
    }
}

impl Generated {
    /// All modules in one file: what every door puts into the user's crate.
    #[must_use]
    pub fn text(&self) -> String {
        render::single_file(&self.modules)
    }
}

impl From<Generated> for Failure {
    fn from(generated: Generated) -> Self {
        Self { diagnostics: generated.diagnostics, sources: generated.sources }
    }
}

/// The lines that cargo reads from a build script's output.
fn tell_cargo(sources: &Sources, diagnostics: &Diagnostics, api: &Api) {
    let folder = api.templates.iter().map(|folder| api.rooted(folder));
    for path in api.files(sources).into_iter().chain(folder) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    for (severity, line) in draw::lines(diagnostics, sources) {
        match severity {
            Severity::Error => println!("cargo::error={line}"),
            Severity::Warning => println!("cargo::warning={line}"),
            Severity::Note => {}
        }
    }
}
