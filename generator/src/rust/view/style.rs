//! The view of the style's constant, and of each way to page.

use super::Build;
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::style::{Pagination, Style};

views! {
    /// The style's constant.
    StyleView {
        about: Option<Lit>,
        value: Expr,
        pagings: Vec<PagingView>,
    }
    /// A way to page.
    PagingView {
        ident: Ident,
        value: Expr,
    }
}

impl Build<'_> {
    pub(super) fn style(&self) -> StyleView {
        let style = &self.api.style;
        let pagings = style.paging.ways.iter().zip(&self.names.pagings);
        // Ways to page are separate constants, and the style's source is no longer needed.
        let rest =
            Style { about: None, extends: None, root: None, paging: Pagination::MINIMAL, ..style.clone() };
        StyleView {
            about: style.about.as_deref().map(Lit::text),
            value: Expr::style(&rest),
            pagings: pagings
                .map(|(way, (_, ident))| PagingView { ident: ident.clone(), value: Expr::style(&way.value) })
                .collect(),
        }
    }
}
