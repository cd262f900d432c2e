//! Operations on a relationship itself (`relationship` of `x-style`): what goes over the wire is linkage.

use crate::lower::resources::Relationships;
use crate::lower::resources::ResourceFinder;
use indexmap::IndexMap;

use super::super::annotations::words;
use super::super::collect::CollectedOperation;
use super::super::types::SchemaParts;
use super::super::{Context, codes};
use super::Leads;
use super::members::Relation;
use crate::ir::{
    Body, BodyDocument, Content, ContentKind, Method, Operation, Payload, RelationshipOf, Shape, StatusSpec,
    TypeRef,
};
use crate::spec::{Node, Schema};

/// A relationship that an operation names.
struct Named<'a> {
    schema: Schema<'a>,
    wire: &'a str,
    relation: Relation<'a>,
    nullable: bool,
}

impl Named<'_> {
    const fn many(&self) -> bool {
        matches!(self.relation, Relation::Many(..))
    }
}

/// Reads operations on relationships.
pub(in crate::lower) struct Linkage<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Linkage<'_, 'a> {
    /// Makes of an operation one that reads or changes the linkage of a relationship, where it says so.
    pub fn linkage(&mut self, found: &CollectedOperation<'a>, operation: &mut Operation) -> bool {
        let Some(said) = found.annotations.relationship() else { return false };
        let Some(named) = self.named_relationship(said) else { return true };
        found.annotations.mark_effective("relationship", &mut self.cx.report);
        let many = named.many();
        self.check_linkage_method(found, many);
        self.check_linkage_alone(found);
        let ty = Relationships { cx: self.cx }.read_form(&named.schema);
        let id = Relationships { cx: self.cx }.relation_type(ty, named.wire, &named.relation);
        let linkage = TypeRef { id, nullable: named.nullable && !many };
        let payload = if let Shape::Array(array) = &self.cx.types.get(id).shape {
            Payload::ToMany(array.items)
        } else {
            Payload::ToOne(linkage)
        };
        for success in &mut operation.successes {
            self.check_declared_schema(found, success.status, many);
            // An asynchronous operation does not have one yet.
            if !matches!(success.status, StatusSpec::Exact(201..=299)) {
                success.payload = payload.clone();
            }
        }
        operation.body = match found.method {
            Method::Patch | Method::Post | Method::Delete => {
                let docs = operation.body.take().and_then(|body| body.docs);
                let kind = ContentKind::Json(linkage);
                Some(Body {
                    required: true,
                    docs,
                    contents: vec![Content { media: "application/json".to_owned(), kind }],
                    document: Some(if many { BodyDocument::ToMany } else { BodyDocument::ToOne }),
                })
            }
            Method::Get | Method::Put | Method::Options | Method::Head | Method::Trace => None,
        };
        operation.relationship = Some(RelationshipOf { ty, wire: named.wire.to_owned(), many });
        true
    }

    fn named_relationship(&mut self, said: (&'a str, &'a str, Node<'a>)) -> Option<Named<'a>> {
        let (component, wire, node) = said;
        let schema = self.cx.root.schema(component).map(|schema| self.cx.resolve_schema(&schema).node);
        let Some(schema) = schema.filter(|schema| self.cx.resource_of(schema).is_some()) else {
            let message = format!("`{component}` is not a resource");
            let help = "name a schema that is a `resource`, and after a point one of its relationships";
            self.cx.push(self.cx.error(codes::RELATIONSHIP, message, &node.pointer()).help(help));
            return None;
        };
        let mut members: IndexMap<&'a str, Schema<'a>> = IndexMap::new();
        for part in self.cx.flatten(&SchemaParts::one(&schema)) {
            members.extend(part.node.properties());
        }
        let member = members.get(wire).cloned();
        let found = member.and_then(|member| {
            Some((Relationships { cx: self.cx }.relation(&member)?, self.cx.resolve_schema(&member).nullable))
        });
        let Some((relation, nullable)) = found else {
            let message = format!("`{component}` has no relationship `{wire}`");
            let known = members
                .into_iter()
                .filter(|(_, member)| Relationships { cx: self.cx }.relation(member).is_some());
            let known: Vec<_> = known.map(|(name, _)| name).collect();
            let help = match known.as_slice() {
                [] => {
                    "it has no relationships: a relationship is a member that refers to a resource".to_owned()
                }
                known => format!("it has {}", words(known)),
            };
            self.cx.push(self.cx.error(codes::RELATIONSHIP, message, &node.pointer()).help(help));
            return None;
        };
        Some(Named { schema, wire, relation, nullable })
    }

    fn check_linkage_method(&mut self, found: &CollectedOperation<'a>, many: bool) {
        let fits = match found.method {
            Method::Get | Method::Head | Method::Patch => true,
            Method::Post | Method::Delete => many,
            Method::Put | Method::Options | Method::Trace => false,
        };
        if !fits {
            let method = found.method.key().to_uppercase();
            let (what, help) = if many {
                (
                    "to any number of resources",
                    "it is read by `GET`, replaced by `PATCH`, added to by `POST` and taken from by `DELETE`",
                )
            } else {
                ("to one resource", "it is read by `GET` and set by `PATCH`, to null where there is none")
            };
            let message = format!("no `{method}` is for a relationship {what}");
            let pointer = found.annotations.at("relationship");
            self.cx.push(self.cx.error(codes::RELATIONSHIP, message, &pointer).help(help));
        }
    }

    /// Linkage is all that goes over the wire.
    fn check_linkage_alone(&mut self, found: &CollectedOperation<'a>) {
        for key in ["response", "meta"].into_iter().filter(|key| found.annotations.has(key)) {
            let message = format!("`{key}` next to `relationship`: the response is linkage alone");
            let diagnostic = self.cx.error(codes::EXTENSION_WRONG, message, &found.annotations.at(key));
            self.cx.push(diagnostic.help("drop one of the two"));
        }
    }

    /// A schema that the document has for an answer must mean the same.
    fn check_declared_schema(&mut self, found: &CollectedOperation<'a>, status: StatusSpec, many: bool) {
        let StatusSpec::Exact(status) = status else { return };
        let Some(schema) = self.cx.json_answer(&found.node, &[status.to_string().as_str()]) else { return };
        let fits = if many {
            matches!(Relationships { cx: self.cx }.relation(&schema), Some(Relation::Many(..)))
        } else {
            matches!(ResourceFinder { cx: self.cx }.leads(&schema), Leads::One | Leads::Any)
        };
        if !fits {
            let message = "this is not the target of the relationship";
            let help = "leave the schema away: the relationship says it";
            self.cx.push(self.cx.error(codes::RELATIONSHIP, message, &schema.pointer()).help(help));
        }
    }
}
