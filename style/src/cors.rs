//! Who may call from a page of another origin.

use crate::{List, Text};

record! {
    /// Who may call from a page of another origin (<https://fetch.spec.whatwg.org/#http-cors-protocol>). Every method and
    /// header of the API is let through.
    Cors "`cors`" {
        /// Whose pages.
        origins: Origins,
        /// Whether with credentials of the browser's own, as cookies are.
        credentials: bool = "false",
        /// For how long a preflight is good; seconds.
        max_age: u32 [Whole(0, 86_400)] = "600",
    }
}

either! {
    /// Origins whose pages may call.
    Origins {
        /// Those of all origins.
        Any = "any",
        else
        /// These: `https://app.example.com`.
        These(List<Text>) [List(&Text(&ORIGIN))],
    }
}
