//! What bodies refer to: related resources, and uploads.

use std::collections::HashSet;

use housestyle::DeclaredError;
use housestyle::HandlerError;
use housestyle::Resource;
use housestyle::server::Context;
use housestyle::{Entry, Problem, Related, UndeclaredError, Wording};

use crate::access::Person;
use crate::database::{Db, id};
use crate::elplano::operations::CreateTaskError;
use crate::rows::uploads::{self, UploadKind};

/// The id that a to-one relationship refers to; a text that is not an id refers to nothing.
pub fn one<T: Resource>(related: &Related<T>, wire: &str) -> Result<i64, Problem> {
    id(related.id()).ok_or_else(|| nowhere(format!("/data/relationships/{wire}")))
}

/// The ids that a to-many relationship leads to, each once.
pub fn many<T: Resource>(related: &[Related<T>], wire: &str) -> Result<Vec<i64>, Problem> {
    let (mut ids, mut seen) = (Vec::new(), HashSet::new());
    for (index, related) in related.iter().enumerate() {
        let id = id(related.id()).ok_or_else(|| nowhere(item(wire, index)))?;
        if seen.insert(id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

/// Whether all that a to-many relationship leads to is among what the caller knows.
pub fn all_known(asked: &[i64], known: &[i64], wire: &str) -> Result<(), Problem> {
    let known: HashSet<_> = known.iter().collect();
    match asked.iter().position(|id| !known.contains(id)) {
        Some(index) => Err(nowhere(item(wire, index))),
        None => Ok(()),
    }
}

fn item(wire: &str, index: usize) -> String {
    format!("/data/relationships/{wire}/data/{index}")
}

/// A reference to a missing resource (JA-71).
pub fn nowhere(pointer: impl Into<String>) -> Problem {
    let entry = Entry::new("not_found").pointer(pointer.into()).message("There is no such resource");
    Problem::not_found().entry(entry.wording(Wording::of("outcome.not_found")))
}

/// The document of a singleton may contain an id, which then must be the singleton's; `id` is `None` if it does not
/// exist yet.
pub fn same(context: &Context, id: Option<i64>) -> Result<(), Problem> {
    match context.document_id() {
        Some(sent) if id.is_none_or(|id| id.to_string() != sent) => {
            let entry = Entry::new("wrong_id").pointer("/data/id").message("is not the resource's id");
            Err(Problem::conflict().entry(entry.wording(Wording::of("document.wrong_id"))))
        }
        _ => Ok(()),
    }
}

/// Every upload must be the caller's, and of the kind that is wanted.
pub async fn check_uploads(
    db: &mut Db,
    person: &Person,
    kind: UploadKind,
    ids: &[String],
) -> Result<(), UndeclaredError> {
    if uploads::are_there(db, person.user_id, kind, ids).await? {
        Ok(())
    } else {
        Err(refused(CreateTaskError::InvalidUpload))
    }
}

/// A failure that several operations declare, of what shared functions have no operation to name: in the words of one of
/// them.
pub fn refused<E: DeclaredError>(error: E) -> UndeclaredError {
    HandlerError::Declared(error).undeclared()
}

/// Several failures of an operation in one response; `Ok` if there are no failures.
pub fn all_refused<E: DeclaredError>(errors: impl IntoIterator<Item = E>) -> Result<(), UndeclaredError> {
    let mut all: Option<Problem> = None;
    for error in errors {
        let mut one = match refused(error) {
            UndeclaredError::Problem(problem) => problem,
            internal @ UndeclaredError::Internal(_) => return Err(internal),
        };
        let (message, wording) = (one.message.clone(), one.wording.clone());
        for entry in &mut one.entries {
            (entry.message, entry.wording) = (message.clone(), wording.clone());
        }
        match &mut all {
            Some(all) => all.entries.append(&mut one.entries),
            None => all = Some(one),
        }
    }
    all.map_or(Ok(()), |problem| Err(problem.into()))
}
