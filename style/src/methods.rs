//! What methods mean.

use crate::HeaderName;

record! {
    /// What methods mean.
    Methods "`methods`" {
        /// What `POST` on an item's path is, where no operation claims it.
        post_on_item: PostMeaning,
        /// What `POST` on a path that does not end in a parameter is, where no operation claims it.
        post_on_singleton: PostMeaning = "\"not_allowed\"",
        /// How the body of `PATCH` is read.
        patch: PatchBody,
        /// How the body of `PUT` is read.
        put: PutBody = "\"replace\"",
        /// The request header by which a `POST` says that it stands for another method: `X-HTTP-Method-Override`.
        override_header: Option<HeaderName>,
    }
}

words! {
    /// What `POST` on a path means where no operation claims it.
    PostMeaning {
        /// A wrong method.
        NotAllowed = "not_allowed" formerly "nothing",
        /// The `PATCH` of that path.
        Patch = "patch",
    }
}

words! {
    /// How the body of `PATCH` is read.
    PatchBody {
        /// It sets the members that it has; null clears.
        Merge = "merge",
        /// It is the whole schema.
        Replace = "replace",
    }
}

words! {
    /// How the body of `PUT` is read.
    PutBody {
        /// It is the whole schema.
        Replace = "replace",
        /// As a `PATCH` that merges.
        Merge = "merge",
    }
}
