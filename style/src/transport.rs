//! What requests come over.

record! {
    /// What requests come over.
    Transport "`transport`" {
        /// Whether a request may come without TLS, where the server's own setting says nothing.
        tls: Tls,
    }
}

words! {
    /// Whether a request may come without TLS.
    Tls {
        /// It may.
        Optional = "optional",
        /// It is the outcome `tls_required`, and never redirected; but for clients on the server's own machine.
        Required = "required",
    }
}
