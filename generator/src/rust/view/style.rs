//! The view of the style's constant.

mod around;
mod bodies;
mod documents;
mod paging;
mod paths;

use super::Build;
use crate::rust::expr::Expr;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::rust::scope::Scope;
use crate::style as st;
use around::{CorsView, RateView, RequestIdView, SessionView};
use bodies::{FailureView, Flat, SuccessView, TemplateView};
use documents::{LocaleView, MediaView, QueryView};
use paging::PagingView;
use paths::check_path;

views! {
    /// The style's constant.
    StyleView {
        about: Option<Lit>,
        /// Constants of the objects that the body templates are made of, inner ones first.
        templates: Vec<TemplateView>,
        trailing_slash: Expr,
        path_misfit: Expr,
        /// The version in a media type of `Accept`.
        version: Option<VersionView>,
        media: MediaView,
        success: SuccessView,
        failure: FailureView,
        outcomes: Vec<OutcomeView>,
        unknown_members: Expr,
        /// The code of an entry for a read-only member in a body; passed over where there is none.
        read_only: Option<Lit>,
        absent_body: Expr,
        client_ids: Expr,
        times: Expr,
        zone_header: Option<Lit>,
        query: QueryView,
        links: Expr,
        locale: Option<LocaleView>,
        challenges: Vec<Lit>,
        session: Option<SessionView>,
        post_on_item: Expr,
        post_on_singleton: Expr,
        method_override: Option<Lit>,
        checks: Vec<Expr>,
        tls: Expr,
        request_id: RequestIdView,
        rate: Option<RateView>,
        cors: Option<CorsView>,
        etag: Expr,
        if_match: Expr,
        slow_after_ms: Option<Lit>,
        pagings: Vec<PagingView>,
    }
    /// The version in `Accept`: in the subtype, where there is a vendor, else in a parameter of a media type.
    VersionView {
        vendor: Option<Lit>,
        options: Vec<Lit>,
        suffix: Option<Lit>,
        media: Option<Lit>,
        parameter: Option<Lit>,
        required: Expr,
        current: Lit,
        served: Vec<Lit>,
    }
    /// The reaction to an outcome.
    OutcomeView {
        status: Lit,
        code: Option<Lit>,
        message: Lit,
    }
}

impl Build<'_> {
    pub(super) fn style(&self) -> StyleView {
        let style = &self.api.style;
        let pagings = self.names.pagings.iter().map(|(_, ident)| ident.plain());
        let mut flat = Flat { scope: Scope::with(pagings.chain(["STYLE"])), found: Vec::new() };
        let text = |text: &String| Lit::text(text);
        StyleView {
            about: style.about.as_ref().map(text),
            success: bodies::success(&style.success, &mut flat),
            failure: bodies::failure(&style.failure, &mut flat),
            pagings: self.pagings(&mut flat),
            templates: flat.found,
            trailing_slash: Expr::runtime(paths::trailing_slash(style.path.trailing_slash)),
            path_misfit: Expr::runtime(paths::path_misfit(style.path.misfit)),
            version: version(&style.version),
            media: documents::media(&style.media),
            outcomes: st::Outcome::ALL.iter().map(|outcome| reaction(style.outcomes.get(outcome))).collect(),
            unknown_members: Expr::runtime(paths::unknown_members(style.data.unknown_members)),
            read_only: match &style.data.read_only {
                st::ReadOnly::Ignore => None,
                st::ReadOnly::Reject { code } => Some(text(code)),
            },
            absent_body: Expr::runtime(paths::absent_body(style.data.absent_body)),
            client_ids: Expr::boolean(style.data.client_ids),
            times: Expr::runtime(paths::times(style.data.times)),
            zone_header: style.data.zone_header.as_ref().map(text),
            query: documents::query(&style.query),
            links: Expr::runtime(paths::link_form(style.data.links.form)),
            locale: style.locale.as_ref().map(documents::locale),
            challenges: self.challenges(),
            session: style.login.session.as_ref().map(around::session),
            post_on_item: Expr::runtime(paths::post_on_item(style.methods.post_on_item_is_patch)),
            post_on_singleton: Expr::runtime(paths::post_on_item(style.methods.post_on_singleton_is_patch)),
            method_override: style.methods.override_header.as_deref().map(around::header),
            checks: style.checks.iter().map(|check| Expr::runtime(check_path(*check))).collect(),
            tls: Expr::runtime(paths::tls(style.tls)),
            request_id: around::request_id(&style.headers.request_id),
            rate: style.rate.as_ref().map(around::rate),
            cors: style.cors.as_ref().map(around::cors),
            etag: Expr::boolean(style.caching.etag),
            if_match: Expr::boolean(style.caching.if_match),
            slow_after_ms: style.slow_after_ms.map(|ms| Lit::integer(ms.into())),
        }
    }

    /// What a 401 asks for, where the style says it; else the runtime names the schemes of the operation.
    fn challenges(&self) -> Vec<Lit> {
        self.api.style.login.schemes.iter().map(|scheme| Lit::text(scheme)).collect()
    }
}

fn version(version: &st::Version) -> Option<VersionView> {
    let text = |text: &String| Lit::text(text);
    match version {
        st::Version::None | st::Version::Path => None,
        st::Version::AcceptSubtype { vendor, current, served, options, suffix } => Some(VersionView {
            vendor: Some(text(vendor)),
            options: options.iter().map(text).collect(),
            suffix: suffix.as_ref().map(text),
            media: None,
            parameter: None,
            required: Expr::boolean(false),
            current: text(current),
            served: served.iter().map(text).collect(),
        }),
        st::Version::AcceptParameter { media, parameter, current, served, required } => Some(VersionView {
            vendor: None,
            options: Vec::new(),
            suffix: None,
            media: Some(text(media)),
            parameter: Some(text(parameter)),
            required: Expr::boolean(*required),
            current: text(current),
            served: served.iter().map(text).collect(),
        }),
    }
}

/// Outcomes are complete in a style that was loaded.
fn reaction(reaction: Option<&st::Reaction>) -> OutcomeView {
    OutcomeView {
        status: Lit::integer(reaction.map_or(500, |reaction| reaction.status).into()),
        code: reaction.and_then(|reaction| reaction.code.as_deref()).map(Lit::text),
        message: Lit::text(reaction.map_or("", |reaction| &reaction.message)),
    }
}
