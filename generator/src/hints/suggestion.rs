//! The keys of a style that would do what a hint says.

use super::form::OperationView;
use super::path::ResponsePath;
use super::{HintedWay, PagingHint};

/// The keys as YAML on one line; `None` if no kind of paging does what the hint says.
pub(super) fn of(said: &PagingHint, operation: &OperationView<'_>) -> Option<String> {
    let mut body = Body::default();
    body.put(said.items.as_ref(), "payload");
    let mut keys = Vec::new();
    match &said.way {
        HintedWay::Number { number, pages, more } => {
            let number = number.query()?;
            keys.extend([("kind", "number".to_owned()), ("number", scalar(number))]);
            keys.push(("size", size(said, operation, &[number])));
            body.put(pages.as_ref(), "pages");
            body.put(more.as_ref(), "has_more");
            if pages.is_none() && more.is_none() {
                body.put(Some(&ResponsePath::member("total")), "total");
            }
            keys.push(("list", body.yaml()));
            Some(way("numbered", &keys))
        }
        HintedWay::Cursor { cursor, next } => {
            let cursor = cursor.query()?;
            let Some(by) = next.of_last_item.as_deref() else {
                keys.extend([("kind", "cursor".to_owned()), ("after", scalar(cursor))]);
                keys.extend(known_size(said, operation, &[cursor]).map(|size| ("size", size)));
                body.put(Some(next), "next_cursor");
                keys.push(("list", body.yaml()));
                return Some(way("by_cursor", &keys));
            };
            let [by] = by else { return None };
            let before = format!("before_{cursor}");
            keys.extend([("kind", "item_cursor".to_owned()), ("after", scalar(cursor))]);
            keys.extend([("before", scalar(&before)), ("by", scalar(by))]);
            keys.push(("size", size(said, operation, &[cursor])));
            body.put(Some(&ResponsePath::member("has_more")), "has_more");
            keys.push(("list", body.yaml()));
            Some(way("by_item", &keys))
        }
        HintedWay::NextUrl { next } => {
            let after = scalar(operation.cursor_parameter().unwrap_or("after"));
            keys.extend([("kind", "cursor".to_owned()), ("after", after)]);
            keys.push(("only_in_links", "true".to_owned()));
            keys.extend(known_size(said, operation, &[]).map(|size| ("size", size)));
            body.put(Some(next), "next");
            keys.push(("list", body.yaml()));
            Some(way("next_url", &keys))
        }
        HintedWay::Offset { offset, more } => {
            let offset = offset.query()?;
            keys.extend([("kind", "offset".to_owned()), ("offset", scalar(offset))]);
            keys.push(("size", size(said, operation, &[offset])));
            body.put(more.as_ref(), "has_more");
            keys.push(("list", body.yaml()));
            Some(way("by_offset", &keys))
        }
        HintedWay::Unpaged | HintedWay::Custom => None,
    }
}

fn way(name: &str, keys: &[(&str, String)]) -> String {
    let keys: Vec<_> = keys.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("paging: {{ {name}: {{ {} }} }}", keys.join(", "))
}

/// The parameter for the size of a page: that of the hint, or else of the operation, or else a placeholder.
fn size(said: &PagingHint, operation: &OperationView<'_>, named: &[&str]) -> String {
    known_size(said, operation, named).unwrap_or_else(|| "page_size".to_owned())
}

/// The parameter for the size of a page, if the hint or the operation has one.
fn known_size(said: &PagingHint, operation: &OperationView<'_>, named: &[&str]) -> Option<String> {
    let hinted = said.size.as_ref().and_then(|size| size.query());
    hinted.or_else(|| operation.size_parameter(named)).map(scalar)
}

/// A body with slots.
#[derive(Default)]
struct Body(Vec<(String, BodyValue)>);

enum BodyValue {
    Slot(&'static str),
    Object(Body),
}

impl Body {
    /// Puts a slot at a path. The root and the paths of other slots stay as they are.
    fn put(&mut self, path: Option<&ResponsePath>, slot: &'static str) {
        let Some([above @ .., last]) = path.map(|path| path.members.as_slice()) else { return };
        let mut body = self;
        for name in above {
            let index = body.0.iter().position(|(own, _)| own == name).unwrap_or_else(|| {
                body.0.push((name.clone(), BodyValue::Object(Self::default())));
                body.0.len() - 1
            });
            match &mut body.0[index].1 {
                BodyValue::Object(inner) => body = inner,
                BodyValue::Slot(_) => return,
            }
        }
        if body.0.iter().all(|(own, _)| own != last) {
            body.0.push((last.clone(), BodyValue::Slot(slot)));
        }
    }

    fn has(&self, slot: &str) -> bool {
        self.0.iter().any(|(_, value)| match value {
            BodyValue::Slot(own) => *own == slot,
            BodyValue::Object(body) => body.has(slot),
        })
    }

    /// The template. A body needs a list, which is called `items` if the hint does not say where it is.
    fn yaml(mut self) -> String {
        if !self.has("payload") {
            self.put(Some(&ResponsePath::member("items")), "payload");
        }
        self.mapping()
    }

    fn mapping(&self) -> String {
        let members = self.0.iter().map(|(name, value)| {
            let value = match value {
                BodyValue::Slot(slot) => format!("${slot}"),
                BodyValue::Object(body) => body.mapping(),
            };
            format!("{}: {value}", scalar(name))
        });
        format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
    }
}

/// A text as YAML.
fn scalar(text: &str) -> String {
    let starts = text.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_');
    let plain =
        starts && text.chars().all(|char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.'));
    let word = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    if plain && !word.contains(&text.to_ascii_lowercase().as_str()) {
        return text.to_owned();
    }
    serde_json::Value::from(text).to_string()
}
