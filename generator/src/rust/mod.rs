//! From what an API means to Rust: names, types, docs and literals as printable values, and the views made of them.

mod cases;
mod constant;
mod cycles;
mod depth;
mod docs;
mod expr;
mod ident;
mod literal;
pub(crate) mod names;
mod outside;
pub(crate) mod printable;
mod resources;
mod scope;
mod ty;
mod view;

pub use docs::{Docs, docs};
pub use expr::Expr;
pub use ident::Ident;
pub use literal::Lit;
pub use names::Rename;
pub use outside::{Markdown, Remark, Shell, Toml};
pub use printable::{ToTemplateValue, Token};
pub use ty::{From, Ty};
pub use view::*;

/// The module name for something that is called `text` outside of Rust; `None` if no character of it is allowed.
#[must_use]
pub fn module_ident(text: &str) -> Option<Ident> {
    Ident::new(&cases::snake(text))
}
