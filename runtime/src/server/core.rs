//! The parts of a service that do not depend on the handler's type.

use std::sync::Arc;

use tower_http::cors::CorsLayer;

use crate::style::{Check, Style};

use super::auth::cross_origin::CrossOrigin;
use super::auth::secrets::Secrets;
use super::limits::Limits;
use super::limits::body::BodyBudget;
use super::limits::budget::Budget;
use super::pipeline::admission::Admission;
use super::pipeline::cors;
use super::pipeline::request_id::RequestIds;
use super::route::Route;
use super::route::matcher::Matcher;
use super::session::SessionManager;
use super::settings::ServiceSettings;

/// Everything that a service needs to respond to a request. [`pipeline`](super::pipeline) processes requests.
pub(crate) struct Core {
    pub(super) style: &'static Style,
    pub(super) matcher: Matcher,
    pub(super) routes: Vec<Arc<Route>>,
    pub(super) settings: ServiceSettings,
    pub(super) limits: Limits,
    pub(super) admission: Admission,
    pub(super) cors: Option<CorsLayer>,
    pub(super) cross_origin: CrossOrigin,
    pub(super) ids: RequestIds,
    pub(super) secrets: Arc<Secrets>,
    /// The memory for all request bodies.
    pub(super) bodies: Arc<Budget>,
    /// The memory for all responses.
    pub(super) responses: Arc<Budget>,
    /// The checks in the style's order.
    pub(super) order: Vec<Check>,
    pub(super) sessions: SessionManager,
}

impl Core {
    pub(super) fn new(style: &'static Style, routes: Vec<Arc<Route>>, mut settings: ServiceSettings) -> Self {
        let operations: Vec<_> = routes.iter().map(|route| route.bound.operation).collect();
        let styles = operations.iter().map(|operation| operation.api.style);
        settings.idempotency = settings.idempotency.or_default(styles.clone());
        let sessions = SessionManager::default().or_default(styles);
        let ids = RequestIds::of(style);
        Self {
            style,
            matcher: Matcher::new(&operations, style),
            secrets: Arc::new(Secrets::of(operations.iter().copied())),
            routes,
            limits: settings.limits,
            admission: Admission::new(style, &settings),
            cors: cors::layer(style, settings.origins.as_ref(), &operations, &ids.header),
            cross_origin: CrossOrigin::of(style, &settings),
            ids,
            bodies: BodyBudget::all(&settings.limits),
            responses: Budget::new(settings.limits.responses, settings.limits.responses_each),
            order: style.all_checks(),
            sessions,
            settings,
        }
    }

    /// Returns a core with additional routes and other settings.
    pub(super) fn with(&self, more: Vec<Arc<Route>>, settings: ServiceSettings) -> Self {
        let routes: Vec<_> = self.routes.iter().cloned().chain(more).collect();
        let sessions = self.sessions.or_default(routes.iter().map(|route| route.bound.operation.api.style));
        Self { sessions, ..Self::new(self.style, routes, settings) }
    }

    /// Returns a core with another session store.
    #[cfg(feature = "sessions")]
    pub(super) fn with_sessions(&self, sessions: SessionManager) -> Self {
        Self { sessions, ..Self::new(self.style, self.routes.clone(), self.settings.clone()) }
    }
}
