//! What a style asks of the names and the shape of documents. Only the generator reads it, for `housestyle check`: it is not
//! a part of [`Style`], and generated code does not have it.

mod rule;

use crate::{Hint, List, Style};
pub use rule::{
    CaseRule, DepthRule, ForbiddenRule, GrammaticalNumber, LintLevel, LintMethod, LintRule, MethodsRule,
    NameCase, NumberRule, RequiredRule, Requirement, RuleOptions, StatusKey, StatusesRule,
};

record! {
    /// The keys of a style file.
    StyleFile "A style" {
        /// What the runtime obeys.
        [flat] style: Style,
        /// Extensions of other generators that are read: `[x-ms-pageable]`. An operation that has one is paged by the way of
        /// `paging` that does the same, as if its `x-style` chose that. `paging` in `x-style` has priority. What no way does
        /// is reported. Without the key, such extensions are ignored.
        hints: Option<List<Hint>>,
        /// What `housestyle check` asks of documents: of their names, and of what must be described or limited. It has no
        /// effect on generated code.
        lint: Option<Lint>,
    }
}

record! {
    /// What `housestyle check` asks of documents. Each rule is off without its key. A rule is the value of `is`, as in
    /// `case: kebab`, or a mapping with `is`, `except` and `level`. A document switches rules off for one of its objects, and
    /// for all that is in it, with `x-style: { lint: off }` or `x-style: { lint: { off: [paths.case] } }`.
    Lint "`lint`" {
        /// The level of rules that have none. Without it, `warning`.
        level: Option<LintLevel>,
        /// Rules for paths.
        paths: Option<PathRules>,
        /// Rules for parameters of the path.
        path_parameters: Option<ParameterRules>,
        /// Rules for parameters of the query. Brackets and dots separate names: `page[number]` is `page` and `number`.
        query_parameters: Option<ParameterRules>,
        /// Rules for headers of requests and responses. Their names are compared in any case by `forbidden` and `except`.
        headers: Option<ParameterRules>,
        /// Rules for cookies.
        cookies: Option<ParameterRules>,
        /// Rules for operations.
        operations: Option<OperationRules>,
        /// Rules for bodies of requests and responses.
        bodies: Option<BodyRules>,
        /// Rules for schemas in `components`.
        schemas: Option<SchemaRules>,
        /// Rules for properties of objects. Without `_`, `$` or `@` at their start, and by parts, as for the query.
        properties: Option<SchemaRules>,
        /// Rules for values of `enum`: texts of letters, digits, `_`, `-`, `.` and spaces. Others, such as media types, are not
        /// names.
        enum_values: Option<EnumRules>,
        /// Rules for tags.
        tags: Option<TagRules>,
        /// Rules for schemas of texts.
        strings: Option<LimitRules>,
        /// Rules for schemas of lists.
        lists: Option<LimitRules>,
    }
}

record! {
    /// Rules for paths.
    PathRules "`lint.paths`" {
        /// The case of segments. Parts between other characters than letters, digits, `_` and `-` are compared one by one.
        case: Option<CaseRule> [Short(&CaseRule::RECORD, "is")],
        /// The grammatical number of the last word of a segment that a parameter follows: `patients` in
        /// `/patients/{id}`. Words that have one form, such as `news`, are both.
        collections: Option<NumberRule> [Short(&NumberRule::RECORD, "is")],
        /// The largest number of segments, parameters included.
        depth: Option<DepthRule> [Short(&DepthRule::RECORD, "is")],
    }
}

record! {
    /// Rules for parameters.
    ParameterRules "Lint rules for parameters" {
        /// The case of names.
        case: Option<CaseRule> [Short(&CaseRule::RECORD, "is")],
        /// A description.
        description: Option<RequiredRule> [Short(&RequiredRule::RECORD, "is")],
        /// An example: `example` or `examples` of the parameter or of its schema, or listed values.
        example: Option<RequiredRule> [Short(&RequiredRule::RECORD, "is")],
        /// Names that a document may not have. `*` is any number of characters.
        forbidden: Option<ForbiddenRule> [Short(&ForbiddenRule::RECORD, "is")],
    }
}

record! {
    /// Rules for operations. `except` names operations by their id or by their path.
    OperationRules "`lint.operations`" {
        /// An `operationId`.
        id: Option<RequiredRule> [Short(&RequiredRule::RECORD, "is")],
        /// The case of `operationId`.
        id_case: Option<CaseRule> [Short(&CaseRule::RECORD, "is")],
        /// A summary.
        summary: Option<RequiredRule> [Short(&RequiredRule::RECORD, "is")],
        /// A description.
        description: Option<RequiredRule> [Short(&RequiredRule::RECORD, "is")],
        /// A tag.
        tags: Option<RequiredRule> [Short(&RequiredRule::RECORD, "is")],
        /// The methods that operations may have.
        methods: Option<MethodsRule> [Short(&MethodsRule::RECORD, "is")],
        /// The statuses that operations may declare, as the keys of `responses`: `201`, `4XX`, `default`.
        statuses: Option<StatusesRule> [Short(&StatusesRule::RECORD, "is")],
    }
}

record! {
    /// Rules for bodies. `except` names media types.
    BodyRules "`lint.bodies`" {
        /// An example: `example` or `examples` of the media type or of its schema.
        example: Option<RequiredRule> [Short(&RequiredRule::RECORD, "is")],
    }
}

record! {
    /// Rules for schemas with names. A schema that is a `$ref` is described where it leads. `except` names schemas as `Patient`,
    /// and properties as `email` or `Patient.email`.
    SchemaRules "Lint rules for schemas and properties" {
        /// The case of names.
        case: Option<CaseRule> [Short(&CaseRule::RECORD, "is")],
        /// A description.
        description: Option<RequiredRule> [Short(&RequiredRule::RECORD, "is")],
        /// An example: `example`, `examples`, or listed values.
        example: Option<RequiredRule> [Short(&RequiredRule::RECORD, "is")],
    }
}

record! {
    /// Rules for values of `enum`.
    EnumRules "`lint.enum_values`" {
        /// The case of values.
        case: Option<CaseRule> [Short(&CaseRule::RECORD, "is")],
    }
}

record! {
    /// Rules for tags.
    TagRules "`lint.tags`" {
        /// The case of names.
        case: Option<CaseRule> [Short(&CaseRule::RECORD, "is")],
        /// A description in `tags` of the document.
        description: Option<RequiredRule> [Short(&RequiredRule::RECORD, "is")],
        /// An entry in `tags` of the document for each tag of an operation.
        declared: Option<RequiredRule> [Short(&RequiredRule::RECORD, "is")],
    }
}

record! {
    /// Rules for schemas of texts and lists. `except` names parameters, properties and schemas, as for `lint.properties`.
    LimitRules "`lint.strings` and `lint.lists`" {
        /// A limit: `maxLength`, `pattern`, `enum` or `format` of a text, `maxItems` of a list.
        limit: Option<RequiredRule> [Short(&RequiredRule::RECORD, "is")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grammar::{Record, Shape};

    /// The keys of the rules in a record, each with the keys that lead to it.
    fn rules(record: &Record, before: &str, found: &mut Vec<String>) {
        for key in record.keys {
            match &key.shape {
                Shape::Record(inner) => rules(inner, &format!("{before}{}.", key.wire), found),
                Shape::Short(..) => found.push(format!("{before}{}", key.wire)),
                _ => {}
            }
        }
    }

    #[test]
    fn every_rule_is_a_word_of_x_style() {
        let mut found = Vec::new();
        rules(&Lint::RECORD, "", &mut found);
        let words: Vec<_> = LintRule::ALL.iter().map(|rule| rule.as_str()).collect();
        assert_eq!(found, words);
    }
}
