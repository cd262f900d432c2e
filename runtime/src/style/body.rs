//! Body templates.

/// A JSON body with slots. Members go where their slot is empty, unless they are kept.
#[derive(Debug, Clone, Copy)]
pub enum Template {
    /// JSON text, as it is.
    Constant(&'static str),
    /// What the runtime fills in.
    Slot(Slot),
    /// An object.
    Object(&'static [Member]),
}

/// A member of a body template.
#[derive(Debug, Clone, Copy)]
pub struct Member {
    /// Its name on the wire.
    pub wire: &'static str,
    /// Its value.
    pub value: Template,
    /// Written as null where the slot is empty, instead of going.
    pub keep: bool,
}

/// What the runtime fills in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Slot {
    /// Success: what the handler returned.
    Payload,
    /// Success: the paging's own template; or what the handler says beside the payload.
    Meta,
    /// Success: the resources that are included.
    Included,
    /// Success: the paging's own template of links.
    Links,
    /// Success: the request echo.
    Echo,
    /// Paging: items in the set.
    Total,
    /// Paging: pages in the set.
    Pages,
    /// Paging: the page's number.
    Number,
    /// Paging: the page's size.
    Size,
    /// Paging: link to this page.
    SelfLink,
    /// Paging: link to the first page.
    First,
    /// Paging: link to the page before.
    Prev,
    /// Paging: link to the next page.
    Next,
    /// Paging: link to the last page.
    Last,
    /// Paging: a page's link with `{page}` in the number's place.
    PageTemplate,
    /// Failure or entry: the machine's word.
    Code,
    /// Failure: the machine's number.
    CodeNumber,
    /// Failure or entry: the HTTP status, as a number.
    Status,
    /// Failure or entry: the HTTP status, as text.
    StatusText,
    /// Failure or entry: the status' usual phrase.
    Title,
    /// Failure or entry: the text for people.
    Message,
    /// Failure: whether an app may keep the message to itself.
    Suppress,
    /// Failure: where to read on.
    Help,
    /// Failure: one [`Failure::entry`](super::Failure::entry) a problem.
    Entries,
    /// Failure: the request's id.
    RequestId,
    /// Entry: the resource's type.
    Resource,
    /// Entry: the field's dotted name.
    Field,
    /// Entry: the JSON pointer into the body.
    Pointer,
    /// Entry: the parameter's name, of the path or the query.
    Parameter,
    /// Entry: the header's name.
    Header,
}
