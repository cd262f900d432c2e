//! Query parameters.

use super::{contradiction, pages};
use crate::diag::Diagnostics;
use crate::style::tree::Node;
use crate::style::{PayloadForm, Slot, Success};

/// Reports contradictions of `filtering`, `sorting`, `sparse_fields` and `include`.
pub(super) fn check(style: &Node, success: Option<&Success>, diags: &mut Diagnostics) {
    for wire in ["sparse_fields", "include"] {
        if let Some(node) = style.get(wire) {
            resources(node, wire, success, diags);
        }
    }
    distinct(style, diags);
}

/// Reports parameters that two keys name.
fn distinct(style: &Node, diags: &mut Diagnostics) {
    let pretty = style.get("success").and_then(|success| success.get("pretty"));
    let within = |record: Option<&'_ Node>, name| Some((name, record?.get("parameter")?.text()?.to_owned()));
    let whole = [
        within(pretty, "success.pretty"),
        within(style.get("sorting"), "sorting"),
        within(style.get("include"), "include"),
    ];
    let whole: Vec<(&str, String)> = whole.into_iter().flatten().collect();
    let report = |at: &Node, name: &str, diags: &mut Diagnostics| {
        let message = format!("{} is already used by `{name}`", at.what());
        contradiction(message, at, "use another name", diags);
    };
    for (index, (name, text)) in whole.iter().enumerate() {
        let at = style.get(name).and_then(|record| record.get("parameter"));
        if let (Some((other, _)), Some(at)) = (whole[..index].iter().find(|(_, other)| other == text), at) {
            report(at, other, diags);
        }
    }
    if let (Some(filters), Some(fields)) = (style.get("filtering"), style.get("sparse_fields")) {
        let before = |record: &Node| Some(record.get("parameter")?.text()?.split_once('{')?.0.to_owned());
        if let Some(at) = fields.get("parameter").filter(|_| before(filters) == before(fields)) {
            report(at, "filtering", diags);
        }
    }
    for at in pages::parameters_of_all(style) {
        if let Some((name, _)) = whole.iter().find(|(_, text)| Some(text.as_str()) == at.text()) {
            report(at, name, diags);
        }
    }
}

/// Reports a key that needs resource objects, or the slot `$included`, in a style without them.
fn resources(node: &Node, wire: &str, success: Option<&Success>, diags: &mut Diagnostics) {
    let Some(success) = success else { return };
    if success.form != PayloadForm::Resources {
        let message = format!("`{wire}` is only for resource objects");
        contradiction(message, node, "use `success.form: resources`, or remove this key", diags);
    } else if wire == "include" && !success.body.has(Slot::Included) {
        let message = "`success.body` has no slot `$included`".to_owned();
        contradiction(message, node, "add a member for it to the body, or remove this key", diags);
    }
}
