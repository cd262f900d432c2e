//! TLS.

record! {
    /// The transport of requests.
    Transport "`transport`" {
        /// Whether a request must come over TLS. The server's configuration overrides it.
        tls: Tls,
    }
}

words! {
    /// Whether a request must come over TLS.
    Tls {
        /// No.
        Optional = "optional",
        /// A request without TLS gets the outcome `tls_required`, unless it comes from the same machine. It is not
        /// redirected.
        Required = "required",
    }
}
