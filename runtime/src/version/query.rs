//! The version in a query parameter: `?api-version=3`.

use http::request::Parts;

use crate::problem::Entry;
use crate::style::QueryVersion;

use super::{VersionPlace, find_served, values};

impl VersionPlace for QueryVersion {
    fn read(&'static self, request: &Parts) -> Result<Option<&'static str>, Box<Entry>> {
        let values = values(request.uri.query().unwrap_or(""), &self.name);
        let version = find_served(&self.versions, values.map(|value| value.into_owned().into_bytes().into()));
        version.map(Some).ok_or_else(|| Box::new(Entry::default().parameter(&*self.name)))
    }
}
