//! Where the API is served, and where single operations are.

use serde_json::Value;

use super::node::Node;
use super::{Lowering, codes};
use crate::ir::Server;

impl<'a> Lowering<'a> {
    /// The servers that a document, a path or an operation lists, but for those that no client can call.
    pub fn servers(&mut self, holder: &Node<'a>) -> Vec<Server> {
        let listed: Vec<_> = holder.items("servers").collect();
        listed.iter().filter_map(|node| self.server(node)).collect()
    }

    /// The servers of an operation: its own, else those of its path; none where it has those of the document.
    pub fn own_servers(&mut self, operation: &Node<'a>, item: &Node<'a>) -> Vec<Server> {
        let own = self.servers(operation);
        if own.is_empty() { self.servers(item) } else { own }
    }

    fn server(&mut self, node: &Node<'a>) -> Option<Server> {
        let word = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let mut variables = Vec::new();
        for (wire, variable) in node.members("variables").collect::<Vec<_>>() {
            let default = variable.value.get("default").map(word).unwrap_or_default();
            let values = variable.value.get("enum").and_then(Value::as_array);
            let values: Vec<String> = values.into_iter().flatten().map(word).collect();
            if !values.is_empty() && !values.contains(&default) {
                let message = format!("the default `{default}` is none of the values of `{wire}`");
                self.push(self.warning(codes::SERVER_VARIABLE, message, &variable.pointer));
            }
            variables.push((wire.to_owned(), default, values));
        }
        let url = node.text("url").unwrap_or_default().to_owned();
        let unknown = placeholders(&url).find(|name| !variables.iter().any(|(wire, ..)| wire == name));
        let problem = match (unknown, is_foreign(&url)) {
            (Some(name), _) => format!("the variable `{{{name}}}` of the server `{url}` is not described"),
            (None, true) => {
                format!("the server `{url}` is not reached by HTTP")
            }
            (None, false) => {
                return Some(Server { url, docs: node.prose("description"), variables });
            }
        };
        let place = node.at("url");
        self.push(self.warning(codes::SERVER_URL, format!("{problem}; it is left out"), &place));
        None
    }
}

/// What stands in braces in a URL.
fn placeholders(url: &str) -> impl Iterator<Item = &str> {
    url.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Whether a URL has a scheme, and another than HTTP's. A variable may be any.
fn is_foreign(url: &str) -> bool {
    let head = url.split(['/', '{', '?', '#']).next().unwrap_or_default();
    let scheme = head.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| !matches!(&*scheme, "http" | "https"))
}
