//! Classifies responses as successes or failures: by status, or by the style's failure flag in the body.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::Value;
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
        let path = flag.path();
        let value = self.is_json().then(|| member(json::text(&self.body), &path)).flatten();
        let failure = json::read::<Value>(flag.is.0.as_bytes()).ok();
        match value {
            None => ResponseClass::Ambiguous,
            value if value == failure => ResponseClass::Failure,
            // A success must contain what the style's successes always contain.
            value => match constant(self.meta.envelope(self.status.as_u16()).template, &path) {
                Some(constant) if Some(&constant) != value.as_ref() => ResponseClass::Ambiguous,
                _ => ResponseClass::Success,
            },
        }
    }
}

/// Returns the text, number or truth value at a path of members of a JSON object, whatever else it contains.
fn member(body: &[u8], path: &[String]) -> Option<Value> {
    let Some((wire, rest)) = path.split_first() else { return plain(std::str::from_utf8(body).ok()?) };
    let members: BTreeMap<String, &RawValue> = serde_json::from_slice(body).ok()?;
    member(members.get(wire)?.get().as_bytes(), rest)
}

/// Returns the constant value at a path of members of the template.
fn constant(template: &Template, path: &[String]) -> Option<Value> {
    match template.at(path)? {
        Template::Constant(text) => plain(text),
        Template::Slot(_) | Template::Object(_) => None,
    }
}

/// Returns a text, a number or a truth value.
fn plain(text: &str) -> Option<Value> {
    let value: Value = json::read(text.as_bytes()).ok()?;
    (value.is_string() || value.is_boolean() || value.is_number()).then_some(value)
}
