//! The bodies of successes: the style's envelope goes, and its payload stays.

use serde_json::{Value, json};

use super::located::Located;
use super::matched::{Difference, Match, SlotSchema};
use super::matching::matches;
use super::operation::{DeclaredSuccess, OperationFold};
use super::paging::PageMatch;
use super::report::{FoldedEnvelope, FoldedPaging};
use crate::lower::is_json;
use crate::spec::Edit;
use crate::style::{PayloadForm, Slot, SlotKind as _, SuccessSlot, Template};

/// A JSON body of a success, matched with the style's envelope.
struct MatchedBody<'t> {
    /// The schema in the operation.
    at: String,
    /// The status.
    key: &'t str,
    found: Match<'t>,
}

impl<'t> OperationFold<'t> {
    /// Folds the bodies of successes, and what pages need: how it is paged, what became of the envelope, and whether it is
    /// a list.
    pub fn fold_successes(&mut self) -> (FoldedPaging, FoldedEnvelope, bool) {
        let bodies = match self.bodies() {
            Ok(bodies) => bodies,
            Err(difference) => {
                let paging = self.paging(&Err(difference.clone()));
                return (paging, self.keep_envelope(difference), false);
            }
        };
        let page = bodies.iter().find(|body| matches!(body.key, "200" | "2XX" | "2xx" | "default"));
        let lists = page.is_some_and(|body| self.is_list(body));
        let found = match page {
            Some(body) if lists => Ok(PageMatch {
                items: body.found.items.clone(),
                meta: body.found.slot(Slot::Meta).cloned(),
                links: body.found.slot(Slot::Links).cloned(),
            }),
            Some(body) => {
                let payload = body.found.slot(Slot::Payload).and_then(|payload| payload.nodes().first());
                let pointer = payload.map_or(&body.at, |payload| &payload.pointer).clone();
                Err(Difference::new(pointer, "a list", "another payload"))
            }
            None => {
                let pointer = format!("{}/responses", self.node.pointer);
                Err(Difference::new(pointer, "a list", "no JSON body"))
            }
        };
        let paging = self.paging(&found);
        let pages = matches!(paging, FoldedPaging::By(_) | FoldedPaging::Annotated);
        if let Some(difference) = bodies.iter().find_map(|body| self.lost(&body.found, pages)) {
            return (paging, self.keep_envelope(difference), lists);
        }
        let envelope = self.write_payloads(&bodies);
        (paging, envelope, lists)
    }

    /// The JSON bodies of all successes, each in the envelope; the error is the first that is not.
    fn bodies(&self) -> Result<Vec<MatchedBody<'t>>, Difference> {
        let mut bodies = Vec::new();
        for success in &self.successes {
            for (media, schema) in schemas(success) {
                let found = matches(&self.style.success.body, schema, self.tree)?;
                let pointer = || success.response.pointer.clone();
                if let Some(member) = found.extras.first() {
                    let difference = Difference::new(pointer(), "no such member", "a property");
                    return Err(Difference { member: member.clone(), ..difference });
                }
                if self.style.success.form == PayloadForm::Resources {
                    let found = "resource objects, which are not folded";
                    return Err(Difference::new(pointer(), "a flat payload", found));
                }
                let at = format!("{}/content/{media}/schema", success.written.pointer);
                bodies.push(MatchedBody { at, key: success.key, found });
            }
        }
        Ok(bodies)
    }

    fn is_list(&self, body: &MatchedBody<'t>) -> bool {
        let is_list = |schema: &Located<'_>| is_list(schema, self.tree);
        body.found.slot(Slot::Payload).is_some_and(|payload| match payload {
            SlotSchema::One(schema) => is_list(schema),
            SlotSchema::Several { keyword: "allOf", schemas } => schemas.iter().any(is_list),
            SlotSchema::Several { schemas, .. } => schemas.iter().all(is_list),
        })
    }

    /// What would be lost without the envelope: members of a page, of what is not paged.
    fn lost(&self, found: &Match<'t>, pages: bool) -> Option<Difference> {
        found.slots.iter().find_map(|(slot, schema)| {
            let is_lost = match SuccessSlot::of(*slot)? {
                SuccessSlot::Meta | SuccessSlot::Links => !pages,
                SuccessSlot::Included => true,
                SuccessSlot::Payload | SuccessSlot::Echo => false,
            };
            let pointer = schema.nodes().first().map(|node| node.pointer.clone()).unwrap_or_default();
            let found = format!("`${}`", slot.as_str());
            is_lost.then(|| Difference::new(pointer, "no members of a page, for it is not paged", &found))
        })
    }

    fn keep_envelope(&mut self, difference: Difference) -> FoldedEnvelope {
        self.said.insert("use".to_owned(), json!("off"));
        FoldedEnvelope::Kept(difference)
    }

    /// Puts payloads in the place of envelopes.
    fn write_payloads(&mut self, bodies: &[MatchedBody<'t>]) -> FoldedEnvelope {
        if bodies.is_empty() {
            return FoldedEnvelope::Empty;
        }
        let empty = self.style.success.empty.as_ref();
        let empty: Option<Value> = empty.and_then(|empty| serde_json::from_str(&empty.0).ok());
        for MatchedBody { at, found, .. } in bodies {
            let Some(payload) = found.slot(Slot::Payload) else { continue };
            if empty.as_ref().is_some_and(|empty| is_constant(payload, empty, self.tree)) {
                let content = at.rsplitn(3, '/').last().unwrap_or(at);
                self.edits.push(Edit::Remove { at: content.to_owned() });
                continue;
            }
            match payload {
                SlotSchema::One(payload) if payload.pointer == *at => {}
                SlotSchema::One(payload) => {
                    self.edits.push(Edit::Copy { from: payload.pointer.clone(), to: at.clone() });
                }
                SlotSchema::Several { .. } => {
                    self.edits.push(Edit::Set { to: at.clone(), value: payload.value() });
                }
            }
        }
        match self.style.success.body {
            Template::Slot(_) => FoldedEnvelope::Bare,
            Template::Constant(_) | Template::Object(_) => FoldedEnvelope::Folded,
        }
    }
}

/// The JSON schemas of a success, each with its media type as pointers write it.
fn schemas<'t>(success: &DeclaredSuccess<'t>) -> impl Iterator<Item = (String, Located<'t>)> + use<'t> {
    let content = success.response.get("content");
    let entries = content.into_iter().flat_map(|content| content.entries().collect::<Vec<_>>());
    let json = entries.filter(|(media, _)| is_json(media));
    json.filter_map(|(media, entry)| Some((crate::source::pointer::escaped(media), entry.get("schema")?)))
}

/// Whether a schema is one of lists, be it by reference.
fn is_list(schema: &Located<'_>, tree: &Value) -> bool {
    let schema = schema.clone().resolved(tree);
    if schema.text("type") == Some("array") {
        return true;
    }
    let parts = schema.get("allOf");
    let parts: Vec<_> = parts.iter().flat_map(Located::items).collect();
    matches!(parts.as_slice(), [one] if is_list(one, tree))
}

/// Whether a schema takes one value alone.
fn is_constant(schema: &SlotSchema<'_>, value: &Value, tree: &Value) -> bool {
    let [schema] = schema.nodes() else { return false };
    let schema = schema.clone().resolved(tree);
    let values = schema.value.get("enum").and_then(Value::as_array).map(Vec::as_slice);
    matches!(values, Some([one]) if one == value)
}
