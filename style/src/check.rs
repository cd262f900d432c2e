//! The checks of a request.

words! {
    /// A check of a request.
    Check {
        /// The path has the method.
        Method = "method",
        /// Credentials.
        Login = "login",
        /// `Accept` and `Content-Type`.
        Media = "media",
        /// The body's syntax.
        Syntax = "syntax",
        /// Path, query and header parameters.
        Parameters = "parameters",
        /// The body against its schema.
        Entity = "entity",
    }
}
