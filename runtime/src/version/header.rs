//! The version in a header: `X-Api-Version: 3`.

use std::borrow::Cow;

use http::HeaderName;
use http::request::Parts;

use crate::problem::Entry;
use crate::style::HeaderVersion;

use super::{VersionPlace, find_served};

impl VersionPlace for HeaderVersion {
    fn read(&'static self, request: &Parts) -> Result<Option<&'static str>, Box<Entry>> {
        let lines = request.headers.get_all(&*self.name).iter();
        let values = lines.map(|line| Cow::Borrowed(line.as_bytes().trim_ascii()));
        let version = find_served(&self.versions, values);
        version.map(Some).ok_or_else(|| Box::new(Entry::default().header(&*self.name)))
    }

    fn vary(&'static self) -> Option<HeaderName> {
        HeaderName::try_from(&*self.name).ok()
    }
}
