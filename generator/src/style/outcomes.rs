//! The response to each outcome.

use housestyle_style::grammar::Keys;
use indexmap::IndexMap;

use super::tree::{NodeValue, StyleNode, lengthen};
use super::{Failure, Outcome, OutcomeRule, OutcomeRules, Outcomes, Style, known};
use crate::diag::{Diagnostic, Diagnostics, codes, suggest};

/// Gives `outcomes.default_status` to each outcome for which the same file has no status. The first tree that has the key
/// counts; the first of `trees` is the style itself.
pub fn spread(trees: &mut [StyleNode]) {
    let default = |tree: &StyleNode| {
        tree.get(Keys::<Style>::outcomes())
            .and_then(StyleNode::members)?
            .get(Outcomes::DEFAULT_STATUS.wire)
            .cloned()
    };
    let Some((tree, at)) = trees.iter_mut().find_map(|tree| default(tree).map(|at| (tree, at))) else {
        return;
    };
    let Some(status) = at.whole() else { return };
    let NodeValue::Map(members) = &mut tree.content else { return };
    let Some(NodeValue::Map(outcomes)) =
        members.get_mut(Keys::<Style>::outcomes()).map(|node| &mut node.content)
    else {
        return;
    };
    for outcome in Outcome::ALL.iter().filter(|outcome| admits(**outcome, status)) {
        let blank = || StyleNode { content: NodeValue::Map(IndexMap::new()), ..at.clone() };
        let own = outcomes.entry(outcome.as_str().to_owned()).or_insert_with(blank);
        if own.get(Keys::<OutcomeRule>::like()).is_none()
            && let NodeValue::Map(members) = &mut own.content
        {
            members.entry(Keys::<OutcomeRule>::status().to_owned()).or_insert_with(|| at.clone());
        }
    }
}

/// Whether `outcomes.default_status` is one for this outcome.
fn admits(outcome: Outcome, status: u32) -> bool {
    match kind(outcome) {
        OutcomeClass::Success => (200..300).contains(&status),
        OutcomeClass::NotModified => false,
        OutcomeClass::Failure => (200..300).contains(&status) || (400..600).contains(&status),
    }
}

/// Reports problems of the responses to outcomes, with `as` resolved.
pub fn check(style: &StyleNode, diags: &mut Diagnostics) {
    let Some(node) = style.get(Keys::<Style>::outcomes()) else { return };
    // A failure may have a status of a success if a member of its body identifies it.
    let flagged = style
        .get(Keys::<Style>::failure())
        .is_some_and(|failure| failure.get(Keys::<Failure>::failure_flag()).is_some());
    if let Some(at) = node.get(Outcomes::DEFAULT_STATUS.wire) {
        default_status(at, diags);
    }
    let rules = OutcomeRules::read(node);
    let said: IndexMap<Outcome, StyleNode> = Outcome::ALL
        .iter()
        .filter_map(|outcome| {
            let node = lengthen(node.get(outcome.as_str())?.clone(), &OutcomeRule::RECORD);
            node.members().is_some().then_some((*outcome, node))
        })
        .collect();
    for message in said.values().filter_map(|node| node.get(Keys::<OutcomeRule>::message())) {
        holes(message, known::OF_OUTCOMES, diags);
    }
    for help in said.values().filter_map(|node| node.get("help")) {
        holes(help, known::OF_HELP, diags);
    }
    for (outcome, own) in &said {
        match rules.line(*outcome) {
            Ok(line) => response(&line, own, &said, flagged, diags),
            Err(line) => circle(&line, own, diags),
        }
    }
}

/// Reports unknown placeholders of a text. Braces around anything but a word are text.
pub fn holes(node: &StyleNode, known: &[&str], diags: &mut Diagnostics) {
    let parts = node.text().unwrap_or_default().split('{').skip(1);
    for word in parts.filter_map(|part| Some(part.split_once('}')?.0)) {
        let hole = format!("{{{word}}}");
        let is_word = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if is_word && !known.contains(&word) {
            let message = format!("there is no placeholder `{hole}` here");
            let holes: Vec<String> = known.iter().map(|word| format!("{{{word}}}")).collect();
            let help = match holes.is_empty() {
                true => "this text has no placeholders".to_owned(),
                false => suggest::among(&hole, holes.iter().map(String::as_str)),
            };
            diags.push(Diagnostic::error(codes::STYLE_SLOT, message, node.place()).help(help));
        }
    }
}

/// Reports a default status that is of the 300s.
fn default_status(at: &StyleNode, diags: &mut Diagnostics) {
    if let Some(status @ 300..400) = at.whole() {
        let message = format!("not every outcome can have the status {status}");
        let help = "use a status of the 400s or 500s, or of the 200s with `failure.failure_flag`";
        diags.push(Diagnostic::error(codes::STYLE_VALUE, message, at.place()).help(help));
    }
}

/// Reports a missing key of an outcome, or a status that it cannot have. `line` is the outcome and those that it refers to.
fn response(
    line: &[Outcome],
    own: &StyleNode,
    said: &IndexMap<Outcome, StyleNode>,
    flagged: bool,
    diags: &mut Diagnostics,
) {
    let outcome = line[0];
    let find = |wire: &str| line.iter().find_map(|outcome| Some((*outcome, said.get(outcome)?.get(wire)?)));
    let status = find(Keys::<OutcomeRule>::status());
    for (wire, found) in [("status", status), ("message", find("message"))] {
        if found.is_none() && line.len() == 1 {
            let message = format!("the outcome `{}` has no {wire}", outcome.as_str());
            let help = format!("add `{wire}`, or `as` with another outcome");
            diags.push(Diagnostic::error(codes::STYLE_MISSING, message, own.place()).help(help));
        }
    }
    if let Some((owner, at)) = status
        && let Some(status) = status_of(owner, at, flagged, diags)
        && let Some(at) = own.get(Keys::<OutcomeRule>::like())
    {
        borrowed(outcome, owner, status, flagged, at, diags);
    }
}

/// Reports a cycle of outcomes once, at its first outcome. The last of the line closes it.
fn circle(line: &[Outcome], own: &StyleNode, diags: &mut Diagnostics) {
    let outcome = line[0];
    if let Some(at) = own.get(Keys::<OutcomeRule>::like())
        && line.last() == Some(&outcome)
        && line.iter().all(|other| *other >= outcome)
    {
        let message = format!("the outcome `{}` refers to itself", outcome.as_str());
        let help = "a chain of `as` must end at an outcome with a status";
        diags.push(Diagnostic::error(codes::STYLE_CYCLE, message, at.place()).help(help));
    }
}

/// The class of an outcome in HTTP.
enum OutcomeClass {
    Success,
    NotModified,
    Failure,
}

const fn kind(outcome: Outcome) -> OutcomeClass {
    match outcome.usual_status() {
        200..300 => OutcomeClass::Success,
        304 => OutcomeClass::NotModified,
        _ => OutcomeClass::Failure,
    }
}

/// The status of an outcome. A wrong status that several outcomes share is reported once.
fn status_of(outcome: Outcome, at: &StyleNode, flagged: bool, diags: &mut Diagnostics) -> Option<u16> {
    let status = u16::try_from(at.whole()?).ok()?;
    let (fits, wanted) = fits(outcome, status, flagged);
    let place = at.place();
    let known = |other: &Diagnostic| other.code == codes::STYLE_VALUE && other.place == place;
    if !fits && (200..600).contains(&status) && !diags.iter().any(known) {
        let message = format!("`{}` cannot have the status {status}", outcome.as_str());
        diags.push(Diagnostic::error(codes::STYLE_VALUE, message, place).help(wanted));
    }
    fits.then_some(status)
}

/// Checks a status that an outcome has from another one by `as`.
fn borrowed(
    outcome: Outcome,
    owner: Outcome,
    status: u16,
    flagged: bool,
    at: &StyleNode,
    diags: &mut Diagnostics,
) {
    let (fits, wanted) = fits(outcome, status, flagged);
    if !fits {
        let message =
            format!("`{}` cannot have the status {status} of `{}`", outcome.as_str(), owner.as_str());
        diags.push(Diagnostic::error(codes::STYLE_VALUE, message, at.place()).help(wanted));
    }
}

/// Whether an outcome may have a status, and the help if not.
fn fits(outcome: Outcome, status: u16, flagged: bool) -> (bool, &'static str) {
    let in_body = (200..300).contains(&status) && ![204, 205].contains(&status);
    match kind(outcome) {
        OutcomeClass::Success => ((200..300).contains(&status), "a success has a status of the 200s"),
        OutcomeClass::NotModified => (status == 304, "it must have the status 304"),
        OutcomeClass::Failure if flagged => (
            (400..600).contains(&status) || in_body,
            "with `failure.failure_flag`, a failure has a status of the 400s or 500s, or of the 200s with a body",
        ),
        OutcomeClass::Failure => (
            (400..600).contains(&status),
            "a failure has a status of the 400s or 500s; with `failure.failure_flag`, it may have one of the 200s",
        ),
    }
}
