//! From what an API means to Rust: names, types, docs and literals as printable values, and the views made of them.

mod cases;
mod cycles;
mod docs;
mod expr;
mod ident;
mod literal;
pub(crate) mod names;
mod printable;
mod scope;
mod ty;
mod view;

pub use docs::{Docs, docs};
pub use expr::Expr;
pub use ident::Ident;
pub use literal::Lit;
pub use printable::{Show, Token};
pub use ty::{From, Ty};
pub use view::*;
