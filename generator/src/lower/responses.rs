//! Responses: successes, and failures with their own body.

use crate::lower::types::TypeRequests;
use std::collections::HashSet;

use super::annotations::OperationAnnotations;
use super::bodies::{Carrier, is_json};
use super::{Context, Tally, codes};
use crate::diag::Diagnostic;
use crate::http::is_token;
use crate::ir::{
    Content, ContentKind, DeclaredFailure, Form, Origin, Payload, ResponseHeader, StatusSpec, Success,
};
use crate::lower::bodies::Bodies;
use crate::spec::{self, MediaType, Response};
use crate::style::{Slot, Template};

/// What an operation may answer.
#[derive(Debug, Default)]
pub(super) struct Answers {
    pub successes: Vec<Success>,
    pub failures: Vec<DeclaredFailure>,
}

/// Reads the responses of operations.
pub(in crate::lower) struct Responses<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Responses<'_, 'a> {
    /// The declared responses of an operation.
    pub fn answers(&mut self, operation: &spec::Operation<'a>, id: &str, form: Form, head: bool) -> Answers {
        let mut declared = Vec::new();
        for (key, response) in operation.responses() {
            let Some(status) = status(key) else {
                let message = format!("`{key}` is not a status; the response is left out");
                let place = self.cx.key_place(&response.unresolved().pointer());
                let help = "write a number from 100 to 599, `2XX` or `default`";
                self.cx.push(Diagnostic::warning(codes::STATUS, message, place).help(help));
                continue;
            };
            let Some(response) = self.cx.follow(response) else { continue };
            declared.push((status, key, response));
        }
        let any_2xx = declared.iter().any(|(status, ..)| hundreds(*status) == Some(2));
        let any_3xx = declared.iter().any(|(status, ..)| hundreds(*status) == Some(3));
        let mut answers = Answers::default();
        for (status, key, response) in &declared {
            let success = match hundreds(*status) {
                Some(1) => {
                    self.report_interim(key, response);
                    continue;
                }
                Some(2) => true,
                // 304 answers a condition that only a cache makes.
                Some(3) if any_2xx && *status == StatusSpec::Exact(304) => continue,
                Some(3) => true,
                None => !any_2xx && !any_3xx,
                Some(_) => false,
            };
            let origin = Origin::Response(super::owner(**response, id), (*key).to_owned());
            let carrier = Carrier { operation: id, form, origin, as_form: false };
            if success {
                let success = self.success(*status, response, &carrier, head);
                answers.successes.push(success);
            }
            // What is declared for every status is declared for failures too, unless the style has a body for them.
            let every = *status == StatusSpec::Default
                && (!self.cx.style.wraps() || OperationAnnotations::of(operation).is_off());
            if !success || every {
                answers.failures.push(self.failure(*status, response, &carrier, head));
            }
        }
        let styled = self.cx.style.root != Some(true) && !OperationAnnotations::of(operation).is_off();
        keep_telling(&mut answers.failures, &|status| styled && self.is_new_to_the_style(status));
        if answers.successes.is_empty() {
            let message = format!("`{id}` declares no success; any 2xx without a body is taken for one");
            self.cx.push(self.cx.note(codes::NO_SUCCESS, message, &operation.at(spec::Operation::RESPONSES)));
            let nothing = Payload::Nothing;
            answers.successes.push(Success {
                status: StatusSpec::Range(2),
                docs: None,
                payload: nothing,
                headers: Vec::new(),
            });
        }
        answers
    }

    /// Whether the style has no outcome with this status, so that the operation itself has to say it.
    fn is_new_to_the_style(&self, status: StatusSpec) -> bool {
        match status {
            StatusSpec::Exact(status) => super::failures::outcome_of(self.cx.style, status).is_none(),
            StatusSpec::Range(_) | StatusSpec::Default => false,
        }
    }

    /// Reports a response that is sent before the one that answers.
    fn report_interim(&mut self, key: &str, response: &Response<'a>) {
        let message = format!("the response `{key}` is interim; no code is emitted for it");
        let place = self.cx.key_place(&response.pointer());
        self.cx.push(Diagnostic::note(codes::STATUS, message, place));
    }

    fn success(
        &mut self,
        status: StatusSpec,
        response: &Response<'a>,
        carrier: &Carrier<'_>,
        head: bool,
    ) -> Success {
        let empty = head || matches!(status, StatusSpec::Exact(204 | 205 | 304));
        let contents = if empty { Vec::new() } else { Bodies { cx: self.cx }.contents(response, carrier) };
        if empty && !head && response.has_content() {
            let message = "a response of this status has no body; the declared one is left out";
            self.cx.push(self.cx.warning(codes::BODY_FORBIDDEN, message, &response.at(Response::CONTENT)));
        }
        let payload = if contents.is_empty() { Payload::Nothing } else { Payload::Body(contents) };
        let docs = response.description();
        Success { status, docs, payload, headers: self.headers(response, carrier) }
    }

    /// A failure by its status, with its own body if its content describes one.
    fn failure(
        &mut self,
        status: StatusSpec,
        response: &Response<'a>,
        carrier: &Carrier<'_>,
        head: bool,
    ) -> DeclaredFailure {
        for header in response.unresolved_headers() {
            self.cx.tally(Tally::HeadersUntyped, &header.pointer());
        }
        let described =
            response.content().any(|(media, entry)| entry.has(MediaType::SCHEMA) || !is_json(media));
        let body = match described && !head {
            true => Bodies { cx: self.cx }.contents(response, carrier).into_iter().next(),
            false => None,
        };
        let outcome = match status {
            StatusSpec::Exact(status) => super::failures::outcome_of(self.cx.style, status),
            StatusSpec::Range(_) | StatusSpec::Default => None,
        };
        DeclaredFailure {
            code: None,
            number: None,
            status,
            outcome,
            message: None,
            resource: None,
            pointer: None,
            suppress: None,
            kind: None,
            body,
            docs: response.description(),
        }
    }

    fn headers(&mut self, response: &Response<'a>, carrier: &Carrier<'_>) -> Vec<ResponseHeader> {
        let mut headers: Vec<ResponseHeader> = Vec::new();
        let mut seen = HashSet::new();
        for (name, header) in response.headers() {
            let wire = name.to_ascii_lowercase();
            if !is_token(name) {
                let message = format!("`{name}` cannot be the name of a header; it is left out");
                let place = self.cx.key_place(&header.unresolved().pointer());
                self.cx.push(Diagnostic::warning(codes::HEADER_NAME, message, place));
                continue;
            }
            if wire == "content-type" || !seen.insert(wire.clone()) {
                continue;
            }
            let Some(header) = self.cx.follow(header) else { continue };
            let Origin::Response(operation, status) = carrier.origin.clone() else { continue };
            let origin = match header.component_name() {
                Some(("headers", name)) => Origin::Header(name.to_owned()),
                _ => Origin::ResponseHeader(operation, status, wire.clone()),
            };
            let ty = match header.any_schema() {
                Some(schema) => TypeRequests { cx: self.cx }.use_of(&schema, carrier.form, origin),
                None => self.cx.types.plain_text(origin, *header),
            };
            self.cx.tally(Tally::HeadersUntyped, &header.pointer());
            headers.push(ResponseHeader {
                wire,
                docs: header.description(),
                ty,
                required: header.is_required(),
            });
        }
        headers
    }

    /// Reports a success whose schema spells out an envelope that the style adds.
    pub fn check_envelope(&mut self, operation: &spec::Operation<'a>, contents: &[Content]) {
        let style = self.cx.style;
        let ways = style.paging.ways.iter().filter_map(|way| way.value.kind().list());
        for template in
            [Some(&style.success.body), style.success.list.as_ref()].into_iter().flatten().chain(ways)
        {
            if self.check_template(operation, contents, template) {
                return;
            }
        }
    }

    /// Reports a success whose schema spells out a template. Returns whether one does.
    fn check_template(
        &mut self,
        operation: &spec::Operation<'a>,
        contents: &[Content],
        template: &Template,
    ) -> bool {
        let Template::Object(members) = template else { return false };
        let holds_payload = |template: &Template| *template == Template::Slot(Slot::Payload);
        let payload = members.iter().find(|member| holds_payload(&member.value));
        let Some(payload) = payload.filter(|member| !Template::is_own_name(&member.wire)) else {
            return false;
        };
        let mut found = false;
        let wires: Vec<&str> = members.iter().map(|member| &*member.wire).collect();
        if !contents.iter().any(|content| matches!(content.kind, ContentKind::Json(_))) {
            return false;
        }
        for (_, response) in operation.responses().filter(|(key, _)| key.starts_with('2')) {
            let Some(response) = self.cx.follow(response) else { continue };
            for schema in response.content().filter_map(|(_, entry)| entry.schema()) {
                let node = self.cx.resolve_schema(&schema).node;
                let names: Vec<_> = node.properties().map(|(wire, _)| wire).collect();
                if names.contains(&&*payload.wire) && names.iter().all(|name| wires.contains(name)) {
                    let message = format!(
                        "this spells out the envelope of the style `{}`, which would wrap it once more",
                        self.cx.style.ident
                    );
                    let help = format!(
                        "describe only the contents of `{}`, or read all of the document as a full one (`--full`, `x-style: {{ document: full }}`)",
                        payload.wire
                    );
                    self.cx.push(
                        self.cx.warning(codes::ENVELOPE_SPELLED_OUT, message, &schema.pointer()).help(help),
                    );
                    found = true;
                }
            }
        }
        found
    }
}

/// The status that a key of `responses` means.
fn status(key: &str) -> Option<StatusSpec> {
    if key == "default" {
        return Some(StatusSpec::Default);
    }
    if let [digit @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] = key.as_bytes() {
        return Some(StatusSpec::Range(digit - b'0'));
    }
    let number: u16 = key.parse().ok().filter(|_| key.len() == 3)?;
    (100..600).contains(&number).then_some(StatusSpec::Exact(number))
}

/// Leaves out failures without a body, which the style reports anyway. It keeps those with a status that is new to the style,
/// and those that would otherwise count as a case of a wider declaration with a body: `503` or `5XX` next to `default`.
fn keep_telling(failures: &mut Vec<DeclaredFailure>, is_new: &dyn Fn(StatusSpec) -> bool) {
    let wider = |status: StatusSpec, than: StatusSpec| match (status, than) {
        (StatusSpec::Default, StatusSpec::Exact(_) | StatusSpec::Range(_)) => true,
        (StatusSpec::Range(digit), StatusSpec::Exact(status)) => status / 100 == u16::from(digit),
        (StatusSpec::Default, StatusSpec::Default)
        | (StatusSpec::Range(_), StatusSpec::Range(_) | StatusSpec::Default)
        | (StatusSpec::Exact(_), _) => false,
    };
    let with_body: Vec<_> = failures.iter().filter(|one| one.body.is_some()).map(|one| one.status).collect();
    failures.retain(|one| {
        one.body.is_some() || is_new(one.status) || with_body.iter().any(|status| wider(*status, one.status))
    });
}

/// The class of a status; `None` for `default`.
fn hundreds(status: StatusSpec) -> Option<u16> {
    match status {
        StatusSpec::Exact(status) => Some(status / 100),
        StatusSpec::Range(digit) => Some(digit.into()),
        StatusSpec::Default => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{StatusSpec, status};

    #[test]
    fn statuses() {
        assert_eq!(status("404"), Some(StatusSpec::Exact(404)));
        assert_eq!(status("4XX"), Some(StatusSpec::Range(4)));
        assert_eq!(status("4xx"), Some(StatusSpec::Range(4)));
        assert_eq!(status("default"), Some(StatusSpec::Default));
        for bad in ["", "99", "600", "+20", "2X", "6XX", "20O"] {
            assert_eq!(status(bad), None, "{bad}");
        }
    }
}
