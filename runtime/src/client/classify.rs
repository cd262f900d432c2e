//! Classifies responses as successes or failures: by status, or by the style's failure flag in the body.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::value::RawValue;

use crate::api::Method;
use crate::codec::json;
use crate::style::{FailureFlag, Template};

use super::form::Answered;

/// The class of a response, before it is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ResponseClass {
    Success,
    Failure,
    /// The style has a failure flag, but the body does not contain it.
    Ambiguous,
}

impl Answered {
    /// Classifies the response by its failure flag, else by its status: 2xx, or one that the document declares as a
    /// success.
    pub(super) fn classify(&self) -> ResponseClass {
        match self.failure_flag() {
            Some(flag) => self.classify_by(flag),
            None if self.status.is_success() || self.is_declared() => ResponseClass::Success,
            None => ResponseClass::Failure,
        }
    }

    /// Returns whether the status is one that the document declares for a success. Every status is if the style has a
    /// failure flag.
    pub(super) fn is_expected(&self) -> bool {
        self.is_declared() || self.failure_flag().is_some()
    }

    /// Returns whether the document declares the status; 206 counts for pages by range.
    fn is_declared(&self) -> bool {
        let by_ranges = self.meta.paging.is_some_and(|paging| paging.range().is_some());
        self.status.as_u16() == self.meta.status || by_ranges && self.status == StatusCode::PARTIAL_CONTENT
    }

    /// Returns the failure flag of the style, if the response is in the style and can have a body.
    pub(super) fn failure_flag(&self) -> Option<&'static FailureFlag> {
        let has_flag = self.meta.styled
            && self.meta.method != Method::Head
            && !matches!(self.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        self.meta.api.style.failure.failure_flag.as_ref().filter(|_| has_flag)
    }

    fn classify_by(&self, flag: &FailureFlag) -> ResponseClass {
        let value = self.is_json().then(|| member(json::text(&self.body), &flag.member)).flatten();
        match value {
            None => ResponseClass::Ambiguous,
            Some(text) if text == flag.is => ResponseClass::Failure,
            // A success must contain what the style's successes always contain.
            Some(text) => match constant(self.meta.envelope(self.status.as_u16()).template, &flag.member) {
                Some(constant) if constant != text => ResponseClass::Ambiguous,
                _ => ResponseClass::Success,
            },
        }
    }
}

/// Returns the value of a member of a JSON object, whatever else it contains.
fn member(body: &[u8], wire: &str) -> Option<String> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_slice(body).ok()?;
    plain(members.get(wire)?.get())
}

/// Returns the constant value of a member of the template.
fn constant(template: &Template, wire: &str) -> Option<String> {
    match template.member(wire)? {
        Template::Constant(text) => plain(text),
        Template::Slot(_) | Template::Object(_) => None,
    }
}

/// Returns a JSON value as plain text: a string without its quotes, or a word or number.
fn plain(text: &str) -> Option<String> {
    match json::read(text.as_bytes()).ok()? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Bool(_) | serde_json::Value::Number(_) => Some(text.to_owned()),
        _ => None,
    }
}
