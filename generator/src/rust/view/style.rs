//! The view of the style's constant.

mod around;
mod documents;
mod paging;
mod paths;

use super::Build;
use crate::ir::SchemeKind;
use crate::rust::cases::screaming;
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::rust::scope::Scope;
use crate::style as st;
use around::{CorsView, RateView, RequestIdView, SessionView};
use documents::{LocaleView, MediaView, QueryView};
use paging::PagingView;
use paths::{check_path, echo_path, slot_path};

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
        success: Expr,
        meta_body: Expr,
        form: Expr,
        echo: Option<EchoView>,
        /// JSON of the payload of what returns nothing.
        empty: Option<Lit>,
        pretty: PrettyView,
        location: Expr,
        null_meta_under: Option<Lit>,
        failure: Expr,
        entry: Expr,
        failure_media: Lit,
        report: Expr,
        lone_entry: Expr,
        mixed: Expr,
        parameter_name: Expr,
        told_by: Option<ToldByView>,
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
    /// An object of a body template.
    TemplateView {
        ident: Ident,
        members: Vec<SlotView>,
    }
    /// A member of a body template.
    SlotView {
        wire: Lit,
        value: Expr,
        keep: Expr,
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
    /// What asks for indented JSON.
    PrettyView {
        under: Option<Lit>,
        parameter: Option<Lit>,
        accept: Option<Lit>,
    }
    /// The member that tells failures.
    ToldByView {
        wire: Lit,
        is: Lit,
    }
    EchoView {
        of: Vec<Expr>,
        under: Option<Lit>,
    }
    /// The reaction to an outcome.
    OutcomeView {
        status: Lit,
        code: Option<Lit>,
        message: Lit,
    }
}

/// Templates on their way into constants.
struct Flat {
    scope: Scope,
    found: Vec<TemplateView>,
}

impl Flat {
    /// The expression of a template; objects become constants, called after the place.
    fn template(&mut self, template: &st::Template, place: &str) -> Expr {
        match template {
            st::Template::Constant(json) => {
                Expr::call("Template::Constant", &Expr::literal(&Lit::text(json)))
            }
            st::Template::Slot(slot) => Expr::call("Template::Slot", &Expr::runtime(slot_path(*slot))),
            st::Template::Object(members) => {
                let members = members
                    .iter()
                    .map(|member| SlotView {
                        wire: Lit::text(&member.wire),
                        value: self.template(&member.value, &format!("{place}_{}", screaming(&member.wire))),
                        keep: Expr::boolean(member.keep),
                    })
                    .collect();
                let ident = self.scope.climb([place], "TEMPLATE");
                self.found.push(TemplateView { ident: ident.clone(), members });
                Expr::item("", &ident)
            }
        }
    }

    /// The template of a body without a payload: that of the others, where the style has none of its own.
    fn meta_body(&mut self, success: &st::Success, body: &Expr) -> Expr {
        match success.meta_body == success.body {
            true => body.clone(),
            false => self.template(&success.meta_body, "META_BODY"),
        }
    }
}

impl Build<'_> {
    pub(super) fn style(&self) -> StyleView {
        let style = &self.api.style;
        let pagings = self.names.pagings.iter().map(|(_, ident)| ident.plain());
        let mut flat = Flat { scope: Scope::with(pagings.chain(["STYLE"])), found: Vec::new() };
        let text = |text: &String| Lit::text(text);
        let success = flat.template(&style.success.body, "SUCCESS");
        let meta_body = flat.meta_body(&style.success, &success);
        let failure = flat.template(&style.failure.body, "FAILURE");
        let entry = flat.template(&style.failure.entry, "ENTRY");
        let pagings = self.pagings(&mut flat);
        StyleView {
            about: style.about.as_ref().map(text),
            success,
            meta_body,
            form: Expr::runtime(paths::form(style.success.form)),
            failure,
            entry,
            pagings,
            templates: flat.found,
            trailing_slash: Expr::runtime(paths::trailing_slash(style.path.trailing_slash)),
            path_misfit: Expr::runtime(paths::path_misfit(style.path.misfit)),
            version: version(&style.version),
            media: documents::media(&style.media),
            echo: style.success.echo.as_ref().map(echo),
            empty: style.success.empty.as_ref().map(text),
            pretty: pretty(&style.success.pretty),
            location: Expr::boolean(style.success.location),
            null_meta_under: style.success.null_meta_under.as_ref().map(text),
            failure_media: text(&style.failure.media),
            report: Expr::runtime(paths::report(style.failure.report)),
            lone_entry: Expr::boolean(style.failure.lone == st::LoneProblem::Entry),
            mixed: Expr::runtime(paths::mixed(style.failure.mixed)),
            parameter_name: Expr::runtime(paths::parameter_name(style.failure.parameter_name)),
            told_by: style.failure.told_by.as_ref().map(told_by),
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
            method_override: style.methods.override_header.as_deref().map(around::header),
            checks: style.checks.iter().map(|check| Expr::runtime(check_path(*check))).collect(),
            tls: Expr::runtime(paths::tls(style.tls)),
            request_id: around::request_id(&style.headers.request_id),
            rate: style.rate.as_ref().map(around::rate),
            cors: style.cors.as_ref().map(around::cors),
            etag: Expr::boolean(style.caching.etag),
            if_match: Expr::boolean(style.caching.if_match),
            slow_after_ms: style.slow_after_ms.map(|ms| Lit::whole(ms.into())),
        }
    }

    /// What a 401 asks for: as the style says, else as the document's schemes have it.
    fn challenges(&self) -> Vec<Lit> {
        let said = &self.api.style.login.schemes;
        if !said.is_empty() {
            return said.iter().map(|scheme| Lit::text(scheme)).collect();
        }
        let mut found: Vec<Lit> = Vec::new();
        for scheme in &self.api.schemes {
            let challenge = match &scheme.kind {
                SchemeKind::Basic => Lit::text("Basic realm=\"api\""),
                SchemeKind::Authorization(word) => {
                    let mut letters = word.chars();
                    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
                    Lit::text(&(first + letters.as_str()))
                }
                SchemeKind::Header(_)
                | SchemeKind::Query(_)
                | SchemeKind::Cookie(_)
                | SchemeKind::MutualTls => {
                    continue;
                }
            };
            if !found.contains(&challenge) {
                found.push(challenge);
            }
        }
        found
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

fn echo(echo: &st::Echo) -> EchoView {
    EchoView {
        of: echo.of.iter().map(|part| Expr::runtime(echo_path(*part))).collect(),
        under: echo.under.as_deref().map(Lit::text),
    }
}

fn pretty(pretty: &st::Pretty) -> PrettyView {
    PrettyView {
        under: pretty.under.as_deref().map(Lit::text),
        parameter: pretty.parameter.as_deref().map(Lit::text),
        accept: pretty.accept.as_deref().map(Lit::text),
    }
}

fn told_by(told: &st::ToldBy) -> ToldByView {
    ToldByView { wire: Lit::text(&told.wire), is: Lit::text(&told.is) }
}

/// Outcomes are complete in a style that was loaded.
fn reaction(reaction: Option<&st::Reaction>) -> OutcomeView {
    OutcomeView {
        status: Lit::whole(reaction.map_or(500, |reaction| reaction.status).into()),
        code: reaction.and_then(|reaction| reaction.code.as_deref()).map(Lit::text),
        message: Lit::text(reaction.map_or("", |reaction| &reaction.message)),
    }
}
