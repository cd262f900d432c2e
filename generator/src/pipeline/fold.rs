//! Fold: makes a lean document of a full one.

use super::Pipeline;
use super::load::LoadedInput;
use crate::config::{Config, Document};
use crate::fold::{self, FoldReport};
use crate::hints::OperationHints;
use crate::lower;
use crate::spec::Spec;
use crate::style::{Hint, Style};

impl Pipeline {
    /// Loads and folds.
    pub fn folded(&mut self, config: &Config) -> Option<FoldReport> {
        let LoadedInput { spec, style, hints, lint: _ } = self.load(config);
        let report = match (spec, style) {
            (Some(mut spec), Some(style)) if !self.diags.failed() => {
                let hints = OperationHints::read(&spec, &style, &hints, &mut self.diags);
                let report = fold::fold_reporting(&mut spec, &style, &hints, fold::SHOWN, &mut self.diags);
                std::mem::take(&mut self.skipped).report(&spec, &mut self.diags);
                Some(report)
            }
            _ => None,
        };
        self.apply_levels(config, report)
    }

    /// Folds a document that is full, as the options say or else the document. Hints of other generators choose how operations
    /// are paged.
    pub(super) fn fold(&mut self, config: &Config, spec: &mut Spec, style: &Style, hints: &[Hint]) {
        let hints = OperationHints::read(spec, style, hints, &mut self.diags);
        let document = config.document.or_else(|| lower::document_of(spec));
        match document {
            // The root of all styles adds nothing that could be folded.
            Some(Document::Full) if style.root != Some(true) => {
                let most = if self.reports_everything { usize::MAX } else { fold::SHOWN };
                self.fold_report = Some(fold::fold_reporting(spec, style, &hints, most, &mut self.diags));
            }
            Some(Document::Full | Document::Lean) | None => hints.apply(spec, style, &mut self.diags),
        }
    }
}
