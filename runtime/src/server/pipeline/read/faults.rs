//! Faults of a request and the problem that reports them.

use crate::problem::Outcome;
use crate::problem::Wording;
use crate::problem::{Entry, Problem};
use crate::schema::check::{self, Fault, Violation, ViolationKind};
use crate::style::{Check, Report, Style};

/// The faults of a request.
#[derive(Default)]
pub(in crate::server) struct RequestFaults {
    /// Why the body could not be parsed.
    pub(super) syntax: Option<SyntaxFault>,
    /// Whether a path parameter is invalid in a way that counts as an unknown path.
    pub(super) no_such_path: bool,
    pub(super) parameters: Vec<Violation>,
    pub(super) entity: Vec<Violation>,
    /// Why the range is invalid.
    pub(super) range: Option<Violation>,
}

/// Why a body could not be parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SyntaxFault {
    /// The syntax does not match the media type.
    Malformed,
    /// It is nested too deeply.
    TooDeep,
}

impl SyntaxFault {
    /// Depth is reported as the reason if the style's text has a placeholder for one, else as a message of its own.
    fn problem(self, style: &Style) -> Problem {
        match self {
            Self::Malformed => Problem::malformed(),
            Self::TooDeep => {
                let fault = Fault::TooDeep;
                let entry = Entry::new(fault.code()).message(fault.message()).wording(fault.wording());
                let problem = Problem::malformed().entry(entry);
                if style.response_to(Outcome::Malformed).message.contains("{reason}") {
                    return problem;
                }
                let message = format!("The body {}", fault.message());
                problem.message(message).wording(Wording::of("outcome.malformed.depth"))
            }
        }
    }
}

impl RequestFaults {
    /// Sets the resource of the operation in violations of parameters and body.
    pub(super) fn attribute(&mut self, subject: Option<&'static str>) {
        // Headers do not belong to a resource.
        for violation in self.parameters.iter_mut().filter(|violation| !violation.header) {
            violation.resource = subject;
        }
        for violation in &mut self.entity {
            violation.resource = violation.resource.or(subject);
        }
    }

    /// Returns the problem of a check. Parameters and entity are reported together if the style reports them alike.
    pub(in crate::server) fn problem(&mut self, style: &Style, check: Check) -> Option<Problem> {
        let report = style.failure.report;
        if report == Report::First {
            // Unknown members first; otherwise in the order of the schema.
            self.entity.sort_by_key(|violation| violation.kind != ViolationKind::Unknown);
        }
        let found = match check {
            Check::Syntax => return self.syntax.take().map(|fault| fault.problem(style)),
            Check::Parameters if self.no_such_path => return Some(Problem::not_found()),
            Check::Parameters if !self.parameters.is_empty() => parameter_outcome(&self.parameters),
            Check::Parameters if self.range.is_some() => Outcome::MalformedRange,
            Check::Entity if !self.entity.is_empty() => entity_outcome(&self.entity, report),
            Check::Method | Check::Login | Check::Media | Check::Parameters | Check::Entity => return None,
        };
        let alike = |other: Outcome| {
            let (one, other) = (style.response_to(found), style.response_to(other));
            (one.status, &one.message) == (other.status, &other.message)
        };
        let mut all = Vec::new();
        if check == Check::Parameters || alike(parameter_outcome(&self.parameters)) {
            all.append(&mut self.parameters);
        }
        if check == Check::Parameters {
            all.extend(self.range.take().filter(|_| alike(Outcome::MalformedRange)));
        }
        if check == Check::Entity || alike(entity_outcome(&self.entity, report)) {
            all.append(&mut self.entity);
        }
        Some(Problem::new(found).entries(check::entries(all, &style.failure)))
    }
}

fn parameter_outcome(violations: &[Violation]) -> Outcome {
    match violations.first().map(|first| first.kind) {
        Some(ViolationKind::Missing) => Outcome::MissingParameter,
        _ => Outcome::InvalidParameter,
    }
}

/// A missing member takes precedence over other violations if all are reported.
fn entity_outcome(violations: &[Violation], report: Report) -> Outcome {
    let reported = match report {
        Report::All => violations,
        Report::First => &violations[..violations.len().min(1)],
    };
    if reported.iter().any(|violation| violation.kind == ViolationKind::Missing) {
        return Outcome::MissingMember;
    }
    // Faults of a document take precedence over those of its contents.
    reported.iter().find_map(|violation| violation.outcome).unwrap_or(Outcome::InvalidEntity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::{Failure, List, OutcomeResponse, Outcomes};

    static OUTCOMES: [OutcomeResponse; Outcome::ALL.len()] = {
        let mut all = OutcomeResponse::USUAL;
        all[Outcome::MissingMember as usize].status = 400;
        all
    };

    fn reported(style: &Style, entity: &[(&Fault, &str)]) -> (Outcome, Vec<String>) {
        let entity = entity.iter().map(|(fault, pointer)| Violation::new(fault, pointer, None)).collect();
        let mut read = RequestFaults { entity, ..RequestFaults::default() };
        let problem = read.problem(style, Check::Entity).expect("a problem");
        let fields = problem.entries.iter().map(|entry| entry.field.as_deref().unwrap_or("").to_owned());
        (problem.outcome, fields.collect())
    }

    #[test]
    fn r_33_a_missing_member_decides_if_all_are_reported() {
        let style = Style { outcomes: Outcomes(List::Borrowed(&OUTCOMES)), ..Style::MINIMAL };
        let (null, missing) = ((&Fault::Null, "/a"), (&Fault::Missing, "/b/c"));
        let both = vec!["a".to_owned(), "b.c".to_owned()];
        assert_eq!(reported(&style, &[null, missing]), (Outcome::MissingMember, both));
        assert_eq!(reported(&style, &[null]), (Outcome::InvalidEntity, vec!["a".to_owned()]));
    }

    #[test]
    fn r_7_the_first_decides_if_one_is_reported_and_the_unknown_come_first() {
        let style =
            Style { failure: Failure { report: Report::First, ..Style::MINIMAL.failure }, ..Style::MINIMAL };
        let (null, missing) = ((&Fault::Null, "/a"), (&Fault::Missing, "/b/c"));
        assert_eq!(reported(&style, &[null, missing]), (Outcome::InvalidEntity, vec!["a".to_owned()]));
        assert_eq!(reported(&style, &[missing, null]), (Outcome::MissingMember, vec!["b.c".to_owned()]));
        let unknown = (&Fault::Unknown, "/z");
        assert_eq!(
            reported(&style, &[missing, null, unknown]),
            (Outcome::InvalidEntity, vec!["z".to_owned()])
        );
    }
}
