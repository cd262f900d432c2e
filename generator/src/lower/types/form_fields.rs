//! Forms of pairs: `application/x-www-form-urlencoded`, and what `encoding` says of their members.

use super::super::bodies::essence;
use super::super::parameters::encoding as param_encoding;
use super::super::{Context, codes};
use super::JsonType;
use super::allof::SchemaParts;
use crate::diag::Diagnostic;
use crate::http::is_media;
use crate::ir::{FormField, ParamEncoding, ParameterLocation};
use crate::spec::{Encoding, MediaType, Schema};

/// The schema of each member that a form names; all of it where alternatives may have others.
struct Members<'a> {
    named: Vec<(&'a str, Schema<'a>)>,
    closed: bool,
}

/// Reads what `encoding` says of the members of forms.
pub(in crate::lower) struct FormFields<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> FormFields<'_, 'a> {
    /// What `encoding` says of the members of a form. In a form of the style, that is an effect only where it differs from
    /// the style, which is reported.
    pub fn form_fields(
        &mut self,
        schema: &Schema<'a>,
        entry: &MediaType<'a>,
        of_style: bool,
    ) -> Vec<FormField> {
        let encodings: Vec<_> = entry.encoding().collect();
        if encodings.is_empty() {
            return Vec::new();
        }
        let members = self.form_members(schema);
        let mut fields = Vec::new();
        for (wire, encoding) in encodings {
            self.report_part_fields(wire, &encoding);
            let member = members.named.iter().rev().find(|(name, _)| *name == wire).map(|(_, schema)| schema);
            if member.is_none() && members.closed {
                let message = format!("`encoding` names `{wire}`, which is not a property of the form");
                let at = self.cx.key_place(&encoding.pointer());
                let help = "name a property of the schema, or take it away";
                self.cx.push(Diagnostic::warning(codes::FORM_ENCODING, message, at).help(help));
                continue;
            }
            let node = encoding;
            let encoding = self.form_field(wire, member, &node);
            if of_style {
                self.report_other_encoding(wire, member, &node, encoding.as_ref());
                continue;
            }
            fields.extend(encoding.map(|encoding| FormField { wire: wire.to_owned(), encoding }));
        }
        fields
    }

    /// Reports an encoding other than the style's.
    fn report_other_encoding(
        &mut self,
        wire: &str,
        member: Option<&Schema<'a>>,
        node: &Encoding<'a>,
        encoding: Option<&ParamEncoding>,
    ) {
        let is_nested = member.and_then(|member| self.cx.kind_of(member));
        let is_nested = is_nested.is_none_or(|kind| matches!(kind, JsonType::Object | JsonType::Array));
        let is_equal = match encoding {
            None | Some(ParamEncoding::DeepObject { allow_reserved: false }) => true,
            Some(ParamEncoding::Form { allow_reserved: false, .. }) => !is_nested,
            Some(_) => false,
        };
        if !is_equal {
            let message =
                format!("`encoding` of `{wire}` has no effect: forms of the style have nested brackets");
            let help = "leave it out, or say `style: deepObject`";
            let warning = self.cx.warning(codes::FORM_ENCODING_OF_STYLE, message, &node.pointer());
            self.cx.push(warning.help(help));
        }
    }

    /// Reports fields that only apply to parts.
    fn report_part_fields(&mut self, wire: &str, encoding: &Encoding<'a>) {
        use Encoding as E;
        for key in [E::HEADERS, E::ENCODING, E::ITEM_ENCODING, E::PREFIX_ENCODING] {
            if encoding.has(key) {
                let message =
                    format!("`{key}` has no effect on the field `{wire}` of a form: it is about parts");
                let at = self.cx.key_place(&encoding.at(key));
                self.cx.push(Diagnostic::warning(codes::ENCODING_WITHOUT_EFFECT, message, at));
            }
        }
    }

    fn form_members(&mut self, schema: &Schema<'a>) -> Members<'a> {
        let settled = self.cx.resolve_schema(schema);
        let flat = self.cx.flatten(&SchemaParts::one(&settled.node));
        let alternatives = |node: &Schema<'a>| node.has_alternatives();
        let open = |node: &Schema<'a>| {
            alternatives(node)
                || node.additional().is_some_and(|others| others.value().as_bool() != Some(false))
        };
        Members {
            named: flat.iter().flat_map(|part| part.node.properties().collect::<Vec<_>>()).collect(),
            closed: !flat.iter().any(|part| open(&part.node)),
        }
    }

    /// The encoding of a member; `None` if it is the default.
    fn form_field(
        &mut self,
        wire: &str,
        member: Option<&Schema<'a>>,
        encoding: &Encoding<'a>,
    ) -> Option<ParamEncoding> {
        let media = encoding.content_type();
        if [Encoding::STYLE, Encoding::EXPLODE, Encoding::ALLOW_RESERVED].iter().any(|key| encoding.has(key))
        {
            if media.is_some() {
                let message = format!("`contentType` of `{wire}` has no effect next to `style`");
                let help = "say one of them: pairs as `style` has them, or text of a media type";
                let at = encoding.at(Encoding::CONTENT_TYPE);
                self.cx.push(self.cx.note(codes::FORM_ENCODING, message, &at).help(help));
            }
            return Some(param_encoding(
                ParameterLocation::Query,
                encoding.serialization(),
                **encoding,
                &mut self.cx.report,
            ));
        }
        let written = media?;
        let media = essence(written.split(',').next().unwrap_or_default()).to_ascii_lowercase();
        let kind = member.and_then(|member| self.cx.kind_of(member));
        let items = member.and_then(|member| self.cx.items_of(member));
        let items = items.and_then(|items| self.cx.kind_of(&items));
        let is_nested = |kind: Option<JsonType>| matches!(kind, Some(JsonType::Object | JsonType::Array));
        if super::super::bodies::is_json(&media) && is_media(&media) && !media.contains('*') {
            // What is sent as JSON anyway needs no encoding.
            return (kind != Some(JsonType::Object)).then_some(ParamEncoding::Content(media));
        }
        if kind == Some(JsonType::Object) || is_nested(items) {
            let message = format!(
                "`{wire}` has objects or lists inside, which cannot be written as `{written}`; they go as JSON"
            );
            let help = "say `application/json`, or a `style`";
            self.cx.push(
                self.cx
                    .warning(codes::FORM_ENCODING, message, &encoding.at(Encoding::CONTENT_TYPE))
                    .help(help),
            );
        }
        None
    }
}
