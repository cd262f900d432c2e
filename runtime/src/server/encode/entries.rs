//! The entries of a problem, each in the style's template and with its own status.

use std::borrow::Cow;

use http::StatusCode;

use crate::envelope::EntryBody;
use crate::jsonapi::inner_key;
use crate::problem::{Entry, Outcome, Problem, Text};
use crate::style::{MixedStatuses, ParameterName, Report, Slot, Style};

use super::problem::ProblemEncoder;

/// The entries of a problem that the style reports.
pub(in crate::server) fn reported<'p>(style: &Style, problem: &'p Problem) -> Cow<'p, [Entry]> {
    match style.failure.report {
        _ if problem.entries.is_empty() && style.failure.fills_empty_entries() => {
            Cow::Owned(vec![Entry::default()])
        }
        Report::All => Cow::Borrowed(&problem.entries),
        Report::First => Cow::Borrowed(&problem.entries[..problem.entries.len().min(1)]),
    }
}

/// The status of a response with these entries. The one that the handler sets goes before theirs.
pub(in crate::server) fn status(style: &Style, problem: &Problem, entries: &[Entry]) -> StatusCode {
    let own = own(style, problem);
    let mut each = entries.iter().map(|entry| of(style, entry, own));
    let first = match style.failure.mixed_statuses {
        MixedStatuses::MostGeneral if problem.status.is_none() => each.next().unwrap_or(own),
        MixedStatuses::MostGeneral | MixedStatuses::ByOutcome => return own,
    };
    match each.try_fold((true, first), |(alike, worst), one| Some((alike && one == first, worst.max(one)))) {
        Some((false, worst)) if worst.is_client_error() => StatusCode::BAD_REQUEST,
        Some((false, _)) => StatusCode::INTERNAL_SERVER_ERROR,
        _ => first,
    }
}

/// The status of the problem itself.
fn own(style: &Style, problem: &Problem) -> StatusCode {
    sound(problem.status.unwrap_or(style.response_to(problem.outcome).status))
}

fn of(style: &Style, entry: &Entry, own: StatusCode) -> StatusCode {
    entry.outcome.map_or(own, |outcome| sound(style.response_to(disclosed(outcome)).status))
}

fn sound(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// An outcome as its caller may see it: what is hidden looks just like what does not exist.
pub(in crate::server) fn disclosed(outcome: Outcome) -> Outcome {
    if outcome == Outcome::Hidden { Outcome::NotFound } else { outcome }
}

impl ProblemEncoder<'_> {
    /// What each entry says. If the style reports a problem by its entries alone, they have its code and its message unless
    /// they have their own.
    pub(in crate::server) fn entries<'e>(
        &self,
        problem: &Problem,
        (code, message): (Option<&'e str>, Option<&'e str>),
        entries: &'e [Entry],
    ) -> Vec<EntryBody<'e>> {
        let style = &self.style.failure;
        let header_has_place = style.entry.has(Slot::Header);
        let own = own(self.style, problem);
        let one = |one: &'e Entry| {
            let status = of(self.style, one, own);
            let (code, message) = match one.outcome.map(disclosed).filter(|_| style.fills_empty_entries()) {
                Some(outcome) if outcome != problem.outcome => {
                    let reaction = self.style.response_to(outcome);
                    let text = Some(self.text(outcome, reaction)).filter(|text| !text.is_empty());
                    (reaction.code.as_deref(), text)
                }
                _ => (
                    code.filter(|_| style.fills_empty_entries()),
                    message.filter(|_| style.fills_empty_entries()),
                ),
            };
            let text = |text: &'e Option<Text>| text.as_deref().map(Cow::Borrowed);
            EntryBody {
                status: Some(status.as_u16()),
                title: status.canonical_reason().map(Cow::Borrowed),
                resource: text(&one.resource),
                field: text(&one.field),
                pointer: text(&one.pointer),
                parameter: match &one.parameter {
                    Some(wire) => Some(Cow::Borrowed(called(style.parameter_name, wire))),
                    None => text(&one.header).filter(|_| !header_has_place),
                },
                header: text(&one.header),
                code: text(&one.code).or(code.map(Cow::Borrowed)),
                message: text(&one.message).or(message.map(Cow::Borrowed)),
            }
        };
        entries.iter().map(one).collect()
    }
}

fn called(name: ParameterName, wire: &str) -> &str {
    match name {
        ParameterName::Full => wire,
        ParameterName::InnerKey => inner_key(wire),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::Failure;

    const STYLE: Style = Style {
        failure: Failure { mixed_statuses: MixedStatuses::MostGeneral, ..Style::MINIMAL.failure },
        ..Style::MINIMAL
    };

    fn status_of(style: &Style, problem: &Problem) -> u16 {
        status(style, problem, &reported(style, problem)).as_u16()
    }

    #[test]
    fn ja_89_r_33_several_statuses_are_the_most_general_one() {
        let of = |outcomes: &[Outcome]| {
            let entries = outcomes.iter().map(|outcome| Entry::new("x").outcome(*outcome));
            status_of(&STYLE, &Problem::invalid_entity().entries(entries))
        };
        assert_eq!(of(&[]), 422);
        assert_eq!(of(&[Outcome::Conflict]), 409);
        assert_eq!(of(&[Outcome::Conflict, Outcome::Conflict]), 409);
        assert_eq!(of(&[Outcome::Conflict, Outcome::Forbidden]), 400);
        assert_eq!(of(&[Outcome::InvalidEntity, Outcome::Internal]), 500);
        assert_eq!(of(&[Outcome::Hidden]), 404);
        let mixed = Problem::invalid_entity()
            .entry(Entry::new("x"))
            .entry(Entry::new("y").outcome(Outcome::Conflict));
        assert_eq!((status_of(&STYLE, &mixed), status_of(&Style::MINIMAL, &mixed)), (400, 422));
        assert_eq!(status_of(&STYLE, &mixed.status(418)), 418);
    }

    #[test]
    fn a_single_reported_entry_decides() {
        let style = Style { failure: Failure { report: Report::First, ..STYLE.failure }, ..STYLE };
        let both =
            [Outcome::Conflict, Outcome::InvalidEntity].map(|outcome| Entry::new("x").outcome(outcome));
        assert_eq!(status_of(&style, &Problem::invalid_entity().entries(both)), 409);
    }
}
