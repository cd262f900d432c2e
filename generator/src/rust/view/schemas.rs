//! The view of the constant schemas.

use super::scalars::scalar_rules;
use super::{Build, FileView};
use crate::ir::{self, IntegerWidth, NumberWidth, Others, Scalar, Shape, TextFormat, TypeRef, UnionTag};
use crate::rust::expr::Expr;
use crate::rust::ident::Ident;
use crate::rust::literal::Lit;
use crate::rust::printable::views;
use crate::rust::ty::From;

views! {
    /// A constant schema. `kind` says which of the rules are present.
    SchemaView {
        ident: Ident,
        /// `any`, `boolean`, `integer`, `number`, `text`, `file`, `enum`, `any_case`, `list`, `tuple`, `object`, `union` or `same`.
        kind: &'static str,
        /// The component's name.
        resource: Option<Lit>,
        code: Option<Lit>,
        message: Option<Lit>,
        integer: Option<IntegerView>,
        number: Option<NumberView>,
        text: Option<TextView>,
        file: Option<FileView>,
        /// JSON texts of an enumeration.
        values: Vec<Lit>,
        list: Option<ListView>,
        /// Places of a tuple, alternatives of a union.
        places: Vec<Expr>,
        object: Option<RulesView>,
        union: Option<ChoiceView>,
        /// The schema that it is the same as.
        same: Option<Expr>,
    }
    /// Rules of an integer.
    IntegerView {
        /// All values of its width: the constant of the runtime.
        width: Expr,
        min: Option<Lit>,
        max: Option<Lit>,
        multiple_of: Option<Lit>,
    }
    /// Rules of a number.
    NumberView {
        /// All values of its width: the constant of the runtime.
        width: Expr,
        min: Option<BoundView>,
        max: Option<BoundView>,
        multiple_of: Option<Lit>,
    }
    /// A bound of a number.
    BoundView {
        value: Lit,
        /// Whether it is itself excluded.
        excluded: Expr,
    }
    /// Rules of text.
    TextView {
        min_length: Option<Lit>,
        max_length: Option<Lit>,
        pattern: Option<Lit>,
        format: Option<Expr>,
    }
    /// Rules of a list.
    ListView {
        /// Whether the items' schema is the only rule.
        free: bool,
        items: Expr,
        min_items: Option<Lit>,
        max_items: Option<Lit>,
        unique: bool,
    }
    /// Rules of an object.
    RulesView {
        /// Whether the members' schemas are the only rules.
        free: bool,
        members: Vec<RuleView>,
        /// Whether there are no other members.
        denied: bool,
        /// What other members are.
        others: Option<Expr>,
        /// Schemas of which one must fit as well.
        any_of: Vec<Expr>,
        /// Schemas of members by the pattern of their names.
        patterns: Vec<PatternView>,
        min_members: Option<Lit>,
        max_members: Option<Lit>,
    }
    /// What the members are whose names match a pattern.
    PatternView {
        pattern: Lit,
        schema: Expr,
    }
    /// Rules of a member.
    RuleView {
        wire: Lit,
        required: bool,
        read_only: bool,
        write_only: bool,
        /// The default as JSON, if the style echoes requests.
        default: Option<Lit>,
        schema: Expr,
    }
    /// Rules of a union.
    ChoiceView {
        /// The member that selects the alternative.
        tag: Option<Lit>,
        mapping: Vec<TagView>,
        /// Whether just one may match.
        one: bool,
    }
    /// A value of a tag, and the alternative that it means.
    TagView {
        value: Lit,
        index: Lit,
    }
}

impl SchemaView {
    fn new(ident: Ident, kind: &'static str) -> Self {
        Self {
            ident,
            kind,
            resource: None,
            code: None,
            message: None,
            integer: None,
            number: None,
            text: None,
            file: None,
            values: Vec::new(),
            list: None,
            places: Vec::new(),
            object: None,
            union: None,
            same: None,
        }
    }
}

/// The runtime's schema of a reference to a related resource.
const IDENTIFIER: &str = "IDENTIFIER";

/// A count, where it says something.
pub(super) fn least(count: u64) -> Option<Lit> {
    (count > 0).then(|| Lit::integer(i128::from(count)))
}

pub(super) fn most(count: Option<u64>) -> Option<Lit> {
    count.map(|count| Lit::integer(i128::from(count)))
}

impl Build<'_> {
    pub(super) fn schemas(&self) -> Vec<SchemaView> {
        (0..self.api.types.len())
            .filter(|index| self.checked[*index] && self.constant(*index).is_none())
            .map(|index| self.schema_view(index))
            .collect()
    }

    /// A reference to the schema of a use of a type.
    pub(super) fn schema(&self, ty: TypeRef, from: From) -> Expr {
        let index = ty.id.0 as usize;
        let path = if from == From::Sibling { "schemas" } else { "super::schemas" };
        self.schema_at(index, ty.nullable, path)
    }

    fn schema_at(&self, index: usize, nullable: bool, path: &'static str) -> Expr {
        let constant = self.constant(index);
        let is_constant = constant.is_some_and(|constant| constant != IDENTIFIER);
        let schema =
            constant.map(Expr::runtime).unwrap_or_else(|| Expr::item(path, &self.names.types.schemas[index]));
        if nullable { schema.or_null(is_constant).by_ref() } else { schema.by_ref() }
    }

    /// A reference within the module of schemas.
    fn reference(&self, ty: TypeRef) -> Expr {
        self.schema_at(ty.id.0 as usize, ty.nullable, "")
    }

    /// The runtime's constant for a schema without rules.
    fn constant(&self, index: usize) -> Option<&'static str> {
        let ty = &self.api.types[index];
        if ty.violation.code.is_some() || ty.violation.message.is_some() || self.resource(index).is_some() {
            return None;
        }
        Some(match &ty.shape {
            Shape::Any => "Schema::ANY",
            Shape::Scalar(Scalar::Null) => "Schema::NULL",
            Shape::Scalar(Scalar::Boolean) => "Schema::BOOLEAN",
            Shape::Scalar(Scalar::UnixTime) => "Schema::UNIX_TIME",
            Shape::Scalar(Scalar::Integer(integer)) => {
                let free = integer.min.is_none() && integer.max.is_none() && integer.multiple_of.is_none();
                match integer.width {
                    _ if !free => return None,
                    IntegerWidth::I32 => "Schema::INT32",
                    IntegerWidth::I64 => "Schema::INT64",
                    IntegerWidth::U64 => "Schema::UINT64",
                    IntegerWidth::I128 => "Schema::INT128",
                }
            }
            Shape::Scalar(Scalar::Number(number)) => {
                let free = number.min.is_none() && number.max.is_none() && number.multiple_of.is_none();
                match number.width {
                    _ if !free => return None,
                    NumberWidth::F32 => "Schema::FLOAT",
                    NumberWidth::F64 | NumberWidth::Decimal => "Schema::NUMBER",
                }
            }
            Shape::Scalar(Scalar::File(file)) => {
                return (file.min_bytes == 0 && file.max_bytes.is_none()).then_some("Schema::FILE");
            }
            Shape::Scalar(Scalar::Text(text)) => {
                let free = text.min_length == 0 && text.max_length.is_none() && text.pattern.is_none();
                match text.format {
                    _ if !free => return None,
                    TextFormat::Plain | TextFormat::Binary => "Schema::TEXT",
                    TextFormat::Uuid => "Schema::UUID",
                    TextFormat::DateTime => "Schema::DATE_TIME",
                    TextFormat::Date => "Schema::DATE",
                    TextFormat::Uri => "Schema::URI",
                    TextFormat::UriReference => "Schema::URI_REFERENCE",
                    TextFormat::Byte => "Schema::BYTE",
                    TextFormat::Base64Url => "Schema::BASE64_URL",
                    TextFormat::Email => "Schema::EMAIL",
                    TextFormat::Ipv4 => "Schema::IPV4",
                    TextFormat::Ipv6 => "Schema::IPV6",
                    TextFormat::Hostname => "Schema::HOSTNAME",
                    TextFormat::Time => "Schema::TIME",
                    TextFormat::Duration => "Schema::DURATION",
                }
            }
            // Which of the types it is of, is looked at as the document is read.
            Shape::Related(_) => IDENTIFIER,
            Shape::Enum(_)
            | Shape::Array(_)
            | Shape::Tuple(_)
            | Shape::Map(_)
            | Shape::Object(_)
            | Shape::Union(_)
            | Shape::Alias(_) => return None,
        })
    }

    fn schema_view(&self, index: usize) -> SchemaView {
        let ty = &self.api.types[index];
        let mut view = SchemaView::new(self.names.types.schemas[index].clone(), "any");
        view.resource = self.resource(index).map(Lit::text);
        view.code = ty.violation.code.as_deref().map(Lit::text);
        view.message = ty.violation.message.as_deref().map(Lit::text);
        match &ty.shape {
            Shape::Any => {}
            Shape::Related(_) => {
                view.kind = "same";
                view.same = Some(Expr::runtime(IDENTIFIER).by_ref());
            }
            Shape::Scalar(scalar) => scalar_rules(&mut view, scalar),
            Shape::Enum(list) => {
                view.kind = if list.any_case { "any_case" } else { "enum" };
                view.values = list.values.iter().map(|value| Lit::text(&value.value.to_string())).collect();
            }
            Shape::Array(array) => {
                view.kind = "list";
                view.list = Some(ListView {
                    free: array.min_items == 0 && array.max_items.is_none() && !array.unique,
                    items: self.reference(array.items),
                    min_items: least(array.min_items),
                    max_items: most(array.max_items),
                    unique: array.unique,
                });
            }
            Shape::Tuple(places) => {
                view.kind = "tuple";
                view.places = places.iter().map(|place| self.reference(*place)).collect();
            }
            Shape::Map(map) => {
                view.kind = "object";
                view.object = Some(RulesView {
                    free: false,
                    members: Vec::new(),
                    denied: rest(Others::Kept(map.values), map.patterns.as_ref()) == Others::Denied,
                    others: self.kept(rest(Others::Kept(map.values), map.patterns.as_ref())),
                    any_of: Vec::new(),
                    patterns: self.patterns(map.patterns.as_ref()),
                    min_members: least(map.min_members),
                    max_members: most(map.max_members),
                });
            }
            Shape::Object(object) => {
                view.kind = "object";
                view.object = Some(self.rules(index, object));
            }
            Shape::Union(union) => {
                view.kind = "union";
                view.places = union.variants.iter().map(|variant| self.reference(variant.ty)).collect();
                view.union = Some(choice(union));
            }
            Shape::Alias(to) => {
                view.kind = "same";
                view.same = Some(self.reference(*to));
            }
        }
        view
    }

    /// Members in the document's order, those that a request may not set among them.
    fn rules(&self, index: usize, object: &ir::Object) -> RulesView {
        let merging = self.api.types[index].form.is_merged();
        let members = object.members.iter().map(|member| RuleView {
            wire: Lit::text(&member.wire),
            required: member.required && !merging,
            read_only: member.access == ir::Access::ReadOnly,
            write_only: member.access == ir::Access::WriteOnly,
            default: self.echoed_default(member).filter(|_| !merging),
            schema: self.reference(member.ty),
        });
        let mut members: Vec<_> = members.collect();
        // From the last, so that the places of those before stay as they are.
        for refused in object.refused.iter().rev() {
            members.insert(refused.before.min(members.len()), refusal(refused));
        }
        RulesView {
            free: object.others == Others::Unsaid
                && object.min_members == 0
                && object.max_members.is_none()
                && object.any_of.is_empty()
                && object.patterns.is_none(),
            any_of: object.any_of.iter().map(|one| self.reference(*one)).collect(),
            members,
            denied: rest(object.others, object.patterns.as_ref()) == Others::Denied,
            others: self.kept(rest(object.others, object.patterns.as_ref())),
            patterns: self.patterns(object.patterns.as_ref()),
            min_members: least(object.min_members),
            max_members: most(object.max_members),
        }
    }
}

impl Build<'_> {
    fn kept(&self, others: Others) -> Option<Expr> {
        match others {
            Others::Kept(of) => Some(self.reference(of)),
            Others::Unsaid | Others::Denied => None,
        }
    }

    fn patterns(&self, patterns: Option<&ir::Patterns>) -> Vec<PatternView> {
        let each = patterns.into_iter().flat_map(|patterns| &patterns.each);
        each.map(|(pattern, ty)| PatternView { pattern: Lit::text(pattern), schema: self.reference(*ty) })
            .collect()
    }
}

/// What the members are that an object does not name and that match no pattern.
fn rest(others: Others, patterns: Option<&ir::Patterns>) -> Others {
    patterns.map_or(others, |patterns| patterns.rest)
}

/// What a body may set to nothing at all.
fn refusal(refused: &ir::RefusedMember) -> RuleView {
    let any = Expr::runtime("Schema::ANY");
    let schema = match &refused.violation.message {
        Some(message) => any.with_message(&Lit::text(message)),
        None => any,
    };
    RuleView {
        wire: Lit::text(&refused.wire),
        required: false,
        read_only: true,
        write_only: false,
        default: None,
        schema: schema.by_ref(),
    }
}

fn choice(union: &ir::Union) -> ChoiceView {
    let tag = match &union.tag {
        UnionTag::Internal(member) => Some(Lit::text(member)),
        UnionTag::None | UnionTag::External => None,
    };
    let mapping = union.variants.iter().enumerate().flat_map(|(index, variant)| {
        let index = i128::from(super::id(index));
        variant.tags.iter().map(move |tag| TagView { value: Lit::text(tag), index: Lit::integer(index) })
    });
    ChoiceView { mapping: mapping.collect(), tag, one: union.one }
}
