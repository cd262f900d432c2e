//! Expand: writes the document as it goes over the wire.

use super::Pipeline;
use crate::config::Config;
use crate::expand;

impl Pipeline {
    /// Loads, lowers and expands.
    pub fn expanded(&mut self, config: &Config) -> Option<serde_json::Value> {
        let loaded = self.load(config);
        let lowered = self.lower(config, loaded);
        let expanded = lowered.map(|lowered| expand::expand(&lowered.spec, &lowered.ir, &mut self.diags));
        self.apply_levels(config, expanded)
    }
}
