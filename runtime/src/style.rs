//! A house style as a constant: what the generator read from a style file, emitted once beside the code.
//!
//! Every field is an axis, every enum variant a mechanism. Nothing here is looked up while serving.

pub use housestyle_style::*;
