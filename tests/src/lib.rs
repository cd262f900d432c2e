//! Code that is generated from the documents of `specs`, compiled with warnings denied. The tests use it.

#![deny(warnings)]

housestyle::include_api! {
    /// One of everything that is emitted.
    pub mod kitchen
}

housestyle::include_api! {
    /// BestDoctor, in its own style.
    pub mod bestdoctor
}
