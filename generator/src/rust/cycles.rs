//! Types that hold themselves: which members and alternatives need a box.

use std::collections::BTreeSet;

use crate::ir::{ApiModel, MemberRole, Shape, TypeId};

/// A place that holds a type by value: a type, and the index of its member or alternative.
pub type Hold = (TypeId, usize);

/// The places that need a box so that every type has a size; one a cycle, at the place that closes it. `cut` are
/// places that have one already.
#[must_use]
pub fn boxed(api: &ApiModel, cut: &BTreeSet<Hold>) -> BTreeSet<Hold> {
    let mut search =
        CycleSearch { api, cut, state: vec![State::New; api.types.len()], boxed: BTreeSet::new() };
    for index in 0..api.types.len() {
        search.visit(index);
    }
    search.boxed
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

struct CycleSearch<'a> {
    api: &'a ApiModel,
    cut: &'a BTreeSet<Hold>,
    state: Vec<State>,
    boxed: BTreeSet<Hold>,
}

impl CycleSearch<'_> {
    /// Depth first with an explicit stack, because a chain of types may be longer than the thread's stack allows.
    fn visit(&mut self, root: usize) {
        if self.state[root] != State::New {
            return;
        }
        let mut stack = vec![(root, self.holds(root), 0)];
        self.state[root] = State::Open;
        while let Some((at, holds, next)) = stack.last_mut() {
            let Some((place, targets)) = holds.get(*next) else {
                self.state[*at] = State::Done;
                stack.pop();
                continue;
            };
            let hold = (TypeId(id(*at)), *place);
            let (targets, fresh) = (targets.clone(), *next);
            *next = fresh + 1;
            if self.cut.contains(&hold) {
                continue;
            }
            if targets.iter().any(|target| self.state[*target] == State::Open) {
                self.boxed.insert(hold);
                continue;
            }
            if let Some(target) = targets.iter().copied().find(|target| self.state[*target] == State::New) {
                // Come back to this place: a tuple may hold several.
                *next = fresh;
                self.state[target] = State::Open;
                let holds = self.holds(target);
                stack.push((target, holds, 0));
            }
        }
    }

    /// What an item holds by value, by place.
    fn holds(&self, index: usize) -> Vec<(usize, Vec<usize>)> {
        let items = |ty: TypeId| {
            let mut found = Vec::new();
            self.items(ty, &mut found, &mut BTreeSet::new());
            found
        };
        match &self.api.types[index].shape {
            Shape::Object(object) => object
                .members
                .iter()
                .enumerate()
                .filter(|(_, member)| !matches!(member.role, MemberRole::Link(_)))
                .map(|(place, member)| (place, items(member.ty.id)))
                .collect(),
            Shape::Union(union) => union
                .variants
                .iter()
                .enumerate()
                .map(|(place, variant)| (place, items(variant.ty.id)))
                .collect(),
            Shape::Any
            | Shape::Scalar(_)
            | Shape::Enum(_)
            | Shape::Array(_)
            | Shape::Tuple(_)
            | Shape::Map(_)
            | Shape::Alias(_)
            | Shape::Related(_) => Vec::new(),
        }
    }

    /// The items that a value of `ty` holds without a list or map between.
    fn items(&self, ty: TypeId, found: &mut Vec<usize>, seen: &mut BTreeSet<TypeId>) {
        if !seen.insert(ty) {
            return;
        }
        match &self.api.ty(ty).shape {
            Shape::Object(_) | Shape::Union(_) => found.push(ty.0 as usize),
            Shape::Alias(to) => self.items(to.id, found, seen),
            Shape::Tuple(places) => {
                for place in places {
                    self.items(place.id, found, seen);
                }
            }
            Shape::Any
            | Shape::Scalar(_)
            | Shape::Enum(_)
            | Shape::Array(_)
            | Shape::Map(_)
            | Shape::Related(_) => {}
        }
    }
}

/// Types that are spelled in place and hold themselves: a list of itself has no spelling. Of each such cycle one.
#[must_use]
pub fn endless(api: &ApiModel) -> BTreeSet<TypeId> {
    let mut state = vec![State::New; api.types.len()];
    let mut found = BTreeSet::new();
    for root in 0..api.types.len() {
        let mut stack = vec![(root, 0)];
        while let Some((at, next)) = stack.pop() {
            if next == 0 && std::mem::replace(&mut state[at], State::Open) == State::Done {
                state[at] = State::Done;
                continue;
            }
            let Some(target) = spelled(&api.types[at].shape, next) else {
                state[at] = State::Done;
                continue;
            };
            stack.push((at, next + 1));
            match state[target.0 as usize] {
                State::New => stack.push((target.0 as usize, 0)),
                State::Open => drop(found.insert(target)),
                State::Done => {}
            }
        }
    }
    found
}

/// The type at a place of another type's spelling.
fn spelled(shape: &Shape, place: usize) -> Option<TypeId> {
    match shape {
        Shape::Array(array) if place == 0 => Some(array.items.id),
        Shape::Map(map) if place == 0 => Some(map.values.id),
        Shape::Alias(to) if place == 0 => Some(to.id),
        Shape::Tuple(places) => places.get(place).map(|place| place.id),
        Shape::Any
        | Shape::Scalar(_)
        | Shape::Enum(_)
        | Shape::Array(_)
        | Shape::Map(_)
        | Shape::Object(_)
        | Shape::Union(_)
        | Shape::Alias(_)
        | Shape::Related(_) => None,
    }
}

fn id(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
