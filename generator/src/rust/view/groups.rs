//! The view of the groups and of the root items.

use std::collections::BTreeSet;

use super::servers::servers;
use super::{Build, OperationView, ServerView};
use crate::ir::SchemeKind;
use crate::rust::docs::{Docs, docs};
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::printable::views;

views! {
    /// A group of operations: a trait and a table.
    GroupView {
        handler: Ident,
        table: Ident,
        docs: Docs,
        /// Whether an operation has security.
        closed: bool,
        /// What the compiler says of a type that does not handle it.
        message: Lit,
        note: Lit,
        operations: Vec<OperationView>,
    }
    /// The root items.
    RootView {
        title: Lit,
        version: Lit,
        docs: Docs,
        schemes: Vec<SchemeView>,
        operations: Vec<Ident>,
        /// Whether there is a client.
        client: bool,
        /// Whether the expanded document is emitted.
        document: bool,
    }
    /// A constant of a security scheme.
    SchemeView {
        item: Ident,
        docs: Docs,
        wire: Lit,
        kind: Expr,
    }
    /// The client.
    ClientView {
        docs: Docs,
        /// Where the API is served, where the document says.
        base: Option<Lit>,
        /// All servers of the document.
        servers: Vec<ServerView>,
        operations: Vec<OperationView>,
    }
}

impl Build<'_> {
    pub(super) fn groups(&self, operations: &[OperationView]) -> Vec<GroupView> {
        let named = self.api.groups.iter().zip(&self.names.groups).enumerate();
        let view =
            |(index, (group, names)): (usize, (&crate::ir::Group, &crate::rust::names::GroupNames))| {
                let own = self.api.operations.iter().zip(operations);
                let own: Vec<_> =
                    own.filter(|(of, _)| of.group == index).map(|(_, view)| view.clone()).collect();
                let functions: Vec<_> = own.iter().map(|operation| operation.function.as_str()).collect();
                let handler = names.handler.as_str();
                let note = format!(
                    "implement `{handler}` (operations: {}), or say #[handler(partial)]",
                    functions.join(", ")
                );
                GroupView {
                    handler: names.handler.clone(),
                    table: names.table.clone(),
                    docs: docs(std::iter::once(heading(&group.wire).as_str()).chain(group.docs.as_deref())),
                    closed: own.iter().any(|operation| operation.login != "open"),
                    message: Lit::text(&format!("`{{Self}}` does not handle the group `{handler}`")),
                    note: Lit::text(&note),
                    operations: own,
                }
            };
        named.map(view).filter(|group| !group.operations.is_empty()).collect()
    }

    pub(super) fn root(&self, operations: &[OperationView], client: bool) -> RootView {
        let needs =
            self.api.operations.iter().flat_map(|operation| &operation.security.alternatives).flatten();
        let needed: BTreeSet<_> = needs.map(|need| need.scheme.0 as usize).collect();
        let schemes = self.api.schemes.iter().zip(&self.names.schemes).enumerate();
        // One that no operation needs is of no use to the program.
        let schemes = schemes.filter(|(index, _)| needed.contains(index)).map(|(_, scheme)| scheme);
        let word = |kind: &'static str, text: &str| Expr::call(kind, &Expr::literal(&Lit::text(text)));
        RootView {
            title: Lit::text(&self.api.title),
            version: Lit::text(&self.api.version),
            docs: docs([self.api.title.as_str()].into_iter().chain(self.api.docs.as_deref())),
            schemes: schemes
                .map(|(scheme, item)| SchemeView {
                    item: item.clone(),
                    docs: docs(scheme.docs.as_deref()),
                    wire: Lit::text(&scheme.wire),
                    kind: match &scheme.kind {
                        SchemeKind::Basic => Expr::runtime("SchemeKind::Basic"),
                        SchemeKind::Authorization(text) => word("SchemeKind::Authorization", text),
                        SchemeKind::Header(text) => word("SchemeKind::Header", text),
                        SchemeKind::Query(text) => word("SchemeKind::Query", text),
                        SchemeKind::Cookie(text) => word("SchemeKind::Cookie", text),
                        SchemeKind::MutualTls => Expr::runtime("SchemeKind::MutualTls"),
                    },
                })
                .collect(),
            operations: operations.iter().map(|operation| operation.meta.item.clone()).collect(),
            client,
            document: false,
        }
    }

    pub(super) fn client(&self, operations: &[OperationView]) -> ClientView {
        // The first server with an absolute URL, its variables at their defaults.
        let base = self.api.servers.iter().map(|server| {
            server.variables.iter().fold(server.url.clone(), |url, (wire, default, _)| {
                url.replace(&format!("{{{wire}}}"), default)
            })
        });
        let base = base.into_iter().find(|url| url.starts_with("http://") || url.starts_with("https://"));
        ClientView {
            docs: docs([format!("A client of {}.", self.api.title).as_str()]),
            base: base.map(|url| Lit::text(&url)),
            servers: servers(&self.api.servers),
            operations: operations.to_vec(),
        }
    }
}

fn heading(wire: &str) -> String {
    format!("Group `{}`.", wire.replace('`', "'"))
}
