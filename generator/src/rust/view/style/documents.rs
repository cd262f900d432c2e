//! The views of media types, queries and languages.

use super::paths;
use crate::rust::expr::Expr;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::style::{Acceptance, Locale, Media, Query, RequestMedia};

views! {
    /// Media types of bodies.
    MediaView {
        /// Which types a request may have, where it is not one alone.
        request: Option<Expr>,
        /// The type that a request has alone.
        only: Option<Lit>,
        /// The parameters of it.
        parameters: Vec<Lit>,
        /// Whether `Accept` is refused for parameters alone.
        exact: bool,
        /// Which `Accept` is refused otherwise.
        acceptance: Expr,
        response: Lit,
    }
    /// What a query may ask for.
    QueryView {
        include: Option<Lit>,
        fields: Option<Lit>,
        sort: Option<SortView>,
        undeclared: Expr,
        lists: Expr,
    }
    /// How collections are ordered.
    SortView {
        parameter: Lit,
        undeclared: Expr,
        default: Option<Lit>,
        tie: Option<Lit>,
    }
    /// The languages of texts.
    LocaleView {
        languages: Vec<LanguageView>,
        /// The index of the default.
        default: Lit,
    }
    LanguageView {
        tag: Lit,
        texts: Vec<TextView>,
    }
    /// A text by its key.
    TextView {
        key: Lit,
        text: Lit,
    }
}

pub(super) fn media(media: &Media) -> MediaView {
    let (request, only) = match &media.request {
        RequestMedia::Declared => (Some("RequestMedia::Declared"), None),
        RequestMedia::Any => (Some("RequestMedia::Any"), None),
        RequestMedia::Only { media, .. } => (None, Some(media)),
    };
    MediaView {
        request: request.map(Expr::runtime),
        only: only.map(|media| Lit::text(media)),
        parameters: media.request.parameters().iter().map(|parameter| Lit::text(parameter)).collect(),
        exact: media.accept == Acceptance::Exact,
        acceptance: Expr::runtime(match media.accept {
            Acceptance::Ranges | Acceptance::Exact => "Acceptance::Ranges",
            Acceptance::Any => "Acceptance::Any",
        }),
        response: Lit::text(&media.response),
    }
}

pub(super) fn query(query: &Query) -> QueryView {
    let text = |text: &Option<String>| text.as_deref().map(Lit::text);
    QueryView {
        include: text(&query.include),
        fields: text(&query.fields),
        sort: query.sort.as_ref().map(|sort| SortView {
            parameter: Lit::text(&sort.parameter),
            undeclared: Expr::runtime(paths::undeclared(sort.undeclared)),
            default: text(&sort.default),
            tie: text(&sort.tie),
        }),
        undeclared: Expr::runtime(paths::undeclared(query.undeclared)),
        lists: Expr::runtime(paths::list_keys(query.lists)),
    }
}

/// The runtime looks texts up by halves: they are in the order of their keys.
pub(super) fn locale(locale: &Locale) -> LocaleView {
    let default = locale.languages.get_index_of(&locale.default).unwrap_or_default();
    LocaleView {
        default: Lit::integer(i128::try_from(default).unwrap_or_default()),
        languages: locale
            .languages
            .iter()
            .map(|(tag, texts)| LanguageView {
                tag: Lit::text(tag),
                texts: texts
                    .iter()
                    .map(|(key, text)| TextView { key: Lit::text(key), text: Lit::text(text) })
                    .collect(),
            })
            .collect(),
    }
}
