//! Replaces sessions if the feature `sessions` is disabled.

use http::HeaderMap;
use url::Url;

use crate::api::{Api, SchemeKind};

use super::super::transport::Request;

#[derive(Debug)]
pub(in super::super) struct ClientSession;

impl ClientSession {
    pub(in super::super) const fn of(_: &Api) -> Self {
        Self
    }

    pub(in super::super) const fn is(&self, _: SchemeKind) -> bool {
        false
    }

    pub(in super::super) const fn is_live(&self, _: SchemeKind, _: &Url) -> bool {
        false
    }

    pub(in super::super) const fn carry(&self, _: &mut Request, _: &Url) {}

    pub(in super::super) const fn store_cookies(&self, _: &Url, _: &HeaderMap) {}
}
