//! Where the API is served.

use serde_json::Value;

use super::Lowering;
use crate::ir::Server;

impl Lowering<'_> {
    pub fn servers(&self) -> Vec<Server> {
        let word = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let server = |node: super::node::Node<'_>| {
            let variables = node.members("variables").map(|(wire, variable)| {
                let default = variable.value.get("default").map(word).unwrap_or_default();
                let values = variable.value.get("enum").and_then(Value::as_array);
                (wire.to_owned(), default, values.into_iter().flatten().map(word).collect())
            });
            Server {
                url: node.text("url").unwrap_or_default().to_owned(),
                docs: node.prose("description"),
                variables: variables.collect(),
            }
        };
        self.root().items("servers").map(server).collect()
    }
}
