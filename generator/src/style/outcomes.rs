//! The reaction to each outcome.

use indexmap::IndexMap;

use super::resolve::{text, word};
use super::tree::{Node, lengthen};
use super::{Outcome, Reaction, keys};
use crate::diag::{Diagnostic, Diagnostics, codes};

/// The reaction to every outcome, `as` followed.
pub fn outcomes(node: &Node, diags: &mut Diagnostics) -> Option<IndexMap<Outcome, Reaction>> {
    let said: IndexMap<Outcome, Node> = Outcome::ALL
        .iter()
        .filter_map(|outcome| {
            let node = lengthen(node.get(outcome.as_str())?.clone(), &keys::REACTION);
            node.members().is_some().then_some((*outcome, node))
        })
        .collect();
    let found: Vec<_> = said.keys().map(|outcome| reaction(*outcome, &said, diags)).collect();
    let found: IndexMap<_, _> =
        said.keys().copied().zip(found.into_iter().collect::<Option<Vec<_>>>()?).collect();
    (found.len() == Outcome::ALL.len()).then_some(found)
}

fn reaction(outcome: Outcome, said: &IndexMap<Outcome, Node>, diags: &mut Diagnostics) -> Option<Reaction> {
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
    let status = status.and_then(|at| status_of(outcome, at, diags));
    Some(Reaction {
        status: status?,
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

fn status_of(outcome: Outcome, at: &Node, diags: &mut Diagnostics) -> Option<u16> {
    let status = u16::try_from(at.whole()?).ok()?;
    let (fits, wanted) = match outcome {
        Outcome::Ok | Outcome::Created | Outcome::Accepted | Outcome::NoContent | Outcome::Partial => {
            ((200..300).contains(&status), "a success has a status of the 200s")
        }
        Outcome::NotModified => (status == 304, "it has the status 304"),
        _ => ((400..600).contains(&status), "a failure has a status of the 400s or 500s"),
    };
    if !fits && (200..600).contains(&status) {
        let message = format!("`{}` cannot have the status {status}", outcome.as_str());
        diags.push(Diagnostic::error(codes::STYLE_VALUE, message, at.place()).help(wanted));
    }
    fits.then_some(status)
}
