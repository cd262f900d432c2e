//! Code that is generated from the documents of `specs`, compiled with warnings denied. The tests use it.

#![deny(warnings)]

housestyle::include_api! {
    /// One of everything that is emitted.
    pub mod kitchen
}

housestyle::include_api! {
    /// One of everything that a style adds.
    pub mod pantry
}

housestyle::include_api! {
    /// One of everything that a style of resources adds.
    pub mod library
}

housestyle::include_api! {
    /// BestDoctor, in its own style.
    pub mod bestdoctor
}

/// Names of no good faith, and of no luck.
pub mod hostile {
    #![allow(missing_docs)]

    housestyle::include_api!(pub mod description_breaks_out);
    housestyle::include_api!(pub mod enum_breaks_out);
    housestyle::include_api!(pub mod members_break_out);
    housestyle::include_api!(pub mod members_keywords);
    housestyle::include_api!(pub mod operation_id_keyword);
    housestyle::include_api!(pub mod parameter_names);
    housestyle::include_api!(pub mod schemas_shadow_rust);
    housestyle::include_api!(pub mod security_breaks_out);
    housestyle::include_api!(pub mod tag_breaks_out);
}
