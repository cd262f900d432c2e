//! House styles: files, and what they resolve to.

mod value;

pub use value::*;
