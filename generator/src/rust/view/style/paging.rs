//! The view of ways to page.

use super::{Flat, paths};
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::rust::view::Build;
use crate::style::{Paging, PagingKind};

views! {
    /// A way to page.
    PagingView {
        ident: Ident,
        /// `number`, `keyset`, `item_range` or `key_range`
        kind: &'static str,
        /// Of a `number`: the parameters for the number and the size. Of a `keyset`: for before, after and the size. Of a
        /// `key_range`: the header of the next one.
        names: Vec<Lit>,
        /// What is past the end, or the direction without a place, or the order where none is named.
        rule: Expr,
        /// The answer to a request without a range; ranges alone have it.
        unasked: Option<Expr>,
        meta: Expr,
        size_default: Lit,
        size_max: Lit,
        oversize: Expr,
    }
}

impl Build<'_> {
    pub(super) fn pagings(&self, flat: &mut Flat) -> Vec<PagingView> {
        let styles = self.api.style.paging.values().zip(&self.names.pagings);
        styles.map(|(paging, (_, ident))| view(paging, ident, flat)).collect()
    }
}

fn view(paging: &Paging, ident: &Ident, flat: &mut Flat) -> PagingView {
    let text = |text: &String| Lit::text(text);
    let (kind, names, rule, unasked) = match &paging.kind {
        PagingKind::Number { number, size, past_end } => {
            ("number", vec![text(number), text(size)], paths::past_end(*past_end), None)
        }
        PagingKind::Keyset { before, after, size, by: _, default } => {
            ("keyset", vec![text(before), text(after), text(size)], paths::direction(*default), None)
        }
        PagingKind::ItemRange { past_end, unasked } => {
            ("item_range", Vec::new(), paths::past_end(*past_end), Some(unasked))
        }
        PagingKind::KeyRange { by: _, order, next, unasked } => {
            ("key_range", vec![super::around::header(next)], paths::order(*order), Some(unasked))
        }
    };
    PagingView {
        ident: ident.clone(),
        kind,
        names,
        rule: Expr::runtime(rule),
        unasked: unasked.map(|word| Expr::runtime(paths::unasked(*word))),
        meta: flat.template(&paging.meta, &format!("{}_META", ident.plain())),
        size_default: Lit::whole(paging.size_default.into()),
        size_max: Lit::whole(paging.size_max.into()),
        oversize: Expr::runtime(paths::oversize(paging.oversize)),
    }
}
