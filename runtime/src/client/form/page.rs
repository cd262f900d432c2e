//! What a response says of its page, and of the pages next to it.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{Answered, DecodeFailure};
use crate::codec::template::{Envelope, SlotValues};
use crate::codec::{DecodeError, json};
use crate::paging::follow::ReceivedPage;
use crate::paging::{Page, PageInfo, PagingWay, item_cursor, link_header};
use crate::style::{Slot, Template};
use crate::value::Link;

impl Answered {
    /// A page of these items, with what the response says of it.
    pub(super) fn page<T>(&self, items: Vec<T>) -> Result<Page<T>, DecodeFailure> {
        let Some(paging) = self.meta.paging else { return Ok(Page::new(items)) };
        let mut info = self.page_info(paging)?;
        let before = info.clone();
        paging.complete(&self.received(items.len(), &before), &mut info)?;
        Ok(Page { items, info })
    }

    /// The page of so many items, as ways to page see it.
    pub(in crate::client) fn received<'a>(&'a self, items: usize, info: &'a PageInfo) -> ReceivedPage<'a> {
        ReceivedPage {
            url: &self.url,
            range: self.asked.range.as_ref(),
            ranges: self.meta.ranges,
            status: self.status,
            headers: &self.headers,
            body: &self.body,
            envelope: self.envelope(),
            items,
            info,
        }
    }

    /// What the body says of the page, in its links, its meta or next to them.
    fn page_info(&self, paging: &'static dyn PagingWay) -> Result<PageInfo, DecodeFailure> {
        let found = self.slots()?;
        let envelope = self.envelope();
        let part = |slot, text, template| PagePart::inside(envelope, slot, text, template);
        let links = part(Slot::Links, found.links(), paging.links())?;
        let meta = part(Slot::Meta, found.meta(), paging.meta())?;
        let has_links = links.is_some();
        let own = PagePart { place: String::new(), envelope, slots: found.all.clone() };
        let parts: Vec<PagePart<'_>> = links.into_iter().chain(meta).chain([own]).collect();
        let link = |slot| first(&parts, |part| read_link(part, slot));
        let number = |slot| first(&parts, |part| part.read::<u64>(slot));
        let (at, pages, next) = (number(Slot::Number)?, number(Slot::Pages)?, link(Slot::Next)?);
        let cursor = |slot| {
            first(&parts, |part| part.read::<String>(slot).map(|text| text.filter(|text| !text.is_empty())))
        };
        let (next_cursor, prev_cursor) = (cursor(Slot::NextCursor)?, cursor(Slot::PrevCursor)?);
        let id = |slot| first(&parts, |part| Ok(part.slots.get(slot).and_then(item_cursor::id_text)));
        let has_cursors = parts.iter().any(|part| part.envelope.template.has(Slot::NextCursor));
        let said = first(&parts, |part| part.read::<bool>(Slot::HasMore))?;
        let more = match said {
            None if has_cursors => Some(next_cursor.is_some() || next.is_some()),
            None if has_links || envelope.template.has(Slot::Next) => Some(next.is_some()),
            None => at
                .zip(pages)
                .map(|(at, pages)| at.saturating_add(1) < pages.saturating_add(paging.first_number())),
            more => more,
        };
        let mut info = PageInfo {
            total: number(Slot::Total)?,
            pages,
            more,
            first: link(Slot::First)?,
            prev: link(Slot::Prev)?,
            next,
            last: link(Slot::Last)?,
            own: link(Slot::SelfLink)?,
            path: link(Slot::Path)?,
            template: link(Slot::PageTemplate)?,
            next_cursor,
            prev_cursor,
            first_id: id(Slot::FirstId)?,
            last_id: id(Slot::LastId)?,
            ..PageInfo::default()
        };
        if !paging.link_header().is_empty() {
            link_header::read(&self.headers, &self.url, &mut info)?;
            info.more = said.or(Some(info.next.is_some() || info.next_cursor.is_some()));
        }
        Ok(info)
    }
}

/// A part of a body that may say something of the page.
struct PagePart<'a> {
    /// Its JSON pointer.
    place: String,
    envelope: Envelope,
    slots: SlotValues<'a>,
}

impl<'a> PagePart<'a> {
    /// The value of a slot of the body, which has slots of its own.
    fn inside(
        outer: Envelope,
        slot: Slot,
        text: Option<&'a RawValue>,
        template: Option<&'static Template>,
    ) -> Result<Option<Self>, DecodeError> {
        let Some((template, text)) = template.zip(text) else { return Ok(None) };
        let (place, envelope) = (outer.pointer(slot).unwrap_or_default(), Envelope::new(template));
        let slots = envelope.read(text.get().as_bytes()).map_err(|error| error.inside(&place))?;
        Ok(Some(Self { place, envelope, slots }))
    }

    /// The value of a slot; null counts as absent.
    fn read<T: DeserializeOwned>(&self, slot: Slot) -> Result<Option<T>, DecodeError> {
        let Some(text) = self.slots.get(slot) else { return Ok(None) };
        json::read(text.get().as_bytes()).map(Some).map_err(|error| {
            error.inside(&self.envelope.pointer(slot).unwrap_or_default()).inside(&self.place)
        })
    }
}

/// What the first part says that says anything.
fn first<T>(
    parts: &[PagePart<'_>],
    read: impl Fn(&PagePart<'_>) -> Result<Option<T>, DecodeError>,
) -> Result<Option<T>, DecodeError> {
    parts.iter().find_map(|part| read(part).transpose()).transpose()
}

/// A link: text, or an object with `href` (<https://jsonapi.org/format/1.1/#auto-id--link-objects>).
fn read_link(part: &PagePart<'_>, slot: Slot) -> Result<Option<Link>, DecodeError> {
    #[derive(serde::Deserialize)]
    struct LinkObject {
        href: String,
    }
    let is_object = part.slots.get(slot).is_some_and(|text| text.get().starts_with('{'));
    let link = match is_object {
        true => part.read::<LinkObject>(slot)?.map(|link| Link(link.href)),
        false => part.read(slot)?,
    };
    Ok(link.filter(|link| !link.is_empty()))
}
