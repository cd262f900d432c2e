//! Extensions of other generators that a style reads.

words! {
    /// An extension of other generators that says how an operation is paged.
    Hint {
        /// `x-ms-pageable: { nextLinkName: nextLink, itemName: value }` (AutoRest): the body has the URL of the next page in
        /// the member `nextLinkName`, and its list in `itemName`, otherwise `value`. With `nextLinkName: null`, the list has
        /// one page. `operationName` is not needed, because clients follow the URL, with the method of the operation; another
        /// method in `nextLinkVerb` (`GET` if it is absent) is reported.
        MsPageable = "x-ms-pageable",
        /// `x-speakeasy-pagination: { type: cursor, inputs: [{ name: cursor, in: parameters, type: cursor }], outputs: {
        /// results: $.data, nextCursor: $.next } }` (Speakeasy), with `type` `offsetLimit`, `cursor` or `url`.
        SpeakeasyPagination = "x-speakeasy-pagination",
        /// `x-fern-pagination: { cursor: $request.cursor, next_cursor: $response.next, results: $response.data }` (Fern), also
        /// with `offset`, `next_uri` or `next_path`; `true` is that of the document.
        FernPagination = "x-fern-pagination",
    }
}
