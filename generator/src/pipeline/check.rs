//! Check: finds where a document breaks the standard or its style.

use super::Pipeline;
use crate::check;
use crate::config::Config;

impl Pipeline {
    /// Loads the document, holds it to the rules of its style, and lowers it for what lowering reports. False if document or
    /// style cannot be read, so that nothing was checked.
    pub fn checked(&mut self, config: &Config) -> bool {
        self.reports_everything = true;
        let loaded = self.load(config);
        let is_readable = loaded.spec.is_some() && loaded.style.is_some();
        // Before lowering leaves out what it cannot lower.
        let findings =
            loaded.spec.as_ref().zip(loaded.lint.as_ref()).map(|(spec, lint)| check::lint(spec, lint));
        let lowered = self.lower(config, loaded);
        // The process is about to end, or the document is checked for its own sake.
        drop(lowered);
        self.diags.extend(findings.unwrap_or_default());
        check::set_rules(&mut self.diags);
        config.levels.apply(&mut self.diags);
        is_readable
    }
}
