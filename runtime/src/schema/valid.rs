//! Constraints of typed values: the fast path, without a JSON tree.

use crate::schema::check::rules;
use crate::schema::{AdditionalMembers, ArrayRules, Kind, MemberRules, ObjectRules, Schema, StringRules};
use crate::value::{
    Base64, Base64Url, Boxed, Date, DateTime, Decimal, Link, Patch, UnixTime, Uri, UriReference,
};
use serde_json::Value;
use std::collections::BTreeMap;

/// A value whose constraints can be checked.
///
/// `true` is certain. `false` means that the value is invalid *or* that only the JSON tree can decide, as with unique
/// items and overlapping alternatives: [`check`](crate::schema::check) then decides.
pub trait Valid {
    /// Returns whether the value satisfies its schema.
    fn valid(&self, schema: &'static Schema) -> bool;

    /// Returns whether the value would be present as a member of an object.
    fn is_present(&self) -> bool {
        true
    }
}

/// Starts the check of an object's members.
pub fn valid_members(schema: &'static Schema) -> ValidMembers {
    match &schema.target().kind {
        Kind::Object(rules) => ValidMembers { rules: Some(rules), left: rules.members, count: 0, ok: true },
        _ => ValidMembers { rules: None, left: &[], count: 0, ok: false },
    }
}

/// Checks the members of an object in order.
#[derive(Debug)]
#[must_use = "only `end` tells"]
pub struct ValidMembers {
    rules: Option<&'static ObjectRules>,
    left: &'static [MemberRules],
    count: u64,
    ok: bool,
}

impl ValidMembers {
    /// Checks the member with this name. Members come in the order of the schema; skipped ones have no field.
    pub fn member<T: Valid + ?Sized>(mut self, wire: &str, value: &T) -> Self {
        while let [first, rest @ ..] = self.left {
            self.left = rest;
            if first.wire == wire {
                return self.take(first, value);
            }
        }
        self.ok = false;
        self
    }

    /// Checks the next member that a request may set.
    pub fn next<T: Valid + ?Sized>(mut self, value: &T) -> Self {
        while let [first, rest @ ..] = self.left {
            self.left = rest;
            if !first.read_only {
                return self.take(first, value);
            }
        }
        self.ok = false;
        self
    }

    fn take<T: Valid + ?Sized>(mut self, member: &'static MemberRules, value: &T) -> Self {
        let present = member.required || value.is_present();
        self.count += u64::from(present);
        self.ok = self.ok && (!present || value.valid(member.schema));
        self
    }

    /// Checks the additional members.
    pub fn others<T: Valid>(mut self, others: &BTreeMap<String, T>) -> Self {
        self.count += others.len() as u64;
        self.ok = self.ok
            && match self.rules.map(|rules| rules.others) {
                Some(AdditionalMembers::Of(schema)) => others.values().all(|value| value.valid(schema)),
                Some(AdditionalMembers::Allowed) => true,
                Some(AdditionalMembers::Denied) | None => others.is_empty(),
            };
        self
    }

    /// Returns whether all members are valid.
    #[must_use]
    pub fn end(self) -> bool {
        // `anyOf` and patterns are decided on the JSON tree.
        let counted = |rules: &ObjectRules| {
            rules::members(rules, self.count).is_none()
                && rules.any_of.is_empty()
                && rules.patterns.is_empty()
        };
        self.ok && self.rules.is_some_and(counted)
    }
}

/// Returns whether an alternative of a union is valid. Not certain, so `false`, if exactly one must match and another
/// may match as well.
#[must_use]
pub fn valid_variant<T: Valid + ?Sized>(schema: &'static Schema, index: usize, value: &T) -> bool {
    let Kind::Union(rules) = &schema.target().kind else { return false };
    let certain = !rules.one || rules.tag.is_some() || rules::apart(rules.variants);
    certain && rules.variants.get(index).is_some_and(|variant| value.valid(variant))
}

impl Valid for bool {
    fn valid(&self, schema: &'static Schema) -> bool {
        matches!(schema.target().kind, Kind::Boolean | Kind::Any)
    }
}

macro_rules! integers {
    ($($ty:ty),*) => { $(impl Valid for $ty {
        fn valid(&self, schema: &'static Schema) -> bool {
            match &schema.target().kind {
                Kind::Integer(rules) => rules::integer(rules, i128::from(*self)).is_none(),
                Kind::Any => true,
                _ => false,
            }
        }
    })* };
}
integers!(i32, i64, u64, i128);

impl Valid for () {
    fn valid(&self, _: &'static Schema) -> bool {
        true
    }
}

impl Valid for UnixTime {
    fn valid(&self, schema: &'static Schema) -> bool {
        self.timestamp().valid(schema)
    }
}

macro_rules! floats {
    ($($ty:ty),*) => { $(impl Valid for $ty {
        fn valid(&self, schema: &'static Schema) -> bool {
            match &schema.target().kind {
                Kind::Number(rules) => rules::number(rules, f64::from(*self)).is_none(),
                Kind::Any => true,
                _ => false,
            }
        }
    })* };
}
floats!(f32, f64);

impl Valid for Decimal {
    fn valid(&self, schema: &'static Schema) -> bool {
        self.to_f64().valid(schema)
    }
}

impl Valid for String {
    fn valid(&self, schema: &'static Schema) -> bool {
        match &schema.target().kind {
            Kind::String(rules) => rules::text(rules, self).is_none(),
            Kind::Any => true,
            _ => false,
        }
    }
}

/// Checks a string whose type has validated the format.
fn formatted(schema: &'static Schema, text: impl FnOnce(&StringRules) -> bool) -> bool {
    match &schema.target().kind {
        Kind::String(rules) => {
            (rules.min_length == 0 && rules.max_length.is_none() && rules.pattern.is_none()) || text(rules)
        }
        Kind::Any => true,
        _ => false,
    }
}

impl Valid for Link {
    fn valid(&self, schema: &'static Schema) -> bool {
        formatted(schema, |rules| rules::text(rules, &self.0).is_none())
    }

    fn is_present(&self) -> bool {
        !self.is_empty()
    }
}

impl Valid for Base64 {
    fn valid(&self, schema: &'static Schema) -> bool {
        formatted(schema, |rules| rules::text(rules, &self.encode()).is_none())
    }
}

impl Valid for Base64Url {
    fn valid(&self, schema: &'static Schema) -> bool {
        formatted(schema, |rules| rules::text(rules, &self.encode()).is_none())
    }
}

impl Valid for Uri {
    fn valid(&self, schema: &'static Schema) -> bool {
        formatted(schema, |rules| rules::text(rules, self.as_str()).is_none())
    }
}

impl Valid for UriReference {
    fn valid(&self, schema: &'static Schema) -> bool {
        formatted(schema, |rules| rules::text(rules, self.as_str()).is_none())
    }
}

macro_rules! reformatted {
    ($($ty:ty),*) => { $(impl Valid for $ty {
        /// Not certain if the string itself has constraints, because it may have been written in another form.
        fn valid(&self, schema: &'static Schema) -> bool {
            formatted(schema, |_| false)
        }
    })* };
}
reformatted!(uuid::Uuid, bytes::Bytes);

macro_rules! loosely_read {
    ($($ty:ty),*) => { $(impl Valid for $ty {
        /// Never certain: the type accepts more than RFC 3339, so the text must be checked.
        fn valid(&self, schema: &'static Schema) -> bool {
            matches!(schema.target().kind, Kind::Any)
        }
    })* };
}
loosely_read!(DateTime, Date);

impl Valid for Value {
    fn valid(&self, schema: &'static Schema) -> bool {
        matches!(schema.target().kind, Kind::Any)
    }
}

impl<T: Valid> Valid for Option<T> {
    fn valid(&self, schema: &'static Schema) -> bool {
        self.as_ref().is_none_or(|value| value.valid(schema))
    }

    fn is_present(&self) -> bool {
        self.is_some()
    }
}

impl<T: Valid> Valid for Patch<T> {
    fn valid(&self, schema: &'static Schema) -> bool {
        self.value().is_none_or(|value| value.valid(schema))
    }

    fn is_present(&self) -> bool {
        !self.is_absent()
    }
}

impl<T: Valid + ?Sized> Valid for Box<T> {
    fn valid(&self, schema: &'static Schema) -> bool {
        (**self).valid(schema)
    }

    fn is_present(&self) -> bool {
        (**self).is_present()
    }
}

impl<T: Valid> Valid for Vec<T> {
    fn valid(&self, schema: &'static Schema) -> bool {
        let listed = |rules: &ArrayRules| {
            (!rules.unique || self.len() < 2)
                && rules::items(rules, self.len() as u64).is_none()
                && self.iter().all(|item| item.valid(rules.items))
        };
        match &schema.target().kind {
            Kind::Array(rules) => listed(rules),
            _ => false,
        }
    }
}

impl<T: Valid> Valid for BTreeMap<String, T> {
    fn valid(&self, schema: &'static Schema) -> bool {
        match &schema.target().kind {
            Kind::Object(rules) if rules.members.is_empty() => valid_members(schema).others(self).end(),
            _ => false,
        }
    }
}

macro_rules! tuples {
    ($($count:literal ($($ty:ident $place:tt),+))*) => { $(
        impl<$($ty: Valid),+> Valid for ($($ty,)+) {
            fn valid(&self, schema: &'static Schema) -> bool {
                match &schema.target().kind {
                    Kind::Tuple(places) if places.len() == $count => true $(&& self.$place.valid(places[$place]))+,
                    _ => false,
                }
            }
        }
    )* };
}
tuples! {
    1 (A 0)
    2 (A 0, B 1)
    3 (A 0, B 1, C 2)
    4 (A 0, B 1, C 2, D 3)
    5 (A 0, B 1, C 2, D 3, E 4)
    6 (A 0, B 1, C 2, D 3, E 4, F 5)
    7 (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    8 (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
}

impl<T: Valid> Valid for Boxed<T> {
    fn valid(&self, schema: &'static Schema) -> bool {
        (**self).valid(schema)
    }

    fn is_present(&self) -> bool {
        (**self).is_present()
    }
}
