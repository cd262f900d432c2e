//! The bodies of successes: the style's envelope goes, and its payload stays.

use serde_json::{Value, json};

use super::failure_body::alternatives;
use super::located::Located;
use super::matched::{Difference, Match, SlotSchema};
use super::matching::{matches, matches_each};
use super::operation::{DeclaredSuccess, FoldedSuccess, OperationFold};
use super::paging::PageMatch;
use super::report::FoldedEnvelope;
use crate::expand::media;
use crate::lower::is_json;
use crate::source::pointer::escaped;
use crate::spec::Edit;
use crate::style::{Paging, PayloadForm, Slot, SlotKind as _, Style, SuccessSlot, Template};

/// A JSON body of a success, matched with the style's envelope.
struct MatchedBody<'t> {
    /// The schema in the operation.
    at: String,
    /// The status.
    key: &'t str,
    media: &'t str,
    found: Match<'t>,
    is_list: bool,
}

impl MatchedBody<'_> {
    /// Whether it is the response that is paged if the operation is.
    fn is_page(&self) -> bool {
        matches!(self.key, "200" | "2XX" | "2xx" | "default")
    }
}

impl<'t> OperationFold<'t> {
    /// Folds the bodies of successes, and what pages need.
    pub fn fold_successes(&mut self) -> FoldedSuccess<'t> {
        let (paging, way) = self.paging();
        let bodies = match self.bodies(way) {
            Ok(bodies) => bodies,
            Err(difference) => {
                return FoldedSuccess { lists: false, paging, way, envelope: self.keep_envelope(difference) };
            }
        };
        let lists = bodies.iter().any(|body| body.is_page() && body.is_list);
        let lost = bodies.iter().find_map(|body| lost(&body.found, way.is_some()));
        let envelope = match lost {
            Some(difference) => self.keep_envelope(difference),
            None => self.write_payloads(&bodies, way),
        };
        FoldedSuccess { lists, paging, way, envelope }
    }

    /// What a list says of its page, in the envelope that lists have in a way of paging.
    pub fn page(&self, way: &Paging) -> Result<PageMatch<'t>, Difference> {
        let bodies = self.bodies(Some(way))?;
        let Some(body) = bodies.into_iter().find(MatchedBody::is_page) else {
            let pointer = format!("{}/responses", self.node.pointer);
            return Err(Difference::new(pointer, "a list", "no JSON body"));
        };
        if !body.is_list {
            let pointer = body.found.slot(Slot::Payload).map_or(&*body.at, SlotSchema::pointer).to_owned();
            return Err(Difference::new(pointer, "a list", "another payload"));
        }
        Ok(PageMatch {
            items: body.found.items.clone(),
            meta: body.found.slot(Slot::Meta).cloned(),
            links: body.found.slot(Slot::Links).cloned(),
        })
    }

    /// The JSON bodies of all successes, each in the style's envelope; the error is the first that is not.
    fn bodies(&self, way: Option<&Paging>) -> Result<Vec<MatchedBody<'t>>, Difference> {
        let mut bodies = Vec::new();
        for success in &self.successes {
            for (media, schema) in schemas(success) {
                let (found, is_list) = self.body(way, schema)?;
                if self.style.success.form == PayloadForm::Resources {
                    let found = "resource objects, which are not folded";
                    return Err(Difference::new(success.response.pointer.clone(), "a flat payload", found));
                }
                let at = format!("{}/content/{}/schema", success.written.pointer, escaped(media));
                bodies.push(MatchedBody { at, key: success.key, media, found, is_list });
            }
        }
        Ok(bodies)
    }

    /// A body in the envelope of lists, or in that of other payloads, and whether it is a list.
    fn body(&self, way: Option<&Paging>, schema: Located<'t>) -> Result<(Match<'t>, bool), Difference> {
        let of_lists = list_template(self.style, way);
        let list = self.matched(of_lists, schema.clone());
        if matches!(&list, Ok(found) if self.is_list(found)) {
            return list.map(|found| (found, true));
        }
        let of_others = &self.style.success.body;
        let other = if of_others == of_lists { list } else { self.matched(of_others, schema) };
        let other = other?;
        if of_others != of_lists && self.is_list(&other) {
            return Err(self.matched_difference(of_lists, &other));
        }
        Ok((other, false))
    }

    /// Matches a schema with an envelope, all of whose members are the style's.
    fn matched(&self, template: &Template, schema: Located<'t>) -> Result<Match<'t>, Difference> {
        let pointer = schema.pointer.clone();
        // With a failure flag, failures may have the same status.
        let flagged = self.style.failure.failure_flag.as_ref();
        let found = match flagged.and_then(|_| alternatives(self.style, &schema, self.tree)) {
            None => matches(template, schema, self.tree)?,
            Some(all) => matches_each(template, &all.others, all.keyword, self.tree)?,
        };
        if let Some(member) = found.extras.first() {
            let found = format!("the property `{member}`");
            return Err(Difference::new(pointer, "the members of the style alone", &found));
        }
        Ok(found)
    }

    /// How a list in the envelope of other payloads differs from the envelope of lists.
    fn matched_difference(&self, of_lists: &Template, found: &Match<'t>) -> Difference {
        let payload = found.slot(Slot::Payload).and_then(|payload| payload.nodes().first()).cloned();
        let difference = payload.clone().and_then(|payload| self.matched(of_lists, payload).err());
        let pointer = payload.map(|payload| payload.pointer).unwrap_or_default();
        difference.unwrap_or_else(|| Difference::new(pointer, "the envelope of lists", "a list without it"))
    }

    fn is_list(&self, found: &Match<'t>) -> bool {
        let is_list = |schema: &Located<'_>| is_list(schema, self.tree);
        found.slot(Slot::Payload).is_some_and(|payload| match payload {
            SlotSchema::One(schema) => is_list(schema),
            SlotSchema::Several { keyword: "allOf", schemas } => schemas.iter().any(is_list),
            SlotSchema::Several { schemas, .. } => schemas.iter().all(is_list),
            SlotSchema::Rest { .. } => false,
        })
    }

    fn keep_envelope(&mut self, difference: Difference) -> FoldedEnvelope {
        self.said.insert("use".to_owned(), json!("off"));
        FoldedEnvelope::Kept(difference)
    }

    /// Whether a response always says where to find something.
    fn has_location(&self, key: &str) -> bool {
        let success = self.successes.iter().find(|success| success.key == key);
        let headers = success.and_then(|success| success.response.get("headers"));
        let mut headers = headers.iter().flat_map(Located::entries);
        headers.any(|(name, header)| {
            let is_required = || header.resolved(self.tree).value.get("required") == Some(&json!(true));
            name.eq_ignore_ascii_case("location") && is_required()
        })
    }

    /// Keeps one of the media types of the style, under which each of its responses is sent.
    fn fold_media(&mut self, bodies: &[MatchedBody<'t>]) {
        const JSON: &str = "application/json";
        let own = media::of_answers(self.style);
        let is_own = |media: &str| media::same(JSON, media) || own.iter().any(|own| media::same(own, media));
        for success in &self.successes {
            let payloads: Vec<_> = bodies
                .iter()
                .filter(|body| body.key == success.key && is_own(body.media))
                .map(|body| (body.media, body.found.slot(Slot::Payload).map(SlotSchema::value)))
                .collect();
            let Some((first, payload)) = payloads.first() else { continue };
            if payloads.iter().any(|(_, other)| other != payload) {
                continue;
            }
            let at = |media: &str| format!("{}/content/{}", success.written.pointer, escaped(media));
            let plain = payloads.iter().map(|(media, _)| *media).find(|media| media::same(JSON, media));
            let kept = plain.unwrap_or(first);
            let others = payloads.iter().filter(|(media, _)| *media != kept);
            self.edits.extend(others.map(|(media, _)| Edit::Remove { at: at(media) }));
            if plain.is_none() {
                self.edits.push(Edit::Rename { at: at(kept), key: JSON.to_owned() });
            }
        }
    }

    /// Puts payloads in the place of envelopes.
    fn write_payloads(&mut self, bodies: &[MatchedBody<'t>], way: Option<&Paging>) -> FoldedEnvelope {
        if bodies.is_empty() {
            return FoldedEnvelope::Empty;
        }
        let empty = self.style.success.empty.as_ref();
        let empty: Option<Value> = empty.and_then(|empty| serde_json::from_str(&empty.0).ok());
        for MatchedBody { at, key, found, .. } in bodies {
            let Some(payload) = found.slot(Slot::Payload) else { continue };
            let is_job = *key == "202" && payload.nodes().iter().all(|one| is_job(one, self.tree));
            let is_job = is_job && self.has_location(key);
            if is_job {
                self.said.insert("async".to_owned(), json!(true));
            }
            if is_job || empty.as_ref().is_some_and(|empty| is_constant(payload, empty, self.tree)) {
                let content = at.rsplitn(3, '/').last().unwrap_or(at);
                self.edits.push(Edit::Remove { at: content.to_owned() });
            } else {
                self.edits.extend(payload.put(at));
            }
        }
        self.fold_media(bodies);
        let is_list = bodies.iter().any(|body| body.is_list);
        match if is_list { list_template(self.style, way) } else { &self.style.success.body } {
            Template::Slot(_) => FoldedEnvelope::Bare,
            Template::Constant(_) | Template::Object(_) => FoldedEnvelope::Folded,
        }
    }
}

/// What would be lost without the envelope: members of a page, of what is not paged.
fn lost(found: &Match<'_>, pages: bool) -> Option<Difference> {
    found.slots.iter().find_map(|(slot, schema)| {
        let is_lost = match SuccessSlot::of(*slot)? {
            SuccessSlot::Meta | SuccessSlot::Links => !pages,
            SuccessSlot::Included => true,
            SuccessSlot::Payload | SuccessSlot::Echo => false,
        };
        let pointer = schema.pointer().to_owned();
        let found = format!("`${}`", slot.as_str());
        is_lost.then(|| Difference::new(pointer, "no members of a page, for it is not paged", &found))
    })
}

/// The envelope of lists.
fn list_template<'s>(style: &'s Style, way: Option<&'s Paging>) -> &'s Template {
    style.success.list_body(way.and_then(|way| way.kind().list()))
}

/// The JSON schemas of a success, each with its media type.
fn schemas<'t>(success: &DeclaredSuccess<'t>) -> impl Iterator<Item = (&'t str, Located<'t>)> + use<'t> {
    let content = success.response.get("content");
    let entries = content.into_iter().flat_map(|content| content.entries().collect::<Vec<_>>());
    let json = entries.filter(|(media, _)| is_json(media));
    json.filter_map(|(media, entry)| Some((media, entry.get("schema")?)))
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

/// Whether a schema is the link to a job, as expanded documents have it.
fn is_job(schema: &Located<'_>, tree: &Value) -> bool {
    let schema = schema.clone().resolved(tree);
    let url = json!({ "url": { "type": "string", "format": "uri-reference" } });
    schema.text("type") == Some("object")
        && schema.value.get("properties") == Some(&url)
        && schema.value.get("required") == Some(&json!(["url"]))
}

/// Whether a schema takes one value alone.
fn is_constant(schema: &SlotSchema<'_>, value: &Value, tree: &Value) -> bool {
    if let SlotSchema::Rest { schema, .. } = schema {
        return schema.is_none() && value.as_object().is_some_and(serde_json::Map::is_empty);
    }
    let [schema] = schema.nodes() else { return false };
    let schema = schema.clone().resolved(tree);
    let values = schema.value.get("enum").and_then(Value::as_array).map(Vec::as_slice);
    matches!(values, Some([one]) if one == value)
}
