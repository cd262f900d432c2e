//! What wraps successes and failures.

use housestyle_style::read::{Read, member};
use serde_json::Value;

use super::{Options, contradiction, is_reported};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::style::tree::Node;
use crate::style::{FailureFlag, Outcomes, Slot, Success, Template, Version, texts as rules};

/// Reports what keys of `success` say against each other.
pub(super) fn success(style: &Node, success: Option<&Success>, options: &mut Options<'_>) {
    let Some(node) = style.get("success") else { return };
    if let Some(at) = node.get("meta_body").filter(|at| !is_reported(Some(at), options.diags))
        && member(node, "meta_body").is_some_and(|body: Template| !body.has(Slot::Meta))
    {
        let help = "give one member the value `$meta`";
        contradiction("the body has no place for what a handler returns", at, help, options.diags);
    }
    options.check(node.get("echo").and_then(|echo| echo.get("option")));
    options.check(node.get("meta").and_then(|meta| meta.get("null_with_option")));
    if let Some(at) = node.get("pretty") {
        pretty(at, options);
    }
    let Some(success) = success else { return };
    for (wire, slot) in [("echo", Slot::Echo), ("meta", Slot::Meta)] {
        if let Some(at) = node.get(wire).filter(|_| !success.body.has(slot)) {
            let message = format!("`success.body` has no slot `${}`", slot.as_str());
            contradiction(message, at, "give the body a member for it, or take this away", options.diags);
        }
    }
}

fn pretty(node: &Node, options: &mut Options<'_>) {
    options.check(node.get("option"));
    if node.members().is_some_and(|said| said.values().all(Node::is_null)) {
        let help = "say `option`, `parameter` or `accept_parameter`, or remove `pretty`";
        contradiction("nothing asks for indented JSON", node, help, options.diags);
    }
    if let (Some(at), Some(Version::AcceptParameter(version))) =
        (node.get("accept_parameter"), options.version)
        && at.text() == Some(&version.parameter)
    {
        let message = format!("the parameter `{}` is that of `version`", version.parameter);
        contradiction(message, at, "each parameter of `Accept` has a name of its own", options.diags);
    }
}

/// Reports what keys of `failure` say against each other.
pub(super) fn failure(style: &Node, success: Option<&Success>, diags: &mut Diagnostics) {
    let Some(node) = style.get("failure") else { return };
    let body = member::<_, Template>(node, "body");
    let Some(body) = body.filter(|_| !is_reported(node.get("body"), diags)) else { return };
    if let Some(at) = node.get("entries_when_empty").filter(|at| at.text() == Some("one_entry"))
        && !body.has(Slot::Entries)
    {
        let message = "`failure.body` has no slot `$entries`";
        contradiction(message, at, "give the body a member for it, or say `entries_when_empty: none`", diags);
    }
    if let Some(at) = node.get("failure_flag") {
        flag(at, &body, success, diags);
    }
}

/// Reports a member for the code that is kept where there is none, under a style without codes.
pub(super) fn never_filled(style: &Node, outcomes: &Outcomes, diags: &mut Diagnostics) {
    if outcomes.0.iter().any(|response| response.code.is_some()) {
        return;
    }
    let mut waiting: Vec<&Node> =
        style.get("failure").and_then(|failure| failure.get("body")).into_iter().collect();
    while let Some(node) = waiting.pop() {
        waiting.extend(node.members().into_iter().flat_map(|members| members.values()));
        if node.text() == Some("$code!") {
            let message = "this is null in every failure but those that a document declares by a code: no outcome has one";
            let help = "give outcomes a code (`not_found: { code: not_found }`), or write `$code`, which is absent then";
            diags.push(Diagnostic::warning(codes::STYLE_EMPTY_SLOT, message, node.place()).help(help));
        }
    }
}

/// Checks the member that marks failures, which must be a constant of every failure, and never of a success.
fn flag(node: &Node, failure: &Template, success: Option<&Success>, diags: &mut Diagnostics) {
    let (Some(member_at), Some(is_at)) = (node.get("member"), node.get("is")) else { return };
    let Some(flag) = FailureFlag::read(node).filter(|flag| (rules::PROSE.admits)(&flag.is)) else { return };
    let text = Template::Constant(Value::from(&*flag.is).to_string().into());
    match failure.member(&flag.member) {
        Some(value) if *value == text => {}
        Some(Template::Constant(other)) => {
            let message = format!("`{}` of `failure.body` is {other}", flag.member);
            contradiction(message, is_at, "the two must be the same text", diags);
        }
        Some(Template::Slot(_) | Template::Object(_)) | None => {
            let message = format!("`failure.body` has no member `{}` with a text of its own", flag.member);
            let help = format!("give it `{}: {}`", flag.member, flag.is);
            contradiction(message, member_at, &help, diags);
        }
    }
    let of_success = match success.map(|success| &success.body) {
        None => None,
        Some(body @ Template::Object(_)) => body.member(&flag.member),
        Some(whole) => Some(whole),
    };
    match of_success {
        Some(value) if *value == text => {
            let message = format!("a success says `{}: {}` too", flag.member, flag.is);
            contradiction(message, is_at, "give `success.body` another text there", diags);
        }
        Some(value) if !matches!(value, Template::Constant(_)) => {
            let message = format!("a payload could say `{}: {}` too", flag.member, flag.is);
            let help = format!("give `success.body` the member `{}` with another text", flag.member);
            contradiction(message, member_at, &help, diags);
        }
        _ => {}
    }
}
