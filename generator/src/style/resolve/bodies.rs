//! Bodies of successes and failures.

use housestyle_style::grammar::Keys;
use housestyle_style::read::{Read, member};
use serde_json::Value;

use super::{Options, contradiction, is_reported, pages};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::style::tree::StyleNode;
use crate::style::{
    Echo, EmptyEntries, Failure, FailureFlag, Json, Outcomes, PayloadForm, Pretty, Slot, Style, Success,
    SuccessMeta, Template, Version, texts as rules,
};
use crate::style::{known, outcomes};

/// Reports contradictions of `success`.
pub(super) fn success(style: &StyleNode, success: Option<&Success>, options: &mut Options<'_>) {
    let Some(node) = style.get(Keys::<Style>::success()) else { return };
    if let Some(at) =
        node.get(Keys::<Success>::meta_body()).filter(|at| !is_reported(Some(at), options.diags))
        && member(node, Keys::<Success>::meta_body()).is_some_and(|body: Template| !body.has(Slot::Meta))
    {
        let help = "add a member with the value `$meta`";
        contradiction("the body has no slot `$meta`", at, help, options.diags);
    }
    options.check(node.get(Keys::<Success>::echo()).and_then(|echo| echo.get(Keys::<Echo>::option())));
    options.check(
        node.get(Keys::<Success>::meta()).and_then(|meta| meta.get(Keys::<SuccessMeta>::null_with_option())),
    );
    if let Some(at) = node.get(Keys::<Success>::pretty()) {
        pretty(at, options);
    }
    let Some(success) = success else { return };
    if success.body.spreads() {
        spread(node, success, options.diags);
    }
    let has = |slot| success.body.has(slot) || success.list.as_ref().is_some_and(|list| list.has(slot));
    for (wire, slot) in [(Keys::<Success>::echo(), Slot::Echo), (Keys::<Success>::meta(), Slot::Meta)] {
        if let Some(at) = node.get(wire).filter(|_| !has(slot)) {
            let message = format!("`success.body` has no slot `${}`", slot.as_str());
            contradiction(message, at, "add a member for it to the body, or remove this key", options.diags);
        }
    }
}

/// Checks what is not in `success.body` of a style that spreads payloads.
fn spread(node: &StyleNode, success: &Success, diags: &mut Diagnostics) {
    if let Some(at) = node.get(Keys::<Success>::form()).filter(|_| success.form == PayloadForm::Resources) {
        let help = "write the payload as the value of a member";
        contradiction("the members of resource objects cannot be next to others", at, help, diags);
    }
    let is_object = |empty: &Json| empty.0.starts_with('{');
    if let Some(at) = node.get(Keys::<Success>::empty())
        && success.empty.as_ref().is_some_and(|empty| !is_object(empty))
    {
        let message = "`success.body` has `...`, and this has no members";
        contradiction(message, at, "use an object: `empty: {}`", diags);
    }
}

fn pretty(node: &StyleNode, options: &mut Options<'_>) {
    options.check(node.get(Keys::<Pretty>::option()));
    if node.members().is_some_and(|said| said.values().all(StyleNode::is_null)) {
        let help = "add `option`, `parameter` or `accept_parameter`, or remove `pretty`";
        contradiction(
            "`pretty` has no key by which a request can ask for indented JSON",
            node,
            help,
            options.diags,
        );
    }
    if let (Some(at), Some(Version::AcceptParameter(version))) =
        (node.get(Keys::<Pretty>::accept_parameter()), options.version)
        && at.text() == Some(&version.parameter)
    {
        let message = format!("the parameter `{}` is already used by `version`", version.parameter);
        contradiction(message, at, "use another name", options.diags);
    }
}

/// Reports contradictions of `failure`.
pub(super) fn failure(style: &StyleNode, success: Option<&Success>, diags: &mut Diagnostics) {
    let Some(node) = style.get(Keys::<Style>::failure()) else { return };
    if let Some(help) = node.get(Keys::<Failure>::help()) {
        outcomes::holes(help, known::OF_HELP, diags);
    }
    let body = member::<_, Template>(node, Keys::<Failure>::body());
    let Some(body) = body.filter(|_| !is_reported(node.get(Keys::<Failure>::body()), diags)) else { return };
    if let Some(at) = node
        .get(Keys::<Failure>::entries_when_empty())
        .filter(|at| at.text() == Some(EmptyEntries::OneEntry.as_str()))
        && !body.has(Slot::Entries)
    {
        let message = "`failure.body` has no slot `$entries`";
        contradiction(
            message,
            at,
            "add a member for it to the body, or use `entries_when_empty: none`",
            diags,
        );
    }
    if let Some(at) = node.get(Keys::<Failure>::help()).filter(|_| !body.has(Slot::Help)) {
        let message = "`failure.body` has no slot `$help`";
        contradiction(message, at, "add a member for it to the body, or remove this key", diags);
    }
    let entry = member::<_, Template>(node, Keys::<Failure>::entry());
    if let Some(at) = node.get(Keys::<Failure>::violations())
        && !(body.has(Slot::Entries) && entry.is_some_and(|entry| entry.has(Slot::Code)))
        && !is_reported(node.get(Keys::<Failure>::entry()), diags)
    {
        let message =
            "entries have no code: `failure.body` has no slot `$entries`, or `failure.entry` no slot `$code`";
        contradiction(message, at, "add a member for it, or remove this key", diags);
    }
    if let Some(at) = node.get(Keys::<Failure>::failure_flag()) {
        let mut bodies: Vec<(String, Template)> = Vec::new();
        if let Some(success) = success {
            bodies.push(("success.body".to_owned(), success.body.clone()));
            bodies.extend(success.list.iter().map(|list| ("success.list".to_owned(), list.clone())));
        }
        bodies.extend(pages::lists(style));
        flag(at, &body, &bodies, diags);
    }
}

/// Warns of `$code!` in a style whose outcomes have no codes.
pub(super) fn never_filled(style: &StyleNode, outcomes: &Outcomes, diags: &mut Diagnostics) {
    if outcomes.0.iter().any(|response| response.code.is_some()) {
        return;
    }
    let mut waiting: Vec<&StyleNode> = style
        .get(Keys::<Style>::failure())
        .and_then(|failure| failure.get(Keys::<Failure>::body()))
        .into_iter()
        .collect();
    while let Some(node) = waiting.pop() {
        waiting.extend(node.members().into_iter().flat_map(|members| members.values()));
        if node.text() == Some("$code!") {
            let message =
                "this is null in all failures except those that a document declares: no outcome has a code";
            let help = "give outcomes a code (`not_found: { code: not_found }`), or write `$code`, which leaves the member out";
            diags.push(Diagnostic::warning(codes::STYLE_EMPTY_SLOT, message, node.place()).help(help));
        }
    }
}

/// Checks the failure flag, which must be a constant of all failures and of no success.
fn flag(node: &StyleNode, failure: &Template, successes: &[(String, Template)], diags: &mut Diagnostics) {
    let (Some(member_at), Some(is_at)) =
        (node.get(Keys::<FailureFlag>::member()), node.get(Keys::<FailureFlag>::is()))
    else {
        return;
    };
    let Some(flag) = FailureFlag::read(node) else { return };
    match serde_json::from_str(&flag.is.0) {
        Ok(Value::Bool(_) | Value::Number(_)) => {}
        Ok(Value::String(text)) if (rules::PROSE.admits)(&text) => {}
        _ => {
            let message = "a failure flag is a text that is not empty, a number, `true` or `false`";
            let help = "use the value that the member has in `failure.body`";
            diags.push(Diagnostic::error(codes::STYLE_VALUE, message, is_at.place()).help(help));
            return;
        }
    }
    let value = Template::Constant(flag.is.0.clone());
    match failure.at(&flag.path()) {
        Some(found) if *found == value => {}
        Some(Template::Constant(other)) => {
            let message = format!("`{}` of `failure.body` is {other}", flag.member);
            contradiction(message, is_at, "both must be the same value", diags);
        }
        Some(Template::Slot(_) | Template::Object(_)) | None => {
            let message = format!("`failure.body` has no member `{}` with a constant value", flag.member);
            let help = format!("add `{}: {}` to it", flag.member, shown(&flag));
            contradiction(message, member_at, &help, diags);
        }
    }
    for (name, body) in successes {
        distinct(&flag, &value, name, body, (member_at, is_at), diags);
    }
}

/// The value of the flag, a text without its quotes.
fn shown(flag: &FailureFlag) -> String {
    serde_json::from_str(&flag.is.0).unwrap_or_else(|_| flag.is.0.to_string())
}

/// Checks that successes of a template cannot have the failure flag.
fn distinct(
    flag: &FailureFlag,
    value: &Template,
    name: &str,
    body: &Template,
    (member_at, is_at): (&StyleNode, &StyleNode),
    diags: &mut Diagnostics,
) {
    let could_have = match found_at(body, &flag.path()) {
        Found::Value(found) if found == value => {
            let message = format!("`{name}` has `{}: {}` too", flag.member, shown(flag));
            contradiction(message, is_at, &format!("use another value in `{name}`"), diags);
            return;
        }
        Found::Value(found) => !matches!(found, Template::Constant(_)),
        Found::Anything => true,
        Found::Nothing => false,
    };
    if could_have {
        let message = format!("a payload could have `{}: {}` too", flag.member, shown(flag));
        let help = format!("add the member `{}` with another value to `{name}`", flag.member);
        contradiction(message, member_at, &help, diags);
    }
}

/// What a template has at a path.
enum Found<'t> {
    Value(&'t Template),
    /// What a slot is filled with.
    Anything,
    Nothing,
}

fn found_at<'t>(template: &'t Template, path: &[String]) -> Found<'t> {
    let Some((wire, rest)) = path.split_first() else { return Found::Value(template) };
    match template {
        Template::Constant(_) => Found::Nothing,
        Template::Slot(_) => Found::Anything,
        Template::Object(_) => match template.member(wire) {
            Some(member) => found_at(member, rest),
            None if template.spreads() => Found::Anything,
            None => Found::Nothing,
        },
    }
}
