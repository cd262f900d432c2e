//! The body of a success.

use serde_json::value::RawValue;

use crate::codec::DecodeError;
use crate::codec::json::WriteError;
use crate::codec::template::{self, Envelope, SlotValues};
use crate::style::{PageSlot, Slot, SlotKind as _, SuccessSlot};

type Written = Result<bool, WriteError>;

/// What a server writes into the slots of a success. A slot that is empty appends nothing and returns `false`.
pub(crate) trait SuccessContent {
    /// What the handler returned.
    fn payload(&mut self, out: &mut Vec<u8>) -> Written;

    /// What the handler returned next to the payload, or what the page says.
    fn meta(&mut self, _out: &mut Vec<u8>) -> Written {
        Ok(false)
    }

    /// The resources that are included.
    fn included(&mut self, _out: &mut Vec<u8>) -> Written {
        Ok(false)
    }

    /// Links to other pages.
    fn links(&mut self, _out: &mut Vec<u8>) -> Written {
        Ok(false)
    }

    /// The echo of the request.
    fn echo(&mut self, _out: &mut Vec<u8>) -> Written {
        Ok(false)
    }

    /// What the body says of the page outside of its meta and links.
    fn page(&mut self, _slot: PageSlot, _out: &mut Vec<u8>) -> Written {
        Ok(false)
    }
}

/// Writes the body of a success.
///
/// # Errors
/// If a value has no JSON.
pub(crate) fn write(envelope: Envelope, content: &mut dyn SuccessContent, out: &mut Vec<u8>) -> Written {
    let mut fill = |slot: Slot, out: &mut Vec<u8>| match SuccessSlot::of(slot) {
        Some(SuccessSlot::Payload) => content.payload(out),
        Some(SuccessSlot::Meta) => content.meta(out),
        Some(SuccessSlot::Included) => content.included(out),
        Some(SuccessSlot::Links) => content.links(out),
        Some(SuccessSlot::Echo) => content.echo(out),
        None => PageSlot::of(slot).map_or(Ok(false), |slot| content.page(slot, out)),
    };
    template::write_named(envelope.template, envelope.items, &mut fill, out)
}

/// What a client finds in the slots of a success: JSON text; null counts as absent.
#[derive(Debug, Clone, Default)]
pub(crate) struct SuccessBody<'a> {
    /// All slots, those of the page too.
    pub(crate) all: SlotValues<'a>,
}

impl<'a> SuccessBody<'a> {
    /// Reads a body.
    ///
    /// # Errors
    /// If it is not JSON, or not an object if the template is one.
    pub(crate) fn read(envelope: Envelope, body: &'a [u8]) -> Result<Self, DecodeError> {
        Ok(Self { all: envelope.read(body)? })
    }

    pub(crate) fn payload(&self) -> Option<&RawValue> {
        self.all.get(Slot::Payload)
    }

    pub(crate) fn meta(&self) -> Option<&RawValue> {
        self.all.get(Slot::Meta)
    }

    pub(crate) fn included(&self) -> Option<&RawValue> {
        self.all.get(Slot::Included)
    }

    pub(crate) fn links(&self) -> Option<&RawValue> {
        self.all.get(Slot::Links)
    }

    pub(crate) fn echo(&self) -> Option<&RawValue> {
        self.all.get(Slot::Echo)
    }
}
