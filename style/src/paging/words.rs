//! The words of ways of paging.

words! {
    /// A link of the header `Link`.
    LinkRelation {
        /// The first page.
        First = "first",
        /// The previous page.
        Prev = "prev",
        /// The next page.
        Next = "next",
        /// The last page, if the total is known.
        Last = "last",
    }
}

words! {
    /// What happens if a request asks for more than `size_max`.
    Oversize {
        /// The page has `size_max` items.
        Clamp = "clamp",
        /// The request gets the outcome `invalid_parameter`.
        Reject = "reject" formerly "refuse",
    }
}

words! {
    /// The meaning of a size of zero and of an empty cursor.
    Zero {
        /// The request gets the outcome `invalid_parameter`.
        Reject = "reject",
        /// The same as a request without the parameter.
        Default = "default",
    }
}

words! {
    /// The response to a page after the end of a list.
    PastEnd {
        /// An empty list.
        Empty = "empty",
        /// The outcome `not_found`.
        NotFound = "not_found",
        /// The outcome `range_not_satisfiable`.
        RangeNotSatisfiable = "range_not_satisfiable",
    }
}

words! {
    /// Which pages have links to the first page and to the last.
    EdgeLinks {
        /// All pages (`$last` only if the total is known).
        Always = "always",
        /// All pages except the first have `$first`, and all except the last have `$last`.
        FromOtherPages = "from_other_pages" formerly "beyond",
    }
}

words! {
    /// The outcome of a request without `Range` that gets only a part of the list.
    WithoutRange {
        /// The outcome `partial`, as with `Range`.
        Partial = "partial",
        /// The outcome `ok`.
        Ok = "ok",
    }
}

words! {
    /// An order of items.
    Order {
        /// The smallest first.
        Ascending = "ascending",
        /// The largest first.
        Descending = "descending",
    }
}

words! {
    /// A direction from a key.
    Direction {
        /// The items before the key, in descending order.
        Before = "before",
        /// The items after the key, in ascending order.
        After = "after",
    }
}
