//! What a response says of its page, and of the pages next to it.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{Answered, DecodeFailure};
use crate::codec::template::{self, SlotValues};
use crate::codec::{DecodeError, json};
use crate::paging::follow::ReceivedPage;
use crate::paging::{Page, PageInfo, PagingWay, link_header};
use crate::style::{Slot, Template};
use crate::value::Link;

impl Answered {
    /// A page of these items, with what the response says of it.
    pub(super) fn page<T>(&self, items: Vec<T>) -> Result<Page<T>, DecodeFailure> {
        let Some(paging) = self.meta.paging else { return Ok(Page::new(items)) };
        let mut info = self.page_info(paging)?;
        paging.complete(&self.received(items.len(), None), &mut info)?;
        Ok(Page { items, info })
    }

    /// The page of so many items, with its link to the next, as ways to page see it.
    pub(in crate::client) fn received<'a>(
        &'a self,
        items: usize,
        next: Option<&'a Link>,
    ) -> ReceivedPage<'a> {
        ReceivedPage {
            url: &self.url,
            range: self.asked.range.as_ref(),
            ranges: self.meta.ranges,
            status: self.status,
            headers: &self.headers,
            body: &self.body,
            template: self.wrapper(),
            items,
            next,
        }
    }

    /// What the body says of the page, in one place or two.
    fn page_info(&self, paging: &dyn PagingWay) -> Result<PageInfo, DecodeFailure> {
        let found = self.slots()?;
        let meta = inside(found.meta, paging.meta())?;
        let links = inside(found.links, paging.links())?;
        let link = |slot| match links.as_ref().map(|links| read_link(links, slot)).transpose()?.flatten() {
            None => Ok(meta.as_ref().map(|meta| read_link(meta, slot)).transpose()?.flatten()),
            link => Ok::<_, DecodeError>(link),
        };
        let number = |slot| match &meta {
            Some(meta) => read_slot::<u64>(meta, slot),
            None => Ok(None),
        };
        let (at, pages, next) = (number(Slot::Number)?, number(Slot::Pages)?, link(Slot::Next)?);
        let more = at.zip(pages).map(|(at, pages)| at < pages);
        let mut info = PageInfo {
            total: number(Slot::Total)?,
            pages,
            more: if links.is_some() { Some(next.is_some()) } else { more },
            first: link(Slot::First)?,
            prev: link(Slot::Prev)?,
            next,
            last: link(Slot::Last)?,
            own: link(Slot::SelfLink)?,
            template: link(Slot::PageTemplate)?,
            ..PageInfo::default()
        };
        if !paging.link_header().is_empty() {
            link_header::read(&self.headers, &self.url, &mut info)?;
            info.more = Some(info.next.is_some());
        }
        Ok(info)
    }
}

/// Reads the value of a slot of the body through the template of that slot.
fn inside<'a>(
    found: Option<&'a RawValue>,
    template: Option<&Template>,
) -> Result<Option<SlotValues<'a>>, DecodeError> {
    let Some((template, text)) = template.zip(found) else { return Ok(None) };
    template::read(template, text.get().as_bytes()).map(Some)
}

/// A slot's value; null counts as absent.
fn read_slot<T: DeserializeOwned>(found: &SlotValues<'_>, slot: Slot) -> Result<Option<T>, DecodeError> {
    found.get(slot).map_or(Ok(None), |text| json::read(text.get().as_bytes()))
}

/// A link: text, or an object with `href` (<https://jsonapi.org/format/1.1/#auto-id--link-objects>).
fn read_link(found: &SlotValues<'_>, slot: Slot) -> Result<Option<Link>, DecodeError> {
    #[derive(serde::Deserialize)]
    struct LinkObject {
        href: String,
    }
    let Some(text) = found.get(slot).map(RawValue::get) else { return Ok(None) };
    let link = match text.starts_with('{') {
        true => Link(json::read::<LinkObject>(text.as_bytes())?.href),
        false => json::read(text.as_bytes())?,
    };
    Ok(Some(link).filter(|link| !link.is_empty()))
}
