//! Implementations of [`WriteForm`] for the forms of outputs.

use http::HeaderValue;
use http::header::LOCATION;
use serde::Serialize;

use super::{EncodeError, Respond, ResponseBuilder, WriteForm};
use crate::api::Present;
use crate::api::operation::{Bytes, Empty, JobLink, Json, KeyedPaged, Located, Many, Paged, Text};
use crate::codec::json;
use crate::paging::{Keyed, Page};
use crate::server::encode::envelope;
use crate::server::pipeline::request::RequestedPage;
use crate::value::{Link, Locate};

impl WriteForm<()> for Empty {
    fn write((): (), response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.empty()
    }
}

impl<T: Serialize + Present> WriteForm<T> for Json {
    fn write(output: T, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.json(output)
    }
}

impl<T: Serialize + Present + Locate> WriteForm<T> for Located {
    /// Sets `Location` to the path of the value's own operation, if it has one.
    fn write(output: T, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.locate(&output)?;
        response.json(output)
    }
}

impl<T: Serialize + Present> WriteForm<Page<T>> for Paged {
    fn write(output: Page<T>, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.page(output, None)
    }
}

impl<T: Serialize + Present + Keyed> WriteForm<Page<T>> for KeyedPaged {
    fn write(output: Page<T>, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        let by = match &response.context.request.details.page {
            Some(RequestedPage::KeyRange { page, .. }) => Some(page.by.as_str()),
            _ => None,
        };
        let key = |item: &T| by.and_then(|by| item.key_of(by)).unwrap_or_else(|| item.key());
        let ends = output.items.first().zip(output.items.last()).map(|(first, last)| (key(first), key(last)));
        response.page(output, ends)
    }
}

impl WriteForm<String> for Text {
    fn write(output: String, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.text(output)
    }
}

impl WriteForm<bytes::Bytes> for Bytes {
    fn write(output: bytes::Bytes, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        response.bytes(output)
    }
}

impl<T: Respond> WriteForm<T> for Many {
    fn write(output: T, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        output.respond(response)
    }
}

impl WriteForm<Link> for JobLink {
    /// The link is sent in the payload's `url` and in `Location`.
    fn write(output: Link, response: &mut ResponseBuilder<'_>) -> Result<(), EncodeError> {
        let location = HeaderValue::try_from(output.as_str()).map_err(|error| EncodeError(error.into()));
        response.header(LOCATION, location?);
        let payload = serde_json::json!({ "url": output });
        response.wrap(&mut envelope::payload(|out| json::write(&payload, out)), None)
    }
}
