//! Body templates.

use crate::{List, Text};

/// A JSON body with slots. A member is left out if its slot is empty, unless it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "generator", derive(serde::Serialize))]
pub enum Template {
    /// Constant JSON text.
    Constant(Text),
    /// A slot that the runtime fills.
    Slot(Slot),
    /// An object.
    Object(List<Member>),
}

/// A member of a body template.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "generator", derive(serde::Serialize))]
pub struct Member {
    /// Its name on the wire.
    pub wire: Text,
    /// Its value.
    pub value: Template,
    /// Whether it is written as null if its slot is empty (`$slot!`).
    pub keep: bool,
}

impl Template {
    /// The name of a member that stands for the operation's own name of its list.
    pub const ITEMS: &'static str = "{items}";

    /// The name of a member that stands for the members of its value, which are written next to the others.
    pub const SPREAD: &'static str = "...";

    /// Whether the members of the payload are written next to its own.
    #[must_use]
    pub fn spreads(&self) -> bool {
        self.member(Self::SPREAD).is_some()
    }

    /// The value at a path of names.
    #[must_use]
    pub fn at<S: AsRef<str>>(&self, path: &[S]) -> Option<&Self> {
        path.iter().try_fold(self, |found, wire| found.member(wire.as_ref()))
    }

    /// Whether it has a member [`ITEMS`](Self::ITEMS).
    #[must_use]
    pub fn names_items(&self) -> bool {
        match self {
            Self::Constant(_) | Self::Slot(_) => false,
            Self::Object(members) => {
                members.iter().any(|member| member.wire == Self::ITEMS || member.value.names_items())
            }
        }
    }

    /// The template in which each member [`ITEMS`](Self::ITEMS) has this name.
    #[must_use]
    pub fn with_items(&self, items: &str) -> Self {
        let Self::Object(members) = self else { return self.clone() };
        let named = |member: &Member| Member {
            wire: if member.wire == Self::ITEMS { items.to_owned().into() } else { member.wire.clone() },
            value: member.value.with_items(items),
            keep: member.keep,
        };
        Self::Object(members.iter().map(named).collect())
    }

    /// Whether it has a slot.
    #[must_use]
    pub fn has(&self, slot: Slot) -> bool {
        match self {
            Self::Constant(_) => false,
            Self::Slot(found) => *found == slot,
            Self::Object(members) => members.iter().any(|member| member.value.has(slot)),
        }
    }

    /// The value of a member of an object.
    #[must_use]
    pub fn member(&self, wire: &str) -> Option<&Self> {
        match self {
            Self::Constant(_) | Self::Slot(_) => None,
            Self::Object(members) => {
                members.iter().find(|member| member.wire == wire).map(|member| &member.value)
            }
        }
    }
}

#[cfg(feature = "generator")]
impl crate::read::Read for Template {
    fn read<N: crate::read::Node>(node: &N) -> Option<Self> {
        let constant = || Self::Constant(node.json().into());
        if let Some(members) = node.members() {
            let members = members.map(|(wire, value)| {
                let keep = value.text().is_some_and(|text| is_slot(text) && text.ends_with('!'));
                Some(Member { wire: wire.to_owned().into(), value: Self::read(value)?, keep })
            });
            return members.collect::<Option<_>>().map(Self::Object);
        }
        match node.text().and_then(|text| text.strip_prefix('$')) {
            None => Some(constant()),
            // Text that begins with `$` and is no slot is written with two.
            Some(text) if text.starts_with('$') => match constant() {
                Self::Constant(json) => Some(Self::Constant(json.replacen("$$", "$", 1).into())),
                other => Some(other),
            },
            Some(slot) => Slot::parse(slot.strip_suffix('!').unwrap_or(slot)).map(Self::Slot),
        }
    }
}

/// Whether a text of a template is a slot.
#[cfg(feature = "generator")]
fn is_slot(text: &str) -> bool {
    text.strip_prefix('$').is_some_and(|rest| !rest.starts_with('$'))
}

words! {
    /// A slot of a body template, which the runtime fills.
    Slot {
        /// Success: the value that the handler returned.
        Payload = "payload",
        /// Success: `meta` of the way of paging, or the meta that the handler returned with the payload.
        Meta = "meta",
        /// Success: the included resources (JSON:API).
        Included = "included",
        /// Success: `links` of the way of paging.
        Links = "links",
        /// Success: the parts of the request that `success.echo` lists.
        Echo = "echo",
        /// Paging: the number of items in the list, if the handler knows it.
        Total = "total",
        /// Paging: whether there are more items after this page, or before it if the request goes backwards. It is `false`
        /// for lists that are not paged.
        HasMore = "has_more",
        /// Paging: the path of the list, without the query: `/v1/customers`.
        Path = "path",
        /// Paging: the number of pages in the list.
        Pages = "pages",
        /// Paging: the number of this page.
        Number = "number",
        /// Paging: how many items come before this page.
        Offset = "offset",
        /// Paging: the size of this page.
        Size = "size",
        /// Paging: the link to this page.
        SelfLink = "self",
        /// Paging: the link to the first page.
        First = "first",
        /// Paging: the link to the previous page.
        Prev = "prev",
        /// Paging: the link to the next page.
        Next = "next",
        /// Paging: the link to the last page.
        Last = "last",
        /// Paging: the cursor of the next page: `b3BhcXVl`.
        NextCursor = "next_cursor",
        /// Paging: the cursor of the previous page.
        PrevCursor = "prev_cursor",
        /// Paging: the link to any page, with the placeholder `{page}` for its number.
        PageTemplate = "page_template" formerly "template",
        /// Failure or entry: the code, as text: `not_found`.
        Code = "code",
        /// Failure: the type, a word for several codes: `invalid_request`.
        Type = "type",
        /// Failure: the parameter or the member of the body that the first problem is about, as `failure.param_notation`
        /// writes it.
        Param = "param",
        /// Failure: the code, as a number (`code_number` of `errors` in `x-style`).
        CodeNumber = "code_number",
        /// Failure or entry: the HTTP status, as a number: `404`.
        Status = "status",
        /// Failure or entry: the HTTP status, as text: `"404"`.
        StatusText = "status_text",
        /// Failure or entry: the reason phrase of the HTTP status: `Not Found`.
        Title = "title",
        /// Failure or entry: the message for people.
        Message = "message",
        /// Failure: whether clients should not show the message to people (`suppress` of `errors` in `x-style`).
        Suppress = "suppress",
        /// Failure: a link to documentation, if the handler gives one.
        Help = "help",
        /// Failure: a list with one `failure.entry` for each problem.
        Entries = "entries",
        /// Failure: the id of the request.
        RequestId = "request_id",
        /// Entry: the type of the resource.
        Resource = "resource",
        /// Entry: the dotted path of the member in the body: `address.city`.
        Field = "field",
        /// Entry: the JSON pointer of the member in the body (RFC 6901): `/address/city`.
        Pointer = "pointer",
        /// Entry: the name of the query or path parameter.
        Parameter = "parameter",
        /// Entry: the name of the request header.
        Header = "header",
    }
}

/// The slots that the templates of one place may have.
pub trait SlotKind: Sized {
    /// The slot, if this place may have it.
    fn of(slot: Slot) -> Option<Self>;
}

impl SlotKind for Slot {
    fn of(slot: Slot) -> Option<Self> {
        Some(slot)
    }
}

macro_rules! slots {
    ($(#[doc = $docs:literal])+ $name:ident { $($slot:ident,)+ }) => {
        $(#[doc = $docs])+
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $(#[doc = concat!("[`Slot::", stringify!($slot), "`]")] $slot,)+ }

        impl $name {
            /// The same slots as [`Slot`]s.
            pub const SLOTS: &'static [Slot] = &[$(Slot::$slot,)+];
        }

        impl SlotKind for $name {
            fn of(slot: Slot) -> Option<Self> {
                match slot { $(Slot::$slot => Some(Self::$slot),)+ _ => None }
            }
        }
    };
}

slots! {
    /// A slot in the body of a success.
    SuccessSlot { Payload, Meta, Included, Links, Echo, }
}

slots! {
    /// A slot in what the body of a success says of a page.
    PageSlot { Total, HasMore, Path, Pages, Number, Offset, Size, SelfLink, First, Prev, Next, Last, NextCursor,
    PrevCursor, PageTemplate, }
}

slots! {
    /// A slot in the body of a failure.
    FailureSlot { Code, Type, Param, CodeNumber, Status, StatusText, Title, Message, Suppress, Help, Entries, RequestId, }
}

slots! {
    /// A slot in an entry of a failure.
    EntrySlot { Resource, Field, Pointer, Parameter, Header, Code, Status, StatusText, Title, Message, }
}
