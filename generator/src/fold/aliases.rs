//! Operations that are another one by another method.

use serde_json::Value;

use super::located::Located;
use crate::style::{PostMeaning, Style};

/// Whether a `POST` is the `PATCH` of the same path, in a style that says so: the same in everything but its id.
pub(super) fn is_alias(post: &Located<'_>, item: &Located<'_>, style: &Style) -> bool {
    let meanings = [style.methods.post_on_item, style.methods.post_on_singleton];
    let Some(patch) = item.get("patch").filter(|_| meanings.contains(&PostMeaning::Patch)) else {
        return false;
    };
    let (Value::Object(post), Value::Object(patch)) = (post.value, patch.value) else { return false };
    post.len() == patch.len()
        && post.iter().all(|(key, value)| key == "operationId" || patch.get(key) == Some(value))
}
