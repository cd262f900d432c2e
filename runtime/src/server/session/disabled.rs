//! Replaces sessions if the feature `sessions` is disabled.

use http::HeaderMap;
use http::request::Parts;

use crate::api::UndeclaredError;
use crate::style::Style;

/// An uninhabited session.
#[derive(Debug, Clone)]
pub(crate) struct Session {}

#[derive(Debug, Clone, Default)]
pub(super) struct SessionManager {}

#[derive(Debug)]
pub(super) struct OpenSession {
    session: Session,
}

#[derive(Debug)]
pub(super) struct SetCookie {}

impl SessionManager {
    pub(super) fn or_default(&self, _: impl Iterator<Item = &'static Style>) -> Self {
        Self {}
    }

    pub(super) async fn open(
        &self,
        _: &Style,
        _: &Parts,
        _: bool,
    ) -> Result<Option<OpenSession>, UndeclaredError> {
        Ok(None)
    }
}

impl Session {
    pub(super) async fn has_principal(&self) -> bool {
        false
    }
}

impl Session {
    pub(in crate::server) async fn scope(&self) -> String {
        String::new()
    }
}

impl OpenSession {
    pub(super) fn session(&self) -> &Session {
        &self.session
    }

    pub(super) async fn close(self) -> Result<SetCookie, UndeclaredError> {
        Ok(SetCookie {})
    }
}

impl SetCookie {
    pub(super) fn put(self, _: &mut HeaderMap) {}
}
