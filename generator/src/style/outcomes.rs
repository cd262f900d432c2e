//! The reaction to each outcome.

use indexmap::IndexMap;

use super::resolve::{text, word};
use super::tree::{Content, Node, lengthen};
use super::{Outcome, Reaction, keys, known};
use crate::diag::{Diagnostic, Diagnostics, codes, suggest};

/// Gives the status of `outcomes.every` to each outcome that the same file leaves without one. Of the files of a style,
/// the last that says `every` counts; the first of `trees` is the style itself.
pub fn spread(trees: &mut [Node]) {
    let said = |tree: &Node| tree.get("outcomes").and_then(Node::members)?.get("every").cloned();
    let Some((tree, every)) = trees.iter_mut().find_map(|tree| said(tree).map(|every| (tree, every))) else {
        return;
    };
    let every = lengthen(every, &keys::EVERY);
    let Some((at, status)) = every.get("status").and_then(|at| Some((at, at.whole()?))) else { return };
    let Content::Map(members) = &mut tree.content else { return };
    let Some(Content::Map(outcomes)) = members.get_mut("outcomes").map(|node| &mut node.content) else {
        return;
    };
    for outcome in Outcome::ALL.iter().filter(|outcome| admits(**outcome, status)) {
        let blank = || Node { content: Content::Map(IndexMap::new()), ..at.clone() };
        let own = outcomes.entry(outcome.as_str().to_owned()).or_insert_with(blank);
        if own.get("as").is_none()
            && let Content::Map(members) = &mut own.content
        {
            members.entry("status".to_owned()).or_insert_with(|| at.clone());
        }
    }
}

/// Whether the status of `outcomes.every` is one for this outcome.
fn admits(outcome: Outcome, status: u32) -> bool {
    match kind(outcome) {
        Kind::Success => (200..300).contains(&status),
        Kind::NotModified => false,
        Kind::Failure => (200..300).contains(&status) || (400..600).contains(&status),
    }
}

/// The reaction to every outcome, `as` followed. `told`: the body tells failures, so that their status may be one of a
/// success.
pub fn outcomes(node: &Node, told: bool, diags: &mut Diagnostics) -> Option<IndexMap<Outcome, Reaction>> {
    if let Some(at) = node.get("every") {
        every(at, diags);
    }
    let said: IndexMap<Outcome, Node> = Outcome::ALL
        .iter()
        .filter_map(|outcome| {
            let node = lengthen(node.get(outcome.as_str())?.clone(), &keys::REACTION);
            node.members().is_some().then_some((*outcome, node))
        })
        .collect();
    for message in said.values().filter_map(|node| node.get("message")) {
        holes(message, known::OF_OUTCOMES, diags);
    }
    let found: Vec<_> = said.keys().map(|outcome| reaction(*outcome, &said, told, diags)).collect();
    let found: IndexMap<_, _> =
        said.keys().copied().zip(found.into_iter().collect::<Option<Vec<_>>>()?).collect();
    (found.len() == Outcome::ALL.len()).then_some(found)
}

/// Tells of what looks like a hole of a text and is none. Other braces are text.
pub fn holes(node: &Node, known: &[&str], diags: &mut Diagnostics) {
    let parts = node.text().unwrap_or_default().split('{').skip(1);
    for word in parts.filter_map(|part| Some(part.split_once('}')?.0)) {
        let hole = format!("{{{word}}}");
        let is_word = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        if is_word && !known.contains(&word) {
            let message = format!("nothing fills `{hole}` in a message");
            let holes: Vec<String> = known.iter().map(|word| format!("{{{word}}}")).collect();
            let help = match holes.is_empty() {
                true => "this text has no holes".to_owned(),
                false => suggest::among(&hole, holes.iter().map(String::as_str)),
            };
            diags.push(Diagnostic::error(codes::STYLE_SLOT, message, node.place()).help(help));
        }
    }
}

/// Tells of a status that no outcome takes.
fn every(at: &Node, diags: &mut Diagnostics) {
    let node = lengthen(at.clone(), &keys::EVERY);
    let Some((at, status)) = node.get("status").and_then(|at| Some((at, at.whole()?))) else { return };
    if (300..400).contains(&status) {
        let message = format!("not every outcome can have the status {status}");
        let help = "it is one of the 400s or 500s, or of the 200s where `failure.told_by` is there";
        diags.push(Diagnostic::error(codes::STYLE_VALUE, message, at.place()).help(help));
    }
}

fn reaction(
    outcome: Outcome,
    said: &IndexMap<Outcome, Node>,
    told: bool,
    diags: &mut Diagnostics,
) -> Option<Reaction> {
    let line = line(outcome, said, diags)?;
    let first = |wire: &str| line.iter().find_map(|outcome| said.get(outcome)?.get(wire));
    let own = said.get(&outcome)?;
    let status = first("status");
    for (wire, found) in [("status", status), ("message", first("message"))] {
        if found.is_none() && line.len() == 1 {
            let message = format!("the outcome `{}` has no {wire}", outcome.as_str());
            let help = format!("say `{wire}`, or another outcome to react like with `as`");
            diags.push(Diagnostic::error(codes::STYLE_MISSING, message, own.place()).help(help));
        }
    }
    let owner =
        line.iter().find(|outcome| said.get(*outcome).is_some_and(|node| node.get("status").is_some()));
    let status = status.and_then(|at| status_of(*owner?, at, told, diags))?;
    if let (Some(owner), Some(at)) = (owner, own.get("as")) {
        borrowed(outcome, *owner, status, told, at, diags)?;
    }
    Some(Reaction {
        status,
        code: line.iter().find_map(|outcome| text(said.get(outcome)?, "code")),
        message: line.iter().find_map(|outcome| text(said.get(outcome)?, "message"))?,
    })
}

/// The outcome and those that it refers to with `as`, in turn. A circle is told once, by its first outcome.
fn line(outcome: Outcome, said: &IndexMap<Outcome, Node>, diags: &mut Diagnostics) -> Option<Vec<Outcome>> {
    let mut line = vec![outcome];
    let mut last = outcome;
    while let Some(next) = said.get(&last).and_then(|node| word(node, "as")) {
        let next = Outcome::parse(next)?;
        if line.contains(&next) {
            if next == outcome && line.iter().all(|other| *other >= outcome) {
                let at = said.get(&outcome)?.get("as")?;
                let message = format!("the outcome `{}` reacts like itself", outcome.as_str());
                let help = "the outcomes that `as` leads to must come to one with a status";
                diags.push(Diagnostic::error(codes::STYLE_CYCLE, message, at.place()).help(help));
            }
            return None;
        }
        line.push(next);
        last = next;
    }
    Some(line)
}

/// What an outcome is to HTTP.
enum Kind {
    Success,
    NotModified,
    Failure,
}

const fn kind(outcome: Outcome) -> Kind {
    match outcome {
        Outcome::Ok | Outcome::Created | Outcome::Accepted | Outcome::NoContent | Outcome::Partial => {
            Kind::Success
        }
        Outcome::NotModified => Kind::NotModified,
        _ => Kind::Failure,
    }
}

/// The status of an outcome. A wrong one is told once, whatever outcomes share it.
fn status_of(outcome: Outcome, at: &Node, told: bool, diags: &mut Diagnostics) -> Option<u16> {
    let status = u16::try_from(at.whole()?).ok()?;
    let (fits, wanted) = fits(outcome, status, told);
    let place = at.place();
    let known = |told: &Diagnostic| told.code == codes::STYLE_VALUE && told.place == place;
    if !fits && (200..600).contains(&status) && !diags.iter().any(known) {
        let message = format!("`{}` cannot have the status {status}", outcome.as_str());
        diags.push(Diagnostic::error(codes::STYLE_VALUE, message, place).help(wanted));
    }
    fits.then_some(status)
}

/// Checks a status that an outcome has of another one by `as`, whose own it fits.
fn borrowed(
    outcome: Outcome,
    owner: Outcome,
    status: u16,
    told: bool,
    at: &Node,
    diags: &mut Diagnostics,
) -> Option<()> {
    let (fits, wanted) = fits(outcome, status, told);
    if !fits {
        let message =
            format!("`{}` cannot have the status {status} of `{}`", outcome.as_str(), owner.as_str());
        diags.push(Diagnostic::error(codes::STYLE_VALUE, message, at.place()).help(wanted));
    }
    fits.then_some(())
}

/// Whether an outcome may have a status, and which ones it may have.
fn fits(outcome: Outcome, status: u16, told: bool) -> (bool, &'static str) {
    let in_body = (200..300).contains(&status) && ![204, 205].contains(&status);
    match kind(outcome) {
        Kind::Success => ((200..300).contains(&status), "a success has a status of the 200s"),
        Kind::NotModified => (status == 304, "it has the status 304"),
        Kind::Failure if told => (
            (400..600).contains(&status) || in_body,
            "a failure that its body tells has a status of the 200s that comes with a body, or of the 400s or 500s",
        ),
        Kind::Failure => (
            (400..600).contains(&status),
            "a failure has a status of the 400s or 500s, unless `failure.told_by` names what tells it in the body",
        ),
    }
}
