//! Names of types, members, variants and schemas.

use std::collections::{BTreeMap, BTreeSet};

use super::{Rename, status_name};
use crate::ir::{
    ApiModel, EnumKind, Form, Object, Origin, Owner, Scalar, Shape, StatusSpec, TextFormat, TypeId, Variant,
};
use crate::rust::cases::{pascal, screaming, snake};
use crate::rust::ident::Ident;
use crate::rust::resources::described;
use crate::rust::scope::Scope;

/// Names that the module of types uses without a path.
pub const PRELUDE: [&str; 22] = [
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Fn",
    "From",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "PartialEq",
    "Result",
    "Send",
    "Some",
    "String",
    "Sync",
    "Vec",
];

/// Names of types and their parts, each by [`TypeId`].
#[derive(Debug)]
pub struct TypeNames {
    /// Of items and aliases; nothing for what is spelled in place.
    pub items: Vec<Option<Ident>>,
    /// Of the constant schemas.
    pub schemas: Vec<Ident>,
    /// Of the constants that describe resources, each with the forms of its type.
    pub metas: Vec<(Vec<TypeId>, Ident)>,
    /// Of members, in order; those of the map for others last.
    pub members: Vec<Vec<Ident>>,
    /// Of variants, in order; the one for unknown values last.
    pub variants: Vec<Vec<Ident>>,
    /// Every identifier of the module, without `r#`.
    pub taken: BTreeSet<String>,
}

impl TypeNames {
    pub(super) fn new(api: &ApiModel, renamed: &mut Vec<Rename>) -> Self {
        let mut naming = Naming {
            api,
            scope: Scope::with(PRELUDE),
            forms: forms(api),
            hints: vec![None; api.types.len()],
            items: vec![None; api.types.len()],
            holders: BTreeMap::new(),
        };
        naming.components(renamed);
        let hints: Vec<String> = (0..api.types.len()).map(|index| naming.name(index)).collect();
        let mut schemas = Scope::default();
        let schemas = hints.iter().map(|hint| schemas.claim([screaming(hint).as_str()], "SCHEMA")).collect();
        let taken = naming.items.iter().flatten().map(|ident| ident.plain().to_owned()).collect();
        Self {
            items: naming.items,
            schemas,
            metas: metas(api, &hints),
            members: api.types.iter().map(|ty| members(&ty.shape)).collect(),
            variants: (0..api.types.len()).map(|index| variants(api, index, &hints)).collect(),
            taken,
        }
    }
}

/// Whether a type is emitted as an item, whatever its origin.
#[must_use]
pub const fn is_item(shape: &Shape) -> bool {
    matches!(shape, Shape::Object(_) | Shape::Enum(_) | Shape::Union(_))
}

/// The forms in which each component is there.
fn forms(api: &ApiModel) -> BTreeMap<&str, BTreeSet<u8>> {
    let mut forms = BTreeMap::<&str, BTreeSet<u8>>::new();
    for ty in &api.types {
        if let Origin::Component(wire) = &ty.origin {
            forms.entry(wire).or_default().insert(ty.form as u8);
        }
    }
    forms
}

struct Naming<'a> {
    api: &'a ApiModel,
    scope: Scope,
    forms: BTreeMap<&'a str, BTreeSet<u8>>,
    /// The name or, for what is spelled in place, what it would be called.
    hints: Vec<Option<String>>,
    items: Vec<Option<Ident>>,
    /// Who has a name: its pointer.
    holders: BTreeMap<String, &'a str>,
}

impl<'a> Naming<'a> {
    /// Components first, and of those the forms that keep the document's own name: nothing else may take it.
    fn components(&mut self, renamed: &mut Vec<Rename>) {
        for own in [true, false] {
            for (index, ty) in self.api.types.iter().enumerate() {
                let Origin::Component(wire) = &ty.origin else { continue };
                let affixed = ty.form != Form::Read && self.forms[wire.as_str()].len() > 1;
                if affixed == own {
                    continue;
                }
                let first = affix(&pascal(wire), if affixed { ty.form } else { Form::Read });
                let given = self.give(index, &[first.clone(), format!("{first}{}", kind_word(&ty.shape))]);
                if given != first {
                    let holder = self.holders.get(&first).map(|pointer| (*pointer).to_owned());
                    renamed.push(Rename { pointer: ty.pointer.clone(), wanted: first, given, holder });
                }
            }
        }
    }

    fn give(&mut self, index: usize, candidates: &[String]) -> String {
        let found = self.scope.claim(candidates.iter().map(String::as_str), "Type");
        let text = found.plain().to_owned();
        self.holders.insert(text.clone(), &self.api.types[index].pointer);
        self.items[index] = Some(found);
        self.hints[index] = Some(text.clone());
        text
    }

    /// The name of a type, those of its owners given first.
    fn name(&mut self, index: usize) -> String {
        // The chain of owners is bounded by the reader's limit of depth.
        if let Some(hint) = &self.hints[index] {
            return hint.clone();
        }
        // A ring of owners cannot come out of a document; it would end here.
        self.hints[index] = Some("Type".to_owned());
        let ty = &self.api.types[index];
        let candidates = self.candidates(&ty.origin, ty.form);
        if is_item(&ty.shape) {
            return self.give(index, &candidates);
        }
        let hint = candidates.into_iter().next().unwrap_or_default();
        self.hints[index] = Some(hint.clone());
        hint
    }

    fn candidates(&mut self, origin: &Origin, form: Form) -> Vec<String> {
        let own = |name: String, word: &str| vec![affix(&name, form), affix(&format!("{name}{word}"), form)];
        match origin {
            Origin::Component(wire) => own(pascal(wire), "Type"),
            Origin::Member(owner, wire) => self.within(*owner, form, &pascal(wire), "Member"),
            Origin::Item(owner) => {
                let base = self.name(owner.0 as usize);
                let one = singular(&base);
                if one == base {
                    vec![format!("{base}Item")]
                } else {
                    vec![one.clone(), format!("{one}Item")]
                }
            }
            Origin::Entry(owner) => self.within(*owner, form, "Value", "Entry"),
            Origin::Place(owner, index) => self.within(*owner, form, &format!("Place{}", index + 1), "Place"),
            Origin::Variant(owner, index) => {
                let word = match self.variant(*owner, *index) {
                    Some(of) => of.hint.clone().unwrap_or_else(|| alternative(self.api, of.ty.id)),
                    None => format!("Variant{}", index + 1),
                };
                self.within(*owner, form, &pascal(&word), "Variant")
            }
            Origin::Parameter(Owner::Component(name), _) => own(ending(name, "Parameter"), "Type"),
            Origin::Parameter(owner, wire) => own(owned(owner, &pascal(wire)), "Parameter"),
            Origin::RequestBody(Owner::Component(name)) => own(ending(name, "Body"), "Type"),
            Origin::RequestBody(owner) => own(owned(owner, "Body"), "Body"),
            Origin::Response(Owner::Component(name), _) => own(ending(name, "Response"), "Body"),
            Origin::Response(owner, status) => {
                own(owned(owner, &format!("{}Response", response_word(status))), "Body")
            }
            Origin::Meta(operation) => own(pascal(operation) + "Meta", "Member"),
            Origin::ResponseHeader(owner, status, wire) => {
                let status = pascal(status);
                own(owned(owner, &pascal(wire)), &format!("{status}Header"))
            }
            Origin::Header(name) => own(ending(name, "Header"), "Type"),
        }
    }

    /// The owner's name and a word; the form is said once.
    fn within(&mut self, owner: TypeId, form: Form, word: &str, kind: &str) -> Vec<String> {
        let base = self.name(owner.0 as usize);
        let form = if self.api.ty(owner).form == form { Form::Read } else { form };
        vec![affix(&format!("{base}{word}"), form), affix(&format!("{base}{word}{kind}"), form)]
    }

    fn variant(&self, owner: TypeId, index: usize) -> Option<&Variant> {
        let Shape::Union(union) = &self.api.ty(owner).shape else { return None };
        union.variants.get(index)
    }
}

/// What an operation, a path or a component calls a part of it.
fn owned(owner: &Owner, word: &str) -> String {
    match owner {
        Owner::Operation(wire) | Owner::Path(wire) | Owner::Component(wire) => pascal(wire) + word,
    }
}

/// The name of a component, with a word at its end that says what it is.
fn ending(wire: &str, word: &str) -> String {
    let name = pascal(wire);
    if name.ends_with(word) { name } else { name + word }
}

/// The status of a response as a part of a name; `None` for a success.
fn response_word(status: &str) -> String {
    match status.parse::<u16>() {
        Ok(200..=299) => String::new(),
        Ok(code) => status_name(StatusSpec::Exact(code)),
        Err(_) => match status.as_bytes() {
            [digit @ b'1'..=b'5', b'x' | b'X', b'x' | b'X'] => status_name(StatusSpec::Range(digit - b'0')),
            _ => pascal(status),
        },
    }
}

/// The constants that describe resources.
fn metas(api: &ApiModel, hints: &[String]) -> Vec<(Vec<TypeId>, Ident)> {
    let mut scope = Scope::default();
    let named = described(api).into_iter().map(|forms| {
        let base = match &api.ty(forms[0]).origin {
            Origin::Component(wire) => wire.as_str(),
            Origin::Member(..)
            | Origin::Item(_)
            | Origin::Place(..)
            | Origin::Entry(_)
            | Origin::Variant(..)
            | Origin::Parameter(..)
            | Origin::RequestBody(_)
            | Origin::Response(..)
            | Origin::Meta(_)
            | Origin::ResponseHeader(..)
            | Origin::Header(_) => &hints[forms[0].0 as usize],
        };
        let ident = scope.claim([format!("{}_META", screaming(base)).as_str()], "META");
        (forms, ident)
    });
    named.collect()
}

fn affix(base: &str, form: Form) -> String {
    match form {
        Form::Read => base.to_owned(),
        Form::New => format!("New{base}"),
        Form::Patch => format!("{base}Patch"),
        Form::Merge => format!("{base}MergePatch"),
        Form::Multipart => format!("{base}Form"),
    }
}

/// What a type is, in a word: the second rung of a component's name.
const fn kind_word(shape: &Shape) -> &'static str {
    match shape {
        Shape::Object(_) => "Object",
        Shape::Enum(_) => "Enum",
        Shape::Union(_) => "Union",
        Shape::Array(_) | Shape::Tuple(_) => "List",
        Shape::Map(_) => "Map",
        Shape::Any | Shape::Scalar(_) | Shape::Alias(_) | Shape::Related(_) => "Value",
    }
}

/// One of what a plural names.
fn singular(plural: &str) -> String {
    for (end, one) in [("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh")] {
        if let Some(stem) = plural.strip_suffix(end).filter(|stem| stem.len() > 2) {
            return format!("{stem}{one}");
        }
    }
    match plural.strip_suffix('s') {
        Some(stem) if stem.len() > 2 && !stem.ends_with(['s', 'u', 'i']) => stem.to_owned(),
        _ => plural.to_owned(),
    }
}

/// Members, and the map of others.
fn members(shape: &Shape) -> Vec<Ident> {
    let Shape::Object(Object { members, .. }) = shape else { return Vec::new() };
    let mut scope = Scope::default();
    let mut idents: Vec<_> =
        members.iter().map(|member| scope.claim([snake(&member.wire).as_str()], "member")).collect();
    idents.push(scope.claim(["others", "other_members"], "others"));
    idents
}

/// What the variant for unknown values is called.
const UNKNOWN: [&str; 3] = ["Unknown", "Other", "Unrecognized"];

/// Variants of an enumeration or a union.
fn variants(api: &ApiModel, index: usize, hints: &[String]) -> Vec<Ident> {
    let mut scope = Scope::default();
    let mut idents = Vec::new();
    match &api.types[index].shape {
        Shape::Enum(list) if list.kind != EnumKind::Mixed => {
            for value in &list.values {
                let text = value.value.as_str().map_or_else(|| value.value.to_string(), str::to_owned);
                let text = if text.is_empty() { "Empty".to_owned() } else { pascal(&text) };
                let hint = value.hint.as_deref().map(pascal);
                let candidates = hint.iter().chain([&text]).map(String::as_str);
                idents.push(scope.claim(candidates, "Value"));
            }
            idents.push(scope.claim(UNKNOWN, "Unknown"));
        }
        Shape::Union(union) => {
            for variant in &union.variants {
                let of = api.ty(variant.ty.id);
                let hint = variant.hint.as_deref().map(pascal);
                let named = matches!(of.origin, Origin::Component(_))
                    .then(|| hints[variant.ty.id.0 as usize].clone());
                let word = pascal(&alternative(api, variant.ty.id));
                let candidates = hint.iter().chain(&named).chain([&word]).map(String::as_str);
                idents.push(scope.claim(candidates, "Variant"));
            }
            idents.push(scope.claim(UNKNOWN, "Unknown"));
        }
        Shape::Any
        | Shape::Scalar(_)
        | Shape::Enum(_)
        | Shape::Array(_)
        | Shape::Tuple(_)
        | Shape::Map(_)
        | Shape::Object(_)
        | Shape::Alias(_)
        | Shape::Related(_) => {}
    }
    idents
}

/// What an alternative without a name is, in a word.
fn alternative(api: &ApiModel, ty: TypeId) -> String {
    let word = match &api.ty(ty).shape {
        Shape::Any => "Any",
        Shape::Scalar(Scalar::Null) => "Null",
        Shape::Scalar(Scalar::Boolean) => "Boolean",
        Shape::Scalar(Scalar::Integer(_)) => "Integer",
        Shape::Scalar(Scalar::Number(_)) => "Number",
        Shape::Scalar(Scalar::UnixTime) => "UnixTime",
        Shape::Scalar(Scalar::File(_)) => "File",
        Shape::Scalar(Scalar::Text(text)) => match text.format {
            TextFormat::Uuid => "Uuid",
            TextFormat::DateTime => "DateTime",
            TextFormat::Date => "Date",
            TextFormat::Uri | TextFormat::UriReference => "Uri",
            TextFormat::Email => "Email",
            TextFormat::Ipv4 => "Ipv4",
            TextFormat::Ipv6 => "Ipv6",
            TextFormat::Hostname => "Hostname",
            TextFormat::Time => "Time",
            TextFormat::Duration => "Duration",
            TextFormat::Plain | TextFormat::Byte | TextFormat::Base64Url | TextFormat::Binary => "Text",
        },
        Shape::Enum(list) => match list.values.as_slice() {
            [one] => return one.value.as_str().map_or_else(|| one.value.to_string(), str::to_owned),
            _ => "Choice",
        },
        Shape::Array(_) | Shape::Tuple(_) => "List",
        Shape::Map(_) => "Map",
        Shape::Object(_) => "Object",
        Shape::Union(_) => "Union",
        Shape::Alias(_) | Shape::Related(_) => "Value",
    };
    word.to_owned()
}
