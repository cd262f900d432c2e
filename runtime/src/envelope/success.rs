//! The body of a success.

use serde_json::value::RawValue;

use crate::codec::DecodeError;
use crate::codec::json::WriteError;
use crate::codec::template;
use crate::style::{SuccessSlot, Template};

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
}

/// Writes the body of a success.
///
/// # Errors
/// If a value has no JSON.
pub(crate) fn write(template: &Template, content: &mut dyn SuccessContent, out: &mut Vec<u8>) -> Written {
    let mut fill = |slot: SuccessSlot, out: &mut Vec<u8>| match slot {
        SuccessSlot::Payload => content.payload(out),
        SuccessSlot::Meta => content.meta(out),
        SuccessSlot::Included => content.included(out),
        SuccessSlot::Links => content.links(out),
        SuccessSlot::Echo => content.echo(out),
    };
    template::write(template, &mut fill, out)
}

/// What a client finds in the slots of a success: JSON text; null counts as absent.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct SuccessBody<'a> {
    pub(crate) payload: Option<&'a RawValue>,
    pub(crate) meta: Option<&'a RawValue>,
    pub(crate) included: Option<&'a RawValue>,
    pub(crate) links: Option<&'a RawValue>,
    pub(crate) echo: Option<&'a RawValue>,
}

impl<'a> SuccessBody<'a> {
    /// Reads a body.
    ///
    /// # Errors
    /// If it is not JSON, or not an object if the template is one.
    pub(crate) fn read(template: &Template, body: &'a [u8]) -> Result<Self, DecodeError> {
        let mut success = Self::default();
        for (slot, raw) in template::read(template, body)?.slots() {
            match slot {
                SuccessSlot::Payload => success.payload = Some(raw),
                SuccessSlot::Meta => success.meta = Some(raw),
                SuccessSlot::Included => success.included = Some(raw),
                SuccessSlot::Links => success.links = Some(raw),
                SuccessSlot::Echo => success.echo = Some(raw),
            }
        }
        Ok(success)
    }
}
