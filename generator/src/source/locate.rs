//! Positions of nodes in a text: the events are read again, once for all requested places.

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{Event, Parser};

use super::lenient::RepairedText;
use super::pointer::unescaped;
use super::trouble::bytes;

/// The position of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeLocation {
    /// Its key, or for items of lists and the root its own first bytes.
    pub key: Range<usize>,
    /// Its value. That of a block collection reaches up to the next node.
    pub value: Range<usize>,
    /// Whether the node itself was found, and not only the nearest one above it.
    pub exact: bool,
}

/// The requested segments, as a tree.
#[derive(Default)]
struct WantedNode {
    children: HashMap<String, usize>,
    key: Option<Range<usize>>,
    value: Option<Range<usize>>,
}

enum LocateFrame {
    List { wanted: Option<usize>, next: usize, start: usize },
    Map { wanted: Option<usize>, start: usize, key: Option<MapKey> },
}

struct MapKey {
    wanted: Option<usize>,
    merge: bool,
}

struct NodeSearch {
    tree: Vec<WantedNode>,
    stack: Vec<LocateFrame>,
    open: usize,
    /// Aliases with requested nodes below them: the anchor, and the index of the requested node.
    behind: Vec<(usize, usize)>,
    seeking: Option<AliasSearch>,
}

/// A pass for nodes behind an alias.
struct AliasSearch {
    anchor: usize,
    wanted: usize,
    met: bool,
}

/// Passes over the text for nodes behind aliases; what is still missing then is located at the alias.
const RUNS: usize = 8;

/// The bytes of the node at a JSON pointer (of its key, with `key`). `None` if there is no such node.
#[must_use]
pub fn locate(text: &str, pointer: &str, key: bool) -> Option<Range<usize>> {
    let found = locate_all(text, &[pointer]).pop()?;
    found.exact.then_some(if key { found.key } else { found.value })
}

/// The position of each pointer; of those that do not exist, the nearest node above.
#[must_use]
pub fn locate_all(text: &str, pointers: &[&str]) -> Vec<NodeLocation> {
    let mut search = NodeSearch {
        tree: vec![WantedNode::default()],
        stack: Vec::new(),
        open: 0,
        behind: Vec::new(),
        seeking: None,
    };
    let ends: Vec<Vec<usize>> = pointers.iter().map(|p| search.want(p)).collect();
    search.open = search.tree.len();
    let mut repaired = RepairedText::untouched(text);
    if !search.run(&repaired)
        && let Some(read) = RepairedText::of(text)
    {
        repaired = read;
        search.tree.iter_mut().for_each(|node| (node.key, node.value) = (None, None));
        search.open = search.tree.len();
        search.behind.clear();
        search.run(&repaired);
    }
    // Nodes behind aliases are looked up at their anchors; an alias may be behind another.
    for _ in 0..RUNS {
        let Some((anchor, wanted)) = search.behind.pop() else { break };
        search.seeking = Some(AliasSearch { anchor, wanted, met: false });
        search.run(&repaired);
    }
    ends.into_iter().map(|path| search.found(&path)).collect()
}

impl NodeSearch {
    /// Adds a pointer; the tree's nodes from the root to it.
    fn want(&mut self, pointer: &str) -> Vec<usize> {
        let mut path = vec![0];
        let mut at = 0;
        for segment in pointer.split('/').skip(1) {
            let new = self.tree.len();
            let next = *self.tree[at].children.entry(unescaped(segment)).or_insert(new);
            if next == new {
                self.tree.push(WantedNode::default());
            }
            at = next;
            path.push(at);
        }
        path
    }

    fn found(&self, path: &[usize]) -> NodeLocation {
        for (n, node) in path.iter().enumerate().rev() {
            let node = &self.tree[*node];
            if let Some(value) = &node.value {
                let key = node.key.clone().unwrap_or_else(|| value.clone());
                return NodeLocation { key, value: value.clone(), exact: n + 1 == path.len() };
            }
        }
        NodeLocation { key: 0..0, value: 0..0, exact: false }
    }

    /// Looks for all that is wanted. False if the text cannot be read before all is found.
    fn run(&mut self, text: &RepairedText<'_>) -> bool {
        self.stack.clear();
        for next in Parser::new_from_str_with_options(&text.text, super::tree::options()) {
            let Ok((event, span)) = next else { return false };
            let at = text.back(bytes(&span));
            match event {
                Event::Scalar(value, _, anchor, _) => self.scalar(&value, anchor, at),
                Event::SequenceStart(_, anchor, _) => {
                    let wanted = self.enter(anchor);
                    self.stack.push(LocateFrame::List { wanted, next: 0, start: at.start });
                }
                Event::MappingStart(_, anchor, _) => {
                    let wanted = self.enter(anchor);
                    self.stack.push(LocateFrame::Map { wanted, start: at.start, key: None });
                }
                Event::SequenceEnd | Event::MappingEnd => self.leave(at.end),
                Event::Alias(id) => self.alias(id, at),
                _ => {}
            }
            if self.open == 0 {
                return true;
            }
        }
        true
    }

    /// What is wanted of the node that begins now.
    fn enter(&mut self, anchor: usize) -> Option<usize> {
        let here = match self.stack.last_mut() {
            None if self.seeking.is_none() => Some(0),
            None => None,
            Some(LocateFrame::List { wanted, next, .. }) => {
                let index = *next;
                *next += 1;
                wanted.and_then(|w| self.tree[w].children.get(index.to_string().as_str()).copied())
            }
            Some(LocateFrame::Map { key, .. }) => {
                key.take().and_then(|k| if k.merge { None } else { k.wanted })
            }
        };
        match &mut self.seeking {
            Some(seek) if !seek.met && seek.anchor == anchor => {
                seek.met = true;
                Some(seek.wanted)
            }
            _ => here,
        }
    }

    fn scalar(&mut self, text: &str, anchor: usize, at: Range<usize>) {
        if let Some(LocateFrame::Map { wanted, key: key @ None, .. }) = self.stack.last_mut() {
            let child = wanted.and_then(|w| self.tree[w].children.get(text).copied());
            let merge = text == "<<" && child.is_none() && wanted.is_some();
            *key = Some(MapKey { wanted: child.or(if merge { *wanted } else { None }), merge });
            if let Some(child) = child
                && self.tree[child].key.is_none()
            {
                self.tree[child].key = Some(at);
            }
            return;
        }
        let wanted = self.enter(anchor);
        self.note(wanted, at);
    }

    fn leave(&mut self, end: usize) {
        let (wanted, start) = match self.stack.pop() {
            Some(LocateFrame::List { wanted, start, .. } | LocateFrame::Map { wanted, start, .. }) => {
                (wanted, start)
            }
            None => return,
        };
        self.note(wanted, start..end.max(start));
    }

    fn alias(&mut self, id: usize, at: Range<usize>) {
        match self.stack.last_mut() {
            Some(LocateFrame::Map { key: key @ None, .. }) => {
                *key = Some(MapKey { wanted: None, merge: false });
                return;
            }
            Some(LocateFrame::Map { key: Some(MapKey { wanted: Some(wanted), merge: true }), .. }) => {
                self.behind.push((id, *wanted));
            }
            _ => {}
        }
        let Some(wanted) = self.enter(0) else { return };
        if !self.tree[wanted].children.is_empty() {
            self.behind.push((id, wanted));
        }
        self.note(Some(wanted), at);
    }

    fn note(&mut self, wanted: Option<usize>, at: Range<usize>) {
        let Some(wanted) = wanted else { return };
        if self.tree[wanted].value.is_none() {
            self.tree[wanted].value = Some(at);
            self.open -= 1;
        }
    }
}
