//! The view of forms of parts.

use super::Build;
use super::fields::{encoding, is_reserved};
use crate::ir::{self, Scalar, Shape, TypeId};
use crate::rust::expr::Expr;
use crate::rust::literal::Lit;
use crate::rust::printable::views;

views! {
    /// How large a file may be.
    FileView {
        min_bytes: Option<Lit>,
        max_bytes: Option<Lit>,
    }
}

impl Build<'_> {
    /// What a member is in a form of parts.
    pub(super) fn part(&self, id: TypeId) -> &'static str {
        match &self.api.ty(self.api.behind(id)).shape {
            Shape::Scalar(Scalar::File(_)) => "file",
            Shape::Array(array)
                if matches!(
                    self.api.ty(self.api.behind(array.items.id)).shape,
                    Shape::Scalar(Scalar::File(_))
                ) =>
            {
                "files"
            }
            Shape::Any
            | Shape::Scalar(_)
            | Shape::Enum(_)
            | Shape::Array(_)
            | Shape::Tuple(_)
            | Shape::Map(_)
            | Shape::Object(_)
            | Shape::Union(_)
            | Shape::Alias(_)
            | Shape::Related(_) => "value",
        }
    }
}

/// The runtime's kind of bodies that are forms of parts.
pub(super) fn kind_of_parts(parts: &[ir::Part]) -> Expr {
    let parts = parts.iter().map(|part| {
        let media: Vec<_> = part.media.iter().map(|media| Expr::literal(&Lit::text(media))).collect();
        Expr::call_with("PartMeta::new", &[&Expr::literal(&Lit::text(&part.wire)), &Expr::slice(&media)])
    });
    Expr::call("BodyKind::Multipart", &Expr::slice(&parts.collect::<Vec<_>>()))
}

/// The runtime's kind of bodies that are forms of pairs.
pub(super) fn kind_of_form(fields: &[ir::FormField]) -> Expr {
    let fields = fields.iter().map(|field| {
        Expr::call_with(
            "FormField::new",
            &[
                &Expr::literal(&Lit::text(&field.wire)),
                &Expr::runtime(encoding(&field.encoding)),
                &Expr::boolean(is_reserved(&field.encoding)),
            ],
        )
    });
    Expr::call("BodyKind::Form", &Expr::slice(&fields.collect::<Vec<_>>()))
}
