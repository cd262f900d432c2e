//! Media types of bodies.

use housestyle_style::grammar::Keys;
use housestyle_style::read::member;

use super::contradiction;
use crate::diag::Diagnostics;
use crate::style::tree::StyleNode;
use crate::style::{EmptyValues, Media, PayloadForm, RequestMedia, Style, Success};

/// Reports contradictions of `media`.
pub(super) fn check(style: &StyleNode, success: Option<&Success>, diags: &mut Diagnostics) {
    let Some(node) = style.get(Keys::<Style>::media()) else { return };
    let Some(request) = member::<_, RequestMedia>(node, Keys::<Media>::request()) else { return };
    let is_form = request == RequestMedia::Form;
    if let Some(at) = node.get(Keys::<Media>::empty_values()).filter(|_| !is_form)
        && member(node, Keys::<Media>::empty_values()) == Some(EmptyValues::EmptyText)
    {
        let help = "use `media.request: form`, or remove this key";
        contradiction("`empty_values` is only for requests that are forms", at, help, diags);
    }
    if let (Some(at), Some(success)) = (node.get(Keys::<Media>::request()).filter(|_| is_form), success)
        && success.form == PayloadForm::Resources
    {
        let help = "use `media.request: { only: application/vnd.api+json }`, or `success.form: flat`";
        contradiction("documents of resource objects cannot be forms", at, help, diags);
    }
}
