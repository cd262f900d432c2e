//! Lower: finds out what the document means under its style.

use super::load::LoadedInput;
use super::{LoweredApi, Pipeline};
use crate::config::Config;
use crate::diag::{Diagnostics, Place, Severity};
use crate::ir;
use crate::lower::lower;
use crate::source::Sources;
use crate::spec::Spec;
use crate::style::{self, Style};

/// The number of errors in document and style after which lowering does not look for more.
const ENOUGH: usize = 20;

/// How often a document is lowered again without the parts that have errors.
const PASSES: usize = 16;

impl Pipeline {
    /// Lowers the document, without the parts that have an error.
    pub(super) fn lower(&mut self, config: &Config, loaded: LoadedInput) -> Option<LoweredApi> {
        let LoadedInput { spec, style } = loaded;
        let mut spec = spec?;
        let ir = match style {
            Some(style) if !self.diags.failed() => self.lower_partial(&mut spec, &style),
            style => {
                self.look_for_more(config, &mut spec, style);
                None
            }
        };
        std::mem::take(&mut self.skipped).report(&spec, &mut self.diags);
        ir.filter(|_| !self.diags.failed()).map(|ir| LoweredApi { spec, ir })
    }

    /// Lowers a document. Parts with an error are left out and the rest is lowered again, until there is no error.
    fn lower_partial(&mut self, spec: &mut Spec, style: &Style) -> Option<ir::Api> {
        let mut diags = Diagnostics::new();
        for _ in 0..PASSES {
            diags = Diagnostics::new();
            if let Some(ir) = lower(spec, style, &mut diags) {
                self.diags.extend(diags);
                return Some(ir);
            }
            if !self.skipped.leave_out(spec, &mut diags) {
                break;
            }
        }
        self.diags.extend(diags);
        None
    }

    /// Reports the errors that lowering finds in a document that is refused already, so that one run reports all.
    /// Warnings are left out: what is lowered here is not what the user means.
    fn look_for_more(&mut self, config: &Config, spec: &mut Spec, style: Option<Style>) {
        let errors = self.diags.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
        if errors.count() > ENOUGH {
            return;
        }
        let mut unseen = Diagnostics::new();
        let root = || {
            let folder = config.folder();
            style::load_from(style::root(), &folder, &Place::Options, &mut Sources::new(), &mut unseen)
        };
        let Some(style) = style.or_else(root) else { return };
        let mut diags = Diagnostics::new();
        lower(spec, &style, &mut diags);
        self.skipped.leave_out(spec, &mut diags);
        for error in diags.take_errors() {
            self.diags.push(error);
        }
    }
}
