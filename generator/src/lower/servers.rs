//! Where the API is served, and where single operations are.

use serde_json::Value;

use super::codes;
use super::report::Reporter;
use crate::ir::Server;
use crate::spec::{self, PathItem};

/// Reads servers.
pub(super) struct Servers<'c, 'a> {
    pub report: &'c mut Reporter<'a>,
}

impl<'a> Servers<'_, 'a> {
    /// The servers that a document, a path or an operation lists, except those that no client can call.
    pub fn listed(&mut self, listed: impl Iterator<Item = spec::Server<'a>>) -> Vec<Server> {
        listed.filter_map(|server| self.server(server)).collect()
    }

    /// The servers of an operation: its own, else those of its path; empty if it has those of the document.
    pub fn of_operation(&mut self, operation: spec::Operation<'a>, item: PathItem<'a>) -> Vec<Server> {
        let own = self.listed(operation.servers());
        if own.is_empty() { self.listed(item.servers()) } else { own }
    }

    fn server(&mut self, server: spec::Server<'a>) -> Option<Server> {
        let word = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let mut variables = Vec::new();
        for (wire, variable) in server.variables() {
            let default = variable.default().map(word).unwrap_or_default();
            let values: Vec<String> = variable.allowed().into_iter().flatten().map(word).collect();
            if !values.is_empty() && !values.contains(&default) {
                let message = format!("the default `{default}` is not one of the values of `{wire}`");
                self.report.push(self.report.warning(codes::SERVER_VARIABLE, message, &variable.pointer()));
            }
            variables.push((wire.to_owned(), default, values));
        }
        let url = server.url().unwrap_or_default().to_owned();
        let unknown = placeholders(&url).find(|name| !variables.iter().any(|(wire, ..)| wire == name));
        let problem = match (unknown, is_foreign(&url)) {
            (Some(name), _) => format!("the variable `{{{name}}}` of the server `{url}` is not described"),
            (None, true) => {
                format!("the server `{url}` is not reached by HTTP")
            }
            (None, false) => {
                return Some(Server { url, docs: server.description(), variables });
            }
        };
        let place = server.at(spec::Server::URL);
        self.report.push(self.report.warning(
            codes::SERVER_URL,
            format!("{problem}; it is left out"),
            &place,
        ));
        None
    }
}

/// The names in braces in a URL.
fn placeholders(url: &str) -> impl Iterator<Item = &str> {
    url.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// Whether a URL has a scheme, and another than HTTP's. A variable may be any.
fn is_foreign(url: &str) -> bool {
    let head = url.split(['/', '{', '?', '#']).next().unwrap_or_default();
    let scheme = head.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    scheme.is_some_and(|scheme| !matches!(&*scheme, "http" | "https"))
}
