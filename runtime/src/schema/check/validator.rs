//! Validates a value by walking its schema.

use super::{Fault, LISTED, Violation, ViolationKind, alternatives, pick, resembles, rules};
use crate::problem::Wording;
use crate::schema::{
    AdditionalMembers, ArrayRules, IntegerRules, Kind, MemberRules, ObjectRules, Schema, StringRules,
    UnionRules, UnionTag,
};
use crate::style::{Data, ReadOnly, Reject, UnknownMembers};
use crate::syntax::json::wide_integer;
use crate::syntax::pointer::push;
use serde_json::{Number, Value};
use std::collections::HashMap;

/// The maximum number of visited values, because nested alternatives multiply.
const FUEL: u32 = 1 << 21;
/// The same when an alternative is selected.
const FUEL_TO_PICK: u32 = 1 << 18;
/// The maximum length of the name of an unknown member in a message, in bytes.
const LONG_NAME: usize = 256;

/// One traversal of a value.
pub(super) struct Validator<'a> {
    /// How a request is read; `None` for a response.
    policy: Option<Policy>,
    pointer: &'a mut String,
    found: &'a mut Vec<Violation>,
    resource: Option<&'static str>,
    /// The number of violations after which it stops.
    limit: usize,
    fuel: u32,
}

/// The style's rules for requests.
#[derive(Clone, Copy)]
struct Policy {
    read_only: &'static ReadOnly,
    unknown_members: UnknownMembers,
}

impl Policy {
    const fn of(data: &'static Data) -> Self {
        Self { read_only: &data.read_only, unknown_members: data.unknown_members }
    }
}

/// The document's own code and message for a violated constraint.
#[derive(Clone, Copy)]
struct CustomMessage {
    code: Option<&'static str>,
    message: Option<&'static str>,
}

impl<'a> Validator<'a> {
    pub(super) fn of_request(
        policy: &'static Data,
        pointer: &'a mut String,
        found: &'a mut Vec<Violation>,
    ) -> Self {
        Self { policy: Some(Policy::of(policy)), pointer, found, resource: None, limit: LISTED, fuel: FUEL }
    }

    /// Stops at the first violation.
    pub(super) fn of_answer(pointer: &'a mut String, found: &'a mut Vec<Violation>) -> Self {
        Self { policy: None, pointer, found, resource: None, limit: 1, fuel: FUEL_TO_PICK }
    }

    fn is_done(&self) -> bool {
        self.found.len() >= self.limit
    }

    fn report(&mut self, fault: &Fault) {
        let words = CustomMessage { code: None, message: None };
        self.report_in(words, fault);
    }

    fn report_in(&mut self, words: CustomMessage, fault: &Fault) {
        if self.is_done() {
            return;
        }
        let mut violation = Violation::new(fault, self.pointer, self.resource);
        if matches!(violation.kind, ViolationKind::Constraint | ViolationKind::ReadOnly) {
            if let Some(code) = words.code {
                (violation.code, violation.group) = (code.into(), None);
            }
            if let Some(message) = words.message {
                violation.message = message.into();
                violation.wording = words.code.map(|code| Wording::of(format!("failure.{code}")));
            }
        }
        self.found.push(violation);
        if self.limit > 1 && self.is_done() {
            self.found.push(Violation::new(&Fault::More, "", None));
        }
    }

    /// Visits a member or item.
    fn inside(&mut self, name: &str, check: impl FnOnce(&mut Self)) {
        let length = self.pointer.len();
        push(self.pointer, name);
        check(self);
        self.pointer.truncate(length);
    }

    pub(super) fn value(&mut self, value: &Value, schema: &'static Schema) {
        if self.is_done() {
            return;
        }
        if self.fuel == 0 {
            return self.report(&Fault::TooComplex);
        }
        self.fuel -= 1;
        if value.is_null() && rules::nullable(schema) {
            return;
        }
        let outer = self.resource;
        let words = self.enter(schema);
        match &schema.target().kind {
            Kind::Any | Kind::Same(_) => {}
            Kind::Boolean => self.expect(words, value, value.as_bool(), "true or false", |_| None),
            Kind::Integer(rules) => self.integer(words, value, rules),
            Kind::Number(rules) => {
                let number = value.as_f64().or_else(|| wide_integer::of(value).map(|number| number as f64));
                self.expect(words, value, number, "a number", |number| rules::number(rules, number));
            }
            Kind::String(rules) => self.text(words, value, rules),
            Kind::File(rules) => {
                self.expect(words, value, value.as_u64(), "a file", |bytes| rules::file(rules, bytes));
            }
            Kind::Enum(values) => {
                if !rules::listed(values, value) {
                    self.report_in(words, &Fault::Enum(values.iter().map(|v| (*v).to_owned()).collect()));
                }
            }
            Kind::AnyCase(values) => {
                if value.as_str().is_none_or(|text| rules::declared_case(values, text).is_none()) {
                    self.report_in(words, &Fault::Enum(values.iter().map(|v| (*v).to_owned()).collect()));
                }
            }
            Kind::Array(rules) => self.list(words, value, rules),
            Kind::Tuple(places) => self.tuple(words, value, places),
            Kind::Object(rules) => self.object(words, value, rules),
            Kind::Union(rules) => self.union(words, value, rules),
        }
        self.resource = outer;
    }

    /// Returns the code and message of a schema, the outermost first; an object's name becomes the resource.
    fn enter(&mut self, schema: &'static Schema) -> CustomMessage {
        let mut words = CustomMessage { code: schema.code, message: schema.message };
        let (mut at, mut resource) = (schema, schema.resource);
        while let Kind::Same(other) = at.kind {
            at = other;
            words.code = words.code.or(at.code);
            words.message = words.message.or(at.message);
            resource = resource.or(at.resource);
        }
        if matches!(at.kind, Kind::Object(_) | Kind::Union(_)) {
            self.resource = resource.or(self.resource);
        }
        words
    }

    fn expect<T>(
        &mut self,
        words: CustomMessage,
        value: &Value,
        typed: Option<T>,
        expected: &'static str,
        broken: impl FnOnce(T) -> Option<Fault>,
    ) {
        match typed {
            Some(typed) => {
                if let Some(fault) = broken(typed) {
                    self.report_in(words, &fault);
                }
            }
            None if value.is_null() => self.report(&Fault::Null),
            None => self.report(&Fault::Type(expected)),
        }
    }

    fn integer(&mut self, words: CustomMessage, value: &Value, rules: &IntegerRules) {
        let whole = value.as_number().and_then(whole).or_else(|| wide_integer::of(value));
        self.expect(words, value, whole, "a whole number", |whole| rules::integer(rules, whole));
    }

    fn text(&mut self, words: CustomMessage, value: &Value, rules: &StringRules) {
        self.expect(words, value, value.as_str(), "text", |text| rules::text(rules, text));
    }

    fn list(&mut self, words: CustomMessage, value: &Value, rules: &ArrayRules) {
        let Some(items) = value.as_array() else {
            return self.expect(words, value, None::<()>, "a list", |()| None);
        };
        if let Some(fault) = rules::items(rules, items.len() as u64) {
            self.report_in(words, &fault);
        }
        if rules.unique
            && let Some((first, second)) = twins(items)
        {
            self.report_in(words, &Fault::Twins(first, second));
        }
        for (index, item) in items.iter().enumerate() {
            if self.is_done() {
                break;
            }
            self.inside(&index.to_string(), |walk| walk.value(item, rules.items));
        }
    }

    fn tuple(&mut self, words: CustomMessage, value: &Value, places: &'static [&'static Schema]) {
        let count = places.len() as u64;
        let length = |items: &Vec<Value>| match items.len() as u64 {
            length if length < count => Some(Fault::Few(count)),
            length if length > count => Some(Fault::Many(count)),
            _ => None,
        };
        self.expect(words, value, value.as_array(), "a list", length);
        for (index, (item, schema)) in value.as_array().into_iter().flatten().zip(places).enumerate() {
            self.inside(&index.to_string(), |walk| walk.value(item, schema));
        }
    }

    fn object(&mut self, words: CustomMessage, value: &Value, rules: &'static ObjectRules) {
        let Some(object) = value.as_object().filter(|_| wide_integer::of(value).is_none()) else {
            return self.expect(words, value, None::<()>, "an object", |()| None);
        };
        if let Some(fault) = rules::members(rules, object.len() as u64) {
            self.report_in(words, &fault);
        }
        for rule in rules.members {
            self.member(object.get(rule.wire), rule);
        }
        if !rules.any_of.is_empty() && !rules.any_of.iter().any(|one| self.would_fit(value, one)) {
            self.report_in(words, &Fault::NoAlternative);
        }
        let mut known = 0;
        for (name, member) in object {
            if self.is_done() {
                break;
            }
            // Members are mostly in the order of the schema, so continue after the previous one.
            let next = rules.members.iter().skip(known).position(|rule| rule.wire == name);
            let matched = self.patterned(name, member, rules);
            match next {
                Some(step) => known += step + 1,
                None if rules.members.iter().any(|rule| rule.wire == name) => {}
                None if matched => {}
                None => self.other(name, member, rules.others),
            }
        }
    }

    fn member(&mut self, value: Option<&Value>, rule: &'static MemberRules) {
        match (value, self.policy) {
            (Some(_), Some(policy)) if rule.read_only => {
                if let ReadOnly::Reject(Reject { code }) = policy.read_only {
                    let words = CustomMessage { code: None, message: rule.schema.message };
                    self.inside(rule.wire, |walk| walk.report_in(words, &Fault::ReadOnly(code)));
                }
            }
            (Some(value), _) => self.inside(rule.wire, |walk| walk.value(value, rule.schema)),
            (None, _) if rule.required && !rule.read_only => {
                self.inside(rule.wire, |walk| walk.report(&Fault::Missing));
            }
            (None, _) => {}
        }
    }

    /// Checks a member against each pattern that matches its name. Returns whether there is one.
    fn patterned(&mut self, name: &str, value: &Value, rules: &'static ObjectRules) -> bool {
        let mut matched = false;
        for rule in rules.patterns.iter().filter(|rule| rule.pattern.matches(name)) {
            matched = true;
            self.inside(name, |walk| walk.value(value, rule.schema));
        }
        matched
    }

    fn other(&mut self, name: &str, value: &Value, others: AdditionalMembers) {
        let unknown = self.policy.map_or(UnknownMembers::AsSchema, |policy| policy.unknown_members);
        let refused = match (others, unknown) {
            (AdditionalMembers::Of(schema), _) => return self.inside(name, |walk| walk.value(value, schema)),
            (_, UnknownMembers::Ignore) | (AdditionalMembers::Allowed, UnknownMembers::AsSchema) => false,
            (_, UnknownMembers::Reject) | (AdditionalMembers::Denied, UnknownMembers::AsSchema) => true,
        };
        if !refused {
            return;
        }
        if name.len() > LONG_NAME {
            self.report(&Fault::Unknown);
        } else {
            self.inside(name, |walk| walk.report(&Fault::Unknown));
        }
    }

    fn union(&mut self, words: CustomMessage, value: &Value, rules: &'static UnionRules) {
        if let Some(tag) = rules.tag {
            return self.tagged(value, rules, tag);
        }
        let fitting: Vec<_> =
            rules.variants.iter().filter(|variant| self.would_fit(value, variant)).collect();
        match fitting[..] {
            [] if value.is_null() => self.report(&Fault::Null),
            [] => {
                let mut alike = rules.variants.iter().filter(|variant| resembles(value, variant));
                match (alike.next(), alike.next(), alternatives::scalars(rules)) {
                    // The code and message of one enumeration do not describe all alternatives.
                    (Some(variant), None, scalars)
                        if scalars.is_none() || !alternatives::is_enumeration(variant) =>
                    {
                        self.value(value, variant);
                    }
                    (_, _, Some(scalars)) => self.report_in(words, &Fault::Alternatives(scalars)),
                    (_, _, None) => self.report_in(words, &Fault::NoAlternative),
                }
            }
            [variant] => self.value(value, variant),
            [..] => {
                let Some(best) = pick::best(value, fitting.iter().copied().copied().enumerate()) else {
                    return;
                };
                // Members that another alternative declares, but the best one does not, would be lost.
                let covered = fitting.iter().all(|other| pick::covers(value, fitting[best], other));
                if rules.one && !covered {
                    return self.report_in(words, &Fault::Ambiguous);
                }
                self.value(value, fitting[best]);
            }
        }
    }

    /// Returns whether a value matches an alternative under the policy for read-only and unknown members.
    fn would_fit(&mut self, value: &Value, variant: &'static Schema) -> bool {
        let lenient = Policy { read_only: &ReadOnly::Ignore, unknown_members: UnknownMembers::AsSchema };
        let policy = self.policy.map(|_| lenient);
        let mut found = Vec::new();
        let (mut pointer, fuel) = (String::new(), self.fuel);
        let mut walk =
            Validator { policy, pointer: &mut pointer, found: &mut found, resource: None, limit: 1, fuel };
        walk.value(value, variant);
        self.fuel = walk.fuel;
        found.is_empty()
    }

    fn tagged(&mut self, value: &Value, rules: &'static UnionRules, tag: UnionTag) {
        let Some(object) = value.as_object() else {
            let fault = if value.is_null() { Fault::Null } else { Fault::Type("an object") };
            return self.report(&fault);
        };
        let tag_value = object.get(tag.member);
        let variant = tag_value.and_then(Value::as_str).and_then(|tag_value| {
            let (_, index) = tag.mapping.iter().find(|(value, _)| *value == tag_value)?;
            rules.variants.get(*index)
        });
        match variant {
            Some(variant) if pick::declares(variant, tag.member) => return self.value(value, variant),
            Some(variant) => {
                let mut rest = object.clone();
                rest.shift_remove(tag.member);
                return self.value(&Value::Object(rest), variant);
            }
            None => {}
        }
        let fault = match tag_value {
            None => Fault::Missing,
            Some(Value::String(_)) => {
                Fault::Enum(tag.mapping.iter().map(|(value, _)| Value::from(*value).to_string()).collect())
            }
            Some(_) => Fault::Type("text"),
        };
        self.inside(tag.member, |walk| walk.report(&fault));
    }
}

/// Returns an integer, including `5.0`. An integer beyond 64 bits is rounded to a float.
fn whole(number: &Number) -> Option<i128> {
    let exact = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    #[expect(clippy::cast_possible_truncation, reason = "integral; the cast saturates")]
    exact.or_else(|| number.as_f64().filter(|float| float.fract() == 0.0).map(|float| float as i128))
}

/// Returns the first two items that are equal.
fn twins(items: &[Value]) -> Option<(usize, usize)> {
    let mut seen = HashMap::with_capacity(items.len());
    items.iter().enumerate().find_map(|(index, item)| {
        let mut text = String::new();
        rules::canonical(item, &mut text);
        seen.insert(text, index).map(|first| (first, index))
    })
}
