//! The stages from a document and a style to Rust modules. Data flows one way:
//!
//! ```text
//! load ──▶ LoadedInput ──fold, lower──▶ LoweredApi ──name──▶ NamedApi ──render──▶ modules ──▶ output
//! ```
//!
//! Each stage is one function in its own file; [`output`](crate::output) writes the files. A stage that returns
//! `None` has left an error in [`Pipeline::diags`].

mod check;
mod expand;
mod fold;
mod load;
mod lower;
mod name;
mod render;

use std::path::PathBuf;

use crate::config::Config;
use crate::diag::Diagnostics;
use crate::fold::FoldReport;
use crate::ir;
use crate::parallel::DeferredDrop;
use crate::render::{Module, ModuleInput};
use crate::report;
use crate::rust::View;
use crate::source::Sources;
use crate::spec::{SkippedParts, Spec};

/// One run through the stages: the files it has read and the diagnostics it has reported so far.
///
/// ```
/// use housestyle_generator::Api;
/// use housestyle_generator::pipeline::Pipeline;
///
/// let document = r#"{"openapi": "3.0.3", "info": {"title": "Notes", "version": "1"}, "paths": {}}"#;
/// let api = Api::from_text("notes.json", document);
/// let lowered = Pipeline::new().lowered(api.config()).expect("a document without an error");
/// assert_eq!(lowered.ir.title, "Notes");
/// ```
#[derive(Debug, Default)]
pub struct Pipeline {
    /// Every file read.
    pub sources: Sources,
    /// Every diagnostic.
    pub diags: Diagnostics,
    /// The files that the document consists of.
    pub(crate) documents: Vec<PathBuf>,
    /// The parts of the document that were left out because of an error.
    skipped: SkippedParts,
    /// Whether all differences of a full document from its style are reported.
    reports_everything: bool,
    /// What was folded, if the document is a full one.
    pub(crate) fold_report: Option<FoldReport>,
}

/// A document with its meaning under its style.
#[derive(Debug)]
pub struct LoweredApi {
    /// The document.
    pub spec: Spec,
    /// Its meaning.
    pub ir: ir::ApiModel,
}

/// A document with its meaning and its Rust names.
#[derive(Debug)]
pub struct NamedApi {
    /// The document.
    pub spec: Spec,
    /// Its meaning.
    pub ir: ir::ApiModel,
    /// The views that templates are given.
    pub view: View,
}

/// The modules, with the data that they were rendered from.
#[derive(Debug)]
pub(crate) struct RenderedApi {
    pub modules: Vec<Module>,
    /// Features of the runtime that the modules need.
    pub features: Vec<&'static str>,
    pub inputs: DeferredDrop<(NamedApi, Vec<ModuleInput>)>,
}

impl Pipeline {
    /// A run that has read nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Loads the document and brings it to OpenAPI 3.0.
    pub fn spec(&mut self, config: &Config) -> Option<Spec> {
        let spec = self.load_document(config);
        if let Some(spec) = &spec {
            std::mem::take(&mut self.skipped).report(spec, &mut self.diags);
        }
        self.apply_levels(config, spec)
    }

    /// Loads and lowers.
    pub fn lowered(&mut self, config: &Config) -> Option<LoweredApi> {
        let loaded = self.load(config);
        let lowered = self.lower(config, loaded);
        self.apply_levels(config, lowered)
    }

    /// Loads, lowers and names.
    pub fn named(&mut self, config: &Config) -> Option<NamedApi> {
        let loaded = self.load(config);
        let named = self.lower(config, loaded).map(|lowered| self.name(config, lowered));
        self.apply_levels(config, named)
    }

    /// The text of every module.
    pub fn modules(&mut self, config: &Config) -> Option<Vec<Module>> {
        self.rendered(config).map(|rendered| rendered.modules)
    }

    /// All stages.
    pub(crate) fn rendered(&mut self, config: &Config) -> Option<RenderedApi> {
        let (loaded, templates) = self.load_with_templates(config);
        let rendered = self
            .lower(config, loaded)
            .map(|lowered| self.name(config, lowered))
            .and_then(|named| self.render(named, templates));
        self.apply_levels(config, rendered)
    }

    /// Raises and silences diagnostics as the user asks, and returns `result` unless one of them is an error then.
    fn apply_levels<T>(&mut self, config: &Config, result: Option<T>) -> Option<T> {
        config.levels.apply(&mut self.diags);
        result.filter(|_| !self.diags.failed())
    }
}

/// Why a run failed: every diagnostic, and the files that they point into. `Display` draws them.
///
/// ```
/// let failure = housestyle_generator::Api::from_text("broken.yaml", "openapi: [").generate().unwrap_err();
/// assert!(failure.diagnostics.failed());
/// assert!(failure.to_string().contains("broken.yaml:1"));
/// ```
#[derive(Debug)]
pub struct Failure {
    /// The diagnostics; at least one is an error.
    pub diagnostics: Diagnostics,
    /// The files.
    pub sources: Sources,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&report::draw(&self.diagnostics, &self.sources, false))
    }
}

impl std::error::Error for Failure {}

impl From<Pipeline> for Failure {
    fn from(pipeline: Pipeline) -> Self {
        Self { diagnostics: pipeline.diags, sources: pipeline.sources }
    }
}
