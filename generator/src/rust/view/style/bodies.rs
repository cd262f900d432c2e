//! The views of bodies: of answers, and of failures.

use super::paths;
use crate::rust::cases::screaming;
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::rust::scope::Scope;
use crate::style as st;

views! {
    /// What answers look like.
    SuccessView {
        body: Expr,
        meta_body: Expr,
        form: Expr,
        echo: Option<EchoView>,
        /// JSON of the payload of what returns nothing.
        empty: Option<Lit>,
        pretty: PrettyView,
        location: Expr,
        null_meta_under: Option<Lit>,
    }
    /// What failures look like.
    FailureView {
        media: Lit,
        body: Expr,
        entry: Expr,
        report: Expr,
        lone_entry: Expr,
        mixed: Expr,
        parameter_name: Expr,
        told_by: Option<ToldByView>,
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
}

/// Templates on their way into constants.
pub(super) struct Flat {
    pub(super) scope: Scope,
    pub(super) found: Vec<TemplateView>,
}

impl Flat {
    /// The expression of a template; objects become constants, called after the place.
    pub(super) fn template(&mut self, template: &st::Template, place: &str) -> Expr {
        match template {
            st::Template::Constant(json) => {
                Expr::call("Template::Constant", &Expr::literal(&Lit::text(json)))
            }
            st::Template::Slot(slot) => Expr::call("Template::Slot", &Expr::runtime(paths::slot_path(*slot))),
            st::Template::Object(members) => {
                let members = members
                    .iter()
                    .map(|member| SlotView {
                        wire: Lit::text(&member.wire),
                        value: self.template(&member.value, &format!("{place}_{}", screaming(&member.wire))),
                        keep: Expr::boolean(member.keep),
                    })
                    .collect();
                let ident = self.scope.claim([place], "TEMPLATE");
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

pub(super) fn success(success: &st::Success, flat: &mut Flat) -> SuccessView {
    let text = |text: &String| Lit::text(text);
    let body = flat.template(&success.body, "SUCCESS");
    SuccessView {
        meta_body: flat.meta_body(success, &body),
        body,
        form: Expr::runtime(paths::form(success.form)),
        echo: success.echo.as_ref().map(echo),
        empty: success.empty.as_ref().map(text),
        pretty: pretty(&success.pretty),
        location: Expr::boolean(success.location),
        null_meta_under: success.null_meta_under.as_ref().map(text),
    }
}

pub(super) fn failure(failure: &st::Failure, flat: &mut Flat) -> FailureView {
    FailureView {
        media: Lit::text(&failure.media),
        body: flat.template(&failure.body, "FAILURE"),
        entry: flat.template(&failure.entry, "ENTRY"),
        report: Expr::runtime(paths::report(failure.report)),
        lone_entry: Expr::boolean(failure.lone == st::LoneProblem::Entry),
        mixed: Expr::runtime(paths::mixed(failure.mixed)),
        parameter_name: Expr::runtime(paths::parameter_name(failure.parameter_name)),
        told_by: failure.told_by.as_ref().map(told_by),
    }
}

fn echo(echo: &st::Echo) -> EchoView {
    EchoView {
        of: echo.of.iter().map(|part| Expr::runtime(paths::echo_path(*part))).collect(),
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
