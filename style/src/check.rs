//! The checks of a request.

words! {
    /// A check of a request.
    Check {
        /// Whether the path has an operation with the method.
        Method = "method",
        /// Credentials of the request.
        Login = "login",
        /// `Accept` and `Content-Type`.
        Media = "media",
        /// The syntax of the body, as JSON.
        Syntax = "syntax",
        /// Path, query, header and cookie parameters against their schemas.
        Parameters = "parameters",
        /// The body against its schema.
        Entity = "entity",
    }
}
