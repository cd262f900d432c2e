//! The view of the style's constant, and of each way to page.

use serde::{Serialize, Serializer};

use super::Build;
use super::operations::word;
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::style::{Pagination, Paging, Style};

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
        /// The type of the constant.
        record: Ident,
        value: Expr,
    }
}

/// A way to page without the variant of its kind.
struct Record<'a>(&'a Paging);

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize_record(serializer)
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
                .map(|(way, names)| PagingView {
                    ident: names.item.clone(),
                    record: word(names.record),
                    value: Expr::style(&Record(&way.value)),
                })
                .collect(),
        }
    }
}
