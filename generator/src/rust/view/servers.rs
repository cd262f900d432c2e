//! The view of servers.

use crate::ir;
use crate::rust::literal::Lit;
use crate::rust::printable::views;

views! {
    /// A server of the document.
    ServerView {
        url: Lit,
        variables: Vec<ServerVariableView>,
    }
    /// A variable of its URL.
    ServerVariableView {
        wire: Lit,
        default: Lit,
        /// The values that it may have; empty for any.
        values: Vec<Lit>,
    }
}

pub(super) fn servers(servers: &[ir::Server]) -> Vec<ServerView> {
    let variable = |(wire, default, values): &(String, String, Vec<String>)| ServerVariableView {
        wire: Lit::text(wire),
        default: Lit::text(default),
        values: values.iter().map(|value| Lit::text(value)).collect(),
    };
    let view = |server: &ir::Server| ServerView {
        url: Lit::text(&server.url),
        variables: server.variables.iter().map(variable).collect(),
    };
    servers.iter().map(view).collect()
}
