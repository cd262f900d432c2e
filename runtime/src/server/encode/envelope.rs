//! What the style puts around a payload: envelope, meta of a page, echo of the request.

use crate::codec::json::{self, WriteError};
use crate::codec::template::{self, Envelope, put_some};
use crate::envelope::success::{self, SuccessContent};
use crate::paging::{PageInfo, PagingWay};
use crate::style::{PageSlot, Template};
use crate::value::link;

use crate::server::pipeline::request::{CheckedRequest, RequestedPage};

/// A payload alone.
struct Payload<F>(F);

impl<F: FnMut(&mut Vec<u8>) -> Result<(), WriteError>> SuccessContent for Payload<F> {
    fn payload(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        (self.0)(out).map(|()| true)
    }
}

/// Content that is a payload alone.
pub(crate) fn payload(put: impl FnMut(&mut Vec<u8>) -> Result<(), WriteError>) -> impl SuccessContent {
    Payload(put)
}

/// The body of a success, without blanks: `content` is what the handler returned, the rest is added here.
pub(crate) fn write(
    request: &CheckedRequest,
    envelope: Envelope,
    content: &mut dyn SuccessContent,
    page: Option<&PageInfo>,
) -> Result<Vec<u8>, WriteError> {
    write_in(envelope, request, content, None, page)
}

/// The same, in a template of its own, and with what the handler returned as meta.
pub(crate) fn write_in(
    envelope: Envelope,
    request: &CheckedRequest,
    content: &mut dyn SuccessContent,
    meta: Option<&[u8]>,
    page: Option<&PageInfo>,
) -> Result<Vec<u8>, WriteError> {
    let mut body = Vec::with_capacity(1024);
    let mut content = StyledContent { request, content, meta, page };
    if request.head.operation.styled {
        success::write(envelope, &mut content, &mut body)?;
    } else {
        content.payload(&mut body)?;
    }
    Ok(body)
}

/// What the handler returned, with what the request and the page add.
struct StyledContent<'a> {
    request: &'a CheckedRequest,
    content: &'a mut dyn SuccessContent,
    meta: Option<&'a [u8]>,
    page: Option<&'a PageInfo>,
}

impl SuccessContent for StyledContent<'_> {
    fn payload(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        link::under(self.request.head.address.base(), || self.content.payload(out))
    }

    fn meta(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        if let Some(meta) = self.meta {
            out.extend_from_slice(meta);
            return Ok(true);
        }
        let written = link::under(self.request.head.address.base(), || self.content.meta(out))?;
        if written { Ok(true) } else { meta(self.request, self.page, out) }
    }

    fn included(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        link::under(self.request.head.address.base(), || self.content.included(out))
    }

    fn links(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        of_page(self.request, self.page, |way| way.links(), out)
    }

    fn echo(&mut self, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        put_some(out, self.request.details.echo.as_ref())
    }

    fn page(&mut self, slot: PageSlot, out: &mut Vec<u8>) -> Result<bool, WriteError> {
        match (self.page, &self.request.details.page) {
            (Some(info), Some(page)) => put_page(self.request, info, page, slot, out),
            // A list that is not paged is whole.
            (None, _) | (Some(_), None) => match slot {
                PageSlot::HasMore => put(out, &false),
                PageSlot::Path => put(out, &self.request.head.address.url()),
                PageSlot::Total
                | PageSlot::Pages
                | PageSlot::Number
                | PageSlot::Offset
                | PageSlot::Size
                | PageSlot::SelfLink
                | PageSlot::First
                | PageSlot::Prev
                | PageSlot::Next
                | PageSlot::Last
                | PageSlot::NextCursor
                | PageSlot::PrevCursor
                | PageSlot::PageTemplate => Ok(false),
            },
        }
    }
}

fn put<T: serde::Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<bool, WriteError> {
    json::write(value, out).map(|()| true)
}

fn meta(request: &CheckedRequest, page: Option<&PageInfo>, out: &mut Vec<u8>) -> Result<bool, WriteError> {
    let style = request.head.operation.api.style;
    let written = of_page(request, page, |way| way.meta(), out)?;
    let null = style
        .success
        .meta
        .as_ref()
        .is_some_and(|meta| request.head.representation.asks_for(&meta.null_with_option));
    if !written && null {
        out.extend_from_slice(b"null");
    }
    Ok(written || null)
}

/// Writes a template of the page, if its way to page has it.
fn of_page(
    request: &CheckedRequest,
    info: Option<&PageInfo>,
    template: fn(&'static dyn PagingWay) -> Option<&'static Template>,
    out: &mut Vec<u8>,
) -> Result<bool, WriteError> {
    let (Some(info), Some(page)) = (info, &request.details.page) else { return Ok(false) };
    let Some(template) = template(page.way).filter(|_| page.facts.size.is_some()) else { return Ok(false) };
    let mut fill = |slot: PageSlot, out: &mut Vec<u8>| put_page(request, info, page, slot, out);
    template::write(template, &mut fill, out)
}

/// Writes what a body says of its page; nothing if bodies say nothing of pages like it.
fn put_page(
    request: &CheckedRequest,
    info: &PageInfo,
    page: &RequestedPage,
    slot: PageSlot,
    out: &mut Vec<u8>,
) -> Result<bool, WriteError> {
    let Some(size) = page.facts.size else { return Ok(false) };
    match slot {
        PageSlot::Total => put_some(out, info.total.as_ref()),
        PageSlot::HasMore => put_some(out, info.more.as_ref()),
        PageSlot::Path => put(out, &request.head.address.url()),
        PageSlot::Pages => put_some(out, info.pages.as_ref()),
        PageSlot::Number => put_some(out, page.facts.number.as_ref()),
        PageSlot::Offset => put_some(out, page.facts.offset.as_ref()),
        PageSlot::Size => put(out, &size),
        PageSlot::SelfLink => put_some(out, info.own.as_ref()),
        PageSlot::First => put_some(out, info.first.as_ref()),
        PageSlot::Prev => put_some(out, info.prev.as_ref()),
        PageSlot::Next => put_some(out, info.next.as_ref()),
        PageSlot::Last => put_some(out, info.last.as_ref()),
        PageSlot::NextCursor => put_some(out, info.next_cursor.as_ref()),
        PageSlot::PrevCursor => put_some(out, info.prev_cursor.as_ref()),
        PageSlot::PageTemplate => put_some(out, info.template.as_ref()),
    }
}
