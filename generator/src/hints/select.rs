//! The ways of paging of a style that do what a hint says.

use super::path::{RequestPart, ResponsePath};
use super::{HintedPage, HintedWay, PagingHint};
use crate::style::{Paging, Slot, Style, Template};

/// What of a style does what a hint says.
pub(super) enum Selection {
    Unpaged,
    /// At least one way: the style's default, then ways whose parameters are in links alone, then the others.
    Ways(Vec<HintedPage>),
    /// No way does, but one could.
    Missing {
        /// The way of the same kind and its first difference.
        nearest: Option<(String, String)>,
    },
    /// No kind of paging does; what is asked for, in words.
    Unsupported(String),
}

/// What requests of a way of paging name.
enum Asks<'s> {
    Number(&'s str),
    Offset(&'s str),
    /// An opaque cursor, which responses have in links or by itself.
    Cursor {
        after: &'s str,
    },
    /// An item, by a member.
    Item {
        after: &'s str,
        by: &'s str,
    },
    /// A range, in a header.
    Range,
}

/// How a way of paging does not do what a hint says.
enum Difference {
    /// It is of another kind.
    Kind,
    /// Something of the same kind differs.
    Detail(String),
}

/// A way of paging as hints see it.
struct WayView<'s> {
    name: &'s str,
    asks: Asks<'s>,
    size: Option<&'s str>,
    /// Whether only links have its parameters.
    only_in_links: bool,
    /// The body of a page, with what fills `$meta` and `$links`.
    body: Template,
}

impl Selection {
    pub fn of(style: &Style, said: &PagingHint) -> Self {
        if said.way == HintedWay::Unpaged {
            return Self::Unpaged;
        }
        if let Some(what) = unsupported(said) {
            return Self::Unsupported(what);
        }
        let (mut ways, mut nearest) = (Vec::new(), None);
        for way in style.paging.ways.iter() {
            let view = WayView::of(style, &way.name, &way.value);
            match view.page(said) {
                Ok(page) => ways.push((view.rank(style), page)),
                Err(Difference::Detail(difference)) => {
                    nearest.get_or_insert((view.name.to_owned(), difference));
                }
                Err(Difference::Kind) => {}
            }
        }
        ways.sort_by_key(|(rank, _)| *rank);
        let ways: Vec<_> = ways.into_iter().map(|(_, page)| page).collect();
        if ways.is_empty() { Self::Missing { nearest } } else { Self::Ways(ways) }
    }
}

/// What no kind of paging does, if the hint asks for it.
fn unsupported(said: &PagingHint) -> Option<String> {
    let elsewhere = |part: &RequestPart| match part {
        RequestPart::Query(_) => None,
        RequestPart::Elsewhere(place, name) => Some(format!("`{name}` in {place} of the request")),
    };
    let of_way = match &said.way {
        HintedWay::Unpaged => None,
        HintedWay::Number { number: part, .. } | HintedWay::Offset { offset: part, .. } => elsewhere(part),
        HintedWay::Cursor { cursor, next } => {
            elsewhere(cursor).or_else(|| match next.of_last_item.as_deref() {
                Some([_]) | None => None,
                Some(_) => Some(format!("a cursor inside a member of the last item, `{}`", next.shown())),
            })
        }
        HintedWay::NextUrl { next } => {
            next.of_last_item.is_some().then(|| format!("a URL in the last item, `{}`", next.shown()))
        }
        HintedWay::Custom => Some("code that is written by hand".to_owned()),
    };
    of_way.or_else(|| said.size.as_ref().and_then(elsewhere))
}

impl<'s> WayView<'s> {
    fn of(style: &'s Style, name: &'s str, way: &'s Paging) -> Self {
        let (asks, size) = match way {
            Paging::Number(way) => (Asks::Number(&way.number), Some(&way.size)),
            Paging::Offset(way) => (Asks::Offset(&way.offset), Some(&way.size)),
            Paging::Cursor(way) => (Asks::Cursor { after: &way.after }, way.size.as_ref()),
            Paging::ItemCursor(way) => (Asks::Item { after: &way.after, by: &way.by }, Some(&way.size)),
            Paging::Keyset(way) => {
                let by = way.by.last().map_or("", |by| by);
                (Asks::Item { after: &way.after, by }, Some(&way.size))
            }
            Paging::ItemRange(_) | Paging::KeyRange(_) => (Asks::Range, None),
        };
        let kind = way.kind();
        let only_in_links = matches!(way, Paging::Cursor(way) if way.only_in_links);
        let body = filled(style.success.list_body(kind.list()), kind.meta(), kind.links());
        Self { name, asks, size: size.map(|size| &**size), only_in_links, body }
    }

    /// The place among the ways that do what a hint says.
    fn rank(&self, style: &Style) -> u8 {
        match (style.paging.default.as_deref() == Some(self.name), self.only_in_links) {
            (true, _) => 0,
            (false, true) => 1,
            (false, false) => 2,
        }
    }

    /// What `x-style` says of an operation with the hint, if the way does what the hint says.
    fn page(&self, said: &PagingHint) -> Result<HintedPage, Difference> {
        self.way(&said.way)?;
        if let Some(RequestPart::Query(expected)) = &said.size
            && self.size != Some(expected)
        {
            let own = self.size.map_or_else(|| "fixed".to_owned(), |size| format!("in `{size}`"));
            let difference = format!("the size of a page is {own} there, and not in `{expected}`");
            return Err(Difference::Detail(difference));
        }
        let items = match &said.items {
            Some(items) => self.items(items)?,
            None => None,
        };
        Ok(HintedPage { way: self.name.to_owned(), items })
    }

    /// Compares how requests name a page, and how responses lead to the next.
    fn way(&self, said: &HintedWay) -> Result<(), Difference> {
        match (said, &self.asks) {
            (HintedWay::Number { number, pages, more }, Asks::Number(own)) => {
                same_parameter("the number of a page", own, number)?;
                self.slot(Slot::Pages, "the number of pages", pages.as_ref())?;
                self.slot(Slot::HasMore, "whether there are more items", more.as_ref())
            }
            (HintedWay::Offset { offset, more }, Asks::Offset(own)) => {
                same_parameter("how many items come before a page", own, offset)?;
                self.slot(Slot::HasMore, "whether there are more items", more.as_ref())
            }
            (HintedWay::Cursor { cursor, next }, Asks::Item { after, by }) => {
                let Some(member) = next.of_last_item.as_deref() else { return Err(Difference::Kind) };
                same_parameter("the item before a page", after, cursor)?;
                if member == [*by] {
                    return Ok(());
                }
                Err(Difference::Detail(format!("items are named by `{by}` there")))
            }
            (HintedWay::Cursor { cursor, next }, Asks::Cursor { after })
                if next.of_last_item.is_none() && self.body.has(Slot::NextCursor) =>
            {
                same_parameter("the cursor", after, cursor)?;
                self.slot(Slot::NextCursor, "the cursor of the next page", Some(next))
            }
            (
                HintedWay::NextUrl { next },
                Asks::Number(_) | Asks::Offset(_) | Asks::Cursor { .. } | Asks::Item { .. },
            ) if self.body.has(Slot::Next) => self.slot(Slot::Next, "the URL of the next page", Some(next)),
            (
                HintedWay::Unpaged
                | HintedWay::Number { .. }
                | HintedWay::Offset { .. }
                | HintedWay::Cursor { .. }
                | HintedWay::NextUrl { .. }
                | HintedWay::Custom,
                Asks::Number(_) | Asks::Offset(_) | Asks::Cursor { .. } | Asks::Item { .. } | Asks::Range,
            ) => Err(Difference::Kind),
        }
    }

    /// Compares the place of a slot in the body.
    fn slot(&self, slot: Slot, what: &str, expected: Option<&ResponsePath>) -> Result<(), Difference> {
        let Some(expected) = expected else { return Ok(()) };
        let own = place(&self.body, slot);
        if expected.of_last_item.is_none() && own.as_ref() == Some(&expected.members) {
            return Ok(());
        }
        let own = own.map_or_else(|| "not in the body".to_owned(), |own| format!("at `{}`", shown(&own)));
        let difference = format!("{what} is {own} there, and not at `{}`", expected.shown());
        Err(Difference::Detail(difference))
    }

    /// Compares the place of the list, and returns its name where the style leaves it to the operation.
    fn items(&self, expected: &ResponsePath) -> Result<Option<String>, Difference> {
        let own = place(&self.body, Slot::Payload).unwrap_or_default();
        let members = &expected.members;
        let named = own.iter().zip(members).find(|(own, _)| *own == Template::ITEMS).map(|(_, name)| name);
        let fits = |(own, said): (&String, &String)| own == said || *own == Template::ITEMS;
        if expected.of_last_item.is_none() && own.len() == members.len() && own.iter().zip(members).all(fits)
        {
            return Ok(named.cloned());
        }
        let difference = format!("the list is at `{}` there, and not at `{}`", shown(&own), expected.shown());
        Err(Difference::Detail(difference))
    }
}

fn same_parameter(what: &str, own: &str, said: &RequestPart) -> Result<(), Difference> {
    match said.query() {
        Some(said) if said == own => Ok(()),
        Some(said) => Err(Difference::Detail(format!("{what} is in `{own}` there, and not in `{said}`"))),
        None => Err(Difference::Kind),
    }
}

/// A template in which `$meta` and `$links` are what fills them.
fn filled(template: &Template, meta: Option<&Template>, links: Option<&Template>) -> Template {
    match template {
        Template::Slot(Slot::Meta) => meta.unwrap_or(template).clone(),
        Template::Slot(Slot::Links) => links.unwrap_or(template).clone(),
        Template::Slot(_) | Template::Constant(_) => template.clone(),
        Template::Object(members) => {
            let mut members = members.to_vec();
            members.iter_mut().for_each(|member| member.value = filled(&member.value, meta, links));
            Template::Object(members.into())
        }
    }
}

/// The members that lead to a slot.
fn place(template: &Template, slot: Slot) -> Option<Vec<String>> {
    match template {
        Template::Constant(_) => None,
        Template::Slot(found) => (*found == slot).then(Vec::new),
        Template::Object(members) => members.iter().find_map(|member| {
            let mut path = place(&member.value, slot)?;
            path.insert(0, member.wire.to_string());
            Some(path)
        }),
    }
}

fn shown(members: &[String]) -> String {
    ResponsePath { members: members.to_vec(), of_last_item: None }.shown()
}
