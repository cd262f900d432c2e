//! A run through the layers: document and style in, text out, with all that was read and found on the way.

use std::path::{Component, Path, PathBuf};

use crate::api::{Api, Input};
use crate::aside::both;
use crate::diag::{Diagnostic, Diagnostics, Place, Severity, codes};
use crate::ir;
use crate::lower;
use crate::render::{self, Given, Module, Templates};
use crate::rust::{self, View};
use crate::source::Sources;
use crate::spec::{self, Skipped, Spec};
use crate::style::{self, Style};

/// Errors after which more are not looked for.
const ENOUGH: usize = 20;

/// How often what is left of a document is lowered again without what was wrong with it.
const PASSES: usize = 16;

/// What one run has read and found so far. A stage that fails leaves an error in `diags`.
#[derive(Debug, Default)]
pub struct Run {
    /// Every file read.
    pub sources: Sources,
    /// Everything found.
    pub diags: Diagnostics,
    /// Those of the files that the document consists of.
    pub(crate) documents: Vec<PathBuf>,
    /// Features of the runtime that the modules need.
    pub(crate) features: Vec<&'static str>,
    /// What the modules were made of.
    pub(crate) layers: Layers,
    /// What was left out of the document.
    skipped: Skipped,
}

/// A document with what it means under its style.
#[derive(Debug)]
pub struct Lowered {
    /// The document.
    pub spec: Spec,
    /// Its meaning.
    pub ir: ir::Api,
}

/// A document with its meaning and its Rust names.
#[derive(Debug)]
pub struct Named {
    /// The document.
    pub spec: Spec,
    /// Its meaning.
    pub ir: ir::Api,
    /// What templates are given.
    pub view: View,
}

/// What the modules were made of, once they are made. Taking it apart costs as much as making some of it, and nobody
/// needs to wait for that: it is done on a thread, or not at all where the process ends anyway.
#[derive(Debug, Default)]
pub(crate) struct Layers(Option<Box<(Named, Vec<Given>)>>);

impl Drop for Layers {
    fn drop(&mut self) {
        if let Some(layers) = self.0.take() {
            // Where no thread is to be had, it is done here.
            let _ = std::thread::Builder::new().spawn(move || drop(layers));
        }
    }
}

impl Run {
    /// Nothing read yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The document, brought to 3.0.
    pub fn spec(&mut self, api: &Api) -> Option<Spec> {
        let spec = self.checked(api);
        self.leveled(api, spec)
    }

    fn checked(&mut self, api: &Api) -> Option<Spec> {
        let mut spec = self.whole(api)?;
        for _ in 0..PASSES {
            let mut wrong = Diagnostics::new();
            let ((), fine) = both(|| (), || spec.check(&mut wrong));
            let left = self.skipped.leave_out(&mut spec, &mut wrong);
            self.diags.extend(wrong);
            if fine || !left {
                break;
            }
        }
        std::mem::take(&mut self.skipped).tell(&spec, &mut self.diags);
        Some(spec)
    }

    /// What there is of the document.
    fn whole(&mut self, api: &Api) -> Option<Spec> {
        let file = match &api.input {
            Input::Path(path) => self.sources.read(&api.rooted(path), &mut self.diags),
            Input::Text { file, text } => self.sources.add_text(file, text.clone(), &mut self.diags),
        }?;
        let mut found = Diagnostics::new();
        let mut spec = spec::load_what_is_whole(&file, &mut self.sources, &mut found);
        if let Some(spec) = &mut spec {
            self.skipped.leave_out(spec, &mut found);
        }
        self.diags.extend(found);
        self.documents = self.sources.paths();
        spec
    }

    /// What came of a run, unless something is an error by the levels that the user asks for.
    fn leveled<T>(&mut self, api: &Api, made: Option<T>) -> Option<T> {
        api.levels.apply(&mut self.diags);
        made.filter(|_| !self.diags.failed())
    }

    /// Document and style, lowered.
    pub fn lowered(&mut self, api: &Api) -> Option<Lowered> {
        let (spec, style, ()) = self.read(api, || ());
        let lowered = spec.and_then(|spec| self.lower(api, spec, style));
        self.leveled(api, lowered)
    }

    fn lower(&mut self, api: &Api, mut spec: Spec, style: Option<Style>) -> Option<Lowered> {
        let lowered = match style {
            Some(style) if !self.diags.failed() => {
                let ir = self.lower_what_can_be(&mut spec, &style);
                std::mem::take(&mut self.skipped).tell(&spec, &mut self.diags);
                ir.map(|ir| Lowered { spec, ir })
            }
            style => {
                self.look_for_more(api, &mut spec, style);
                std::mem::take(&mut self.skipped).tell(&spec, &mut self.diags);
                None
            }
        };
        lowered.filter(|_| !self.diags.failed())
    }

    /// Lowers a document; what has an error is left out, and the rest lowered anew, until nothing has.
    fn lower_what_can_be(&mut self, spec: &mut Spec, style: &Style) -> Option<ir::Api> {
        let mut found = Diagnostics::new();
        for _ in 0..PASSES {
            let mut wrong = Diagnostics::new();
            found = Diagnostics::new();
            let (ir, fine) = both(|| lower::lower(spec, style, &mut found), || spec.check(&mut wrong));
            if fine && ir.is_some() {
                self.diags.extend(found);
                return ir;
            }
            let mut found = if fine { std::mem::take(&mut found) } else { wrong };
            if !self.skipped.leave_out(spec, &mut found) {
                self.diags.extend(found);
                return None;
            }
        }
        self.diags.extend(found);
        None
    }

    /// What lowering finds wrong with a document that is refused already, so that all is told in one run. Warnings are
    /// left out: what is lowered is not what the user means.
    fn look_for_more(&mut self, api: &Api, spec: &mut Spec, style: Option<Style>) {
        let errors = self.diags.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        if errors.count() > ENOUGH {
            return;
        }
        let mut unseen = Diagnostics::new();
        let root = || {
            let folder = api.folder();
            style::load_from(style::root(), &folder, &Place::Options, &mut Sources::new(), &mut unseen)
        };
        let Some(style) = style.or_else(root) else { return };
        let mut found = Diagnostics::new();
        lower::lower(spec, &style, &mut found);
        self.skipped.leave_out(spec, &mut found);
        for error in found.take_errors() {
            self.diags.push(error);
        }
    }

    /// Document and style, lowered and named.
    pub fn named(&mut self, api: &Api) -> Option<Named> {
        let (spec, style, ()) = self.read(api, || ());
        let lowered = spec.and_then(|spec| self.lower(api, spec, style));
        let named = lowered.and_then(|lowered| self.name(api, lowered));
        self.leveled(api, named)
    }

    fn name(&mut self, api: &Api, Lowered { spec, ir }: Lowered) -> Option<Named> {
        let options = rust::ViewOptions { parts: api.parts() };
        let view = rust::view(&ir, &options, &spec, &mut self.diags)?;
        Some(Named { spec, ir, view })
    }

    /// The text of every module.
    pub fn modules(&mut self, api: &Api) -> Option<Vec<Module>> {
        let modules = self.rendered(api);
        self.leveled(api, modules)
    }

    fn rendered(&mut self, api: &Api) -> Option<Vec<Module>> {
        let overlay = api.templates.as_deref().map(|folder| api.rooted(folder));
        let mut found = Diagnostics::new();
        let (spec, style, templates) = self.read(api, || Templates::load(overlay.as_deref(), &mut found));
        let lowered = self.lower(api, spec?, style)?;
        let named = self.name(api, lowered)?;
        self.diags.extend(found);
        let given = render::given(&named.view);
        let modules = templates?.render(&given, &mut self.diags)?;
        self.features = named.view.features();
        self.layers = Layers(Some(Box::new((named, given))));
        (!self.diags.failed()).then_some(modules)
    }

    /// The document, and the style that is asked for, else the document's `x-style`, else the one that adds nothing.
    ///
    /// A style that is asked for is read even where the document is unusable, so that both are told of at once. It is read
    /// beside the document, and what `also` does is done there too.
    fn read<T: Send>(
        &mut self,
        api: &Api,
        also: impl FnOnce() -> T + Send,
    ) -> (Option<Spec>, Option<Style>, T) {
        let Some(asked) = &api.style else {
            let (spec, also) = both(|| self.whole(api), also);
            let style = spec.as_ref().and_then(|spec| {
                let (name, folder, place) = self.own_style(api, spec)?;
                style::load_within(&name, &folder, &place, &mut self.sources, &mut self.diags)
            });
            return (spec, style, also);
        };
        let folder = api.rooted(Path::new(""));
        let (mut read, mut found) = (Sources::new(), Diagnostics::new());
        let mut style = || style::load_from(asked, &folder, &Place::Options, &mut read, &mut found);
        let (spec, (style, also)) = both(|| self.whole(api), || (style(), also()));
        self.sources.extend(read);
        self.diags.extend(found);
        (spec, style, also)
    }

    /// The style that the document names: a built-in one, or a file in the document's folder or below.
    fn own_style(&mut self, api: &Api, spec: &Spec) -> Option<(String, PathBuf, Place)> {
        let folder = api.folder();
        // Lowering refuses what is no name.
        let Some((name, pointer)) = lower::style_of(spec) else {
            return Some((style::root().to_owned(), folder, Place::Options));
        };
        let place = spec.place(&pointer);
        if stays_below(Path::new(name)) {
            return Some((name.to_owned(), folder, place));
        }
        let problem = "`x-style` leads out of the document's folder";
        let help = "move the style file beside the document, or ask for it yourself (`--style`, `.style(…)`)";
        self.diags.push(Diagnostic::error(codes::OWN_STYLE, problem, place).help(help));
        None
    }
}

fn stays_below(path: &Path) -> bool {
    path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

/// Why a run came to nothing: every problem, and the files in which they stand.
#[derive(Debug)]
pub struct Failure {
    /// The problems; at least one is an error.
    pub diagnostics: Diagnostics,
    /// The files.
    pub sources: Sources,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&crate::diag::draw::draw(&self.diagnostics, &self.sources, false))
    }
}

impl std::error::Error for Failure {}

impl From<Run> for Failure {
    fn from(run: Run) -> Self {
        Self { diagnostics: run.diags, sources: run.sources }
    }
}
