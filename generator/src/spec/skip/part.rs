//! The parts of a document that can be left out, each with what it says.

use serde_json::Value;

use crate::diag::{Code, codes};
use crate::spec::pointer::{escaped, unescaped};

/// A part that can be left out.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum SkippablePart {
    /// By path and method.
    Operation(String, String),
    /// All operations of a path.
    Path(String),
    /// By section and name.
    Component(String, String),
    /// A security scheme, defined or not.
    Scheme(String),
    /// Who may call the operations that do not say so themselves.
    RootSecurity,
    /// What operations and types can do without, by its pointer.
    Aside(String),
}

/// The keys of a path item that are operations.
pub(in crate::spec) const METHODS: [&str; 8] =
    ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl SkippablePart {
    pub(super) fn operation(path: &str, method: &str) -> Self {
        Self::Operation(path.to_owned(), method.to_owned())
    }

    /// The part that an error at `pointer` costs. `None`: the entire document.
    pub(super) fn of(pointer: &str, code: Code) -> Option<Self> {
        let segments: Vec<String> = pointer.split('/').skip(1).map(unescaped).collect();
        let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
        let aside = |depth: usize| {
            let kept: String = segments[..depth].iter().map(|one| format!("/{}", escaped(one))).collect();
            Some(Self::Aside(kept))
        };
        match segments.as_slice() {
            ["components", "securitySchemes", name, ..] | ["security", _, name, ..] => {
                Some(Self::Scheme((*name).to_owned()))
            }
            ["components", "examples" | "links" | "callbacks", _, ..] => aside(3),
            ["components", section, name, ..] => {
                Some(Self::Component((*section).to_owned(), (*name).to_owned()))
            }
            ["components", _] => aside(2),
            ["security", ..] => Some(Self::RootSecurity),
            ["paths", _, method, "callbacks", ..] if METHODS.contains(method) => aside(segments.len().min(5)),
            ["paths", _, method, "security", _, name, ..] if METHODS.contains(method) => {
                Some(Self::Scheme((*name).to_owned()))
            }
            ["paths", path, method, ..] if METHODS.contains(method) => Some(Self::operation(path, method)),
            ["paths", path, ..] => Some(Self::Path((*path).to_owned())),
            ["x-hs-webhooks" | "webhooks" | "x-webhooks", ..] => aside(segments.len().min(2)),
            // Nothing is called or typed by these.
            ["info" | "tags" | "servers" | "externalDocs", ..] if code != codes::VERSION_MAJOR => aside(1),
            _ => None,
        }
    }

    /// Its place in the document.
    pub(super) fn pointer(&self) -> String {
        match self {
            Self::Operation(path, method) => format!("/paths/{}/{method}", escaped(path)),
            Self::Path(path) => format!("/paths/{}", escaped(path)),
            Self::Component(section, name) => format!("/components/{section}/{}", escaped(name)),
            Self::Scheme(name) => format!("/components/securitySchemes/{}", escaped(name)),
            Self::RootSecurity => "/security".to_owned(),
            Self::Aside(pointer) => pointer.clone(),
        }
    }

    /// As a message calls it.
    pub(super) fn words(&self, tree: &Value) -> String {
        match self {
            Self::Operation(path, method) => {
                let id =
                    tree.pointer(&self.pointer()).and_then(|operation| operation["operationId"].as_str());
                match id.filter(|id| !id.is_empty()) {
                    Some(id) => format!("the operation `{id}`"),
                    None => format!("the operation `{} {path}`", method.to_uppercase()),
                }
            }
            Self::Path(path) => format!("the path `{path}` with its operations"),
            Self::Component(section, name) => {
                let kind = match section.as_str() {
                    "schemas" => "schema",
                    "responses" => "response",
                    "parameters" => "parameter",
                    "requestBodies" => "request body",
                    "headers" => "header",
                    _ => "component",
                };
                format!("the {kind} `{name}`")
            }
            Self::Scheme(name) => format!("the security scheme `{name}`"),
            Self::RootSecurity => "`security` of the document".to_owned(),
            Self::Aside(pointer) => {
                let last = pointer.rsplit('/').next().unwrap_or_default();
                format!("`{}`", unescaped(last))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pointer: &str) -> Option<SkippablePart> {
        SkippablePart::of(pointer, codes::REF_DANGLING)
    }

    #[test]
    fn an_error_costs_the_part_that_it_stands_in() {
        assert_eq!(of("/paths/~1a/get/parameters/0"), Some(SkippablePart::operation("/a", "get")));
        assert_eq!(of("/paths/~1a/parameters/0"), Some(SkippablePart::Path("/a".into())));
        assert_eq!(of("/paths/~1a"), Some(SkippablePart::Path("/a".into())));
        assert_eq!(
            of("/components/schemas/A/properties/b"),
            Some(SkippablePart::Component("schemas".into(), "A".into()))
        );
        assert_eq!(of("/paths/~1a/get/security/0/key"), Some(SkippablePart::Scheme("key".into())));
        assert_eq!(of("/paths/~1a/get/security"), Some(SkippablePart::operation("/a", "get")));
        assert_eq!(of("/security/0/key"), Some(SkippablePart::Scheme("key".into())));
        assert_eq!(of("/security"), Some(SkippablePart::RootSecurity));
        assert_eq!(
            of("/paths/~1a/get/callbacks/done/x/post/security/0/key"),
            Some(SkippablePart::Aside("/paths/~1a/get/callbacks/done".into()))
        );
    }

    #[test]
    fn what_has_no_part_costs_the_document() {
        assert_eq!(SkippablePart::of("/info/version", codes::VERSION_MAJOR), None);
        for pointer in ["", "/paths", "/openapi", "/x-style"] {
            assert_eq!(of(pointer), None, "{pointer}");
        }
        assert_eq!(
            SkippablePart::of("/servers", codes::WRONG_KIND),
            Some(SkippablePart::Aside("/servers".into()))
        );
    }
}
