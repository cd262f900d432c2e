//! Keys of `x-style` without an effect. Passes record at [`Reporter`] which values had one; the others are reported here.

use std::collections::HashSet;

use serde_json::Value;

use super::super::report::{Reporter, Tally};
use super::super::{CollectedOperation, codes};
use super::{KEY, grammar};
use crate::diag::{Diagnostic, Place};
use crate::spec::{ExtensibleObject, Node};
use crate::style::{PayloadForm, RatedRequests, Style};

/// Where a key has an effect, for those that may be of the right form, offered by the style, and without one.
const HOMES: [(&str, &str); 8] = [
    ("resource", "it belongs on a schema in `components/schemas`"),
    ("type", "it belongs on a schema in `components/schemas`, or on the schema of a body"),
    ("link", "it belongs on a member of an object that a response holds"),
    ("only_with_option", "it belongs on a member of an object"),
    ("error_code", "it belongs on a schema whose values are checked, and is not blank"),
    ("error_message", "it belongs on a schema whose values are checked, and is not blank"),
    ("sort", "what orders a list is a plain value that all of its items have"),
    ("response", "it belongs on an operation that answers JSON"),
];

/// Whether a style has what a key asks for.
pub(super) fn is_offered(style: &Style, key: &str) -> bool {
    match key {
        "paging" => !style.paging.is_empty(),
        "sort" => style.sorting.is_some(),
        "expand" => style.expansion.is_some(),
        "idempotency" => style.idempotency.is_some(),
        "rate" => style.rate.as_ref().is_some_and(|rate| rate.applies_to == RatedRequests::Marked),
        "only_with_option" => style.version.options().next().is_some(),
        "resource" | "type" | "include" | "response" | "meta" | "relationship" => {
            style.success.form == PayloadForm::Resources
        }
        // These need nothing of the style.
        _ => true,
    }
}

/// Whether a value of a key asks for anything.
pub(super) fn asks(key: &str, value: &Value) -> bool {
    match value {
        // YAML 1.1 reads `off` as false.
        Value::Bool(false) => matches!(key, "use" | "prefix" | "idempotency" | "lint"),
        Value::String(word) => key != "paging" || word != "none",
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Null | Value::Bool(true) | Value::Number(_) => true,
    }
}

/// Reports keys without an effect.
pub(in crate::lower) struct EffectCheck<'c, 'a> {
    pub style: &'c Style,
    pub report: &'c mut Reporter<'a>,
}

impl<'a> EffectCheck<'_, 'a> {
    /// Counts keys that ask for what the style does not have, and reports the others. Operations that are not in
    /// `operations` are those of webhooks and callbacks, which are reported as not emitted.
    pub fn report_without_effect(
        &mut self,
        annotated: &[(ExtensibleObject, Node<'a>)],
        operations: &[CollectedOperation<'a>],
    ) {
        let emitted: HashSet<_> = operations.iter().map(|found| found.node.id()).collect();
        let (mut unsettled, mut settled) = (Vec::new(), HashSet::new());
        for (object, holder) in annotated {
            let is_emitted = *object == ExtensibleObject::Operation && emitted.contains(&holder.id());
            if !is_emitted && *object != ExtensibleObject::Schema {
                continue;
            }
            for (key, value) in holder.members(KEY) {
                // What an operation goes without, it goes without. Keys of other objects are refused.
                let is_known = grammar::of(*object).is_ok_and(|grammar| grammar.has(key));
                if !is_known || matches!(key, "use" | "prefix") || !asks(key, value.value()) {
                    continue;
                }
                if !is_offered(self.style, key) {
                    self.report.tally(Tally::ExtensionsUnused, &value.pointer());
                } else if self.report.is_settled(&value) {
                    settled.insert(written(self.report.key_place(&value.pointer())));
                } else {
                    unsettled.push((key, self.report.key_place(&value.pointer())));
                }
            }
        }
        // After an error, passes have not come to everything.
        if self.report.failed() {
            return;
        }
        // A value that stands in the document twice, by way of references, needs one effect.
        unsettled.retain(|(_, place)| !settled.contains(&written(place.clone())));
        for (key, place) in unsettled {
            let mut diagnostic =
                Diagnostic::warning(codes::EXTENSION_PLACE, format!("`{key}` has no effect here"), place);
            diagnostic.help = HOMES.iter().find(|(wire, _)| *wire == key).map(|(_, home)| (*home).to_owned());
            self.report.push(diagnostic);
        }
    }
}

/// The file and the pointer where a value is written.
fn written(place: Place) -> Option<(String, String)> {
    match place {
        Place::Pointer { file, pointer, .. } => Some((file, pointer)),
        Place::Bytes { .. } | Place::File(_) | Place::Options => None,
    }
}
