//! The document, and what it says of itself.

use super::{
    Header, NodeView, Parameter, PathItem, RefOr, RequestBody, Response, Schema, SecurityRequirement,
    SecurityScheme, views,
};
use crate::spec::node::{Node, Places};

views! {
    /// The document.
    Document {
        /// What the document is about.
        INFO info "info" one<Info>;
        /// Path items by template, with extensions among them.
        PATHS path_items "paths" map_ref<PathItem>;
        /// What its parts share.
        COMPONENTS components "components" one<Components>;
        /// Who may call operations that do not say it themselves.
        SECURITY security "security" list<SecurityRequirement>;
        /// Where the API is served.
        SERVERS servers "servers" list<Server>;
        /// Tags.
        TAGS tags "tags" list<Tag>;
    }

    /// What a document is about.
    Info {
        /// Its title.
        TITLE title "title" text;
        /// Its version.
        VERSION version "version" text;
        /// Prose.
        DESCRIPTION description "description" prose;
    }

    /// What the parts of a document share.
    Components {
        /// Schemas by name.
        SCHEMAS schemas "schemas" map<Schema>;
        /// Parameters by name.
        PARAMETERS parameters "parameters" map_ref<Parameter>;
        /// Request bodies by name.
        REQUEST_BODIES request_bodies "requestBodies" map_ref<RequestBody>;
        /// Responses by name.
        RESPONSES responses "responses" map_ref<Response>;
        /// Headers by name.
        HEADERS headers "headers" map_ref<Header>;
        /// Security schemes by name.
        SECURITY_SCHEMES security_schemes "securitySchemes" map_ref<SecurityScheme>;
    }

    /// A tag.
    Tag {
        /// Its name.
        NAME name "name" text;
        /// Prose.
        DESCRIPTION description "description" prose;
    }

    /// A server.
    Server {
        /// Its URL, which may have variables.
        URL url "url" text;
        /// Prose.
        DESCRIPTION description "description" prose;
        /// Variables by name.
        VARIABLES variables "variables" map<ServerVariable>;
    }

    /// A variable of a server's URL.
    ServerVariable {
        /// The default value.
        DEFAULT default "default" value;
        /// The values that it may have.
        ENUM allowed "enum" values;
    }
}

impl<'a> Document<'a> {
    /// The document of a tree.
    #[must_use]
    pub const fn new(tree: &'a serde_json::Value, places: &'a Places<'a>) -> Self {
        Self(Node::root(tree, places))
    }

    /// Path items by template.
    pub fn paths(&self) -> impl Iterator<Item = (&'a str, RefOr<PathItem<'a>>)> + use<'a> {
        self.path_items().filter(|(key, _)| !key.starts_with("x-"))
    }

    /// The schemas of `components`.
    pub fn schemas(&self) -> impl Iterator<Item = (&'a str, Schema<'a>)> + use<'a> {
        self.components().into_iter().flat_map(|components| components.schemas())
    }

    /// The schema of `components` with this name.
    #[must_use]
    pub fn schema(&self, name: &str) -> Option<Schema<'a>> {
        self.components()?.get(Components::SCHEMAS)?.get(name).map(NodeView::of)
    }

    /// Webhooks by name, however the version spells them.
    pub fn webhooks(&self) -> impl Iterator<Item = (&'a str, RefOr<PathItem<'a>>)> + use<'a> {
        let root = self.0;
        let keys = ["webhooks", "x-hs-webhooks", "x-webhooks"];
        let items = keys.into_iter().flat_map(move |key| root.members(key));
        items.map(|(wire, item)| (wire, RefOr(PathItem::of(item))))
    }

    /// The object at a JSON pointer.
    #[must_use]
    pub fn find<V: NodeView<'a>>(&self, pointer: &str) -> Option<V> {
        self.0.descend(pointer).map(V::of)
    }
}
