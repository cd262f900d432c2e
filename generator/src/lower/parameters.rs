//! Parameters of operations.

use crate::lower::types::TypeRequests;
use indexmap::IndexMap;

use super::collect::CollectedOperation;
use super::report::Reporter;
use super::{Context, codes, defaults};
use crate::http::{is_media, is_token};
use crate::ir::{
    Enum, EnumKind, EnumValue, Form, Origin, Owner, ParamEncoding, Parameter, ParameterLocation, PathPiece,
    Scalar, Shape, Text, TypeRef,
};
use crate::spec::{self, MediaType, Serialization};
use crate::style::{KeyUse, VersionField};

/// A parameter's place and its name, as comparisons have it: header names know no case.
type ParameterKey = (ParameterLocation, String);

/// Reads the parameters of operations.
pub(in crate::lower) struct Parameters<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Parameters<'_, 'a> {
    /// The parameters of an operation: the path item's, overridden by its own, completed by what the path has.
    ///
    /// A parameter for the idempotency key is left out; if it is required, so is the key.
    pub fn parameters(&mut self, found: &CollectedOperation<'a>, key: &mut KeyUse) -> Vec<Parameter> {
        let mut nodes: IndexMap<ParameterKey, spec::Parameter<'a>> = IndexMap::new();
        let shared: Vec<_> = found.item.parameters().collect();
        for listed in [shared, found.node.parameters().collect()] {
            let mut own: IndexMap<ParameterKey, spec::Parameter<'a>> = IndexMap::new();
            for node in listed {
                let Some(node) = self.cx.follow(node) else { continue };
                let Some(key) = self.parameter_key(&node) else { continue };
                if let Some(first) = own.get(&key) {
                    let first = self.cx.place(&first.pointer());
                    let message =
                        format!("two parameters with the name `{}` in one place; the first counts", key.1);
                    let diagnostic = self.cx.warning(codes::PARAMETER_TWICE, message, &node.pointer());
                    self.cx.push(diagnostic.related(first, "the first one"));
                    continue;
                }
                own.insert(key, node);
            }
            nodes.extend(own);
        }
        let mut parameters = Vec::new();
        for ((place, _), node) in &nodes {
            if place == &ParameterLocation::Path && !in_path(found, node.name().unwrap_or_default()) {
                let wire = node.name().unwrap_or_default();
                let message = format!(
                    "the path `{}` has no `{{{wire}}}`; the parameter is left out",
                    found.path.template
                );
                self.cx.push(self.cx.warning(codes::PATH_PARAMETER_UNUSED, message, &node.pointer()));
                continue;
            }
            if !found.annotations.is_off() && self.is_version(*place, node.name().unwrap_or_default()) {
                let wire = node.name().unwrap_or_default();
                let message = format!("`{wire}` is the version of the style; the parameter is left out");
                let help = "every server reads it and every client sends it, so no operation declares it";
                let diagnostic = self.cx.warning(codes::PARAMETER_IGNORED, message, &node.pointer());
                self.cx.push(diagnostic.help(help));
                continue;
            }
            if *key != KeyUse::Off && self.is_key(*place, node.name().unwrap_or_default()) {
                self.leave_key_out(node);
                *key = if node.is_required() { KeyUse::Required } else { *key };
                continue;
            }
            parameters.extend(self.parameter(&found.id, *place, node));
        }
        self.complete(found, &mut parameters);
        parameters
    }

    /// Whether a parameter is where requests name the version of the API.
    fn is_version(&self, place: ParameterLocation, wire: &str) -> bool {
        match self.cx.style.version.current_field() {
            Some(VersionField::Header(name, _)) => {
                place == ParameterLocation::Header && name.eq_ignore_ascii_case(wire)
            }
            Some(VersionField::Query(name, _)) => place == ParameterLocation::Query && name == wire,
            Some(VersionField::Accept(_)) | None => false,
        }
    }

    /// Whether a parameter is the header for idempotency keys.
    fn is_key(&self, place: ParameterLocation, wire: &str) -> bool {
        let rules = self.cx.style.idempotency.as_ref();
        place == ParameterLocation::Header
            && rules.is_some_and(|rules| rules.header.eq_ignore_ascii_case(wire))
    }

    fn leave_key_out(&mut self, node: &spec::Parameter<'a>) {
        let wire = node.name().unwrap_or_default();
        let message =
            format!("`{wire}` is the style's header for idempotency keys; the parameter is left out");
        let help = "every server reads it and every client sends it, so no operation declares it";
        self.cx.push(self.cx.warning(codes::PARAMETER_IGNORED, message, &node.pointer()).help(help));
    }

    /// Adds what the path has and no parameter declares.
    fn complete(&mut self, found: &CollectedOperation<'a>, parameters: &mut Vec<Parameter>) {
        for piece in found.path.segments.iter().flatten() {
            let PathPiece::Param(wire) = piece else { continue };
            if parameters
                .iter()
                .any(|parameter| parameter.place == ParameterLocation::Path && parameter.wire == *wire)
            {
                continue;
            }
            let message = format!("no parameter declares `{{{wire}}}` of the path; it is taken as text");
            let help = format!("add `{{ name: {wire}, in: path, required: true, schema: … }}`");
            self.cx.push(
                self.cx.warning(codes::PATH_PARAMETER_UNDECLARED, message, &found.node.pointer()).help(help),
            );
            let shape = Shape::Scalar(Scalar::Text(Text { min_length: 1, ..Text::default() }));
            parameters.push(self.made_parameter(found, wire, ParameterLocation::Path, shape));
        }
        for (wire, value) in &found.fixed {
            if !parameters
                .iter()
                .any(|parameter| parameter.place == ParameterLocation::Query && parameter.wire == *wire)
            {
                let value = EnumValue { value: value.clone().into(), hint: None, docs: None };
                let shape = Shape::Enum(Enum { kind: EnumKind::Text, values: vec![value], any_case: false });
                parameters.push(self.made_parameter(found, wire, ParameterLocation::Query, shape));
            }
        }
    }

    /// A parameter that the document shows and does not declare.
    fn made_parameter(
        &mut self,
        found: &CollectedOperation<'a>,
        wire: &str,
        place: ParameterLocation,
        shape: Shape,
    ) -> Parameter {
        let origin = Origin::Parameter(Owner::Operation(found.id.clone()), wire.to_owned());
        let id = self.cx.types.make(origin, Form::Read, shape, &found.node.pointer());
        Parameter {
            wire: wire.to_owned(),
            place,
            docs: None,
            ty: TypeRef { id, nullable: false },
            required: true,
            default: None,
            encoding: default_encoding(place),
            empty: false,
            deprecated: false,
        }
    }

    /// The checked location and name of a parameter; `None` if it is to be ignored.
    fn parameter_key(&mut self, node: &spec::Parameter<'a>) -> Option<ParameterKey> {
        let wire = node.name().unwrap_or_default();
        if !self.cx.check_wire(wire, || node.at(spec::Parameter::NAME)) {
            return None;
        }
        let place = match node.place() {
            Some("path") => ParameterLocation::Path,
            Some("query") => ParameterLocation::Query,
            Some("header") => ParameterLocation::Header,
            Some("cookie") => ParameterLocation::Cookie,
            other => {
                let message = format!(
                    "`in: {}` is not a location of parameters; it is left out",
                    other.unwrap_or_default()
                );
                let help = "it is one of `path`, `query`, `header`, `cookie`";
                self.cx.push(
                    self.cx
                        .warning(codes::PARAMETER_PLACE, message, &node.at(spec::Parameter::IN))
                        .help(help),
                );
                return None;
            }
        };
        if place == ParameterLocation::Header {
            let lower = wire.to_ascii_lowercase();
            if matches!(lower.as_str(), "accept" | "content-type" | "authorization") {
                let message = format!(
                    "the header `{wire}` cannot be a parameter: media types and security say what it holds"
                );
                self.cx.push(self.cx.note(codes::PARAMETER_IGNORED, message, &node.pointer()));
                return None;
            }
            if !is_token(wire) {
                let message = format!("`{wire}` cannot be the name of a header");
                let help = "a header's name has letters, digits and a few signs, and no blanks";
                self.cx.push(
                    self.cx.error(codes::HEADER_NAME, message, &node.at(spec::Parameter::NAME)).help(help),
                );
                return None;
            }
            return Some((place, lower));
        }
        if place == ParameterLocation::Cookie && !is_token(wire) {
            let message = format!("`{wire}` cannot be the name of a cookie");
            let help = "a cookie's name has letters, digits and a few signs, and no blanks";
            self.cx
                .push(self.cx.error(codes::HEADER_NAME, message, &node.at(spec::Parameter::NAME)).help(help));
            return None;
        }
        Some((place, wire.to_owned()))
    }

    fn parameter(
        &mut self,
        operation: &str,
        place: ParameterLocation,
        node: &spec::Parameter<'a>,
    ) -> Option<Parameter> {
        let wire = node.name()?.to_owned();
        let origin = Origin::Parameter(super::owner(**node, operation), wire.clone());
        let content = node.content().next();
        let (schema, encoding) = match content {
            Some((media, content)) => {
                if let Some((other, more)) = node.content().nth(1) {
                    let message = format!("a parameter has one content; `{other}` is left out");
                    let at = self.cx.key_place(&more.pointer());
                    self.cx.push(crate::diag::Diagnostic::warning(codes::PARAMETER_ENCODING, message, at));
                }
                (content.schema(), self.content_encoding(media, place, &content))
            }
            None => (node.schema(), encoding(place, node.serialization(), **node, &mut self.cx.report)),
        };
        if schema.is_none() && !node.has(spec::Parameter::CONTENT) {
            let message = format!("the parameter `{wire}` has no schema; it is taken as text");
            self.cx.push(self.cx.warning(codes::PARAMETER_SCHEMA, message, &node.pointer()));
        }
        let settled = schema.as_ref().map(|schema| self.cx.resolve_schema(schema));
        let ty = match &schema {
            Some(schema) => TypeRequests { cx: self.cx }.use_of(schema, Form::New, origin),
            None => {
                let shape = Shape::Scalar(Scalar::Text(Text::default()));
                TypeRef {
                    id: self.cx.types.make(origin, Form::Read, shape, &node.pointer()),
                    nullable: false,
                }
            }
        };
        self.query_alone(&wire, place, node);
        let required = self.is_required(&wire, place, node);
        let default = settled.as_ref().and_then(|settled| settled.default()).filter(|_| !required);
        if let Some((hop, _)) = default {
            self.cx.types.defaults.push(defaults::PendingDefault::parameter(
                operation,
                place,
                &wire,
                &hop.at(spec::Schema::DEFAULT),
            ));
        }
        Some(Parameter {
            docs: node.description().or_else(|| settled.as_ref().and_then(|settled| settled.docs())),
            default: default.map(|(_, value)| value.clone()),
            deprecated: node.is_deprecated()
                || settled.as_ref().is_some_and(|settled| settled.is_deprecated()),
            wire,
            place,
            ty,
            required,
            encoding,
            empty: place == ParameterLocation::Query && node.allows_empty_value(),
        })
    }

    fn is_required(&mut self, wire: &str, place: ParameterLocation, node: &spec::Parameter<'a>) -> bool {
        if place == ParameterLocation::Path && !node.is_required() {
            let message = format!("the path parameter `{wire}` is always required");
            let warning = self.cx.warning(codes::PATH_PARAMETER_OPTIONAL, message, &node.pointer());
            self.cx.push(warning.help("say `required: true`"));
        }
        place == ParameterLocation::Path || node.is_required()
    }

    /// The encoding of a parameter that holds a body of a media type.
    fn content_encoding(
        &mut self,
        media: &str,
        place: ParameterLocation,
        content: &MediaType<'a>,
    ) -> ParamEncoding {
        if super::bodies::is_json(media) && !media.contains('*') && is_media(super::bodies::essence(media)) {
            return ParamEncoding::Content(super::bodies::essence(media).to_ascii_lowercase());
        }
        let schema = content.schema();
        let kind = schema.and_then(|schema| self.cx.kind_of(&schema));
        if media.starts_with("text/") && kind.is_none_or(|kind| kind == super::types::JsonType::Text) {
            return default_encoding(place);
        }
        let message =
            format!("the content `{media}` of a parameter has no effect: it is written as its schema says");
        let place_of = self.cx.key_place(&content.pointer());
        self.cx.push(crate::diag::Diagnostic::warning(codes::PARAMETER_ENCODING, message, place_of));
        default_encoding(place)
    }

    /// Reports fields that only have an effect on query parameters.
    fn query_alone(&mut self, wire: &str, place: ParameterLocation, node: &spec::Parameter<'a>) {
        use spec::Parameter as P;
        for key in [P::ALLOW_RESERVED, P::ALLOW_EMPTY_VALUE] {
            let counts = place == ParameterLocation::Query
                && (key == P::ALLOW_EMPTY_VALUE || !node.has(spec::Parameter::CONTENT));
            if node.flag(key) && !counts {
                let message = format!(
                    "`{key}` has no effect here: `{wire}` is not a parameter with a `schema` in the query"
                );
                let help = "take it away";
                self.cx.push(self.cx.warning(codes::QUERY_ALONE, message, &node.at(key)).help(help));
            }
        }
    }
}

/// The encoding that `style` and `explode` ask for, of a parameter or of a member of a form.
pub(super) fn encoding<'a>(
    place: ParameterLocation,
    serialization: Serialization<'a>,
    holder: spec::Node<'a>,
    report: &mut Reporter<'a>,
) -> ParamEncoding {
    let Serialization { style, explode, allows_reserved } = serialization;
    let plain = explode.unwrap_or(false);
    let allow_reserved = place == ParameterLocation::Query && allows_reserved;
    match (place, style) {
        (ParameterLocation::Path | ParameterLocation::Header, None | Some("simple")) => {
            ParamEncoding::Simple { explode: plain }
        }
        (ParameterLocation::Path, Some("label")) => ParamEncoding::Label { explode: plain },
        (ParameterLocation::Path, Some("matrix")) => ParamEncoding::Matrix { explode: plain },
        (ParameterLocation::Query | ParameterLocation::Cookie, None | Some("form")) => {
            ParamEncoding::Form { explode: explode.unwrap_or(true), allow_reserved }
        }
        (ParameterLocation::Query, Some("spaceDelimited")) => {
            ParamEncoding::SpaceDelimited { explode: plain, allow_reserved }
        }
        (ParameterLocation::Query, Some("pipeDelimited")) => {
            ParamEncoding::PipeDelimited { explode: plain, allow_reserved }
        }
        (ParameterLocation::Query, Some("deepObject")) => ParamEncoding::DeepObject { allow_reserved },
        (_, Some(style)) => {
            let message =
                format!("`style: {style}` is not for a parameter in this place; the usual one is taken");
            report.push(report.warning(
                codes::PARAMETER_ENCODING,
                message,
                &holder.at(spec::Parameter::STYLE),
            ));
            default_encoding(place)
        }
    }
}

fn in_path(found: &CollectedOperation<'_>, wire: &str) -> bool {
    let mut pieces = found.path.segments.iter().flatten();
    pieces.any(|piece| matches!(piece, PathPiece::Param(name) if name == wire))
}

/// The encoding of a place where nothing is said.
fn default_encoding(place: ParameterLocation) -> ParamEncoding {
    match place {
        ParameterLocation::Path | ParameterLocation::Header => ParamEncoding::Simple { explode: false },
        ParameterLocation::Query | ParameterLocation::Cookie => {
            ParamEncoding::Form { explode: true, allow_reserved: false }
        }
    }
}
