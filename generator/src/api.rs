//! The entry point of build scripts, which the macro and the command use too.

use std::path::{Path, PathBuf};

use crate::config::{Config, Document, Input, Parts};
use crate::diag::{Diagnostic, Diagnostics, Place, Severity, codes};
use crate::fold::FoldReport;
use crate::output::WriteReport;
use crate::parallel::DeferredDrop;
use crate::pipeline::{Failure, NamedApi, Pipeline, RenderedApi};
use crate::plan::Plan;
use crate::render::{self, Module, ModuleInput};
use crate::report;
use crate::rust;
use crate::source::Sources;

/// What to generate, from what, and how. A build script (`build.rs`) of a package is one line:
///
/// ```no_run
/// housestyle_generator::Api::new("specs/clinic.yaml").style("specs/our-style.yaml").server().client().build();
/// ```
///
/// [`generate`](Self::generate) returns the text instead:
///
/// ```
/// use housestyle_generator::Api;
///
/// let document = r#"
/// openapi: 3.0.3
/// info: { title: Greetings, version: "1" }
/// paths:
///   /greetings/{name}:
///     get:
///       operationId: greet
///       tags: [greetings]
///       parameters: [{ name: name, in: path, required: true, schema: { type: string } }]
///       responses:
///         "200": { description: ok, content: { text/plain: { schema: { type: string } } } }
/// "#;
/// let generated = Api::from_text("greetings.yaml", document).server().generate()?;
/// assert!(generated.text().contains("pub trait Greetings"));
/// assert!(!generated.text().contains("pub struct Client"));
/// # Ok::<(), housestyle_generator::Failure>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "nothing is generated before `build`, `generate` or `write_to`"]
pub struct Api {
    config: Config,
    ident: Option<String>,
    format: bool,
    out_dir: Option<PathBuf>,
}

/// The modules of an API, in memory.
///
/// ```
/// let document = r#"{"openapi": "3.0.3", "info": {"title": "Nothing yet", "version": "1"}, "paths": {}}"#;
/// let generated = housestyle_generator::Api::from_text("nothing.json", document).types().generate()?;
/// let modules: Vec<_> = generated.modules.iter().map(|module| module.ident).collect();
/// assert!(modules.contains(&"types"));
/// assert!(!generated.diagnostics.failed() && generated.features.is_empty());
/// # Ok::<(), housestyle_generator::Failure>(())
/// ```
#[derive(Debug)]
pub struct GeneratedApi {
    /// The modules, in the order in which they are declared.
    pub modules: Vec<Module>,
    /// Warnings and notes.
    pub diagnostics: Diagnostics,
    /// Every file read.
    pub sources: Sources,
    /// Features of the crate `housestyle` that the modules need.
    pub features: Vec<&'static str>,
    _inputs: DeferredDrop<(NamedApi, Vec<ModuleInput>)>,
}

/// A document as it goes over the wire.
#[derive(Debug)]
pub struct Expanded {
    /// OpenAPI 3.1.
    pub document: serde_json::Value,
    /// Warnings and notes.
    pub diagnostics: Diagnostics,
    /// Every file read.
    pub sources: Sources,
}

/// Where a document breaks the standard or its style.
#[derive(Debug)]
pub struct Checked {
    /// What was found; a rule of the style is in `breach`.
    pub diagnostics: Diagnostics,
    /// Every file read.
    pub sources: Sources,
    /// Whether document and style could be read. If not, the diagnostics say why, and nothing else was checked.
    pub is_readable: bool,
    /// What the style explains of a full document; `None` for a lean one.
    pub fold: Option<FoldReport>,
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
        Self { config: Config::new(input), ident: None, format: false, out_dir: None }
    }

    /// The house style: the name of a built-in one, or a file. Without it the document's root `x-style` says, and
    /// without that nothing is added to the document.
    pub fn style(mut self, name_or_path: impl Into<String>) -> Self {
        self.config.style = Some(name_or_path.into());
        self
    }

    /// Whether the document describes payloads alone, or spells out what goes over the wire. Without it the document's root
    /// `x-style` says (`document: full`), and without that it describes payloads alone.
    ///
    /// ```
    /// use housestyle_generator::{Api, Document};
    ///
    /// let document = r#"
    /// openapi: 3.0.3
    /// info: { title: Notes, version: "1" }
    /// paths:
    ///   /notes:
    ///     get:
    ///       operationId: list_notes
    ///       parameters: [{ name: x-request-id, in: header, schema: { type: string } }]
    ///       responses: { "204": { description: None } }
    /// "#;
    /// let style = std::env::temp_dir().join("notes-style.yaml");
    /// std::fs::write(&style, "style: notes\nabout: Notes.\n").expect("written");
    /// let api = Api::from_text("notes.yaml", document).style(style.to_string_lossy()).types();
    /// let text = |api: Api| api.generate().expect("an API").text();
    /// assert!(text(api.clone()).contains("x_request_id"));
    /// assert!(!text(api.document(Document::Full)).contains("x_request_id"));
    /// ```
    pub fn document(mut self, document: Document) -> Self {
        self.config.document = Some(document);
        self
    }

    /// Types and operations, which are always emitted; alone, unless [`server`](Self::server) or
    /// [`client`](Self::client) is set as well.
    pub fn types(mut self) -> Self {
        self.config.parts.get_or_insert(Parts { server: false, client: false });
        self
    }

    /// The server. Without server, client and [`types`](Self::types) both are emitted.
    pub fn server(mut self) -> Self {
        self.config.parts.get_or_insert(Parts { server: false, client: false }).server = true;
        self
    }

    /// The client. Without server, client and [`types`](Self::types) both are emitted.
    pub fn client(mut self) -> Self {
        self.config.parts.get_or_insert(Parts { server: false, client: false }).client = true;
        self
    }

    /// The document as it goes over the wire ([`expand`](Self::expand)), as a constant. A service serves it with `.document(…)`,
    /// and a page for people with `.docs(…)`.
    ///
    /// ```
    /// let document = r#"{"openapi": "3.0.3", "info": {"title": "Nothing yet", "version": "1"}, "paths": {}}"#;
    /// let api = housestyle_generator::Api::from_text("nothing.json", document).server();
    /// assert!(!api.generate()?.text().contains("DOCUMENT"));
    /// assert!(api.openapi().generate()?.text().contains("pub static DOCUMENT: &str"));
    /// # Ok::<(), housestyle_generator::Failure>(())
    /// ```
    pub fn openapi(mut self) -> Self {
        self.config.openapi = true;
        self
    }

    /// The name of the generated file, without `.rs`; an identifier. Without it the document's file name says.
    pub fn named(mut self, ident: impl Into<String>) -> Self {
        self.ident = Some(ident.into());
        self
    }

    /// A folder of templates that replace the built-in ones of the same name.
    pub fn templates(mut self, folder: impl Into<PathBuf>) -> Self {
        self.config.templates = Some(folder.into());
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
        self.config.root = Some(folder.into());
        self
    }

    /// Makes an error of a warning or note: by its code (`HS0123`), or of all by a word: `warnings`, `notes`, or `skipped`
    /// for those after which a part of the document is left out.
    pub fn deny(mut self, code: impl AsRef<str>) -> Self {
        self.config.levels.deny(code.as_ref());
        self
    }

    /// Silences a warning or note, named as for [`deny`](Self::deny). Errors stay errors.
    ///
    /// ```
    /// use housestyle_generator::Api;
    ///
    /// // 3.0 has no `jsonSchemaDialect`.
    /// let document = r#"{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {}, "jsonSchemaDialect": "x"}"#;
    /// let api = Api::from_text("a.json", document).types();
    /// let reported = api.generate()?.diagnostics.iter().count();
    /// let silenced = api.clone().allow("warnings").allow("notes").generate()?.diagnostics.iter().count();
    /// assert!(reported > 0 && silenced == 0);
    /// assert!(api.deny("warnings").generate().is_err());
    /// # Ok::<(), housestyle_generator::Failure>(())
    /// ```
    pub fn allow(mut self, code: impl AsRef<str>) -> Self {
        self.config.levels.allow(code.as_ref());
        self
    }

    /// The options that the stages of the pipeline read.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// Runs all stages.
    ///
    /// # Errors
    /// Every problem of document, style, options and templates.
    pub fn generate(&self) -> Result<GeneratedApi, Failure> {
        let mut pipeline = Pipeline::new();
        let Some(rendered) = pipeline.rendered(&self.config) else { return Err(pipeline.into()) };
        let Pipeline { diags: diagnostics, sources, .. } = pipeline;
        let RenderedApi { modules, features, inputs: _inputs } = rendered;
        Ok(GeneratedApi { modules, diagnostics, sources, features, _inputs })
    }

    /// The document as it goes over the wire, with all that the style adds to it: OpenAPI 3.1.
    ///
    /// # Errors
    /// Every problem of document, style and options.
    pub fn expand(&self) -> Result<Expanded, Failure> {
        let mut pipeline = Pipeline::new();
        let Some(document) = pipeline.expanded(&self.config) else { return Err(pipeline.into()) };
        let Pipeline { diags: diagnostics, sources, .. } = pipeline;
        Ok(Expanded { document, diagnostics, sources })
    }

    /// Where the document breaks the standard or its style, with the rules of `lint` in the style.
    ///
    /// ```
    /// use housestyle_generator::Api;
    ///
    /// let document = r#"{"openapi": "3.0.3", "info": {"title": "a", "version": "1"}, "paths": {}, "pathz": {}}"#;
    /// let checked = Api::from_text("a.json", document).check();
    /// assert!(checked.is_readable && checked.diagnostics.iter().any(|found| found.message.contains("pathz")));
    /// ```
    #[must_use]
    pub fn check(&self) -> Checked {
        let mut pipeline = Pipeline::new();
        let is_readable = pipeline.checked(&self.config);
        let Pipeline { diags: diagnostics, sources, fold_report: fold, .. } = pipeline;
        Checked { diagnostics, sources, is_readable, fold }
    }

    /// What would be written: one file, if `path` ends in `.rs`, else a folder of modules.
    ///
    /// # Errors
    /// Those of [`generate`](Self::generate), and rustfmt's if it is used.
    pub fn plan(&self, path: &Path) -> Result<Plan, Failure> {
        Plan::new(self.generate()?, path, self.format)
    }

    /// Writes what [`plan`](Self::plan) says. Files are replaced atomically, and left untouched if equal; a file that
    /// was not generated is not replaced.
    ///
    /// # Errors
    /// Those of [`plan`](Self::plan), and those of the file system.
    pub fn write_to(&self, path: &Path) -> Result<(GeneratedApi, WriteReport), Failure> {
        self.plan(path)?.write()
    }

    /// The files that a run depends on: those of `sources`, and the templates that replace built-in ones.
    #[must_use]
    pub fn files(&self, sources: &Sources) -> Vec<PathBuf> {
        let mut files = sources.paths();
        let entries = self.config.overlay().into_iter().filter_map(|folder| std::fs::read_dir(folder).ok());
        let templates = entries.flatten().flatten().map(|entry| entry.path());
        files.extend(templates.filter(|path| path.extension().is_some_and(|extension| extension == "j2")));
        files.sort();
        files
    }

    /// For build scripts: writes `$OUT_DIR/<name>.rs`, for `housestyle::include_api!`, and prints for cargo which files
    /// it was made of. What is wrong becomes `cargo::error` and `cargo::warning` lines; after an error the build
    /// script ends with exit code 1.
    pub fn build(&self) {
        let failure = match self.built() {
            Ok(generated) => return print_for_cargo(&generated.sources, &generated.diagnostics, self),
            Err(failure) => failure,
        };
        print_for_cargo(&failure.sources, &failure.diagnostics, self);
        std::process::exit(1);
    }

    fn built(&self) -> Result<GeneratedApi, Failure> {
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
        let (text, ident) = match (&self.ident, &self.config.input) {
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
                Diagnostic::error(codes::BAD_IDENT, format!("`{text}` is not a module name"), Place::Options)
                    .help("give it one with `.named(\"…\")`: ASCII letters, digits and `_`, no keyword"),
            );
        }
        ident
    }
}

impl GeneratedApi {
    /// All modules in one file: what every entry point puts into the user's crate.
    #[must_use]
    pub fn text(&self) -> String {
        render::single_file(&self.modules)
    }
}

impl From<GeneratedApi> for Failure {
    fn from(generated: GeneratedApi) -> Self {
        Self { diagnostics: generated.diagnostics, sources: generated.sources }
    }
}

/// The lines that cargo reads from a build script's output.
fn print_for_cargo(sources: &Sources, diagnostics: &Diagnostics, api: &Api) {
    for path in api.files(sources).into_iter().chain(api.config.overlay()) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    for (severity, line) in report::lines(diagnostics, sources) {
        match severity {
            Severity::Error => println!("cargo::error={line}"),
            Severity::Warning => println!("cargo::warning={line}"),
            Severity::Note => {}
        }
    }
}
