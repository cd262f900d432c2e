//! Which of several declared media types are read and written: those that share the type of the best one. The others are
//! reported.

use super::bodies::{Carrier, Declared};
use super::codes;
use super::report::Reporter;
use crate::diag::Diagnostic;
use crate::ir::{Content, ContentKind, Origin};

/// Chooses among the media types of a body or response.
pub(super) struct MediaTypeChoice<'c, 'a> {
    pub report: &'c mut Reporter<'a>,
}

impl<'a> MediaTypeChoice<'_, 'a> {
    /// Keeps the media types that are read and written as one type, the best kind of those that are declared.
    pub fn run(self, mut declared: Vec<Declared<'a>>, carrier: &Carrier<'_>) -> Vec<Content> {
        declared.sort_by_key(|one| rank(&one.content.kind, carrier));
        let Some(best) = declared.first().map(|one| one.content.kind.clone()) else { return Vec::new() };
        let (kept, lost): (Vec<_>, Vec<_>) = declared.into_iter().partition(|one| one.content.kind == best);
        if let Some(first) = lost.first() {
            let list = |all: &[Declared<'a>]| {
                let all: Vec<_> = all.iter().map(|one| format!("`{}`", one.content.media)).collect();
                all.join(", ")
            };
            let sent = matches!(carrier.origin, Origin::RequestBody(_));
            let message = format!(
                "{} {} alone; {} {} declared too",
                if sent { "taken and sent as" } else { "sent and read as" },
                list(&kept),
                list(&lost),
                if lost.len() == 1 { "is" } else { "are" },
            );
            let of = || format!("`{}`: {}", carrier.operation, what(&carrier.origin));
            self.report.unreachable(message, first.entry.pointer(), of);
        }
        for one in &kept {
            let Some(untyped) = one.untyped else { continue };
            let to = if matches!(one.content.kind, ContentKind::Text(_)) { "text" } else { "raw bytes" };
            let message = format!("`{}`: {untyped} is not yet typed: handed over as {to}", carrier.operation);
            let place = self.report.key_place(&one.entry.pointer());
            if self.report.is_first_untyped(carrier.operation) {
                self.report.push(Diagnostic::warning(codes::NOT_YET_TYPED, message, place));
            }
        }
        kept.into_iter().map(|one| one.content).collect()
    }
}

/// Kinds in the order in which they are wanted.
const fn rank(kind: &ContentKind, carrier: &Carrier<'_>) -> u8 {
    match kind {
        ContentKind::Form(_) if carrier.as_form => 0,
        ContentKind::Json(_) => 0,
        ContentKind::Multipart(_) => 1,
        ContentKind::Form(_) => 2,
        ContentKind::Text(_) => 3,
        ContentKind::Events(_) | ContentKind::JsonLines(_) | ContentKind::Bytes => 4,
    }
}

fn what(origin: &Origin) -> String {
    match origin {
        Origin::Response(_, status) => format!("the response `{status}`"),
        Origin::RequestBody(_)
        | Origin::Component(_)
        | Origin::Member(..)
        | Origin::Item(_)
        | Origin::Place(..)
        | Origin::Entry(_)
        | Origin::Variant(..)
        | Origin::Parameter(..)
        | Origin::Meta(_)
        | Origin::ResponseHeader(..)
        | Origin::Header(_) => "the request body".to_owned(),
    }
}
