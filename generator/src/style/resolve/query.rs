//! Query parameters.

use housestyle_style::grammar::Keys;

use super::{contradiction, pages};
use crate::diag::Diagnostics;
use crate::style::tree::StyleNode;
use crate::style::{
    Expansion, Filtering, Include, PayloadForm, Pretty, QueryVersion, Slot, Sorting, SparseFields, Style,
    Success, Version, VersionField,
};

/// Reports what `filtering`, `sorting`, `sparse` and `include` say against other keys.
pub(super) fn check(
    style: &StyleNode,
    success: Option<&Success>,
    version: Option<&Version>,
    diags: &mut Diagnostics,
) {
    for wire in [Keys::<Style>::sparse_fields(), Keys::<Style>::include()] {
        if let Some(node) = style.get(wire) {
            resources(node, wire, success, diags);
        }
    }
    distinct(style, version, diags);
}

/// Reports parameters that ask for two things.
fn distinct<'a>(style: &'a StyleNode, version: Option<&Version>, diags: &mut Diagnostics) {
    let pretty =
        style.get(Keys::<Style>::success()).and_then(|success| success.get(Keys::<Success>::pretty()));
    let is_in_query = matches!(version.and_then(Version::current_field), Some(VersionField::Query(..)));
    let version = style.get(Keys::<Style>::version()).filter(|_| is_in_query);
    let within = |record: Option<&'a StyleNode>, name, key| Some((name, record?.get(key)?));
    let whole = [
        within(version, "version", Keys::<QueryVersion>::name()),
        within(pretty, "success.pretty", Keys::<Pretty>::parameter()),
        within(style.get(Keys::<Style>::sorting()), Keys::<Style>::sorting(), Keys::<Sorting>::parameter()),
        within(style.get(Keys::<Style>::include()), Keys::<Style>::include(), Keys::<Include>::parameter()),
        within(
            style.get(Keys::<Style>::expansion()),
            Keys::<Style>::expansion(),
            Keys::<Expansion>::parameter(),
        ),
    ];
    let whole: Vec<(&str, &StyleNode)> = whole.into_iter().flatten().collect();
    let report = |at: &StyleNode, name: &str, diags: &mut Diagnostics| {
        let message = format!("{} is already used by `{name}`", at.what());
        contradiction(message, at, "use another name", diags);
    };
    for (index, (_, at)) in whole.iter().enumerate() {
        if let Some((name, _)) = whole[..index].iter().find(|(_, other)| other.text() == at.text()) {
            report(at, name, diags);
        }
    }
    if let (Some(filters), Some(fields)) =
        (style.get(Keys::<Style>::filtering()), style.get(Keys::<Style>::sparse_fields()))
    {
        let before = |at: Option<&StyleNode>| Some(at?.text()?.split_once('{')?.0.to_owned());
        let of_filters = before(filters.get(Keys::<Filtering>::parameter()));
        let at = fields.get(Keys::<SparseFields>::parameter());
        if let Some(at) = at.filter(|_| of_filters == before(at)) {
            report(at, Keys::<Style>::filtering(), diags);
        }
    }
    for at in pages::parameters_of_all(style) {
        if let Some((name, _)) = whole.iter().find(|(_, other)| other.text() == at.text()) {
            report(at, name, diags);
        }
    }
}

/// Reports a key that needs resource objects, or the slot `$included`, in a style without them.
fn resources(node: &StyleNode, wire: &str, success: Option<&Success>, diags: &mut Diagnostics) {
    let Some(success) = success else { return };
    if success.form != PayloadForm::Resources {
        let message = format!("`{wire}` is only for resource objects");
        contradiction(message, node, "use `success.form: resources`, or remove this key", diags);
    } else if wire == Keys::<Style>::include() && !success.body.has(Slot::Included) {
        let message = "`success.body` has no slot `$included`".to_owned();
        contradiction(message, node, "add a member for it to the body, or remove this key", diags);
    } else if wire == "include" && success.list.as_ref().is_some_and(|list| !list.has(Slot::Included)) {
        let message = "`success.list` has no slot `$included`";
        contradiction(message, node, "add a member for it to the template of lists", diags);
    }
}
