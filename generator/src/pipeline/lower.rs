//! Lower: finds out what the document means under its style.

use super::load::LoadedInput;
use super::{LoweredApi, Pipeline};
use crate::config::Config;
use crate::diag::{Diagnostics, Severity};
use crate::ir;
use crate::lower::lower;
use crate::parallel::join;
use crate::source::Sources;
use crate::spec::{Spec, typed};
use crate::style::{self, Style};

/// The number of errors in document and style after which lowering does not look for more.
const ENOUGH: usize = 20;

/// How often a document is lowered again without the parts that have errors.
const PASSES: usize = 16;

impl Pipeline {
    /// Lowers the document, without the parts that have an error.
    pub(super) fn lower(&mut self, config: &Config, loaded: LoadedInput) -> Option<LoweredApi> {
        let LoadedInput { spec, style, hints, lint: _ } = loaded;
        let mut spec = spec?;
        let ir = match style {
            Some(style) if !self.diags.failed() => {
                self.fold(config, &mut spec, &style, &hints);
                let (ir, diags) = self.lower_partial(&mut spec, &style);
                self.diags.extend(diags);
                ir
            }
            style => {
                self.look_for_more(&mut spec, style);
                None
            }
        };
        std::mem::take(&mut self.skipped).report(&spec, &mut self.diags);
        ir.filter(|_| !self.diags.failed()).map(|ir| LoweredApi { spec, ir })
    }

    /// Lowers a document. Parts with an error are left out and the rest is lowered again, until there is no error.
    ///
    /// What is left of a document with errors is also read by `openapiv3`: who wrote it may have misread the standard, so a
    /// second reading pays for itself. In a document without errors it would only cost time, a tenth of the run.
    fn lower_partial(&mut self, spec: &mut Spec, style: &Style) -> (Option<ir::ApiModel>, Diagnostics) {
        let mut diags = Diagnostics::new();
        let mut checked = false;
        for _ in 0..PASSES {
            diags = Diagnostics::new();
            let doubtful = self.diags.failed() || !self.skipped.is_empty();
            let ir = if doubtful && !checked {
                let (ir, found) = join(|| lower(spec, style, &mut diags), || typed::refused(spec));
                found.into_iter().for_each(|warning| self.diags.push(warning));
                ir
            } else {
                lower(spec, style, &mut diags)
            };
            checked |= doubtful;
            if ir.is_some() || !self.skipped.leave_out(spec, &mut diags) {
                return (ir, diags);
            }
        }
        (None, diags)
    }

    /// Reports the errors that lowering finds in a document that is refused already, so that one run reports all.
    /// Warnings are left out: what is lowered here is not what the user means.
    fn look_for_more(&mut self, spec: &mut Spec, style: Option<Style>) {
        let errors = self.diags.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        if errors.count() > ENOUGH {
            return;
        }
        let mut unseen = Diagnostics::new();
        let root = || style::load(style::root(), &mut Sources::new(), &mut unseen);
        let Some(style) = style.or_else(root) else { return };
        for error in self.lower_partial(spec, &style).1.take_errors() {
            self.diags.push(error);
        }
    }
}
