//! The parameters and headers that the style adds to operations and responses.

use super::located::Located;
use super::operation::OperationFold;
use super::values;
use crate::ir::Method;
use crate::source::pointer::escaped;
use crate::spec::Edit;
use crate::style::{Paging, VersionField};

impl OperationFold<'_> {
    /// Removes the style's parameters: those that requests have whatever the operation is.
    pub fn fold_parameters(&mut self) {
        let style = self.style;
        match style.version.current_field() {
            Some(VersionField::Header(name, _)) => {
                self.replace_parameter("header", name, &values::versions(&style.version));
            }
            Some(VersionField::Query(name, _)) => {
                self.replace_parameter("query", name, &values::versions(&style.version));
            }
            Some(VersionField::Accept(_)) | None => {}
        }
        if style.locale.is_some() {
            self.remove_parameter("header", "Accept-Language");
        }
        if let Some(name) = &style.data.time_zone_header {
            self.remove_parameter("header", name);
        }
        let reads = match self.method {
            Method::Get | Method::Head => true,
            Method::Put | Method::Post | Method::Delete | Method::Patch => false,
            Method::Options | Method::Trace => {
                return self.remove_parameter("header", &style.headers.request_id.header);
            }
        };
        if reads && style.caching.has_tags() {
            self.remove_parameter("header", "If-None-Match");
        }
        if !reads && style.caching.checks_if_match() {
            self.remove_parameter("header", "If-Match");
        }
        if let Some(name) = style.success.pretty.as_ref().and_then(|pretty| pretty.parameter.as_ref()) {
            self.remove_parameter("query", name);
        }
        self.remove_parameter("header", &style.headers.request_id.header);
    }

    /// Removes the style's headers of successes, and the response to a condition, which every server gives.
    pub fn fold_headers(&mut self, way: Option<&Paging>) {
        let names = self.headers(way);
        let mut found = Vec::new();
        for success in &self.successes {
            let headers = success.response.get("headers");
            for (name, _) in headers.iter().flat_map(Located::entries) {
                if names.iter().any(|wire| wire.eq_ignore_ascii_case(name)) {
                    let at = format!("{}/headers/{}", success.written.pointer, escaped(name));
                    self.edits.push(Edit::Remove { at });
                    found.push(format!("header {name} of {}", success.key));
                }
            }
        }
        self.removed.extend(found);
        if self.style.caching.has_tags() && matches!(self.method, Method::Get | Method::Head) {
            let at = format!("{}/responses/304", self.node.pointer);
            if self.tree.pointer(&at).is_some() {
                self.edits.push(Edit::Remove { at });
                self.removed.push("response 304".to_owned());
            }
        }
    }

    /// The headers that the style adds to successes.
    fn headers(&self, way: Option<&Paging>) -> Vec<String> {
        let style = self.style;
        let mut names = vec![style.headers.request_id.header.to_string()];
        if let Some(rate) = &style.rate {
            let wires = [&rate.limit, &rate.remaining, &rate.reset].into_iter().flatten();
            names.extend(wires.map(|wire| wire.to_string()));
        }
        let mut add = |is_there: bool, name: &str| names.extend(is_there.then(|| name.to_owned()));
        add(style.locale.is_some(), "Content-Language");
        add(style.login.session.is_some(), "Set-Cookie");
        let replay = style.idempotency.as_ref().and_then(|rules| rules.replay_header.as_ref());
        add(replay.is_some(), replay.map_or("", |header| header));
        add(style.success.location || self.said.contains_key("async"), "Location");
        add(style.caching.has_tags(), "ETag");
        let Some(way) = way else { return names };
        names.extend((!way.kind().link_header().is_empty()).then(|| "Link".to_owned()));
        let ranges = || ["Accept-Ranges".to_owned(), "Content-Range".to_owned()];
        match way {
            Paging::Number(way) => names.extend(way.after_row.is_some().then(|| "Deprecation".to_owned())),
            Paging::Offset(_) | Paging::Cursor(_) | Paging::ItemCursor(_) | Paging::Keyset(_) => {}
            Paging::ItemRange(_) => names.extend(ranges()),
            Paging::KeyRange(way) => {
                names.extend(ranges());
                names.push(way.next_header.to_string());
            }
        }
        names
    }
}
