//! Pages and orders of collections, written into a request.

use http::header::RANGE;

use super::Writer;
use crate::jsonapi::SortField;
use crate::paging::PageRequest;
use crate::paging::follow::ParametersResult;

impl Writer {
    /// A page of a collection.
    pub fn page<P: PageRequest>(&mut self, way: &'static P::Way, page: &P) {
        self.page_parameters(page.write(way, self.sending.meta.ranges));
    }

    fn page_parameters(&mut self, parameters: ParametersResult) {
        match parameters {
            Ok(parameters) => {
                parameters.query.iter().for_each(|(wire, value)| self.pair(wire, value));
                parameters.range.iter().for_each(|range| self.sending.header(RANGE.as_str(), range));
            }
            Err((input, reason)) => self.sending.refuse(input, reason),
        }
    }

    /// The order of a collection; nothing if it is the default.
    pub fn sort(&mut self, fields: &[SortField]) {
        let Some(sort) = &self.sending.meta.api.style.sorting else { return };
        if fields.is_empty() {
            return;
        }
        let item = |field: &SortField| format!("{}{}", if field.descending { "-" } else { "" }, field.wire);
        self.pair(&sort.parameter, &fields.iter().map(item).collect::<Vec<_>>().join(","));
    }
}
