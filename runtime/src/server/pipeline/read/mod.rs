//! A request's parts as typed values, every problem noted.

mod body;
mod document;
mod multipart;
mod page;
mod parameter;
mod query;
mod range;

use std::fmt;

use bytes::Bytes;
use serde_json::{Map, Value};

use crate::api::Operation;
use crate::codec::param::Pairs;
use crate::jsonapi::{Fields, Include};
use crate::problem::{Entry, Outcome, Problem, Wording};
use crate::schema::check::{self, Fault, Violation, ViolationKind};
use crate::style::{Check, EchoPart, Report, Style};

use crate::server::context::{Asked, Request};
use query::Known;

/// An operation whose input can be read from a request; emitted.
pub trait Receive: Operation {
    /// Reads every part before it gives up, so that every problem is noted. None: there was one.
    fn receive(read: &mut Reader<'_>) -> Option<Self>;
}

/// Reads a request's parts. None means that a problem was noted.
pub struct Reader<'r> {
    request: &'r Request,
    style: &'static Style,
    /// Until what nobody knows of it is looked for.
    query: Option<Pairs<'r>>,
    body: Bytes,
    /// What makes the body unreadable.
    syntax: Option<SyntaxFault>,
    /// A parameter of the path is not what it has to be, which makes it the path of nothing.
    misfit: bool,
    parameters: Vec<Violation>,
    entity: Vec<Violation>,
    /// What makes the range unreadable.
    range: Option<Violation>,
    asked: Option<Asked>,
    /// The parameters of the query that the operation has.
    known: Known,
    include: Include,
    fields: Fields,
    document_id: Option<String>,
    /// The resource that the operation is about, in entries of problems.
    subject: Option<&'static str>,
    /// None where the answer does not tell the request.
    echo: Option<Map<String, Value>>,
}

/// As of the request: nothing that it brought.
impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("request", self.request).finish_non_exhaustive()
    }
}

/// What makes a body unreadable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SyntaxFault {
    /// It is not in the syntax of its media type.
    Malformed,
    /// It nests too deep.
    TooDeep,
}

impl SyntaxFault {
    /// Depth is reported as the reason where the style's text has a place for one, else in a text of its own.
    fn problem(self, style: &Style) -> Problem {
        match self {
            Self::Malformed => Problem::malformed(),
            Self::TooDeep => {
                let fault = Fault::TooDeep;
                let entry = Entry::new(fault.code()).message(fault.message()).wording(fault.wording());
                let problem = Problem::malformed().entry(entry);
                if style.reaction(Outcome::Malformed).message.contains("{reason}") {
                    return problem;
                }
                let message = format!("The body {}", fault.message());
                problem.message(message).wording(Wording::of("outcome.malformed.depth"))
            }
        }
    }
}

/// What reading found out.
#[derive(Default)]
pub(crate) struct Read {
    syntax: Option<SyntaxFault>,
    /// It is the path of nothing.
    misfit: bool,
    parameters: Vec<Violation>,
    entity: Vec<Violation>,
    range: Option<Violation>,
    pub(crate) asked: Option<Asked>,
    pub(crate) include: Include,
    pub(crate) fields: Fields,
    pub(crate) document_id: Option<String>,
    pub(crate) subject: Option<&'static str>,
    pub(crate) echo: Option<Map<String, Value>>,
}

impl<'r> Reader<'r> {
    pub(crate) fn new(request: &'r Request, body: Bytes) -> Self {
        let operation = request.operation;
        let style = operation.api.style;
        let told = style.success.echo.filter(|_| operation.styled);
        let told =
            told.filter(|echo| echo.under.is_none_or(|option| request.representation.asks_for(option)));
        let mut parameters = Vec::new();
        let query = Some(Pairs::query(request.parts.uri.query().unwrap_or(""), &mut parameters));
        Self {
            request,
            style,
            query,
            body,
            syntax: None,
            misfit: false,
            parameters,
            entity: Vec::new(),
            range: None,
            asked: None,
            known: Known::default(),
            include: Include::default(),
            fields: Fields::all(),
            document_id: None,
            subject: None,
            echo: told.map(|_| Map::new()),
        }
    }

    /// Names the resource that the operation is about: entries of problems with its parameters carry it.
    pub fn about(&mut self, resource: &'static str) {
        self.subject = Some(resource);
    }

    /// Notes something that is wrong with a parameter.
    pub(crate) fn refuse(&mut self, violation: Violation) {
        self.parameters.push(violation);
    }

    /// Takes any parameter of the query: nobody will look at them.
    pub(crate) fn any_query(&mut self) {
        self.known.all();
    }

    pub(crate) fn finish(mut self) -> Read {
        self.inquire();
        // The name of a parameter's own schema is none of a resource.
        for violation in self.parameters.iter_mut().filter(|violation| !violation.header) {
            violation.resource = self.subject;
        }
        for violation in &mut self.entity {
            violation.resource = violation.resource.or(self.subject);
        }
        let Self { syntax, misfit, parameters, entity, range, asked, include, fields, .. } = self;
        let (document_id, subject, echo) = (self.document_id, self.subject, self.echo);
        Read { syntax, misfit, parameters, entity, range, asked, include, fields, document_id, subject, echo }
    }

    fn echo(&mut self, part: EchoPart, wire: &str, value: impl FnOnce() -> Value) {
        if part == EchoPart::Query && self.request.secrets.in_query(wire) {
            return;
        }
        if let (Some(echo), Some(style)) = (&mut self.echo, self.style.success.echo)
            && style.of.contains(&part)
        {
            echo.insert(wire.to_owned(), value());
        }
    }
}

impl Read {
    /// What a check found, as one problem. Parameters and entity are told together where the style tells them alike.
    pub(crate) fn problem(&mut self, style: &Style, check: Check) -> Option<Problem> {
        let report = style.failure.report;
        if report == Report::First {
            // What nobody asked for goes before what is wrong with what is there; else as the schema lists its members.
            self.entity.sort_by_key(|violation| violation.kind != ViolationKind::Unknown);
        }
        let found = match check {
            Check::Syntax => return self.syntax.take().map(|fault| fault.problem(style)),
            Check::Parameters if self.misfit => return Some(Problem::not_found()),
            Check::Parameters if !self.parameters.is_empty() => parameter_outcome(&self.parameters),
            Check::Parameters if self.range.is_some() => Outcome::MalformedRange,
            Check::Entity if !self.entity.is_empty() => entity_outcome(&self.entity, report),
            _ => return None,
        };
        let alike = |other: Outcome| {
            let (one, other) = (style.reaction(found), style.reaction(other));
            (one.status, one.message) == (other.status, other.message)
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
        Some(Problem::new(found).entries(check::entries(all, report)))
    }
}

fn parameter_outcome(violations: &[Violation]) -> Outcome {
    match violations.first().map(|first| first.kind) {
        Some(ViolationKind::Missing) => Outcome::MissingParameter,
        _ => Outcome::InvalidParameter,
    }
}

/// A member that is missing goes before what is wrong with others, where all are told.
fn entity_outcome(violations: &[Violation], report: Report) -> Outcome {
    let told = match report {
        Report::All => violations,
        Report::First => &violations[..violations.len().min(1)],
    };
    if told.iter().any(|violation| violation.kind == ViolationKind::Missing) {
        return Outcome::MissingMember;
    }
    // What is wrong with a document itself goes before what is wrong with what it holds.
    told.iter().find_map(|violation| violation.outcome).unwrap_or(Outcome::InvalidEntity)
}

/// Something that is wrong with a parameter that no schema describes.
pub(crate) fn violation(
    parameter: &'static str,
    kind: ViolationKind,
    code: &'static str,
    message: impl Into<std::borrow::Cow<'static, str>>,
) -> Violation {
    let message = message.into();
    let wording = Wording::of(format!("violation.{code}")).hole("reason", message.clone());
    Violation {
        pointer: String::new(),
        kind,
        code: code.into(),
        message,
        wording: Some(wording),
        resource: None,
        parameter: Some(parameter.into()),
        header: false,
        outcome: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::style::{Failure, Reaction};

    static OUTCOMES: [Reaction; Outcome::ALL.len()] = {
        let mut all = Reaction::USUAL;
        all[Outcome::MissingMember as usize].status = 400;
        all
    };

    fn told(style: &Style, entity: &[(&Fault, &str)]) -> (Outcome, Vec<String>) {
        let entity = entity.iter().map(|(fault, pointer)| Violation::new(fault, pointer, None)).collect();
        let mut read = Read { entity, ..Read::default() };
        let problem = read.problem(style, Check::Entity).expect("a problem");
        let fields = problem.entries.iter().map(|entry| entry.field.as_deref().unwrap_or("").to_owned());
        (problem.outcome, fields.collect())
    }

    #[test]
    fn r_33_a_missing_member_decides_where_all_are_told() {
        let style = Style { outcomes: &OUTCOMES, ..Style::BARE };
        let (null, missing) = ((&Fault::Null, "/a"), (&Fault::Missing, "/b/c"));
        let both = vec!["a".to_owned(), "b.c".to_owned()];
        assert_eq!(told(&style, &[null, missing]), (Outcome::MissingMember, both));
        assert_eq!(told(&style, &[null]), (Outcome::InvalidEntity, vec!["a".to_owned()]));
    }

    #[test]
    fn r_7_the_first_decides_where_one_is_told_and_the_unknown_come_first() {
        let style =
            Style { failure: Failure { report: Report::First, ..Style::BARE.failure }, ..Style::BARE };
        let (null, missing) = ((&Fault::Null, "/a"), (&Fault::Missing, "/b/c"));
        assert_eq!(told(&style, &[null, missing]), (Outcome::InvalidEntity, vec!["a".to_owned()]));
        assert_eq!(told(&style, &[missing, null]), (Outcome::MissingMember, vec!["b.c".to_owned()]));
        let unknown = (&Fault::Unknown, "/z");
        assert_eq!(told(&style, &[missing, null, unknown]), (Outcome::InvalidEntity, vec!["z".to_owned()]));
    }
}
