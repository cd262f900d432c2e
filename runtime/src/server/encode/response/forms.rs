//! The forms that an output can go out in, each written through the [`Sheet`].

use http::HeaderValue;
use http::header::LOCATION;
use serde::Serialize;

use super::{Respond, Sheet, Unwritten, WriteForm};
use crate::api::operation::{Bytes, Empty, JobLink, Json, KeyedPaged, Located, Many, Paged, Text};
use crate::codec::json;
use crate::paging::{Keyed, Page};
use crate::server::context::Asked;
use crate::server::encode::envelope;
use crate::value::{Link, Locate, Present};

impl WriteForm<()> for Empty {
    fn write((): (), sheet: &mut Sheet<'_>) -> Result<(), Unwritten> {
        sheet.empty()
    }
}

impl<T: Serialize + Present> WriteForm<T> for Json {
    fn write(output: T, sheet: &mut Sheet<'_>) -> Result<(), Unwritten> {
        sheet.json(output)
    }
}

impl<T: Serialize + Present + Locate> WriteForm<T> for Located {
    /// `Location` is where the value's own operation has it; no such header where that cannot be told.
    fn write(output: T, sheet: &mut Sheet<'_>) -> Result<(), Unwritten> {
        sheet.locate(&output)?;
        sheet.json(output)
    }
}

impl<T: Serialize + Present> WriteForm<Page<T>> for Paged {
    fn write(output: Page<T>, sheet: &mut Sheet<'_>) -> Result<(), Unwritten> {
        sheet.page(output, None)
    }
}

impl<T: Serialize + Present + Keyed> WriteForm<Page<T>> for KeyedPaged {
    fn write(output: Page<T>, sheet: &mut Sheet<'_>) -> Result<(), Unwritten> {
        let by = match &sheet.context.request.asked {
            Some(Asked::KeyRange { page, .. }) => Some(page.by.as_str()),
            _ => None,
        };
        let key = |item: &T| by.and_then(|by| item.key_of(by)).unwrap_or_else(|| item.key());
        let ends = output.items.first().zip(output.items.last()).map(|(first, last)| (key(first), key(last)));
        sheet.page(output, ends)
    }
}

impl WriteForm<String> for Text {
    fn write(output: String, sheet: &mut Sheet<'_>) -> Result<(), Unwritten> {
        sheet.text(output)
    }
}

impl WriteForm<bytes::Bytes> for Bytes {
    fn write(output: bytes::Bytes, sheet: &mut Sheet<'_>) -> Result<(), Unwritten> {
        sheet.bytes(output)
    }
}

impl<T: Respond> WriteForm<T> for Many {
    fn write(output: T, sheet: &mut Sheet<'_>) -> Result<(), Unwritten> {
        output.respond(sheet)
    }
}

impl WriteForm<Link> for JobLink {
    /// The link is the payload's `url`, and `Location`.
    fn write(output: Link, sheet: &mut Sheet<'_>) -> Result<(), Unwritten> {
        let location = HeaderValue::try_from(output.as_str()).map_err(|error| Unwritten(error.into()));
        sheet.header(LOCATION, location?);
        let payload = serde_json::json!({ "url": output });
        sheet.wrap(&mut envelope::payload(|out| json::write(&payload, out)), None)
    }
}
