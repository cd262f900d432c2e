//! Requests from pages of other origins.

use crate::{List, Text};

record! {
    /// Cross-origin resource sharing: which web pages of other origins may call the API
    /// (<https://fetch.spec.whatwg.org/#http-cors-protocol>). All methods and headers of the API are allowed. Without it,
    /// the server sends no CORS headers.
    Cors "`cors`" {
        /// The origins whose pages may call: `["https://app.example.com"]`.
        origins: Origins,
        /// Whether browsers may send cookies and other credentials of their own (`Access-Control-Allow-Credentials`).
        credentials: bool = "false",
        /// How long a browser may cache a preflight response, in seconds (`Access-Control-Max-Age`).
        max_age: u32 [Whole(0, 86_400)] = "600",
    }
}

either! {
    /// Origins whose pages may call.
    Origins {
        /// Every origin.
        Any = "any",
        else
        /// The listed origins: `https://app.example.com`.
        These(List<Text>) [List(&Text(&ORIGIN))],
    }
}
