//! The generated code of every document in `documents`, a module each, compiled with warnings denied.

#![deny(warnings)]
#![allow(missing_docs)]

include!(concat!(env!("OUT_DIR"), "/documents.rs"));
