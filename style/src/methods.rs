//! HTTP methods.

use crate::HeaderName;

record! {
    /// What HTTP methods mean.
    Methods "`methods`" {
        /// What `POST` does on a path that ends in a parameter, such as `/visits/{id}`, if the document has no such
        /// operation.
        post_on_item: PostMeaning,
        /// What `POST` does on any other path, such as `/profile`, if the document has no such operation.
        post_on_singleton: PostMeaning = "\"not_allowed\"",
        /// How the body of `PATCH` is read.
        patch: PatchBody,
        /// How the body of `PUT` is read.
        put: PutBody = "\"replace\"",
        /// The request header that gives a `POST` another method: `X-HTTP-Method-Override`. Without it, no header does.
        override_header: Option<HeaderName>,
    }
}

words! {
    /// What `POST` does on a path for which the document has no such operation.
    PostMeaning {
        /// The request gets the outcome `wrong_method`.
        NotAllowed = "not_allowed" formerly "nothing",
        /// It is read as a `PATCH` on that path.
        Patch = "patch",
    }
}

words! {
    /// How the body of `PATCH` is read.
    PatchBody {
        /// The members of the body are set, and null clears one, as in RFC 7396. Other members stay as they are.
        Merge = "merge",
        /// The body is the complete new value, with all required members.
        Replace = "replace",
    }
}

words! {
    /// How the body of `PUT` is read.
    PutBody {
        /// The body is the complete new value, with all required members.
        Replace = "replace",
        /// As `patch: merge`.
        Merge = "merge",
    }
}
