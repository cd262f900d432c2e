//! Whether a schema describes the bodies that a template of a style makes.
//!
//! [`matches`] reads the template and the schema side by side and stops at the first difference. The rules:
//!
//! - **Objects.** The schema is an object, or says no type. References, `allOf` (the parts are read as one object) and null
//!   (`nullable`, or an alternative that is null) do not count. Of `anyOf` and `oneOf`, each alternative has to match.
//! - **Members.** What the style always writes has to be a property of the schema: a constant, a slot with `!`, the payload, and an object
//!   with one of these. Any other member may be absent, for documents do not describe all that is optional. Whether the
//!   schema lists a property of the template in `required` does not matter, for published documents rarely do.
//! - **Other properties** are returned as [`Match::extras`]. One that the schema requires is a difference, because the style
//!   does not write it.
//! - **Slots.** The type of the schema is the type of the slot: `$total` is an integer (or a number), `$message` a string,
//!   `$payload` anything. A schema without a type matches every slot. `$entries` is an array; its items are a match of their
//!   own, with the template of entries.
//! - **Constants.** The schema allows the value: by `enum` or `const`, or by its type if it has neither.
//! - **The name `...`** of a member makes a payload of all properties that the template does not have.
//! - **The name `{items}`** of a member stands for any property that is an array and not a member of the template; there has
//!   to be exactly one.
//! - A body, and each alternative of one, has at least one of the slots of the template.

use serde_json::Value;

use super::flat::{FlatSchema, Flattener, TooComplex, Union};
use super::kinds::{Kind, kind_of_value, of_slot};
use super::located::Located;
use super::matched::{Difference, Match, SlotSchema};
use super::rest;
use crate::source::pointer::escaped;
use crate::style::{Member, Slot, Template};

/// Unions within each other that are followed.
const DEPTH: usize = 32;

/// Matches a schema of `tree` with a template.
///
/// # Errors
/// Returns the first difference, in the order of the template.
pub(super) fn matches<'t>(
    template: &Template,
    schema: Located<'t>,
    tree: &'t Value,
) -> Result<Match<'t>, Difference> {
    matches_below("", template, &[schema], tree)
}

/// Matches the schema of a slot with the template that fills it.
pub(super) fn matches_slot<'t>(
    template: &Template,
    slot: &SlotSchema<'t>,
    tree: &'t Value,
) -> Result<Match<'t>, Difference> {
    match slot {
        SlotSchema::One(_) | SlotSchema::Several { keyword: "allOf", .. } | SlotSchema::Rest { .. } => {
            matches_below("", template, slot.nodes(), tree)
        }
        SlotSchema::Several { keyword, schemas } => matches_each(template, schemas, keyword, tree),
    }
}

/// Matches alternatives, each of which has to match.
pub(super) fn matches_each<'t>(
    template: &Template,
    alternatives: &[Located<'t>],
    keyword: &'static str,
    tree: &'t Value,
) -> Result<Match<'t>, Difference> {
    let mut all = Match::default();
    for schema in alternatives {
        all.add_alternative(matches(template, schema.clone(), tree)?, keyword);
    }
    Ok(all)
}

/// Matches schemas that all apply to the member with the pointer `member` of a body.
pub(super) fn matches_below<'t>(
    member: &str,
    template: &Template,
    schemas: &[Located<'t>],
    tree: &'t Value,
) -> Result<Match<'t>, Difference> {
    let mut matcher = Matcher { flattener: Flattener::new(tree), depth: 0, root: member };
    matcher.template(template, schemas, member)
}

/// Where a difference is.
struct At<'a> {
    /// The member of the body.
    member: &'a str,
    /// The place in the document.
    pointer: String,
}

impl At<'_> {
    fn difference(self, expected: &str, found: &str) -> Difference {
        let Self { member, pointer } = self;
        let place = if member.is_empty() { String::new() } else { format!(" at `{member}`") };
        Difference::new(pointer, &format!("{expected}{place}"), found)
    }
}

fn at<'a>(member: &'a str, schemas: &[Located<'_>]) -> At<'a> {
    At { member, pointer: schemas.first().map(|schema| schema.pointer.clone()).unwrap_or_default() }
}

struct Matcher<'t, 'r> {
    flattener: Flattener<'t>,
    depth: usize,
    /// The member that the template is for.
    root: &'r str,
}

impl<'t> Matcher<'t, '_> {
    /// Matches the schemas that all apply to one value.
    fn template(
        &mut self,
        template: &Template,
        schemas: &[Located<'t>],
        member: &str,
    ) -> Result<Match<'t>, Difference> {
        match template {
            Template::Slot(Slot::Payload) => Ok(Match::of_slot(Slot::Payload, schemas)),
            Template::Slot(slot) => self.slot(*slot, schemas, member),
            Template::Constant(text) => self.constant(text, schemas, member),
            Template::Object(members) => {
                let flat = self.flat(schemas, member)?;
                let mut found = self.object(members, flat, member)?;
                if template.spreads() {
                    let wires: Vec<&str> = members.iter().map(|member| &*member.wire).collect();
                    let schema = rest::of_all(schemas, &wires, self.flattener.tree());
                    let payload = SlotSchema::Rest { schema, nodes: schemas.to_vec() };
                    found.slots.push((Slot::Payload, payload));
                }
                Ok(found)
            }
        }
    }

    fn flat(&mut self, schemas: &[Located<'t>], member: &str) -> Result<FlatSchema<'t>, Difference> {
        self.flattener.flatten(schemas).map_err(|TooComplex| too_complex(at(member, schemas)))
    }

    fn object(
        &mut self,
        members: &[Member],
        mut flat: FlatSchema<'t>,
        member: &str,
    ) -> Result<Match<'t>, Difference> {
        let Some(union) = flat.unions.pop() else { return self.members(members, &flat, member) };
        if self.depth >= DEPTH {
            return Err(too_complex(at(member, &union.alternatives)));
        }
        self.depth += 1;
        let found = self.alternatives(members, &flat, &union, member);
        self.depth -= 1;
        found
    }

    /// Matches each alternative of a union, together with everything else that applies.
    fn alternatives(
        &mut self,
        members: &[Member],
        flat: &FlatSchema<'t>,
        union: &Union<'t>,
        member: &str,
    ) -> Result<Match<'t>, Difference> {
        let mut all: Option<Match<'_>> = None;
        for alternative in &union.alternatives {
            let mut both = self.flat(std::slice::from_ref(alternative), member)?;
            both.parts.extend(flat.parts.iter().cloned());
            both.unions.extend(flat.unions.iter().cloned());
            let found = self.object(members, both, member)?;
            match &mut all {
                None => all = Some(found),
                Some(all) => all.add_alternative(found, union.keyword),
            }
        }
        Ok(all.unwrap_or_default())
    }

    fn members(
        &mut self,
        members: &[Member],
        flat: &FlatSchema<'t>,
        member: &str,
    ) -> Result<Match<'t>, Difference> {
        let here = |member| At { member, pointer: flat.pointer() };
        if let Some(kind) = flat.kinds().find(|kind| *kind != Kind::Object) {
            return Err(here(member).difference("an object", kind.described()));
        }
        let mut all = Match::default();
        let spreads = members.iter().any(|one| one.wire == Template::SPREAD);
        for one in members.iter().filter(|one| one.wire != Template::SPREAD) {
            let wire =
                if one.wire == Template::ITEMS { self.items(members, flat, member)? } else { &*one.wire };
            let properties = flat.property(wire);
            let below = format!("{member}/{}", escaped(wire));
            if !properties.is_empty() {
                all.add(self.template(&one.value, &properties, &below)?);
            } else if one.keep || is_always_written(&one.value) {
                return Err(here(&below).difference(&describe(&one.value), "no such property"));
            }
            if one.wire == Template::ITEMS {
                all.items = Some(wire.to_owned());
            }
        }
        for wire in flat.property_names().into_iter().filter(|_| !spreads) {
            if members.iter().any(|one| one.wire == wire) || all.items.as_deref() == Some(wire) {
                continue;
            }
            let below = format!("{member}/{}", escaped(wire));
            if flat.is_required(wire) {
                let found = "a property that is required";
                return Err(at(&below, &flat.property(wire)).difference("no such member", found));
            }
            all.extras.push(below);
        }
        if member == self.root
            && all.slots.is_empty()
            && !spreads
            && members.iter().any(|one| has_slots(&one.value))
        {
            return Err(here(member).difference(&described(members), "none of its members"));
        }
        Ok(all)
    }

    /// The property that `{items}` stands for.
    fn items(
        &mut self,
        members: &[Member],
        flat: &FlatSchema<'t>,
        member: &str,
    ) -> Result<&'t str, Difference> {
        let mut found: Vec<&str> = Vec::new();
        for wire in flat.property_names() {
            let is_member = members.iter().any(|one| one.wire == wire);
            let property = self.flat(&flat.property(wire), member)?;
            if !is_member && property.kinds().any(|kind| kind == Kind::Array) {
                found.push(wire);
            }
        }
        let here = At { member, pointer: flat.pointer() };
        match found.as_slice() {
            [one] => Ok(one),
            [] => Err(here.difference("a member with the list of items", "no array")),
            several => {
                let names: Vec<String> = several.iter().map(|wire| format!("`{wire}`")).collect();
                let found = format!("several arrays: {}", names.join(", "));
                Err(here.difference("one member with the list of items", &found))
            }
        }
    }

    fn slot(&mut self, slot: Slot, schemas: &[Located<'t>], member: &str) -> Result<Match<'t>, Difference> {
        let accepted = of_slot(slot);
        let flat = self.flat(schemas, member)?;
        let is_null = flat.is_null();
        let mut pending = vec![flat];
        while let Some(flat) = pending.pop() {
            if let Some(kind) = flat.kinds().find(|kind| !accepted.accepts(*kind)) {
                return Err(at(member, schemas).difference(&describe_slot(slot), kind.described()));
            }
            for alternative in flat.alternatives() {
                pending.push(self.flat(std::slice::from_ref(alternative), member)?);
            }
        }
        // A slot that is never filled is written as null.
        Ok(if is_null { Match::default() } else { Match::of_slot(slot, schemas) })
    }

    fn constant(
        &mut self,
        text: &str,
        schemas: &[Located<'t>],
        member: &str,
    ) -> Result<Match<'t>, Difference> {
        let value: Value = serde_json::from_str(text).unwrap_or_default();
        let flat = self.flat(schemas, member)?;
        let own = kind_of_value(&value);
        let is_allowed = flat.values().all(|allowed| allowed.contains(&value))
            && flat.kinds().all(|kind| own.is_none_or(|own| kind.includes(own)));
        if is_allowed {
            return Ok(Match::default());
        }
        Err(at(member, schemas).difference(&format!("`{value}`"), &flat.described()))
    }
}

fn too_complex(at: At<'_>) -> Difference {
    at.difference("a template", "more references and alternatives than are followed")
}

/// Whether bodies always have something of a template, whatever its slots hold.
fn is_always_written(template: &Template) -> bool {
    match template {
        Template::Constant(_) => true,
        Template::Slot(slot) => *slot == Slot::Payload,
        Template::Object(members) => {
            members.iter().any(|member| member.keep || is_always_written(&member.value))
        }
    }
}

fn has_slots(template: &Template) -> bool {
    match template {
        Template::Constant(_) => false,
        Template::Slot(_) => true,
        Template::Object(members) => members.iter().any(|member| has_slots(&member.value)),
    }
}

fn describe_slot(slot: Slot) -> String {
    format!("{} (`${}`)", of_slot(slot).described(), slot.as_str())
}

/// A template in words.
pub(super) fn describe(template: &Template) -> String {
    match template {
        Template::Constant(text) => format!("`{text}`"),
        Template::Slot(slot) => describe_slot(*slot),
        Template::Object(members) => described(members),
    }
}

fn described(members: &[Member]) -> String {
    let wires: Vec<String> = members.iter().map(|member| format!("`{}`", member.wire)).collect();
    format!("an object with {}", wires.join(", "))
}
