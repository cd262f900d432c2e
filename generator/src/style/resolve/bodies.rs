//! What wraps successes and failures.

use indexmap::IndexMap;
use serde_json::Value;

use super::{Options, contradiction, flag, text, texts, word};
use crate::diag::{Diagnostic, Diagnostics, codes};
use crate::style::grammar::Place;
use crate::style::tree::Node;
use crate::style::{
    Echo, EchoPart, Failure, LoneProblem, Mixed, Outcome, ParameterName, PayloadForm, Pretty, Reaction,
    Report, Slot, Success, Template, ToldBy, Version, template, texts as rules,
};

/// `success`.
pub(super) fn success(node: &Node, options: &mut Options<'_>) -> Option<Success> {
    let body_at = node.get("body")?;
    let body = template::compile(body_at, Place::Success, options.diags);
    let meta_body = match node.get("meta_body") {
        Some(at) => meta_body(at, options.diags),
        None => body.clone(),
    };
    let echo = node.get("echo").map(|echo| Echo {
        of: texts(echo, "of").iter().filter_map(|part| EchoPart::parse(part)).collect(),
        under: options.named(echo, "under"),
    });
    let pretty = node.get("pretty").map_or_else(Pretty::default, |node| pretty(node, options));
    let null_meta_under = node.get("meta").and_then(|meta| options.named(meta, "null_under"));
    let body = body?;
    for (wire, slot) in [("echo", Slot::Echo), ("meta", Slot::Meta)] {
        if let Some(at) = node.get(wire).filter(|_| !template::has(&body, slot)) {
            let message = format!("`success.body` has no slot `${}`", slot.as_str());
            contradiction(message, at, "give the body a member for it, or take this away", options.diags);
        }
    }
    Some(Success {
        body,
        meta_body: meta_body?,
        form: PayloadForm::parse(word(node, "form")?)?,
        echo,
        empty: node.get("empty").map(|value| value.value().to_string()),
        pretty,
        location: flag(node, "location")?,
        null_meta_under,
    })
}

/// The template of a body without a payload.
fn meta_body(node: &Node, diags: &mut Diagnostics) -> Option<Template> {
    let body = template::compile(node, Place::MetaBody, diags)?;
    if !template::has(&body, Slot::Meta) {
        let message = "the body has no place for what a handler returns".to_owned();
        contradiction(message, node, "give one member the value `$meta`", diags);
    }
    Some(body)
}

fn pretty(node: &Node, options: &mut Options<'_>) -> Pretty {
    let found = Pretty {
        under: options.named(node, "under"),
        parameter: text(node, "parameter"),
        accept: text(node, "accept"),
    };
    if found == Pretty::default() && node.members().is_some_and(|said| said.values().all(Node::is_null)) {
        let message = "nothing asks for indented JSON".to_owned();
        let help = "say `under`, `parameter` or `accept`, or take `pretty` away";
        contradiction(message, node, help, options.diags);
    }
    if let (Some(at), Some(Version::AcceptParameter { parameter, .. })) =
        (node.get("accept"), options.version.filter(|_| found.accept.is_some()))
        && at.text() == Some(parameter)
    {
        let help = "each parameter of `Accept` has a name of its own";
        contradiction(format!("the parameter `{parameter}` is that of `version`"), at, help, options.diags);
    }
    found
}

/// `failure`.
pub(super) fn failure(node: &Node, success: Option<&Success>, diags: &mut Diagnostics) -> Option<Failure> {
    let body = node.get("body").and_then(|body| template::compile(body, Place::Failure, diags));
    let entry = node.get("entry").and_then(|entry| template::compile(entry, Place::Entry, diags));
    let body = body?;
    if let Some(at) = node.get("lone").filter(|at| at.text() == Some("entry"))
        && !template::has(&body, Slot::Entries)
    {
        let message = "`failure.body` has no slot `$entries`".to_owned();
        contradiction(message, at, "give the body a member for it, or say `lone: body`", diags);
    }
    let told_by = node.get("told_by").and_then(|at| told_by(at, &body, success, diags));
    Some(Failure {
        media: text(node, "media")?,
        body,
        entry: entry?,
        report: Report::parse(word(node, "report")?)?,
        lone: LoneProblem::parse(word(node, "lone")?)?,
        mixed: Mixed::parse(word(node, "mixed")?)?,
        parameter_name: ParameterName::parse(word(node, "parameter_name")?)?,
        told_by,
    })
}

/// Tells of a member for the code that is kept where there is none, under a style without codes.
pub(super) fn never_filled(failure: &Node, outcomes: &IndexMap<Outcome, Reaction>, diags: &mut Diagnostics) {
    if outcomes.values().any(|reaction| reaction.code.is_some()) {
        return;
    }
    let mut waiting: Vec<&Node> = failure.get("body").into_iter().collect();
    while let Some(node) = waiting.pop() {
        waiting.extend(node.members().into_iter().flat_map(|members| members.values()));
        if node.text() == Some("$code!") {
            let message = "this is null in every failure but those that a document declares by a code: no outcome has one";
            let help = "give outcomes a code (`not_found: { code: not_found }`), or write `$code`, which is absent then";
            diags.push(Diagnostic::warning(codes::STYLE_EMPTY_SLOT, message, node.place()).help(help));
        }
    }
}

/// What tells failures, which must be a constant of every failure, and never of a success.
fn told_by(
    node: &Node,
    failure: &Template,
    success: Option<&Success>,
    diags: &mut Diagnostics,
) -> Option<ToldBy> {
    let (member_at, is_at) = (node.get("member")?, node.get("is")?);
    if !(rules::PROSE.admits)(is_at.text()?) {
        return None; // told by the check
    }
    let told = ToldBy { wire: member_at.text()?.to_owned(), is: is_at.text()?.to_owned() };
    let text = Template::Constant(Value::from(told.is.as_str()).to_string());
    match member(failure, &told.wire) {
        Some(value) if *value == text => {}
        Some(Template::Constant(other)) => {
            let message = format!("`{}` of `failure.body` is {other}", told.wire);
            contradiction(message, is_at, "the two must be the same text", diags);
        }
        _ => {
            let message = format!("`failure.body` has no member `{}` with a text of its own", told.wire);
            let help = format!("give it `{}: {}`", told.wire, told.is);
            contradiction(message, member_at, &help, diags);
        }
    }
    let of_success = match success.map(|success| &success.body) {
        None => None,
        Some(Template::Object(_)) => success.and_then(|success| member(&success.body, &told.wire)),
        Some(whole) => Some(whole),
    };
    match of_success {
        Some(value) if *value == text => {
            let message = format!("a success says `{}: {}` too", told.wire, told.is);
            contradiction(message, is_at, "give `success.body` another text there", diags);
        }
        Some(value) if !matches!(value, Template::Constant(_)) => {
            let message = format!("a payload could say `{}: {}` too", told.wire, told.is);
            let help = format!("give `success.body` the member `{}` with another text", told.wire);
            contradiction(message, member_at, &help, diags);
        }
        _ => {}
    }
    Some(told)
}

/// A member of a template that is an object.
fn member<'a>(template: &'a Template, wire: &str) -> Option<&'a Template> {
    let Template::Object(members) = template else { return None };
    members.iter().find(|member| member.wire == wire).map(|member| &member.value)
}
