//! A house style as a constant, which the generator emits from a style file.
//!
//! Every field is an axis, every enum variant a mechanism. Nothing here is looked up while serving.

pub use housestyle_style::*;
