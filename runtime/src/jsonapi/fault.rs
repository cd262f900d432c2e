//! Errors in the structure of a document, independent of its resource.

use crate::Outcome;
use crate::codec::DecodeError;
use crate::problem::Wording;
use crate::schema::check::{LISTED, Violation, ViolationKind};
use crate::style::ViolationGroup;
use crate::syntax::pointer::push;

/// An error in the structure of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFault {
    /// The JSON pointer (RFC 6901), into the document, of the invalid or missing value.
    pub pointer: String,
    /// The kind of error.
    pub kind: DocumentFaultKind,
    /// The type of the nearest resource, if one is expected.
    pub resource: Option<&'static str>,
}

/// The kinds of [`DocumentFault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentFaultKind {
    /// A required member is missing: `data`, `type` or `id`.
    Missing,
    /// The value is not an object.
    NotAnObject,
    /// The value is not a list, as a to-many relationship requires.
    NotAList,
    /// The value is neither an identifier nor null, as a to-one relationship requires.
    NotAnIdentifier,
    /// The value is not a string.
    NotText,
    /// The member is duplicated.
    Twice,
    /// `data` and `errors` are both present.
    DataAndErrors,
    /// The resource has another type than that of the operation
    /// ([409](https://jsonapi.org/format/1.1/#crud-creating-responses-409)).
    WrongType,
    /// The resource has another id than the URL ([409](https://jsonapi.org/format/1.1/#crud-updating-responses-409)).
    WrongId,
    /// The caller chose the new resource's id ([403](https://jsonapi.org/format/1.1/#crud-creating-client-ids)).
    ClientId,
    /// The relationship does not accept resources of this type.
    WrongTarget,
    /// No resource of the document has this `lid`.
    UnknownLocal,
}

impl DocumentFaultKind {
    /// Returns the outcome.
    #[must_use]
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::Missing => Outcome::MissingMember,
            Self::WrongType | Self::WrongId => Outcome::Conflict,
            Self::ClientId => Outcome::Forbidden,
            Self::Twice | Self::DataAndErrors => Outcome::Malformed,
            Self::NotAnObject
            | Self::NotAList
            | Self::NotAnIdentifier
            | Self::NotText
            | Self::WrongTarget
            | Self::UnknownLocal => Outcome::InvalidEntity,
        }
    }

    const fn group(self) -> ViolationGroup {
        match self {
            Self::Missing => ViolationGroup::Required,
            Self::NotAnObject | Self::NotAList | Self::NotAnIdentifier | Self::NotText => {
                ViolationGroup::Type
            }
            Self::Twice
            | Self::DataAndErrors
            | Self::WrongType
            | Self::WrongId
            | Self::ClientId
            | Self::WrongTarget
            | Self::UnknownLocal => ViolationGroup::Other,
        }
    }

    /// Returns the machine-readable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Missing => "required",
            Self::NotAnObject | Self::NotAList | Self::NotAnIdentifier | Self::NotText => "wrong_type",
            Self::Twice => "duplicate_field",
            Self::DataAndErrors => "data_and_errors",
            Self::WrongType => "wrong_resource_type",
            Self::WrongId => "wrong_id",
            Self::ClientId => "client_id",
            Self::WrongTarget => "wrong_target",
            Self::UnknownLocal => "unknown_lid",
        }
    }

    /// Returns the message for people.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Missing => "is required",
            Self::NotAnObject => "must be an object",
            Self::NotAList => "must be a list of resource identifiers",
            Self::NotAnIdentifier => "must be a resource identifier or null",
            Self::NotText => "must be text",
            Self::Twice => "is there more than once",
            Self::DataAndErrors => "must not be present together with errors",
            Self::WrongType => "is not the type of this resource",
            Self::WrongId => "is not the id of this resource",
            Self::ClientId => "cannot be chosen by the client",
            Self::WrongTarget => "is not a type that the relationship leads to",
            Self::UnknownLocal => "is not the lid of a resource in this document",
        }
    }

    /// Returns the key of the text in other languages.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Missing => "document.missing",
            Self::NotAnObject => "document.not_an_object",
            Self::NotAList => "document.not_a_list",
            Self::NotAnIdentifier => "document.not_an_identifier",
            Self::NotText => "document.not_text",
            Self::Twice => "document.twice",
            Self::DataAndErrors => "document.data_and_errors",
            Self::WrongType => "document.wrong_type",
            Self::WrongId => "document.wrong_id",
            Self::ClientId => "document.client_id",
            Self::WrongTarget => "document.wrong_target",
            Self::UnknownLocal => "document.unknown_local",
        }
    }

    const fn violation(self) -> ViolationKind {
        match self {
            Self::Missing => ViolationKind::Missing,
            Self::Twice => ViolationKind::Unreadable,
            Self::ClientId => ViolationKind::ReadOnly,
            Self::NotAnObject | Self::NotAList | Self::NotAnIdentifier | Self::NotText => ViolationKind::Type,
            Self::DataAndErrors
            | Self::WrongType
            | Self::WrongId
            | Self::WrongTarget
            | Self::UnknownLocal => ViolationKind::Constraint,
        }
    }
}

impl From<DocumentFault> for Violation {
    fn from(fault: DocumentFault) -> Self {
        // A document that is not an object is malformed; an invalid member is an invalid value.
        let outcome = if fault.pointer.is_empty() { Outcome::Malformed } else { fault.kind.outcome() };
        Self {
            pointer: fault.pointer,
            kind: fault.kind.violation(),
            group: Some(fault.kind.group()),
            code: fault.kind.code().into(),
            message: fault.kind.message().into(),
            wording: Some(Wording::of(fault.kind.key())),
            resource: fault.resource,
            parameter: None,
            header: false,
            outcome: Some(outcome),
        }
    }
}

/// Why a document is rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentError {
    /// It is not JSON.
    Syntax(DecodeError),
    /// It is JSON but not a valid document: all faults, at least one.
    Faults(Vec<DocumentFault>),
}

impl From<DecodeError> for DocumentError {
    fn from(error: DecodeError) -> Self {
        Self::Syntax(error)
    }
}

/// Collects faults.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) list: Vec<DocumentFault>,
    pub(super) resource: Option<&'static str>,
}

impl Faults {
    pub(super) fn note(&mut self, kind: DocumentFaultKind, pointer: impl Into<String>) {
        if self.list.len() < LISTED {
            self.list.push(DocumentFault { pointer: pointer.into(), kind, resource: self.resource });
        }
    }

    /// Records duplicate members of the object at `pointer`.
    pub(super) fn twice(&mut self, wires: &[&str], pointer: &str) {
        for wire in wires {
            let mut pointer = pointer.to_owned();
            push(&mut pointer, wire);
            self.note(DocumentFaultKind::Twice, pointer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ja_87_a_member_that_came_twice_is_pointed_to() {
        let mut faults = Faults::default();
        faults.twice(&["id", "a/b~"], "/data");
        let pointers: Vec<_> = faults.list.iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/data/id", "/data/a~1b~0"]);
    }
}
