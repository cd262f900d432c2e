//! Operations, and what they need.

use super::{NodeView, Parameter, RefOr, RequestBody, Response, Server, views};
use crate::spec::node::Node;

views! {
    /// The operations of a path.
    PathItem {
        /// Parameters of all its operations.
        PARAMETERS parameters "parameters" list_ref<Parameter>;
        /// Where its operations are served.
        SERVERS servers "servers" list<Server>;
        /// A line of prose for its operations.
        SUMMARY summary "summary" prose;
        /// Prose for its operations.
        DESCRIPTION description "description" prose;
    }

    /// An operation.
    Operation {
        /// Its id.
        OPERATION_ID operation_id "operationId" text;
        /// The names of its tags.
        TAGS tags "tags" texts;
        /// A line of prose.
        SUMMARY summary "summary" prose;
        /// Prose.
        DESCRIPTION description "description" prose;
        /// Whether it should not be used any more.
        DEPRECATED is_deprecated "deprecated" flag;
        /// Its own parameters.
        PARAMETERS parameters "parameters" list_ref<Parameter>;
        /// Its request body.
        REQUEST_BODY request_body "requestBody" one_ref<RequestBody>;
        /// Responses by status, with extensions among them.
        RESPONSES all_responses "responses" map_ref<Response>;
        /// Who may call it.
        SECURITY security "security" list<SecurityRequirement>;
        /// Where it is served.
        SERVERS servers "servers" list<Server>;
        /// Callbacks by name.
        CALLBACKS callbacks "callbacks" map_ref<Callback>;
    }

    /// Path items by their runtime expression.
    Callback {}

    /// The schemes that must be met together, by name.
    SecurityRequirement {}

    /// A security scheme.
    SecurityScheme {
        /// Its type.
        TYPE kind "type" text;
        /// The HTTP authentication scheme.
        SCHEME scheme "scheme" text;
        /// The name of the header, cookie or query parameter.
        NAME name "name" text;
        /// Where the key is sent.
        IN place "in" text;
        /// Prose.
        DESCRIPTION description "description" prose;
    }
}

impl<'a> PathItem<'a> {
    /// The members of the path item, operations among them.
    pub fn members(&self) -> impl Iterator<Item = (&'a str, Operation<'a>)> + use<'a> {
        self.0.entries().map(|(key, node)| (key, Operation(node)))
    }
}

impl<'a> Operation<'a> {
    /// Responses by status.
    pub fn responses(&self) -> impl Iterator<Item = (&'a str, RefOr<Response<'a>>)> + use<'a> {
        self.all_responses().filter(|(key, _)| !key.starts_with("x-"))
    }

    /// The response with this status.
    #[must_use]
    pub fn response(&self, status: &str) -> Option<RefOr<Response<'a>>> {
        self.0.get(Self::RESPONSES)?.get(status).map(|node| RefOr(NodeView::of(node)))
    }
}

impl<'a> Callback<'a> {
    /// Path items by expression.
    pub fn items(&self) -> impl Iterator<Item = (&'a str, RefOr<PathItem<'a>>)> + use<'a> {
        self.0.entries().map(|(key, node)| (key, RefOr(PathItem(node))))
    }
}

impl<'a> SecurityRequirement<'a> {
    /// The names of the schemes, each with the list of its scopes.
    pub fn schemes(&self) -> impl Iterator<Item = (&'a str, Node<'a>)> + use<'a> {
        self.0.entries()
    }
}
