//! The body of a failure.

use crate::codec::json::WriteError;
use crate::codec::template::{self, put_some};
use crate::style::{Failure, FailureSlot};

use super::{EntryBody, EntryText, entry, text};

/// What the body of a failure says.
#[derive(Debug, Default)]
pub(crate) struct FailureBody<'a> {
    pub(crate) code: EntryText<'a>,
    pub(crate) kind: EntryText<'a>,
    pub(crate) param: EntryText<'a>,
    pub(crate) number: Option<i64>,
    pub(crate) status: Option<u16>,
    pub(crate) title: EntryText<'a>,
    pub(crate) message: EntryText<'a>,
    pub(crate) suppress: Option<bool>,
    pub(crate) help: EntryText<'a>,
    pub(crate) entries: Vec<EntryBody<'a>>,
    pub(crate) request_id: EntryText<'a>,
}

impl FailureBody<'_> {
    /// Writes the body.
    ///
    /// # Errors
    /// If a value has no JSON.
    pub(crate) fn write(&self, style: &Failure, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        let mut fill = |slot: FailureSlot, out: &mut Vec<u8>| match slot {
            FailureSlot::Code => put_some(out, self.code.as_ref()),
            FailureSlot::Type => put_some(out, self.kind.as_ref()),
            FailureSlot::Param => put_some(out, self.param.as_ref()),
            FailureSlot::CodeNumber => put_some(out, self.number.as_ref()),
            FailureSlot::Status => put_some(out, self.status.as_ref()),
            FailureSlot::StatusText => put_some(out, self.status.map(|status| status.to_string()).as_ref()),
            FailureSlot::Title => put_some(out, self.title.as_ref()),
            FailureSlot::Message => put_some(out, self.message.as_ref()),
            FailureSlot::Suppress => put_some(out, self.suppress.as_ref()),
            FailureSlot::Help => put_some(out, self.help.as_ref()),
            FailureSlot::Entries => entry::write_all(&self.entries, &style.entry, out),
            FailureSlot::RequestId => put_some(out, self.request_id.as_ref()),
        };
        template::write(&style.body, &mut fill, out)
    }

    /// Reads a body, and returns with it whether it has a member that only failures of the style have. A value of another
    /// type than the style says counts as absent. `None` if the body is not JSON.
    pub(crate) fn read(style: &Failure, body: &[u8]) -> Option<(Self, bool)> {
        let (mut failure, mut is_of_style) = (Self::default(), false);
        for (slot, raw) in template::read(&style.body, body).ok()?.slots() {
            let is_own = match slot {
                FailureSlot::Status
                | FailureSlot::StatusText
                | FailureSlot::Help
                | FailureSlot::RequestId => false,
                FailureSlot::Code
                | FailureSlot::Type
                | FailureSlot::Param
                | FailureSlot::CodeNumber
                | FailureSlot::Title
                | FailureSlot::Message
                | FailureSlot::Suppress
                | FailureSlot::Entries => true,
            };
            is_of_style |= is_own;
            match slot {
                FailureSlot::Code => failure.code = text(raw),
                FailureSlot::Type => failure.kind = text(raw),
                FailureSlot::Param => failure.param = text(raw),
                FailureSlot::CodeNumber => failure.number = serde_json::from_str(raw.get()).ok(),
                FailureSlot::Status | FailureSlot::StatusText => {
                    failure.status = text(raw).and_then(|status| status.parse().ok()).or(failure.status);
                }
                FailureSlot::Title => failure.title = text(raw),
                FailureSlot::Message => failure.message = text(raw),
                FailureSlot::Suppress => failure.suppress = serde_json::from_str(raw.get()).ok(),
                FailureSlot::Help => failure.help = text(raw),
                FailureSlot::Entries => failure.entries = entry::read_all(&style.entry, raw),
                FailureSlot::RequestId => failure.request_id = text(raw),
            }
        }
        Some((failure, is_of_style))
    }
}
