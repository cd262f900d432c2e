//! What a query may ask for.

use super::{contradiction, text, word};
use crate::diag::Diagnostics;
use crate::style::tree::Node;
use crate::style::{
    ListKeys, PayloadForm, Query, Slot, Sort, Success, Undeclared, pages, template, texts as rules,
};

/// `filtering`, `sorting`, `sparse`, `include` and `parameters`.
pub(super) fn query(style: &Node, success: Option<&Success>, diags: &mut Diagnostics) -> Option<Query> {
    for wire in ["sparse", "include"] {
        if let Some(node) = style.get(wire) {
            resources(node, wire, success, diags);
        }
    }
    told_apart(style, diags);
    let within = |wire: &str, key: &str| style.get(wire).and_then(|node| text(node, key));
    let sparse = within("sparse", "family");
    Some(Query {
        filter: within("filtering", "family"),
        include: within("include", "parameter"),
        fields: sparse.as_deref().and_then(rules::family_of_types).map(str::to_owned),
        sort: match style.get("sorting") {
            Some(node) => Some(sort(node)?),
            None => None,
        },
        undeclared: match style.get("parameters") {
            Some(node) => Undeclared::parse(word(node, "undeclared")?)?,
            None => Undeclared::Ignore,
        },
        lists: match style.get("parameters") {
            Some(node) => ListKeys::parse(word(node, "lists")?)?,
            None => ListKeys::Brackets,
        },
    })
}

/// Tells of parameters that ask for two things.
fn told_apart(style: &Node, diags: &mut Diagnostics) {
    let pretty = style.get("success").and_then(|success| success.get("pretty"));
    let within = |record: Option<&'_ Node>, name| Some((name, record?.get("parameter")?.text()?.to_owned()));
    let whole = [
        within(pretty, "success.pretty"),
        within(style.get("sorting"), "sorting"),
        within(style.get("include"), "include"),
    ];
    let whole: Vec<(&str, String)> = whole.into_iter().flatten().collect();
    let told = |at: &Node, name: &str, diags: &mut Diagnostics| {
        let message = format!("{} is that of `{name}` already", at.what());
        contradiction(message, at, "each parameter has a name of its own", diags);
    };
    for (index, (name, text)) in whole.iter().enumerate() {
        let at = style.get(name).and_then(|record| record.get("parameter"));
        if let (Some((other, _)), Some(at)) = (whole[..index].iter().find(|(_, other)| other == text), at) {
            told(at, other, diags);
        }
    }
    if let (Some(filters), Some(fields)) = (style.get("filtering"), style.get("sparse")) {
        let before = |record: &Node| Some(record.get("family")?.text()?.split_once('{')?.0.to_owned());
        if let Some(at) = fields.get("family").filter(|_| before(filters) == before(fields)) {
            told(at, "filtering", diags);
        }
    }
    for at in pages::asked(style) {
        if let Some((name, _)) = whole.iter().find(|(_, text)| Some(text.as_str()) == at.text()) {
            told(at, name, diags);
        }
    }
}

/// Tells where payloads have no resources, or the body no place for those beside.
fn resources(node: &Node, wire: &str, success: Option<&Success>, diags: &mut Diagnostics) {
    let Some(success) = success else { return };
    if success.form != PayloadForm::Resources {
        let message = format!("`{wire}` is about resource objects, and payloads are none");
        contradiction(message, node, "say `success.form: resources`, or take this away", diags);
    } else if wire == "include" && !template::has(&success.body, Slot::Included) {
        let message = "`success.body` has no slot `$included`".to_owned();
        contradiction(message, node, "give the body a member for it, or take this away", diags);
    }
}

fn sort(node: &Node) -> Option<Sort> {
    Some(Sort {
        parameter: text(node, "parameter")?,
        undeclared: Undeclared::parse(word(node, "undeclared")?)?,
        default: text(node, "default"),
        tie: text(node, "tie"),
    })
}
