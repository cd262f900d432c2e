//! Reads which members a request expands.

use super::Reader;
use crate::api::BodyKind;
use crate::codec::param::Pairs;
use crate::expansion::{ExpandablePaths, ExpandedPaths};
use crate::schema::check::pick::declares;
use crate::style::{Expansion, RequestMedia};

impl Reader<'_> {
    /// Reads the paths that the request expands, from its query and from a form of the style.
    pub fn expand(&mut self, paths: ExpandablePaths) -> Option<ExpandedPaths> {
        let Some(rules) = &self.style.expansion else { return Some(ExpandedPaths::default()) };
        self.known.list(&rules.parameter);
        let body = self.body.clone();
        let form = self.expands_in_form(rules).then(|| std::str::from_utf8(&body).ok());
        // A form that cannot be read is reported as the body.
        let form = form.flatten().and_then(|text| Pairs::form(text).ok());
        let mut found = Vec::new();
        let sources: Vec<&Pairs<'_>> = self.query.iter().chain(&form).collect();
        let expanded = paths.read(rules, &sources, &mut found);
        if form.is_some() {
            self.expanded_in_form = Some(&rules.parameter);
        }
        let sound = found.is_empty();
        self.faults.parameters.extend(found);
        sound.then_some(expanded)
    }

    /// Returns whether the body is a form of the style in which the parameter is no member.
    fn expands_in_form(&self, rules: &Expansion) -> bool {
        let Some(body) = self.head.operation.body else { return false };
        let is_form =
            matches!(body.kind, BodyKind::Form(_)) && self.style.media.request == RequestMedia::Form;
        is_form && body.schema.is_none_or(|schema| !declares(schema, &rules.parameter))
    }
}
