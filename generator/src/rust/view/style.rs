//! The view of the style's constant.

use super::Build;
use crate::ir::SchemeKind;
use crate::rust::cases::screaming;
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::rust::scope::Scope;
use crate::style as st;

views! {
    /// The style's constant.
    StyleView {
        about: Option<Lit>,
        /// Constants of the objects that the body templates are made of, inner ones first.
        templates: Vec<TemplateView>,
        trailing_slash: Expr,
        /// The version in a media type of `Accept`.
        version: Option<VersionView>,
        request_media: Expr,
        success: Expr,
        echo: Option<EchoView>,
        pretty_under: Option<Lit>,
        null_meta_under: Option<Lit>,
        failure: Expr,
        entry: Expr,
        media: Lit,
        report: Expr,
        outcomes: Vec<OutcomeView>,
        unknown_members: Expr,
        /// The code of an entry for a read-only member in a body; passed over where there is none.
        read_only: Option<Lit>,
        zone_header: Option<Lit>,
        challenges: Vec<Lit>,
        post_on_item: Expr,
        checks: Vec<Expr>,
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
    VersionView {
        vendor: Lit,
        current: Lit,
        served: Vec<Lit>,
        options: Vec<Lit>,
        suffix: Option<Lit>,
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
    /// A way to page.
    PagingView {
        ident: Ident,
        /// `number` or `keyset`
        kind: &'static str,
        /// The parameters that say where: one, or before and after.
        places: Vec<Lit>,
        /// What is past the end, or the direction without a place.
        rule: Expr,
        meta: Expr,
        size: Lit,
        size_default: Lit,
        size_max: Lit,
        oversize: Expr,
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
}

impl Build<'_> {
    pub(super) fn style(&self) -> StyleView {
        let style = &self.api.style;
        let pagings = self.names.pagings.iter().map(|(_, ident)| ident.plain());
        let mut flat = Flat { scope: Scope::with(pagings.chain(["STYLE"])), found: Vec::new() };
        let text = |text: &String| Lit::text(text);
        let success = flat.template(&style.success.body, "SUCCESS");
        let failure = flat.template(&style.failure.body, "FAILURE");
        let entry = flat.template(&style.failure.entry, "ENTRY");
        let pagings = self.pagings(&mut flat);
        StyleView {
            about: style.about.as_ref().map(text),
            success,
            failure,
            entry,
            pagings,
            templates: flat.found,
            trailing_slash: Expr::runtime(match style.path.trailing_slash {
                st::TrailingSlash::AsWritten => "TrailingSlash::AsWritten",
                st::TrailingSlash::Optional => "TrailingSlash::Optional",
            }),
            version: version(&style.version),
            request_media: Expr::runtime(match style.media.request {
                st::RequestMedia::Declared => "RequestMedia::Declared",
                st::RequestMedia::Any => "RequestMedia::Any",
            }),
            echo: style.success.echo.as_ref().map(|echo| EchoView {
                of: echo.of.iter().map(|part| Expr::runtime(echo_path(*part))).collect(),
                under: echo.under.as_ref().map(text),
            }),
            pretty_under: style.success.pretty_under.as_ref().map(text),
            null_meta_under: style.success.null_meta_under.as_ref().map(text),
            media: Lit::text(&style.failure.media),
            report: Expr::runtime(match style.failure.report {
                st::Report::All => "Report::All",
                st::Report::First => "Report::First",
            }),
            outcomes: st::Outcome::ALL.iter().map(|outcome| reaction(style.outcomes.get(outcome))).collect(),
            unknown_members: Expr::runtime(match style.data.unknown_members {
                st::UnknownMembers::AsSchema => "UnknownMembers::AsSchema",
                st::UnknownMembers::Ignore => "UnknownMembers::Ignore",
                st::UnknownMembers::Reject => "UnknownMembers::Reject",
            }),
            read_only: match &style.data.read_only {
                st::ReadOnly::Ignore => None,
                st::ReadOnly::Reject { code } => Some(Lit::text(code)),
            },
            zone_header: style.data.zone_header.as_ref().map(text),
            challenges: self.challenges(),
            post_on_item: Expr::runtime(match style.methods.post_on_item_is_patch {
                true => "PostOnItem::Patch",
                false => "PostOnItem::Nothing",
            }),
            checks: style.checks.iter().map(|check| Expr::runtime(check_path(*check))).collect(),
            slow_after_ms: style.slow_after_ms.map(|ms| Lit::whole(ms.into())),
        }
    }

    fn pagings(&self, flat: &mut Flat) -> Vec<PagingView> {
        let styles = self.api.style.paging.values().zip(&self.names.pagings);
        let view = |(paging, (_, ident)): (&st::Paging, &(String, Ident))| {
            let (kind, places, rule) = match &paging.kind {
                st::PagingKind::Number { number, past_end } => {
                    let rule = match past_end {
                        st::PastEnd::Empty => "PastEnd::Empty",
                        st::PastEnd::NotFound => "PastEnd::NotFound",
                    };
                    ("number", vec![Lit::text(number)], rule)
                }
                st::PagingKind::Keyset { before, after, default, .. } => {
                    let rule = match default {
                        st::Direction::Before => "Direction::Before",
                        st::Direction::After => "Direction::After",
                    };
                    ("keyset", vec![Lit::text(before), Lit::text(after)], rule)
                }
            };
            PagingView {
                ident: ident.clone(),
                kind,
                places,
                rule: Expr::runtime(rule),
                meta: flat.template(&paging.meta, &format!("{}_META", ident.plain())),
                size: Lit::text(&paging.size),
                size_default: Lit::whole(paging.size_default.into()),
                size_max: Lit::whole(paging.size_max.into()),
                oversize: Expr::runtime(match paging.oversize {
                    st::Oversize::Clamp => "Oversize::Clamp",
                    st::Oversize::Refuse => "Oversize::Refuse",
                }),
            }
        };
        styles.map(view).collect()
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
    let texts = |texts: &[String]| texts.iter().map(|text| Lit::text(text)).collect();
    match version {
        st::Version::None => None,
        st::Version::AcceptSubtype { vendor, current, served, options, suffix } => Some(VersionView {
            vendor: Lit::text(vendor),
            current: Lit::text(current),
            served: texts(served),
            options: texts(options),
            suffix: suffix.as_deref().map(Lit::text),
        }),
    }
}

/// Outcomes are complete in a style that was loaded.
fn reaction(reaction: Option<&st::Reaction>) -> OutcomeView {
    OutcomeView {
        status: Lit::whole(reaction.map_or(500, |reaction| reaction.status).into()),
        code: reaction.and_then(|reaction| reaction.code.as_deref()).map(Lit::text),
        message: Lit::text(reaction.map_or("", |reaction| &reaction.message)),
    }
}

const fn echo_path(part: st::EchoPart) -> &'static str {
    match part {
        st::EchoPart::Path => "EchoPart::Path",
        st::EchoPart::Query => "EchoPart::Query",
        st::EchoPart::Body => "EchoPart::Body",
    }
}

const fn check_path(check: st::Check) -> &'static str {
    match check {
        st::Check::Method => "Check::Method",
        st::Check::Login => "Check::Login",
        st::Check::Media => "Check::Media",
        st::Check::Syntax => "Check::Syntax",
        st::Check::Parameters => "Check::Parameters",
        st::Check::Entity => "Check::Entity",
    }
}

const fn slot_path(slot: st::Slot) -> &'static str {
    use st::Slot as S;
    match slot {
        S::Payload => "Slot::Payload",
        S::Meta => "Slot::Meta",
        S::Echo => "Slot::Echo",
        S::Total => "Slot::Total",
        S::Pages => "Slot::Pages",
        S::Number => "Slot::Number",
        S::Size => "Slot::Size",
        S::SelfLink => "Slot::SelfLink",
        S::First => "Slot::First",
        S::Prev => "Slot::Prev",
        S::Next => "Slot::Next",
        S::Last => "Slot::Last",
        S::PageTemplate => "Slot::PageTemplate",
        S::Code => "Slot::Code",
        S::CodeNumber => "Slot::CodeNumber",
        S::Status => "Slot::Status",
        S::Title => "Slot::Title",
        S::Message => "Slot::Message",
        S::Suppress => "Slot::Suppress",
        S::Help => "Slot::Help",
        S::Entries => "Slot::Entries",
        S::RequestId => "Slot::RequestId",
        S::Resource => "Slot::Resource",
        S::Field => "Slot::Field",
        S::Pointer => "Slot::Pointer",
        S::Parameter => "Slot::Parameter",
    }
}
