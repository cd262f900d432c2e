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
pub(super) enum Verdict {
    Success,
    Failure,
    /// The style has a failure flag, but the body does not contain it.
    Untold,
}

impl Answered {
    /// Classifies the response by its failure flag, else by its status: 2xx, or one that the document declares as a
    /// success.
    pub(super) fn verdict(&self) -> Verdict {
        match self.told_by() {
            Some(told) => self.told(told),
            None if self.status.is_success() || self.is_declared() => Verdict::Success,
            None => Verdict::Failure,
        }
    }

    /// Returns whether the status is one that the document declares for a success. Every status is if the style has a
    /// failure flag.
    pub(super) fn is_expected(&self) -> bool {
        self.is_declared() || self.told_by().is_some()
    }

    /// Returns whether the document declares the status; 206 counts for pages by range.
    fn is_declared(&self) -> bool {
        let by_ranges = self.meta.paging.is_some_and(|paging| !paging.wraps());
        self.status.as_u16() == self.meta.status || by_ranges && self.status == StatusCode::PARTIAL_CONTENT
    }

    /// Returns the failure flag of the style, if the response is in the style and can have a body.
    pub(super) fn told_by(&self) -> Option<&'static FailureFlag> {
        let may_tell = self.meta.styled
            && self.meta.method != Method::Head
            && !matches!(self.status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        self.meta.api.style.failure.flag.as_ref().filter(|_| may_tell)
    }

    fn told(&self, by: &FailureFlag) -> Verdict {
        let told = self.is_json().then(|| member(json::text(&self.body), &by.member)).flatten();
        match told {
            None => Verdict::Untold,
            Some(text) if text == by.is => Verdict::Failure,
            // A success must contain what the style's successes always contain.
            Some(text) => match constant(&self.meta.api.style.success.body, &by.member) {
                Some(says) if says != text => Verdict::Untold,
                _ => Verdict::Success,
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
