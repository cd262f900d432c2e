//! The normalised tree as `openapiv3` reads it: an independent description of OpenAPI 3.0, which finds what [shape] and the
//! walk, which are our own reading of the standard, let through.
//!
//! [shape]: super::shape

use openapiv3::{
    Callback, ExternalDocumentation, Header, Info, Link, Operation, Parameter, PathItem, ReferenceOr,
    RequestBody, Response, Schema, SecurityRequirement, SecurityScheme, Server, Tag,
};
use serde::Deserialize;

use super::node::Node;
use super::{Places, Spec};
use crate::diag::{Diagnostic, codes};

/// The parts of a document that the typed model refuses, each as a warning at its place. It needs much stack.
pub(crate) fn refused(spec: &Spec) -> Vec<Diagnostic> {
    let places = Places::default();
    let mut found = Vec::new();
    document(&Node::root(&spec.tree, &places), &mut found);
    let warning = |(pointer, error): (String, String)| {
        let message = format!("the crate `openapiv3` does not read this as OpenAPI 3.0: {error}");
        let help = "it is generated as it was understood; compare it with the specification";
        Diagnostic::warning(codes::TYPED_MODEL, message, spec.place(&pointer)).help(help)
    };
    found.into_iter().map(warning).collect()
}

/// Pointers of nodes, each with why it is refused.
type RefusedNodes = Vec<(String, String)>;

/// Reads part by part, so that what is refused has a place.
fn document(root: &Node<'_>, found: &mut RefusedNodes) {
    for (key, node) in root.entries() {
        match key {
            "info" => read::<Info>(&node, found),
            "servers" => node.list().for_each(|one| read::<Server>(&one, found)),
            "tags" => node.list().for_each(|one| read::<Tag>(&one, found)),
            "security" => node.list().for_each(|one| read::<SecurityRequirement>(&one, found)),
            "externalDocs" => read::<ExternalDocumentation>(&node, found),
            "paths" => node.entries().filter(|(path, _)| path.starts_with('/')).for_each(|(_, item)| {
                path_item(&item, found);
            }),
            "components" => node.entries().for_each(|(section, node)| components(section, &node, found)),
            _ => {}
        }
    }
}

/// Reads a path item, and each operation by itself if it is refused.
fn path_item(item: &Node<'_>, found: &mut RefusedNodes) {
    let Err(error) = ReferenceOr::<PathItem>::deserialize(item.value()) else { return };
    let before = found.len();
    let methods = item.entries().filter(|(key, _)| super::skip::METHODS.contains(key));
    methods.for_each(|(_, operation)| read::<Operation>(&operation, found));
    if found.len() == before {
        found.push((item.pointer(), error.to_string()));
    }
}

fn components(section: &str, node: &Node<'_>, found: &mut RefusedNodes) {
    let read = match section {
        "schemas" => read::<ReferenceOr<Schema>>,
        "responses" => read::<ReferenceOr<Response>>,
        "parameters" => read::<ReferenceOr<Parameter>>,
        "requestBodies" => read::<ReferenceOr<RequestBody>>,
        "headers" => read::<ReferenceOr<Header>>,
        "securitySchemes" => read::<ReferenceOr<SecurityScheme>>,
        "links" => read::<ReferenceOr<Link>>,
        "callbacks" => read::<ReferenceOr<Callback>>,
        _ => return,
    };
    node.entries().for_each(|(_, one)| read(&one, found));
}

fn read<'t, T: Deserialize<'t>>(node: &Node<'t>, found: &mut RefusedNodes) {
    if let Err(error) = T::deserialize(node.value()) {
        found.push((node.pointer(), error.to_string()));
    }
}

/// Panics if the typed model refuses the tree.
#[cfg(test)]
pub(super) fn assert_reads(tree: &serde_json::Value) {
    let read = crate::parallel::on_a_large_stack(|| openapiv3::OpenAPI::deserialize(tree).map(drop));
    read.unwrap_or_else(|error| panic!("the walk left something that OpenAPI 3.0 does not allow: {error}"));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Node, Places, document};

    #[test]
    fn what_is_refused_has_the_place_of_its_part() {
        let operation = |status: &str| json!({ "responses": { status: { "description": "x" } } });
        let tree = json!({
            "info": { "title": "A", "version": "1" },
            "tags": [{ "name": "a" }, { "name": 7 }],
            "paths": {
                "/a": { "get": operation("200"), "post": { "responses": 7 } },
                "/b": { "summary": 7, "get": operation("200") },
                "x-c": 7
            },
            "components": {
                "schemas": { "A": { "type": "object" }, "B": { "type": 7 }, "C": { "$ref": "#/components/schemas/A" } },
                "responses": { "D": { "description": 7 } },
                "x-e": { "F": 7 }
            }
        });
        let (places, mut found) = (Places::default(), Vec::new());
        document(&Node::root(&tree, &places), &mut found);
        let pointers: Vec<_> = found.iter().map(|(pointer, _)| pointer.as_str()).collect();
        let wanted =
            ["/tags/1", "/paths/~1a/post", "/paths/~1b", "/components/schemas/B", "/components/responses/D"];
        assert_eq!(pointers, wanted, "{found:#?}");
    }
}
