//! Writes which members a call expands.

use super::Writer;
use crate::expansion::{ExpandablePaths, ExpandedPaths};
use crate::schema::check::pick::declares;
use crate::style::RequestMedia;

impl Writer {
    /// Writes the paths that the call expands.
    pub fn expand(&mut self, paths: ExpandablePaths, expanded: &ExpandedPaths) {
        let Some(rules) = &self.sending.meta.api.style.expansion else { return };
        let lists = self.lists();
        if let Err(reason) = paths.write(rules, lists, expanded, &mut self.expanded) {
            self.sending.refuse(&rules.parameter, reason);
        }
    }

    /// Returns the text of a form with the pairs of expansion, if it is a form of the style in which they are no members.
    pub(super) fn with_expansion(&mut self, mut form: String) -> String {
        let meta = self.sending.meta;
        let style = meta.api.style;
        let is_of_style = meta.styled && style.media.request == RequestMedia::Form;
        let schema = meta.body.and_then(|body| body.schema);
        if let Some(rules) = style.expansion.as_ref().filter(|_| is_of_style)
            && schema.is_none_or(|schema| !declares(schema, &rules.parameter))
        {
            append(&mut form, &std::mem::take(&mut self.expanded));
        }
        form
    }
}

/// Appends pairs to others.
pub(super) fn append(pairs: &mut String, more: &str) {
    if !pairs.is_empty() && !more.is_empty() {
        pairs.push('&');
    }
    pairs.push_str(more);
}
