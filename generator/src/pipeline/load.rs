//! Load: reads the document and the style.

use std::path::{Component, Path, PathBuf};

use super::Pipeline;
use crate::config::{Config, Input};
use crate::diag::{Diagnostic, Diagnostics, Place, codes};
use crate::lower;
use crate::parallel::join;
use crate::render::Templates;
use crate::source::Sources;
use crate::spec::{self, Spec};
use crate::style::{self, Hint, Lint, Style, StyleFile};

/// A document and a style, each `None` if it cannot be used.
#[derive(Debug)]
pub(super) struct LoadedInput {
    pub spec: Option<Spec>,
    pub style: Option<Style>,
    /// The hints of other generators that the style reads.
    pub hints: Vec<Hint>,
    /// What the style asks of documents.
    pub lint: Option<Lint>,
}

impl LoadedInput {
    fn new(spec: Option<Spec>, style: Option<StyleFile>) -> Self {
        let Some(StyleFile { style, hints, lint }) = style else {
            return Self { spec, style: None, hints: Vec::new(), lint: None };
        };
        Self { spec, style: Some(style), hints: hints.unwrap_or_default().into_owned(), lint }
    }
}

/// Templates, and the diagnostics of compiling them, which are reported after those of document and style.
#[derive(Debug)]
pub(super) struct CompiledTemplates {
    pub templates: Option<Templates>,
    pub diags: Diagnostics,
}

impl Pipeline {
    /// Loads the document and its style: the one that the options ask for, else the document's `x-style`, else the one
    /// that adds nothing.
    pub(super) fn load(&mut self, config: &Config) -> LoadedInput {
        self.load_and(config, || ()).0
    }

    /// As [`load`](Self::load), and compiles the templates on the other thread.
    pub(super) fn load_with_templates(&mut self, config: &Config) -> (LoadedInput, CompiledTemplates) {
        let overlay = config.overlay();
        self.load_and(config, || {
            let mut diags = Diagnostics::new();
            let templates = Templates::load(overlay.as_deref(), &mut diags);
            CompiledTemplates { templates, diags }
        })
    }

    /// A style that the options ask for is read even if the document is unusable, so that both are reported in one run.
    /// It is read on the other thread, and `also` runs there too.
    fn load_and<T: Send>(&mut self, config: &Config, also: impl FnOnce() -> T + Send) -> (LoadedInput, T) {
        let Some(requested) = &config.style else {
            let (spec, also) = join(|| self.load_document(config), also);
            let style = spec.as_ref().and_then(|spec| {
                let (name, folder, place) = self.own_style(config, spec)?;
                style::load_within(&name, &folder, &place, &mut self.sources, &mut self.diags)
            });
            return (LoadedInput::new(spec, style), also);
        };
        let folder = config.rooted(Path::new(""));
        let (mut sources, mut diags) = (Sources::new(), Diagnostics::new());
        let mut style = || style::load_from(requested, &folder, &Place::Options, &mut sources, &mut diags);
        let (spec, (style, also)) = join(|| self.load_document(config), || (style(), also()));
        self.sources.extend(sources);
        self.diags.extend(diags);
        (LoadedInput::new(spec, style), also)
    }

    /// Reads the document, without the parts that have an error.
    pub(super) fn load_document(&mut self, config: &Config) -> Option<Spec> {
        let file = match &config.input {
            Input::Path(path) => self.sources.read(&config.rooted(path), &mut self.diags),
            Input::Text { file, text } => self.sources.add_text(file, text.clone(), &mut self.diags),
        }?;
        let mut diags = Diagnostics::new();
        let mut spec = spec::load_partial(&file, &mut self.sources, &mut diags);
        if let Some(spec) = &mut spec {
            self.skipped.leave_out(spec, &mut diags);
        }
        self.diags.extend(diags);
        self.documents = self.sources.paths();
        spec
    }

    /// The style that the document names: a built-in one, or a file in the document's folder or below.
    fn own_style(&mut self, config: &Config, spec: &Spec) -> Option<(String, PathBuf, Place)> {
        let folder = config.folder();
        // Lowering reports an invalid name.
        let Some((name, pointer)) = lower::style_of(spec) else {
            return Some((style::root().to_owned(), folder, Place::Options));
        };
        let place = spec.place(&pointer);
        if stays_below(Path::new(name)) {
            return Some((name.to_owned(), folder, place));
        }
        let problem = "`x-style` leads out of the document's folder";
        let help =
            "move the style file next to the document, or ask for it yourself (`--style`, `.style(…)`)";
        self.diags.push(Diagnostic::error(codes::OWN_STYLE, problem, place).help(help));
        None
    }
}

fn stays_below(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}
