//! Types inside types inside types: where the compiler must not look further.
//!
//! Whether a type can be sent to another thread is found by going through all that it holds. The compiler gives up at
//! a depth of 128, of which a member that is an optional list of boxes costs six or so. Long ways are cut.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::cycles::Hold;
use crate::ir::{ApiModel, Others, Shape, TypeId};

/// Most types on one way.
const DEEPEST: usize = 14;

/// Types that hold each other: up to so many, the way through all of them is left as it is.
const SMALL: usize = 6;

/// The places where paths are cut, so that no path is longer than [`DEEPEST`]: at a few types that many others use, so
/// that each of these is held alike everywhere.
#[must_use]
pub fn cut(api: &ApiModel) -> BTreeSet<Hold> {
    let graph: Vec<_> = (0..api.types.len()).map(|index| holds(api, index)).collect();
    let edges: Vec<Vec<usize>> = graph
        .iter()
        .map(|holds| holds.iter().flat_map(|(_, targets)| targets.iter().copied()).collect())
        .collect();
    let hubs = hubs(edges);
    let mut cut = BTreeSet::new();
    for (at, holds) in graph.iter().enumerate() {
        for (place, _) in
            holds.iter().filter(|(_, targets)| targets.iter().any(|target| hubs.contains(target)))
        {
            cut.insert((TypeId(u32::try_from(at).unwrap_or(u32::MAX)), *place));
        }
    }
    cut
}

/// Types without which every ring is small and every way is short.
fn hubs(mut edges: Vec<Vec<usize>>) -> BTreeSet<usize> {
    let mut hubs = BTreeSet::new();
    loop {
        let rings = rings(&edges);
        let large: Vec<_> = rings.iter().filter(|ring| ring.len() > SMALL).collect();
        if large.is_empty() {
            shorten(&edges, &rings, &mut hubs);
            return hubs;
        }
        for ring in large {
            hubs.extend(busiest(ring, &edges));
        }
        for held in &mut edges {
            held.retain(|target| !hubs.contains(target));
        }
    }
}

/// The type of a ring that most of its ways lead through; the first of several.
fn busiest(ring: &[usize], edges: &[Vec<usize>]) -> Option<usize> {
    let own: BTreeSet<usize> = ring.iter().copied().collect();
    let mut within = BTreeMap::<usize, (usize, usize)>::new();
    for at in ring {
        for target in edges[*at].iter().filter(|target| own.contains(target)) {
            within.entry(*at).or_default().0 += 1;
            within.entry(*target).or_default().1 += 1;
        }
    }
    let busy = |(out, into): (usize, usize)| out * into;
    own.into_iter().max_by_key(|at| (busy(within.get(at).copied().unwrap_or_default()), Reverse(*at)))
}

/// Cuts paths that are too long if no ring is large; rings come after those that they refer to.
fn shorten(edges: &[Vec<usize>], rings: &[Vec<usize>], hubs: &mut BTreeSet<usize>) {
    let mut depth = vec![0; edges.len()];
    for ring in rings {
        let mut deepest = 0;
        for target in ring.iter().flat_map(|at| &edges[*at]).filter(|target| !ring.contains(target)) {
            if depth[*target] + ring.len() > DEEPEST {
                hubs.insert(*target);
            } else {
                deepest = deepest.max(depth[*target]);
            }
        }
        ring.iter().for_each(|at| depth[*at] = ring.len() + deepest);
    }
}

/// What an item holds, through lists and maps too, by place.
fn holds(api: &ApiModel, index: usize) -> Vec<(usize, Vec<usize>)> {
    let items = |ty: TypeId| {
        let mut found = Vec::new();
        let (mut seen, mut open) = (BTreeSet::new(), vec![ty]);
        while let Some(ty) = open.pop() {
            if !seen.insert(ty) {
                continue;
            }
            match &api.ty(ty).shape {
                Shape::Object(_) | Shape::Union(_) => found.push(ty.0 as usize),
                Shape::Alias(to) => open.push(to.id),
                Shape::Array(array) => open.push(array.items.id),
                Shape::Map(map) => open.push(map.values.id),
                Shape::Tuple(places) => open.extend(places.iter().map(|place| place.id)),
                // A related resource is in a box already that is not looked into.
                Shape::Any | Shape::Scalar(_) | Shape::Enum(_) | Shape::Related(_) => {}
            }
        }
        found
    };
    let places: Vec<_> = match &api.types[index].shape {
        Shape::Object(object) => {
            let others = match object.others {
                Others::Kept(of) => Some(of.id),
                Others::Unsaid | Others::Denied => None,
            };
            object.members.iter().map(|member| member.ty.id).chain(others).collect()
        }
        Shape::Union(union) => union.variants.iter().map(|variant| variant.ty.id).collect(),
        Shape::Any
        | Shape::Scalar(_)
        | Shape::Enum(_)
        | Shape::Array(_)
        | Shape::Tuple(_)
        | Shape::Map(_)
        | Shape::Alias(_)
        | Shape::Related(_) => Vec::new(),
    };
    places.into_iter().map(items).enumerate().filter(|(_, targets)| !targets.is_empty()).collect()
}

/// Types that contain each other, each ring after those that it refers to (Tarjan).
fn rings(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut search = RingSearch {
        number: vec![usize::MAX; edges.len()],
        low: vec![0; edges.len()],
        open: Vec::new(),
        is_open: vec![false; edges.len()],
        rings: Vec::new(),
        count: 0,
    };
    for root in 0..edges.len() {
        search.visit(root, edges);
    }
    search.rings
}

struct RingSearch {
    number: Vec<usize>,
    low: Vec<usize>,
    open: Vec<usize>,
    is_open: Vec<bool>,
    rings: Vec<Vec<usize>>,
    count: usize,
}

impl RingSearch {
    fn visit(&mut self, root: usize, edges: &[Vec<usize>]) {
        if self.number[root] != usize::MAX {
            return;
        }
        let mut stack = vec![(root, 0)];
        self.enter(root);
        while let Some((at, next)) = stack.last_mut() {
            let at = *at;
            if let Some(target) = edges[at].get(*next).copied() {
                *next += 1;
                if self.number[target] == usize::MAX {
                    self.enter(target);
                    stack.push((target, 0));
                } else if self.is_open[target] {
                    self.low[at] = self.low[at].min(self.number[target]);
                }
                continue;
            }
            stack.pop();
            if let Some((owner, _)) = stack.last() {
                self.low[*owner] = self.low[*owner].min(self.low[at]);
            }
            self.leave(at);
        }
    }

    fn enter(&mut self, at: usize) {
        self.number[at] = self.count;
        self.low[at] = self.count;
        self.count += 1;
        self.open.push(at);
        self.is_open[at] = true;
    }

    fn leave(&mut self, at: usize) {
        if self.low[at] == self.number[at]
            && let Some(start) = self.open.iter().rposition(|open| *open == at)
        {
            let ring = self.open.split_off(start);
            ring.iter().for_each(|at| self.is_open[*at] = false);
            self.rings.push(ring);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_ring_is_not_cut() {
        assert_eq!(hubs(vec![vec![1, 0], vec![2], vec![0]]), BTreeSet::new());
    }

    #[test]
    fn a_long_way_is_cut_every_so_often() {
        let chain = (0..100).map(|at| if at < 99 { vec![at + 1] } else { Vec::new() }).collect();
        let hubs: Vec<_> = hubs(chain).into_iter().collect();
        assert!(hubs.windows(2).all(|pair| pair[1] - pair[0] == DEEPEST), "{hubs:?}");
    }

    #[test]
    fn a_large_ring_is_opened_where_most_ways_meet() {
        // A hub that refers to all others, and all to it.
        let star = (0..50).map(|at| if at == 7 { (0..50).collect() } else { vec![7] }).collect();
        assert_eq!(hubs(star), BTreeSet::from([7]));
    }
}
