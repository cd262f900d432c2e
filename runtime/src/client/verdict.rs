//! Whether an answer is a success: by its status, or by what its body tells where the style has a member for it.

use std::collections::BTreeMap;

use http::StatusCode;
use serde_json::value::RawValue;

use crate::api::Method;
use crate::codec::json;
use crate::style::{FailureFlag, Template};

use super::form::Answered;

/// What an answer is, before it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    Success,
    Failure,
    /// The style says that the body tells, and it does not.
    Untold,
}

impl Answered {
    /// What it is: by the member that tells, else by its status, which is 2xx or what the document declares of a success.
    pub(super) fn verdict(&self) -> Verdict {
        match self.told_by() {
            Some(told) => self.told(told),
            None if self.status.is_success() || self.is_declared() => Verdict::Success,
            None => Verdict::Failure,
        }
    }

    /// Whether it has the status that the document declares of a success; any has, where the body tells.
    pub(super) fn is_expected(&self) -> bool {
        self.is_declared() || self.told_by().is_some()
    }

    /// The document's own status; or that of a part, of which pages by ranges are.
    fn is_declared(&self) -> bool {
        let by_ranges = self.meta.paging.is_some_and(|paging| paging.range().is_some());
        self.status.as_u16() == self.meta.status || by_ranges && self.status == StatusCode::PARTIAL_CONTENT
    }

    /// The member that tells: of an answer in the style, with a status and a method that let it have a body.
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
            // What the style's successes always say, a success must say.
            Some(text) => match constant(&self.meta.api.style.success.body, &by.member) {
                Some(says) if says != text => Verdict::Untold,
                _ => Verdict::Success,
            },
        }
    }
}

/// What a member of a JSON object says, whatever else the object holds.
fn member(body: &[u8], wire: &str) -> Option<String> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_slice(body).ok()?;
    plain(members.get(wire)?.get())
}

/// What the template always says in a member.
fn constant(template: &Template, wire: &str) -> Option<String> {
    match template.member(wire)? {
        Template::Constant(text) => plain(text),
        Template::Slot(_) | Template::Object(_) => None,
    }
}

/// A JSON value as plain text: what is in the quotes, or the word or number itself.
fn plain(text: &str) -> Option<String> {
    match json::read(text.as_bytes()).ok()? {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Bool(_) | serde_json::Value::Number(_) => Some(text.to_owned()),
        _ => None,
    }
}
