//! Schemas.

use serde_json::Value;

use super::{NodeView, views};
use crate::spec::node::Field;

views! {
    /// A schema: a keyword of OpenAPI 3.0, or a private one for what 3.0 cannot say.
    Schema {
        /// The reference that it is.
        REFERENCE reference "$ref" text;
        /// A title.
        TITLE title "title" prose;
        /// Prose.
        DESCRIPTION description "description" prose;
        /// Whether it should not be used any more.
        DEPRECATED is_deprecated "deprecated" flag;
        /// The default value.
        DEFAULT default "default" value;
        /// Whether only answers have it.
        READ_ONLY is_read_only "readOnly" flag;
        /// Whether only requests have it.
        WRITE_ONLY is_write_only "writeOnly" flag;
        /// Whether null is allowed in addition to the type's values.
        NULLABLE is_nullable "nullable" flag;
        /// The JSON type.
        TYPE type_word "type" text;
        /// The format.
        FORMAT format "format" text;
        /// The values that are allowed.
        ENUM values "enum" values;
        /// Schemas that hold at once.
        ALL_OF all_of "allOf" list<Schema>;
        /// Alternatives of which one holds.
        ONE_OF one_of "oneOf" list<Schema>;
        /// Alternatives of which some hold.
        ANY_OF any_of "anyOf" list<Schema>;
        /// A schema that must not hold.
        NOT not "not" one<Schema>;
        /// Which member names the alternative.
        DISCRIMINATOR discriminator "discriminator" one<Discriminator>;
        /// Members by name.
        PROPERTIES properties "properties" map<Schema>;
        /// The names of members that must be there.
        REQUIRED required "required" values;
        /// The least number of members.
        MIN_PROPERTIES min_properties "minProperties" value;
        /// The largest number of members.
        MAX_PROPERTIES max_properties "maxProperties" value;
        /// The items of a list.
        ITEMS items "items" one<Schema>;
        /// The first items of a list.
        PREFIX_ITEMS prefix_items "x-hs-prefix-items" list<Schema>;
        /// The least number of items.
        MIN_ITEMS min_items "minItems" value;
        /// The largest number of items.
        MAX_ITEMS max_items "maxItems" value;
        /// Whether all items are different.
        UNIQUE_ITEMS has_unique_items "uniqueItems" flag;
        /// The least number of characters.
        MIN_LENGTH min_length "minLength" value;
        /// The largest number of characters.
        MAX_LENGTH max_length "maxLength" value;
        /// A regular expression.
        PATTERN pattern "pattern" text;
        /// The least value.
        MINIMUM minimum "minimum" value;
        /// The largest value.
        MAXIMUM maximum "maximum" value;
        /// Whether the least value is excluded.
        EXCLUSIVE_MINIMUM exclusive_minimum "exclusiveMinimum" value;
        /// Whether the largest value is excluded.
        EXCLUSIVE_MAXIMUM exclusive_maximum "exclusiveMaximum" value;
        /// What a number is a multiple of.
        MULTIPLE_OF multiple_of "multipleOf" value;
        /// What members that `properties` does not name are.
        ADDITIONAL_PROPERTIES additional "additionalProperties" one<Schema>;
        /// Members by a pattern of their names.
        PATTERN_PROPERTIES pattern_properties "patternProperties" map<Schema>;
        /// What members are that no schema describes.
        UNEVALUATED_PROPERTIES unevaluated_properties "unevaluatedProperties" one<Schema>;
        /// What members are that neither `properties` nor a pattern names.
        UNMATCHED_PROPERTIES unmatched_properties "x-hs-unmatched-properties" one<Schema>;
    }

    /// Which member of an object names the alternative.
    Discriminator {
        /// The member.
        PROPERTY_NAME property_name "propertyName" text;
        /// Alternatives by value.
        MAPPING mapping "mapping" map<MappingTarget>;
    }

    /// A text that names a schema.
    MappingTarget {}
}

/// Extensions that name the values of an enum.
const VALUE_NAMES: [&str; 2] = ["x-enum-varnames", "x-enumNames"];

/// The extension that describes the values of an enum.
const VALUE_DESCRIPTIONS: &str = "x-enum-descriptions";

fn trimmed(value: Option<&Value>) -> Option<String> {
    value?.as_str().map(|text| text.trim().to_owned())
}

/// A boolean, or a schema.
#[derive(Debug, Clone, Copy)]
pub enum BoolOrSchema<'a> {
    /// `true` or `false`.
    Bool(bool),
    /// A schema.
    Schema(Schema<'a>),
}

impl<'a> Schema<'a> {
    /// Keywords by which more members may be described than those that a schema and its `allOf` name.
    pub const CONDITIONAL: [Field; 6] = [
        Field("if"),
        Field("then"),
        Field("else"),
        Field("dependentSchemas"),
        Field("$dynamicRef"),
        Field("$recursiveRef"),
    ];

    /// The schema of a member.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<Schema<'a>> {
        self.0.get(Self::PROPERTIES)?.get(name).map(NodeView::of)
    }

    /// What members that `properties` does not name are.
    #[must_use]
    pub fn additional_properties(&self) -> Option<BoolOrSchema<'a>> {
        let node = self.0.get(Self::ADDITIONAL_PROPERTIES)?;
        match node.value() {
            Value::Bool(yes) => Some(BoolOrSchema::Bool(*yes)),
            Value::Object(_) => Some(BoolOrSchema::Schema(Self(node))),
            Value::Null | Value::Number(_) | Value::String(_) | Value::Array(_) => None,
        }
    }

    /// The schemas of a list of schemas: of [`Self::ALL_OF`], [`Self::ONE_OF`] or [`Self::ANY_OF`].
    pub fn list(&self, field: Field) -> impl Iterator<Item = Schema<'a>> + use<'a> {
        self.0.items(field).map(NodeView::of)
    }

    /// The field of a list of schemas with this name.
    #[must_use]
    pub fn list_field(key: &str) -> Option<Field> {
        [Self::ALL_OF, Self::ONE_OF, Self::ANY_OF].into_iter().find(|field| *field == key)
    }

    /// Whether a keyword does not restrict values, except null.
    #[must_use]
    pub fn is_annotation(key: &str) -> bool {
        const ANNOTATIONS: [&str; 11] = [
            "description",
            "title",
            "nullable",
            "readOnly",
            "writeOnly",
            "deprecated",
            "example",
            "examples",
            "default",
            "externalDocs",
            "xml",
        ];
        ANNOTATIONS.contains(&key)
    }

    /// Whether it says which values are allowed, apart from its type, its lists of schemas and `not`.
    #[must_use]
    pub fn describes_values(&self) -> bool {
        let is_filled = |value: &Value| value.as_object().is_some_and(|object| !object.is_empty());
        self.keywords().any(|(key, value)| match key {
            "discriminator" | "not" | "type" => false,
            "properties" | "additionalProperties" => is_filled(value),
            "required" => value.as_array().is_some_and(|names| !names.is_empty()),
            key => !Self::is_annotation(key) && Self::list_field(key).is_none() && !key.starts_with("x-"),
        })
    }

    /// Whether it only says which members of an object must be there.
    #[must_use]
    pub fn only_names_members(&self) -> bool {
        self.is_object()
            && self.keywords().all(|(key, value)| match key {
                "required" | "not" | "title" | "description" | "minProperties" | "maxProperties" => true,
                "type" => value == "object",
                "properties" => value.as_object().is_some_and(|members| members.values().all(is_empty)),
                _ => false,
            })
    }

    /// Whether a key that begins with `x-` says something of the values: an extension that many tools share, or what 3.0
    /// cannot say.
    #[must_use]
    pub fn is_of_values(key: &str) -> bool {
        key == VALUE_NAMES[0] || key == VALUE_DESCRIPTIONS || key.starts_with("x-hs-")
    }

    /// The name that the document suggests for a value of its enum.
    #[must_use]
    pub fn value_name(&self, index: usize) -> Option<String> {
        let name = VALUE_NAMES.iter().find_map(|key| trimmed(self.value_of(key)?.get(index)));
        name.filter(|name| !name.is_empty())
    }

    /// The prose on a value of its enum, listed by position or by value.
    #[must_use]
    pub fn value_description(&self, index: usize, value: &Value) -> Option<String> {
        let all = self.value_of(VALUE_DESCRIPTIONS)?;
        let prose = trimmed(all.get(index)).or_else(|| trimmed(all.get(value.as_str()?)));
        prose.filter(|prose| !prose.is_empty())
    }

    /// The lists of names and prose on the values of its enum, with their lengths.
    pub fn value_lists(&self) -> impl Iterator<Item = (&'static str, usize)> + use<'a> {
        let schema = *self;
        let keys = [VALUE_NAMES[0], VALUE_DESCRIPTIONS].into_iter();
        keys.filter_map(move |key| Some((key, schema.value_of(key)?.as_array()?.len())))
    }

    /// Whether it has alternatives.
    #[must_use]
    pub fn has_alternatives(&self) -> bool {
        self.has(Self::ONE_OF) || self.has(Self::ANY_OF)
    }

    /// Whether it is the base of schemas that its discriminator names, and does not list them.
    #[must_use]
    pub fn is_base(&self) -> bool {
        self.has(Self::DISCRIMINATOR) && !self.has_alternatives()
    }

    /// The name of the component that it is.
    #[must_use]
    pub fn component(&self) -> Option<String> {
        let (section, name) = self.0.component_name()?;
        (section == "schemas").then(|| name.to_owned())
    }

    /// Whether it says by itself that null is a value.
    #[must_use]
    pub fn says_nullable(&self) -> bool {
        self.is_nullable()
            || self.flag("x-nullable")
            || self.values().is_some_and(|values| values.contains(&Value::Null))
    }

    /// Whether null is its only value.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.type_word() == Some("null") || self.lists_null_alone()
    }

    /// Whether it lists null and no other value.
    #[must_use]
    pub fn lists_null_alone(&self) -> bool {
        self.values().is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_null))
    }

    /// Whether it allows no value: `false`, or `{ not: {} }`, to which 3.1's `false` is brought down.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        is_nothing(self.value())
    }

    /// Whether it is `{}`, which allows any value.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        is_empty(self.value())
    }

    /// Whether it is a schema object, and not `true` or `false`.
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.value().is_object()
    }

    /// The keywords that it has.
    pub fn keywords(&self) -> impl Iterator<Item = (&'a str, &'a Value)> + use<'a> {
        self.value().as_object().into_iter().flatten().map(|(key, value)| (key.as_str(), value))
    }
}

impl<'a> Discriminator<'a> {
    /// Whether it has a mapping.
    #[must_use]
    pub fn has_mapping(&self) -> bool {
        self.has(Self::MAPPING)
    }
}

impl<'a> MappingTarget<'a> {
    /// The text.
    #[must_use]
    pub fn target(&self) -> Option<&'a str> {
        self.value().as_str()
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_object().is_some_and(serde_json::Map::is_empty)
}

fn is_nothing(value: &Value) -> bool {
    value == &Value::Bool(false)
        || value.as_object().is_some_and(|o| o.len() == 1) && value.get("not").is_some_and(is_empty)
}
