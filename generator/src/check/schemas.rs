//! The rules for schemas: components, properties, values of enums, limits.

use serde_json::Value;

use super::finding::Finding;
use super::parameters::has_example;
use super::walk::{Described, placed};
use super::{Linter, cases};
use crate::diag::Place;
use crate::spec::{BoolOrSchema, Node, Schema};
use crate::style::{CaseRule, LintRule, SchemaRules};

/// References that are followed to find an example.
const HOPS: usize = 8;

/// How `except` may name a schema: by the name of the parameter, property or component that has it.
#[derive(Clone, Copy)]
struct SchemaName<'n> {
    name: &'n str,
    /// With the component before it: `Patient.email`.
    qualified: &'n str,
}

impl<'a> Linter<'a> {
    /// A schema of `components`.
    pub(super) fn component(&mut self, name: &'a str, schema: Schema<'a>) {
        self.within(*schema, |linter| {
            if let Some(rules) = linter.lint.schemas.as_ref() {
                // What a reference brought here from another file has its name from this program.
                if rules.case.is_some() && linter.is_written_at(&schema.pointer()) {
                    linter.name(LintRule::SchemaCase, rules.case.as_ref(), "schema", name, *schema, true);
                }
                let at = Described { kind: "schema", name, names: &[name], node: *schema, field: None };
                let rules = (rules, LintRule::SchemaDescription, LintRule::SchemaExample);
                linter.documented_schema(schema, at, rules);
            }
            linter.inside(schema, SchemaName { name, qualified: name });
        });
    }

    /// The description and the example of a schema that is no reference.
    fn documented_schema(
        &mut self,
        schema: Schema<'a>,
        at: Described<'_, 'a>,
        (rules, description, example): (&'a SchemaRules, LintRule, LintRule),
    ) {
        if schema.reference().is_some() {
            return;
        }
        if schema.description().is_none() {
            self.required(description, rules.description.as_ref(), at, "a description", "add `description`");
        }
        if !self.is_exemplified(schema) {
            self.required(example, rules.example.as_ref(), at, "an example", "add `example`");
        }
    }

    /// A schema that has its name from a parameter, or none.
    pub(super) fn schema(&mut self, schema: Schema<'a>, name: &str) {
        self.nested(schema, SchemaName { name, qualified: name });
    }

    fn nested(&mut self, schema: Schema<'a>, name: SchemaName<'_>) {
        if schema.is_object() {
            self.within(*schema, |linter| linter.inside(schema, name));
        }
    }

    fn inside(&mut self, schema: Schema<'a>, name: SchemaName<'_>) {
        if schema.reference().is_some() {
            return;
        }
        self.limits(schema, name);
        self.values(schema);
        for (wire, property) in schema.properties() {
            let qualified = format!("{}.{wire}", name.qualified);
            self.property(property, SchemaName { name: wire, qualified: &qualified });
        }
        self.composed(schema, name);
        let alternatives = schema.one_of().chain(schema.any_of()).chain(schema.not());
        alternatives.for_each(|alternative| self.nested(alternative, name));
        schema.items().into_iter().chain(schema.prefix_items()).for_each(|item| self.nested(item, name));
        for (_, member) in schema.pattern_properties() {
            self.nested(member, name);
        }
        if let Some(BoolOrSchema::Schema(members)) = schema.additional_properties() {
            self.nested(members, name);
        }
        let unmatched = schema.unmatched_properties().into_iter().chain(schema.unevaluated_properties());
        unmatched.for_each(|members| self.nested(members, name));
    }

    /// The schemas of `allOf`. A limit of one of them, or next to them, is a limit of all.
    fn composed(&mut self, schema: Schema<'a>, name: SchemaName<'_>) {
        let is_limited = has_limit(&schema) || schema.all_of().any(|part| has_limit(&part));
        for part in schema.all_of() {
            if is_limited && !part.has(Schema::PROPERTIES) {
                continue;
            }
            self.nested(part, name);
        }
    }

    fn property(&mut self, property: Schema<'a>, name: SchemaName<'_>) {
        self.within(*property, |linter| {
            if let Some(rules) = linter.lint.properties.as_ref() {
                let (names, node) = ([name.name, name.qualified], *property);
                if let Some(case) = &rules.case {
                    linter.property_case(case, &names, node);
                }
                let at = Described { kind: "property", name: name.name, names: &names, node, field: None };
                let rules = (rules, LintRule::PropertyDescription, LintRule::PropertyExample);
                linter.documented_schema(property, at, rules);
            }
            linter.inside(property, name);
        });
    }

    fn property_case(&mut self, case: &'a CaseRule, names: &[&str; 2], node: Node<'a>) {
        let (name, plain) = (names[0], cases::plain(names[0]));
        let Some(corrected) = cases::corrected(plain, case.is) else { return };
        self.report(
            LintRule::PropertyCase,
            &case.options,
            names,
            |spec| placed(spec, node, true),
            || {
                let fix = format!("{}{corrected}", &name[..name.len() - plain.len()]);
                Finding::named("property", name, case.is, Some(&fix))
            },
        );
    }

    /// The case of the values of an enum.
    fn values(&mut self, schema: Schema<'a>) {
        let case = self.lint.enum_values.as_ref().and_then(|rules| rules.case.as_ref());
        let (Some(case), true) = (case, schema.values().is_some()) else { return };
        for value in Node::items(&schema, Schema::ENUM) {
            let Some(text) = value.value().as_str().filter(|text| cases::is_name(text)) else { continue };
            let Some(corrected) = cases::corrected_value(text, case.is) else { continue };
            self.report(
                LintRule::EnumCase,
                &case.options,
                &[text],
                |spec| placed(spec, value, false),
                || Finding::named("value", text, case.is, Some(&corrected)),
            );
        }
    }

    /// The limits of a text or a list.
    fn limits(&mut self, schema: Schema<'a>, name: SchemaName<'_>) {
        let (rule, rules, what, expected, fix) = match schema.type_word() {
            Some("string") => (
                LintRule::StringLimit,
                &self.lint.strings,
                "text",
                "a limit: `maxLength`, `pattern`, `enum` or `format`",
                "add `maxLength`, `pattern`, `enum` or `format`",
            ),
            Some("array") => {
                (LintRule::ListLimit, &self.lint.lists, "list", "a limit: `maxItems`", "add `maxItems`")
            }
            _ => return,
        };
        let Some(required) = rules.as_ref().and_then(|rules| rules.limit.as_ref()) else { return };
        if has_limit(&schema) {
            return;
        }
        let names = [name.name, name.qualified];
        self.report(
            rule,
            &required.options,
            &names,
            |spec| placed(spec, *schema, true),
            || Finding {
                message: match name.name {
                    "" => format!("a {what} without a limit"),
                    name => format!("`{name}` is a {what} without a limit"),
                },
                expected: expected.to_owned(),
                found: None,
                fix: Some(fix.to_owned()),
            },
        );
    }

    /// Whether a schema shows a value: an example, or values that it lists.
    pub(super) fn is_exemplified(&self, schema: Schema<'a>) -> bool {
        let mut schema = schema;
        for _ in 0..HOPS {
            let lists_values = schema.values().is_some_and(|values| !values.is_empty());
            if has_example(&schema) || schema.has(Schema::DEFAULT) || lists_values {
                return true;
            }
            if schema.type_word() == Some("boolean") {
                return true;
            }
            let name = schema.reference().and_then(|text| text.strip_prefix("#/components/schemas/"));
            let Some(next) =
                name.and_then(|name| self.root.find::<Schema<'a>>(&format!("/components/schemas/{name}")))
            else {
                return false;
            };
            schema = next;
        }
        false
    }

    /// Whether a node is written where it is, and not copied there by a reference.
    fn is_written_at(&self, node: &str) -> bool {
        match self.spec.place(node) {
            Place::Pointer { file, pointer, .. } => file == self.spec.file && pointer == node,
            Place::Bytes { .. } | Place::File(_) | Place::Options => false,
        }
    }
}

/// Whether a schema limits the length of its values.
fn has_limit(schema: &Schema<'_>) -> bool {
    let fields = match schema.type_word() {
        Some("array") => &[Schema::MAX_ITEMS][..],
        _ => &[Schema::MAX_LENGTH, Schema::PATTERN, Schema::ENUM, Schema::FORMAT, Schema::MAX_ITEMS],
    };
    fields.iter().any(|field| schema.value_of(field).is_some_and(|value| !Value::is_null(value)))
}
