//! Whether a schema describes the failures of a style: its body, and the entries in it.

use serde_json::Value;

use super::flat::Flattener;
use super::kinds::Kind;
use super::located::Located;
use super::matched::{Difference, SlotSchema};
use super::matching::{describe, matches, matches_below};
use crate::source::pointer::escaped;
use crate::style::{EntrySlot, FailureSlot, Slot, SlotKind as _, Style, Template};

/// A schema that describes failures of a style.
#[derive(Debug)]
pub(super) struct FailureMatch {
    /// The codes of its body, if it lists them. The codes of entries are those of single problems, and not of failures.
    pub codes: Option<Vec<String>>,
    /// The pointers, in the body, of properties that the style does not have. `0` stands for any entry.
    pub extras: Vec<String>,
    /// Whether its entries are texts, and those of the style objects.
    pub has_text_entries: bool,
}

/// Matches a schema with the failures of a style.
///
/// The rules are those of [`matches`], and two more. Something in the body has to say what is wrong, as clients want it too before they take a body for a failure of
/// the style: a code, a title, a message or entries. And entries may be texts if entries of the style have a message: clients read each
/// text as a message.
///
/// # Errors
/// Returns the first difference.
pub(super) fn match_failure<'t>(
    style: &Style,
    schema: Located<'t>,
    tree: &'t Value,
) -> Result<FailureMatch, Difference> {
    let failure = &style.failure;
    let pointer = schema.pointer.clone();
    let body = matches(&failure.body, schema, tree)?;
    let says_what = body.slots.iter().filter_map(|(slot, _)| FailureSlot::of(*slot)).any(says_what);
    if !says_what && failure.failure_flag.is_none() {
        let found = "none of those that say what is wrong";
        return Err(Difference::new(pointer, &describe(&failure.body), found));
    }
    let codes = body.slot(Slot::Code).and_then(|code| enumerated(code, tree));
    let mut found = FailureMatch { codes, extras: body.extras.clone(), has_text_entries: false };
    if let Some(entries) = body.slot(Slot::Entries) {
        let at = path_of(&failure.body, Slot::Entries).unwrap_or_default();
        for items in entries.nodes().iter().flat_map(|list| items(list, tree)) {
            if is_text(&items, tree) && failure.entry.has(Slot::Message) {
                found.has_text_entries = true;
                continue;
            }
            let entry = matches_below(&format!("{at}/0"), &failure.entry, &[items], tree)?;
            found.extras.extend(entry.extras.iter().cloned());
        }
    }
    Ok(found)
}

/// The alternatives of a schema that describe failures of the style, and the others.
pub(super) struct Alternatives<'t> {
    /// `anyOf` or `oneOf`.
    pub keyword: &'static str,
    /// The places of the failures in the list, and what they are.
    pub failures: Vec<(usize, FailureMatch)>,
    pub others: Vec<Located<'t>>,
}

/// The alternatives of a schema, if some of them describe failures of the style.
pub(super) fn alternatives<'t>(
    style: &Style,
    schema: &Located<'t>,
    tree: &'t Value,
) -> Option<Alternatives<'t>> {
    ["anyOf", "oneOf"].into_iter().find_map(|keyword| {
        let (mut failures, mut others) = (Vec::new(), Vec::new());
        for (index, one) in schema.get(keyword)?.items().enumerate() {
            match match_failure(style, one.clone(), tree) {
                Ok(found) => failures.push((index, found)),
                Err(_) => others.push(one),
            }
        }
        (!failures.is_empty()).then_some(Alternatives { keyword, failures, others })
    })
}

/// Whether the slot says what is wrong, and is not what any response may have.
const fn says_what(slot: FailureSlot) -> bool {
    match slot {
        FailureSlot::Status | FailureSlot::StatusText | FailureSlot::Help | FailureSlot::RequestId => false,
        FailureSlot::Code
        | FailureSlot::Type
        | FailureSlot::Param
        | FailureSlot::CodeNumber
        | FailureSlot::Title
        | FailureSlot::Message
        | FailureSlot::Suppress
        | FailureSlot::Entries => true,
    }
}

/// The schemas of the items of a list. A list of anything has none.
fn items<'t>(list: &Located<'t>, tree: &'t Value) -> Vec<Located<'t>> {
    let Ok(flat) = Flattener::new(tree).flatten(std::slice::from_ref(list)) else { return Vec::new() };
    let says_something = |items: &Located<'_>| items.value.as_object().is_some_and(|map| !map.is_empty());
    flat.parts.iter().filter_map(|part| part.get("items")).filter(says_something).collect()
}

fn is_text(schema: &Located<'_>, tree: &Value) -> bool {
    let flat = Flattener::new(tree).flatten(std::slice::from_ref(schema));
    flat.is_ok_and(|flat| flat.kinds().any(|kind| kind == Kind::String))
}

/// The pointer of the first member with a slot.
pub(super) fn path_of(template: &Template, slot: Slot) -> Option<String> {
    match template {
        Template::Constant(_) => None,
        Template::Slot(found) => (*found == slot).then(String::new),
        Template::Object(members) => members
            .iter()
            .find_map(|member| Some(format!("/{}{}", escaped(&member.wire), path_of(&member.value, slot)?))),
    }
}

/// The texts that a slot may have, if its schema lists them.
fn enumerated(slot: &SlotSchema<'_>, tree: &Value) -> Option<Vec<String>> {
    let all = |schemas: &[Located<'_>]| {
        let flat = Flattener::new(tree).flatten(schemas).ok()?;
        let mut lists = flat.values().filter(|values| *values != [Value::Null]);
        let first = texts(&lists.next()?);
        Some(
            lists
                .map(|list| texts(&list))
                .fold(first, |all, list| all.into_iter().filter(|text| list.contains(text)).collect()),
        )
    };
    match slot {
        SlotSchema::One(schema) => all(std::slice::from_ref(schema)),
        SlotSchema::Several { keyword: "allOf", schemas } => all(schemas),
        SlotSchema::Rest { .. } => None,
        SlotSchema::Several { schemas, .. } => {
            let mut texts = Vec::new();
            for schema in schemas {
                for text in all(std::slice::from_ref(schema))? {
                    if !texts.contains(&text) {
                        texts.push(text);
                    }
                }
            }
            Some(texts)
        }
    }
}

fn texts(values: &[Value]) -> Vec<String> {
    values.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// What an example of a body has in the slots of a template; `None` if it is not such a body.
pub(super) fn read_example<'v>(template: &Template, value: &'v Value) -> Option<Vec<(Slot, &'v Value)>> {
    match template {
        Template::Constant(text) => {
            let constant: Value = serde_json::from_str(text).ok()?;
            (constant == *value).then(Vec::new)
        }
        Template::Slot(slot) => Some(vec![(*slot, value)]),
        Template::Object(members) => {
            let object = value.as_object()?;
            let mut all = Vec::new();
            for member in members.iter() {
                if let Some(value) = object.get(&*member.wire) {
                    all.extend(read_example(&member.value, value)?);
                }
            }
            Some(all)
        }
    }
}

/// The value of a slot of an entry.
pub(super) fn of_entry<'v>(entry: &[(Slot, &'v Value)], wanted: EntrySlot) -> Option<&'v str> {
    let found = entry.iter().find(|(slot, _)| EntrySlot::of(*slot) == Some(wanted));
    found.and_then(|(_, value)| value.as_str())
}
