//! What the style says of resources.

use crate::style::Style;

pub(super) fn has_resources(style: &Style) -> bool {
    style.media.response.ends_with("/vnd.api+json")
}
pub(super) const fn client_ids(_: &Style) -> bool {
    false
}
pub(super) const fn put_merges(_: &Style) -> bool {
    false
}
pub(super) const fn post_on_singleton_is_patch(style: &Style) -> bool {
    style.methods.post_on_item_is_patch
}
