//! Where a resource is that an operation made: what its `Location` says.

use super::super::Context;
use super::super::collect::CollectedOperation;
use super::super::links::path_pieces;
use super::ID;
use super::names::stands_for_id;
use crate::ir::{LinkPath, Method, Operation, OwnLink, Path, PathPiece, Payload, Shape, StatusSpec, TypeId};

/// Finds out where new resources are.
pub(in crate::lower) struct Locations<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> Locations<'_, 'a> {
    /// Finds the operation that shows what another one makes: `GET` on the path of the one that makes it with the id
    /// behind it, or on that very path where there is just one.
    pub fn locate_resources(&self, collected: &[CollectedOperation<'a>], operations: &mut [Operation]) {
        let shown: Vec<_> = operations
            .iter()
            .zip(collected)
            .filter(|(operation, _)| operation.method == Method::Get && operation.styled)
            .filter_map(|(operation, found)| Some((found, self.single(operation, &[200])?)))
            .collect();
        for operation in operations.iter_mut().filter(|one| one.styled && one.method == Method::Post) {
            let Some(ty) = self.single(operation, &[201]) else { continue };
            let Shape::Object(object) = &self.cx.types.get(ty).shape else { continue };
            let resource = object.resource.as_deref().unwrap_or_default();
            let place =
                |found: &&(&CollectedOperation<'a>, TypeId)| place(&operation.path, &found.0.path, resource);
            let mut places: Vec<_> = shown.iter().filter(|(_, shown)| *shown == ty).collect();
            places.retain(|found| place(found).is_some());
            places.sort_by_key(place);
            let path = places.into_iter().find_map(|(found, _)| {
                let last = match found.path.segments.last().map(Vec::as_slice) {
                    Some([PathPiece::Param(wire)]) if found.path.segments != operation.path.segments => {
                        Some(wire)
                    }
                    _ => None,
                };
                let member = |wire: &str| {
                    let own = last.is_some_and(|last| last == wire);
                    let wire = if own { ID } else { wire };
                    self.cx.types.is_filled(object, wire).then(|| wire.to_owned())
                };
                let pieces = path_pieces(&found.path, &member).ok()?;
                Some(LinkPath { operation: found.id.clone(), pieces })
            });
            operation.location = path.map(|path| OwnLink { ty, path });
        }
    }

    /// The one resource that an operation answers with this status.
    fn single(&self, operation: &Operation, statuses: &[u16]) -> Option<TypeId> {
        operation.successes.iter().find_map(|success| match (success.status, &success.payload) {
            (StatusSpec::Exact(status), Payload::Resource(ty)) if statuses.contains(&status) => {
                Some(self.cx.types.behind(ty.id))
            }
            _ => None,
        })
    }
}

/// How well a path fits what is made by another one: by the id behind it, or as the same path; the least fits best.
fn place(made: &Path, shown: &Path, resource: &str) -> Option<u8> {
    let (rest, behind) = shown.segments.split_at_checked(made.segments.len())?;
    if rest != made.segments.as_slice() {
        return None;
    }
    match behind {
        [last] => match last.as_slice() {
            [PathPiece::Param(wire)] if stands_for_id(wire, resource) => Some(0),
            _ => None,
        },
        [] => Some(1),
        _ => None,
    }
}
