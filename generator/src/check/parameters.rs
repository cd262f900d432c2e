//! The rules for parameters, headers and bodies.

use super::Linter;
use super::finding::Finding;
use super::walk::{Described, placed};
use crate::spec::{Header, MediaType, Node, Parameter, RefOr, RequestBody, Response, Schema};
use crate::style::{LintRule, ParameterRules};

/// The rules for parameters of one place.
#[derive(Clone, Copy)]
struct ParameterPlace<'a> {
    kind: &'static str,
    rules: Option<&'a ParameterRules>,
    case: LintRule,
    description: LintRule,
    example: LintRule,
    forbidden: LintRule,
}

impl<'a> Linter<'a> {
    fn place_of(&self, parameter: &Parameter<'a>) -> Option<ParameterPlace<'a>> {
        let lint = self.lint;
        Some(match parameter.place()? {
            "path" => ParameterPlace {
                kind: "path parameter",
                rules: lint.path_parameters.as_ref(),
                case: LintRule::PathParameterCase,
                description: LintRule::PathParameterDescription,
                example: LintRule::PathParameterExample,
                forbidden: LintRule::PathParameterForbidden,
            },
            "query" => ParameterPlace {
                kind: "query parameter",
                rules: lint.query_parameters.as_ref(),
                case: LintRule::QueryParameterCase,
                description: LintRule::QueryParameterDescription,
                example: LintRule::QueryParameterExample,
                forbidden: LintRule::QueryParameterForbidden,
            },
            "header" => self.header_place(),
            "cookie" => ParameterPlace {
                kind: "cookie",
                rules: lint.cookies.as_ref(),
                case: LintRule::CookieCase,
                description: LintRule::CookieDescription,
                example: LintRule::CookieExample,
                forbidden: LintRule::CookieForbidden,
            },
            _ => return None,
        })
    }

    const fn header_place(&self) -> ParameterPlace<'a> {
        ParameterPlace {
            kind: "header",
            rules: self.lint.headers.as_ref(),
            case: LintRule::HeaderCase,
            description: LintRule::HeaderDescription,
            example: LintRule::HeaderExample,
            forbidden: LintRule::HeaderForbidden,
        }
    }

    pub(super) fn parameter(&mut self, parameter: RefOr<Parameter<'a>>) {
        if parameter.reference().is_some() {
            return;
        }
        let parameter = parameter.unresolved();
        let (Some(name), Some(place)) = (parameter.name(), self.place_of(&parameter)) else { return };
        self.within(*parameter, |linter| {
            if let Some(node) = parameter.get(Parameter::NAME) {
                linter.wire_name(place, name, node, false);
            }
            let field = Some(Parameter::NAME);
            let at = Described { kind: place.kind, name, names: &[name], node: *parameter, field };
            let is_described = parameter.description().is_some();
            linter.documented(place, at, is_described, parameter.schema());
            parameter.schema().into_iter().for_each(|schema| linter.schema(schema, name));
            parameter.content().for_each(|(media, body)| linter.media_type(media, body));
        });
    }

    /// The description and the example of a parameter or a header.
    fn documented(
        &mut self,
        place: ParameterPlace<'a>,
        at: Described<'_, 'a>,
        is_described: bool,
        schema: Option<Schema<'a>>,
    ) {
        let Some(rules) = place.rules else { return };
        if !is_described {
            let rule = rules.description.as_ref();
            self.required(place.description, rule, at, "a description", "add `description`");
        }
        if !has_example(&at.node) && !schema.is_some_and(|schema| self.is_exemplified(schema)) {
            self.required(place.example, rules.example.as_ref(), at, "an example", "add `example`");
        }
    }

    /// The rules for the name of a parameter or a header, which is the key of a node or its value.
    fn wire_name(&mut self, place: ParameterPlace<'a>, name: &str, node: Node<'a>, key: bool) {
        let Some(rules) = place.rules else { return };
        self.name(place.case, rules.case.as_ref(), place.kind, name, node, key);
        let Some(rule) = &rules.forbidden else { return };
        // Headers are the same in any case.
        let lower = name.to_lowercase();
        let is_header = place.forbidden == LintRule::HeaderForbidden;
        let Some(pattern) = rule.pattern_for(name).or_else(|| rule.pattern_for(&lower).filter(|_| is_header))
        else {
            return;
        };
        let names = [name, if is_header { &lower } else { name }];
        self.report(
            place.forbidden,
            &rule.options,
            &names,
            |spec| placed(spec, node, key),
            || Finding {
                message: format!("the {} `{name}` is forbidden", place.kind),
                expected: format!("no {} `{pattern}`", place.kind),
                found: Some(name.to_owned()),
                fix: Some("remove it, or give it another name".to_owned()),
            },
        );
    }

    /// A header of a response. `sent` says whether `name` is the name of the header, and not of a component.
    pub(super) fn header(&mut self, name: &'a str, header: RefOr<Header<'a>>, sent: bool) {
        let (node, place) = (*header.unresolved(), self.header_place());
        self.within(node, |linter| {
            if sent {
                linter.wire_name(place, name, node, true);
            }
            if header.reference().is_some() {
                return;
            }
            let header = header.unresolved();
            let at = Described { kind: place.kind, name, names: &[name], node, field: None };
            linter.documented(place, at, header.description().is_some(), header.schema());
            header.schema().into_iter().for_each(|schema| linter.schema(schema, name));
            header.content().for_each(|(media, body)| linter.media_type(media, body));
        });
    }

    pub(super) fn request_body(&mut self, body: RefOr<RequestBody<'a>>) {
        if body.reference().is_none() {
            let body = body.unresolved();
            self.within(*body, |linter| {
                body.content().for_each(|(media, body)| linter.media_type(media, body))
            });
        }
    }

    pub(super) fn response(&mut self, response: RefOr<Response<'a>>) {
        if response.reference().is_none() {
            let response = response.unresolved();
            self.within(*response, |linter| {
                response.headers().for_each(|(name, header)| linter.header(name, header, true));
                response.content().for_each(|(media, body)| linter.media_type(media, body));
            });
        }
    }

    pub(super) fn media_type(&mut self, name: &'a str, media: MediaType<'a>) {
        self.within(*media, |linter| {
            let schema = media.schema();
            if !has_example(&media) && !schema.is_some_and(|schema| linter.is_exemplified(schema)) {
                let rule = linter.lint.bodies.as_ref().and_then(|rules| rules.example.as_ref());
                let at = Described { kind: "body", name, names: &[name], node: *media, field: None };
                linter.required(LintRule::BodyExample, rule, at, "an example", "add `example`");
            }
            schema.into_iter().for_each(|schema| linter.schema(schema, ""));
        });
    }
}

/// Whether an object has an example.
pub(super) fn has_example(node: &Node<'_>) -> bool {
    node.has("example") || node.value_of("examples").is_some_and(|examples| !is_empty(examples))
}

fn is_empty(value: &serde_json::Value) -> bool {
    value.as_object().is_some_and(serde_json::Map::is_empty) || value.as_array().is_some_and(Vec::is_empty)
}
