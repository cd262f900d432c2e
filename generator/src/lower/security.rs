//! Security schemes, and what an operation needs of them.

use std::collections::HashMap;

use serde_json::Value;

use super::codes;
use super::context::Context;
use super::references::References;
use super::report::Reporter;
use crate::diag::Diagnostic;
use crate::http::is_token;
use crate::ir::{self, Need, Scheme, SchemeId, SchemeKind};
use crate::spec::{self, Document, Field, SecurityScheme};

/// Security schemes by name.
pub(super) type SchemeIndex = HashMap<String, SchemeId>;

/// The names of security schemes.
pub(super) fn index(schemes: &[Scheme]) -> SchemeIndex {
    let ids = (0..u32::MAX).map(SchemeId);
    schemes.iter().map(|scheme| scheme.wire.clone()).zip(ids).collect()
}

/// Reads security schemes, and which of them operations need.
pub(super) struct SecurityReader<'c, 'a> {
    pub root: Document<'a>,
    pub references: &'c mut References<'a>,
    pub report: &'c mut Reporter<'a>,
}

impl<'c, 'a> SecurityReader<'c, 'a> {
    pub fn new(cx: &'c mut Context<'a>) -> Self {
        Self { root: cx.root, references: &mut cx.references, report: &mut cx.report }
    }

    /// Every security scheme of the document.
    pub fn schemes(&mut self) -> Vec<Scheme> {
        let mut schemes: Vec<Scheme> = Vec::new();
        let components = self.root.components();
        for (wire, node) in components.into_iter().flat_map(|components| components.security_schemes()) {
            if !self.report.check_wire(wire, || node.unresolved().pointer()) {
                continue;
            }
            let Some(node) = self.references.follow(node, self.report) else { continue };
            let Some(kind) = self.scheme_kind(wire, &node) else { continue };
            schemes.push(Scheme { wire: wire.to_owned(), docs: node.description(), kind });
        }
        schemes
    }

    fn scheme_kind(&mut self, wire: &str, node: &SecurityScheme<'a>) -> Option<SchemeKind> {
        let kind = node.kind().unwrap_or_default();
        let (member, problem) = match kind {
            "apiKey" => match self.key_kind(node) {
                Ok(kind) => return Some(kind),
                Err(problem) => problem,
            },
            "http" => match node.scheme().unwrap_or_default() {
                scheme if scheme.eq_ignore_ascii_case("x-hs-mutual-tls") => {
                    return Some(SchemeKind::MutualTls);
                }
                scheme if scheme.eq_ignore_ascii_case("basic") => return Some(SchemeKind::Basic),
                scheme if is_token(scheme) => return Some(SchemeKind::Authorization(scheme.to_owned())),
                scheme => (
                    SecurityScheme::SCHEME,
                    format!("`{scheme}` cannot be the name of an HTTP authentication scheme"),
                ),
            },
            "oauth2" | "openIdConnect" => return Some(SchemeKind::Authorization("bearer".to_owned())),
            "mutualTLS" => return Some(SchemeKind::MutualTls),
            other => (SecurityScheme::TYPE, format!("`{other}` is not a type of security schemes")),
        };
        let message = format!("the security scheme `{wire}` cannot be read: {problem}");
        self.report.push(self.report.error(codes::SECURITY_SCHEME, message, &node.at(member)));
        None
    }

    fn key_kind(&self, node: &SecurityScheme<'a>) -> Result<SchemeKind, (Field, String)> {
        let wire = node.name().unwrap_or_default();
        match node.place() {
            Some("header") if is_token(wire) => Ok(SchemeKind::Header(wire.to_owned())),
            Some("cookie") if is_token(wire) => Ok(SchemeKind::Cookie(wire.to_owned())),
            Some("query") if !wire.is_empty() => Ok(SchemeKind::Query(wire.to_owned())),
            Some(place @ ("header" | "cookie" | "query")) => {
                Err((SecurityScheme::NAME, format!("`{wire}` cannot be the name of a {place}")))
            }
            other => Err((
                SecurityScheme::IN,
                format!("`in: {}` is not a location of API keys", other.unwrap_or_default()),
            )),
        }
    }

    /// The security of an operation: its own `security`, else the document's.
    pub fn of_operation(&mut self, operation: &spec::Operation<'a>, schemes: &SchemeIndex) -> ir::Security {
        let own = operation.has(spec::Operation::SECURITY);
        let alternatives: Vec<_> =
            if own { operation.security().collect() } else { self.root.security().collect() };
        let mut security = ir::Security::default();
        for alternative in alternatives {
            let mut needs = Vec::new();
            let mut complete = true;
            for (wire, node) in alternative.schemes() {
                let Some(&scheme) = schemes.get(wire) else {
                    complete = false;
                    self.unknown_scheme(wire, &node.pointer());
                    continue;
                };
                let scopes = node.value().as_array().into_iter().flatten();
                let scopes = scopes.filter_map(Value::as_str).map(str::to_owned).collect();
                needs.push(Need { scheme, scopes });
            }
            match (complete, needs.is_empty()) {
                (true, true) => security.optional = true,
                (true, false) => security.alternatives.push(needs),
                (false, _) => {}
            }
        }
        security.optional &= !security.alternatives.is_empty();
        security
    }

    fn unknown_scheme(&mut self, wire: &str, pointer: &str) {
        let components = self.root.components();
        let declared = components.is_some_and(|all| all.security_schemes().any(|(name, _)| name == wire));
        if !declared {
            let message = format!("no security scheme `{wire}` is defined");
            let place = self.report.key_place(pointer);
            let help = "define it under `components.securitySchemes`";
            self.report.push(Diagnostic::error(codes::SECURITY_UNDEFINED, message, place).help(help));
        }
    }
}
