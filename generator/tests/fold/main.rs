//! Full documents: what `expand` writes is folded to what it was made of.

mod law;
mod meaning;
mod mechanisms;
