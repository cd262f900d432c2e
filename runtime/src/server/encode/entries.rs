//! The entries of a problem, each in the style's template and with its own status.

use std::borrow::Cow;
use std::collections::HashSet;

use http::StatusCode;

use crate::codec::json::WriteError;
use crate::codec::template;
use crate::jsonapi::inner_key;
use crate::problem::{Entry, Outcome, Problem};
use crate::style::{MixedStatuses, ParameterName, Report, Slot, Style};

use super::problem::ProblemEncoder;
use crate::server::encode::envelope::put_some;

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
        _ => return own,
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
    /// One [`Slot::Entries`] item for each entry. If the style reports a problem by its entries alone, they have its code and
    /// its message unless they have their own.
    pub(in crate::server) fn entries(
        &self,
        problem: &Problem,
        (code, message): (Option<&str>, Option<&str>),
        entries: &[Entry],
        out: &mut Vec<u8>,
    ) -> Result<bool, WriteError> {
        if entries.is_empty() {
            return Ok(false);
        }
        let style = &self.style.failure;
        let header_has_place = style.entry.has(Slot::Header);
        let own = own(self.style, problem);
        out.push(b'[');
        let mut written = HashSet::new();
        for one in entries {
            let status = of(self.style, one, own);
            let (code, message) = match one.outcome.map(disclosed).filter(|_| style.fills_empty_entries()) {
                Some(outcome) if outcome != problem.outcome => {
                    let reaction = self.style.response_to(outcome);
                    (
                        reaction.code.as_deref(),
                        Some(self.text(outcome, reaction)).filter(|text| !text.is_empty()),
                    )
                }
                _ => (
                    code.filter(|_| style.fills_empty_entries()),
                    message.filter(|_| style.fills_empty_entries()),
                ),
            };
            let mut fill = |slot: Slot, out: &mut Vec<u8>| match slot {
                Slot::Status => put_some(out, Some(&status.as_u16())),
                Slot::StatusText => put_some(out, Some(status.as_str()).as_ref()),
                Slot::Title => put_some(out, status.canonical_reason().as_ref()),
                Slot::Resource => put_some(out, one.resource.as_ref()),
                Slot::Field => put_some(out, one.field.as_ref()),
                Slot::Pointer => put_some(out, one.pointer.as_ref()),
                Slot::Parameter => match (&one.parameter, &one.header) {
                    (Some(wire), _) => put_some(out, Some(called(style.parameter_name, wire)).as_ref()),
                    (None, header) => put_some(out, header.as_ref().filter(|_| !header_has_place)),
                },
                Slot::Header => put_some(out, one.header.as_ref()),
                Slot::Code => put_some(out, one.code.as_deref().or(code).as_ref()),
                Slot::Message => put_some(out, one.message.as_deref().or(message).as_ref()),
                _ => Ok(false),
            };
            let mut entry = Vec::new();
            if !template::write(&style.entry, &mut fill, &mut entry)? {
                entry.extend_from_slice(b"{}");
            }
            // Equal entries are written once.
            if !written.contains(&entry) {
                if !written.is_empty() {
                    out.push(b',');
                }
                out.extend_from_slice(&entry);
                written.insert(entry);
            }
        }
        out.push(b']');
        Ok(true)
    }
}

fn called(name: ParameterName, wire: &str) -> &str {
    match name {
        ParameterName::Full => wire,
        ParameterName::InnerKey => inner_key(wire),
    }
}

/// The problem of a header, which names it if the style reports problems by entries and has a place for headers in them.
pub(in crate::server) fn of_header(style: &Style, problem: Problem, header: &'static str) -> Problem {
    let names = style.failure.fills_empty_entries() && style.failure.entry.has(Slot::Header);
    if names { problem.entry(Entry::default().header(header)) } else { problem }
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
