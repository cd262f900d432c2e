//! The view of ways to page.

use super::{Flat, paths};
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::rust::view::Build;
use crate::style::{Paging, PagingKind, Rows};

views! {
    /// A way to page.
    PagingView {
        ident: Ident,
        /// `number`, `cursor`, `keyset`, `item_range` or `key_range`
        kind: &'static str,
        /// Of a `number`: the parameters for the number and the size. Of a `cursor` or `keyset`: for before, after and
        /// the size. Of a `key_range`: the header of the next one.
        names: Vec<Lit>,
        /// What is past the end, or the direction without a place, or the order where none is named.
        rule: Option<Expr>,
        /// When pages by number link to the first and the last.
        ends: Option<Expr>,
        rows: Option<RowsView>,
        /// The answer to a request without a range; ranges alone have it.
        unasked: Option<Expr>,
        meta: Expr,
        links: Expr,
        size_default: Lit,
        size_max: Lit,
        oversize: Expr,
    }
    /// The way by rows beside that by number.
    RowsView {
        last: Lit,
        field: Vec<Lit>,
        value: Lit,
        direction: Lit,
        default_field: Lit,
        default_order: Expr,
    }
}

fn rows(rows: &Rows) -> RowsView {
    RowsView {
        last: Lit::text(&rows.last),
        field: rows.field.iter().map(|field| Lit::text(field)).collect(),
        value: Lit::text(&rows.value),
        direction: Lit::text(&rows.direction),
        default_field: Lit::text(&rows.default_field),
        default_order: Expr::runtime(paths::order(rows.default_order)),
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
    let number = match &paging.kind {
        PagingKind::Number { ends, rows, .. } => Some((ends, rows)),
        _ => None,
    };
    let (kind, names, rule, unasked) = match &paging.kind {
        PagingKind::Number { number, size, past_end, .. } => {
            ("number", vec![text(number), text(size)], Some(paths::past_end(*past_end)), None)
        }
        PagingKind::Cursor { before, after, size } => {
            ("cursor", vec![text(before), text(after), text(size)], None, None)
        }
        PagingKind::Keyset { before, after, size, by: _, default } => {
            ("keyset", vec![text(before), text(after), text(size)], Some(paths::direction(*default)), None)
        }
        PagingKind::ItemRange { past_end, unasked } => {
            ("item_range", Vec::new(), Some(paths::past_end(*past_end)), Some(unasked))
        }
        PagingKind::KeyRange { by: _, order, next, unasked } => {
            ("key_range", vec![super::around::header(next)], Some(paths::order(*order)), Some(unasked))
        }
    };
    PagingView {
        ident: ident.clone(),
        kind,
        names,
        rule: rule.map(Expr::runtime),
        ends: number.map(|(ends, _)| Expr::runtime(paths::ends(*ends))),
        rows: number.and_then(|(_, rows)| rows.as_ref().map(self::rows)),
        unasked: unasked.map(|word| Expr::runtime(paths::unasked(*word))),
        meta: flat.template(&paging.meta, &format!("{}_META", ident.plain())),
        links: flat.template(&paging.links, &format!("{}_LINKS", ident.plain())),
        size_default: Lit::integer(paging.size_default.into()),
        size_max: Lit::integer(paging.size_max.into()),
        oversize: Expr::runtime(paths::oversize(paging.oversize)),
    }
}
