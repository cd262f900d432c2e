//! What the style puts around a payload: envelope, meta of a page, echo of the request.

use crate::codec::json::{self, WriteError};
use crate::codec::template::{self, Fill};
use crate::paging::{PageInfo, PagingWay};
use crate::style::{Slot, Template};
use crate::value::link;

use crate::server::pipeline::request::Request;

/// Fills the slot of the payload only.
pub(crate) fn payload(
    mut put: impl FnMut(&mut Vec<u8>) -> Result<(), WriteError>,
) -> impl FnMut(Slot, &mut Vec<u8>) -> Result<bool, WriteError> {
    move |slot, out| match slot {
        Slot::Payload => put(out).map(|()| true),
        _ => Ok(false),
    }
}

/// The body of a success, without blanks: `content` fills the slots of what the handler returned, the rest is filled
/// here.
pub(crate) fn write(
    request: &Request,
    content: &mut dyn Fill,
    page: Option<&PageInfo>,
) -> Result<Vec<u8>, WriteError> {
    write_in(&request.head.operation.api.style.success.body, request, content, page)
}

/// The same, in a template of its own.
pub(crate) fn write_in(
    template: &'static Template,
    request: &Request,
    content: &mut dyn Fill,
    page: Option<&PageInfo>,
) -> Result<Vec<u8>, WriteError> {
    let mut body = Vec::with_capacity(1024);
    let mut content =
        |slot: Slot, out: &mut Vec<u8>| link::under(request.head.address.base(), || content.fill(slot, out));
    if !request.head.operation.styled {
        content(Slot::Payload, &mut body)?;
        return Ok(body);
    }
    let mut fill = |slot: Slot, out: &mut Vec<u8>| match content(slot, out)? {
        true => Ok(true),
        false => fill_style_slot(request, page, slot, out),
    };
    template::write(template, &mut fill, &mut body)?;
    Ok(body)
}

/// Fills a slot that the handler has nothing to do with.
fn fill_style_slot(
    request: &Request,
    page: Option<&PageInfo>,
    slot: Slot,
    out: &mut Vec<u8>,
) -> Result<bool, WriteError> {
    match slot {
        Slot::Meta => meta(request, page, out),
        Slot::Links => of_page(request, page, |way| way.links(), out),
        Slot::Echo => request.details.echo.as_ref().map_or(Ok(false), |echo| put(out, echo)),
        _ => Ok(false),
    }
}

fn put<T: serde::Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<bool, WriteError> {
    json::write(value, out).map(|()| true)
}

pub(in crate::server) fn put_some<T: serde::Serialize>(
    out: &mut Vec<u8>,
    value: Option<&T>,
) -> Result<bool, WriteError> {
    value.map_or(Ok(false), |value| put(out, value))
}

fn meta(request: &Request, page: Option<&PageInfo>, out: &mut Vec<u8>) -> Result<bool, WriteError> {
    let style = request.head.operation.api.style;
    let written = of_page(request, page, |way| way.meta(), out)?;
    let null = style
        .success
        .meta
        .as_ref()
        .is_some_and(|meta| request.head.representation.asks_for(&meta.null_under));
    if !written && null {
        out.extend_from_slice(b"null");
    }
    Ok(written || null)
}

/// Writes a template of the page, if its way to page has it.
fn of_page(
    request: &Request,
    info: Option<&PageInfo>,
    template: fn(&'static dyn PagingWay) -> Option<&'static Template>,
    out: &mut Vec<u8>,
) -> Result<bool, WriteError> {
    let (Some(info), Some(page)) = (info, &request.details.page) else { return Ok(false) };
    let (Some(template), Some(size)) = (template(page.way), page.facts.size) else { return Ok(false) };
    let mut fill = |slot: Slot, out: &mut Vec<u8>| match slot {
        Slot::Total => put_some(out, info.total.as_ref()),
        Slot::Pages => put_some(out, info.pages.as_ref()),
        Slot::Number => put_some(out, page.facts.number.as_ref()),
        Slot::Size => put(out, &size),
        Slot::SelfLink => put_some(out, info.own.as_ref()),
        Slot::First => put_some(out, info.first.as_ref()),
        Slot::Prev => put_some(out, info.prev.as_ref()),
        Slot::Next => put_some(out, info.next.as_ref()),
        Slot::Last => put_some(out, info.last.as_ref()),
        Slot::PageTemplate => put_some(out, info.template.as_ref()),
        _ => Ok(false),
    };
    template::write(template, &mut fill, out)
}
