//! Owners of what operations share.

use serde_json::json;

use super::super::owner;
use crate::ir::Owner;
use crate::spec::{Node, Places};

#[test]
fn shared_objects_belong_to_no_operation() {
    let tree = json!({
        "components": { "parameters": { "Page": {} }, "responses": { "Gone": {} } },
        "paths": { "/a": { "parameters": [{}], "get": { "parameters": [{}] } } },
    });
    let places = Places::default();
    let of = |pointer: &str| owner(Node::root(&tree, &places).descend(pointer).expect("a node"), "get");
    assert_eq!(of("/components/parameters/Page"), Owner::Component("Page".to_owned()));
    assert_eq!(of("/components/responses/Gone"), Owner::Component("Gone".to_owned()));
    assert_eq!(of("/paths/~1a/parameters/0"), Owner::Path("/a".to_owned()));
    assert_eq!(of("/paths/~1a/get/parameters/0"), Owner::Operation("get".to_owned()));
}
