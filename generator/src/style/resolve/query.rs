//! Query parameters.

use super::{contradiction, pages};
use crate::diag::Diagnostics;
use crate::style::tree::Node;
use crate::style::{PayloadForm, Slot, Success, Version, VersionField};

/// Reports what `filtering`, `sorting`, `sparse` and `include` say against other keys.
pub(super) fn check(
    style: &Node,
    success: Option<&Success>,
    version: Option<&Version>,
    diags: &mut Diagnostics,
) {
    for wire in ["sparse_fields", "include"] {
        if let Some(node) = style.get(wire) {
            resources(node, wire, success, diags);
        }
    }
    distinct(style, version, diags);
}

/// Reports parameters that ask for two things.
fn distinct<'a>(style: &'a Node, version: Option<&Version>, diags: &mut Diagnostics) {
    let pretty = style.get("success").and_then(|success| success.get("pretty"));
    let is_in_query = matches!(version.and_then(Version::current_field), Some(VersionField::Query(..)));
    let version = style.get("version").filter(|_| is_in_query);
    let within = |record: Option<&'a Node>, name, key| Some((name, record?.get(key)?));
    let whole = [
        within(version, "version", "name"),
        within(pretty, "success.pretty", "parameter"),
        within(style.get("sorting"), "sorting", "parameter"),
        within(style.get("include"), "include", "parameter"),
        within(style.get("expansion"), "expansion", "parameter"),
    ];
    let whole: Vec<(&str, &Node)> = whole.into_iter().flatten().collect();
    let report = |at: &Node, name: &str, diags: &mut Diagnostics| {
        let message = format!("{} is already used by `{name}`", at.what());
        contradiction(message, at, "use another name", diags);
    };
    for (index, (_, at)) in whole.iter().enumerate() {
        if let Some((name, _)) = whole[..index].iter().find(|(_, other)| other.text() == at.text()) {
            report(at, name, diags);
        }
    }
    if let (Some(filters), Some(fields)) = (style.get("filtering"), style.get("sparse_fields")) {
        let before = |record: &Node| Some(record.get("parameter")?.text()?.split_once('{')?.0.to_owned());
        if let Some(at) = fields.get("parameter").filter(|_| before(filters) == before(fields)) {
            report(at, "filtering", diags);
        }
    }
    for at in pages::parameters_of_all(style) {
        if let Some((name, _)) = whole.iter().find(|(_, other)| other.text() == at.text()) {
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
