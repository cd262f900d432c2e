//! What an answer tells of the pages beside its own.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::{Answered, Unread};
use crate::codec::template::{self, SlotValues};
use crate::codec::{DecodeError, json};
use crate::paging::{Page, PageInfo};
use crate::style::{Paging, Slot, Template};
use crate::value::Link;

impl Answered {
    /// A page of these items, and what the answer tells of those beside it.
    pub(super) fn page<T>(&self, items: Vec<T>) -> Result<Page<T>, Unread> {
        let Some(paging) = self.meta.paging else { return Ok(Page::new(items)) };
        let mut info = self.page_info(paging)?;
        self.add_ranges(paging, items.len(), &mut info)?;
        Ok(Page { items, info })
    }

    /// What the body tells of the pages beside its own, in one place or two.
    fn page_info(&self, paging: &Paging) -> Result<PageInfo, Unread> {
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
        Ok(PageInfo {
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
        })
    }
}

/// What a slot of the whole body has in the slots of a template of its own.
fn inside<'a>(
    text: Option<&'a RawValue>,
    template: &Template,
) -> Result<Option<SlotValues<'a>>, DecodeError> {
    text.map(|text| template::read(template, text.get().as_bytes())).transpose()
}

/// A slot's value; null counts as absent.
fn read_slot<T: DeserializeOwned>(found: &SlotValues<'_>, slot: Slot) -> Result<Option<T>, DecodeError> {
    found.get(slot).map_or(Ok(None), |text| json::read(text.get().as_bytes()))
}

/// A link: text, or an object with `href` (<https://jsonapi.org/format/1.1/#auto-id--link-objects>).
fn read_link(found: &SlotValues<'_>, slot: Slot) -> Result<Option<Link>, DecodeError> {
    #[derive(serde::Deserialize)]
    struct Told {
        href: String,
    }
    let Some(text) = found.get(slot).map(RawValue::get) else { return Ok(None) };
    let link = match text.starts_with('{') {
        true => Link(json::read::<Told>(text.as_bytes())?.href),
        false => json::read(text.as_bytes())?,
    };
    Ok(Some(link).filter(|link| !link.is_empty()))
}
