//! Filters of collections: `filters` of `x-style` become parameters of the query, named as the style names filters.

use super::collect::CollectedOperation;
use super::types::JsonType;
use super::{Context, codes, defaults};
use crate::diag::Diagnostic;
use crate::ir::{Form, Origin, Owner, ParamEncoding, Parameter, ParameterLocation};
use crate::lower::types::TypeRequests;
use crate::spec::Schema;

/// Reads the filters of operations.
pub(in crate::lower) struct Filters<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Filters<'_, 'a> {
    /// Adds an operation's filters to its parameters. Where the style has no family for them, or does not touch the
    /// operation, they go by their own names.
    pub fn filters(&mut self, found: &CollectedOperation<'a>, styled: bool, parameters: &mut Vec<Parameter>) {
        for (name, schema) in found.annotations.filters() {
            let family = styled && self.cx.style.filtering.is_some();
            if !self.check_filter(name, &schema, family) {
                continue;
            }
            let filtering = self.cx.style.filtering.as_ref().filter(|_| styled);
            let wire = filtering.map_or_else(|| name.to_owned(), |filtering| filtering.parameter(name));
            if parameters.iter().any(|other| other.place == ParameterLocation::Query && other.wire == wire) {
                let message = format!("`{wire}` is a parameter of `{}` already", found.id);
                let place = self.cx.key_place(&schema.pointer());
                self.cx.push(Diagnostic::error(codes::FILTER, message, place).help("keep one of the two"));
                continue;
            }
            found.annotations.mark_effective("filters", &mut self.cx.report);
            let filter = self.filter(&found.id, wire, &schema);
            parameters.push(filter);
        }
    }

    fn check_filter(&mut self, name: &str, schema: &Schema<'a>, family: bool) -> bool {
        if !self.cx.check_wire(name, || schema.pointer()) {
            return false;
        }
        if family && !super::resources::is_member_name(name) {
            let message =
                format!("`{}` cannot be the name of a filter", super::shown(&name.into()).trim_matches('"'));
            let place = self.cx.key_place(&schema.pointer());
            let help = "a name has letters and digits, and `-`, `_` and blanks between them";
            self.cx.push(Diagnostic::error(codes::FILTER, message, place).help(help));
            return false;
        }
        let mut kind = self.cx.kind_of(schema);
        if kind == Some(JsonType::Array)
            && let Some(items) = self.cx.items_of(schema)
        {
            kind = self.cx.kind_of(&items);
        }
        if matches!(kind, Some(JsonType::Object | JsonType::Array)) {
            let message = format!("the filter `{name}` is not a scalar or a list of scalars");
            let help = "make a filter of each member of it";
            self.cx.push(self.cx.error(codes::FILTER, message, &schema.pointer()).help(help));
            return false;
        }
        true
    }

    fn filter(&mut self, operation: &str, wire: String, schema: &Schema<'a>) -> Parameter {
        let settled = self.cx.resolve_schema(schema);
        let ty = TypeRequests { cx: self.cx }.use_of(
            schema,
            Form::New,
            Origin::Parameter(Owner::Operation(operation.to_owned()), wire.clone()),
        );
        let default = settled.default();
        if let Some((hop, _)) = default {
            let pointer = hop.at(Schema::DEFAULT);
            self.cx.types.defaults.push(defaults::PendingDefault::parameter(
                operation,
                ParameterLocation::Query,
                &wire,
                &pointer,
            ));
        }
        Parameter {
            wire,
            place: ParameterLocation::Query,
            docs: settled.docs(),
            ty,
            required: false,
            default: default.map(|(_, value)| value.clone()),
            encoding: ParamEncoding::Form { explode: false, allow_reserved: false },
            empty: false,
            deprecated: settled.is_deprecated(),
        }
    }
}
