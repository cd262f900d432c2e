//! Body templates.

use crate::{List, Text};

/// A JSON body with slots. Members go where their slot is empty, unless they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "generator", derive(serde::Serialize))]
pub enum Template {
    /// JSON text, as it is.
    Constant(Text),
    /// What the runtime fills in.
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
    /// Written as null where the slot is empty (`$slot!`), instead of going.
    pub keep: bool,
}

impl Template {
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
    /// What the runtime fills in.
    Slot {
        /// Success: what the handler returned.
        Payload = "payload",
        /// Success: the paging's own template, or what a handler says beside the payload.
        Meta = "meta",
        /// Success: the resources that are included.
        Included = "included",
        /// Success: the paging's own template of links.
        Links = "links",
        /// Success: the request echo.
        Echo = "echo",
        /// Paging: items in the set.
        Total = "total",
        /// Paging: pages in the set.
        Pages = "pages",
        /// Paging: the page's number.
        Number = "number",
        /// Paging: the page's size.
        Size = "size",
        /// Paging: link to this page.
        SelfLink = "self",
        /// Paging: link to the first page.
        First = "first",
        /// Paging: link to the page before.
        Prev = "prev",
        /// Paging: link to the next page.
        Next = "next",
        /// Paging: link to the last page.
        Last = "last",
        /// Paging: a page's link with `{page}` in the number's place.
        PageTemplate = "page_template" formerly "template",
        /// Failure or entry: the machine's word.
        Code = "code",
        /// Failure: the machine's number.
        CodeNumber = "code_number",
        /// Failure or entry: the HTTP status, as a number.
        Status = "status",
        /// Failure or entry: the HTTP status, as text.
        StatusText = "status_text",
        /// Failure or entry: the status' usual phrase.
        Title = "title",
        /// Failure or entry: the text for people.
        Message = "message",
        /// Failure: whether an app may keep the message to itself.
        Suppress = "suppress",
        /// Failure: where to read on.
        Help = "help",
        /// Failure: one `entry` a problem.
        Entries = "entries",
        /// Failure: the request's id.
        RequestId = "request_id",
        /// Entry: the resource's type.
        Resource = "resource",
        /// Entry: the field's dotted name.
        Field = "field",
        /// Entry: the JSON pointer into the body.
        Pointer = "pointer",
        /// Entry: the parameter's name.
        Parameter = "parameter",
        /// Entry: the header's name.
        Header = "header",
    }
}
