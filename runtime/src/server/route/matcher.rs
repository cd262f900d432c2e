//! Finds the operation of a request in a tree built from the static table of operations.
//!
//! Literal segments take precedence over mixed ones, and mixed ones over parameters. A path belongs to the most
//! specific template that it matches, whatever its methods. No table causes a panic: of two operations with the same
//! method and path shape, the first is served.

use crate::api::{Method, OperationMeta, Piece, Segment};
use crate::style::{PostMeaning, Style, TrailingSlash};

use crate::codec::segment::{RawSegment, alike, literal_len};
use crate::server::route::segments::{RawPath, decode};

/// The result of matching method and path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RouteMatch {
    /// The index of the operation in the table.
    Operation(usize),
    /// No operation has the path, or it is not UTF-8.
    NoPath,
    /// The path exists, but not with this method.
    WrongMethod(Allowed),
}

/// A set of methods.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Allowed(u8);

impl Allowed {
    fn add(&mut self, method: Method) {
        self.0 |= 1 << method as u8;
    }

    fn has(self, method: Method) -> bool {
        self.0 & (1 << method as u8) != 0
    }

    /// Returns the value of `Allow`: `GET` implies `HEAD`, and `OPTIONS` is always allowed.
    pub(crate) fn text(mut self) -> String {
        if self.has(Method::Get) {
            self.add(Method::Head);
        }
        self.add(Method::Options);
        let listed = Method::all().filter(|(method, _)| self.has(*method)).map(|(_, name)| name);
        listed.collect::<Vec<_>>().join(", ")
    }
}

/// The tree.
#[derive(Debug)]
pub(crate) struct Matcher {
    root: Node,
    slash: TrailingSlash,
}

#[derive(Debug, Default)]
struct Node {
    /// Sorted by text.
    literals: Vec<(&'static str, Node)>,
    /// The longest literal text first.
    mixed: Vec<(&'static [Piece], Node)>,
    param: Option<Box<Node>>,
    /// Operations whose template ends here, without and with a trailing slash.
    ends: [Vec<(Method, usize)>; 2],
}

impl Matcher {
    pub(crate) fn new(operations: &[&'static OperationMeta], style: &Style) -> Self {
        let mut root = Node::default();
        let optional = style.path.trailing_slash == TrailingSlash::Optional;
        for (index, operation) in operations.iter().enumerate() {
            let node = root.at(operation.path);
            // The root is one path with or without a slash.
            let slash = operation.slash && !optional && !operation.path.is_empty();
            node.claim(slash, operation.method, index);
        }
        root.alias_posts(false, style);
        Self { root, slash: style.path.trailing_slash }
    }

    /// Returns the operation, or why there is none.
    pub(crate) fn find(&self, method: Option<Method>, path: &str) -> RouteMatch {
        let Ok(path) = RawPath::new(path) else { return RouteMatch::NoPath };
        let slash = path.slash && self.slash == TrailingSlash::AsWritten;
        let mut search = RouteSearch { method, slash, allowed: Allowed::default() };
        match search.under(&self.root, path) {
            SearchResult::Operation(index) => RouteMatch::Operation(index),
            SearchResult::Path => RouteMatch::WrongMethod(search.allowed),
            SearchResult::Nothing => RouteMatch::NoPath,
        }
    }
}

/// A search in the tree. Each node is visited once at most.
struct RouteSearch {
    method: Option<Method>,
    slash: bool,
    /// The methods of the matching template.
    allowed: Allowed,
}

/// The result of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SearchResult {
    Operation(usize),
    /// A template matches the path, but not the method.
    Path,
    Nothing,
}

impl RouteSearch {
    fn under(&mut self, node: &Node, path: RawPath<'_>) -> SearchResult {
        let Some((raw, rest)) = path.next() else { return self.end(node) };
        let segment = decode(raw);
        if let Ok(index) = node.literals.binary_search_by(|(literal, _)| (*literal).cmp(&segment)) {
            let reached = self.under(&node.literals[index].1, rest);
            if reached != SearchResult::Nothing {
                return reached;
            }
        }
        if !node.mixed.is_empty() {
            let segment = RawSegment::new(raw);
            for (_, node) in node.mixed.iter().filter(|(pieces, _)| segment.fits(pieces)) {
                let reached = self.under(node, rest);
                if reached != SearchResult::Nothing {
                    return reached;
                }
            }
        }
        match &node.param {
            Some(node) if !segment.is_empty() => self.under(node, rest),
            _ => SearchResult::Nothing,
        }
    }

    fn end(&mut self, node: &Node) -> SearchResult {
        let ends = &node.ends[usize::from(self.slash)];
        let wanted = |method| ends.iter().find(|(has, _)| *has == method).map(|(_, index)| *index);
        let found = self.method.and_then(|method| {
            wanted(method).or_else(|| if method == Method::Head { wanted(Method::Get) } else { None })
        });
        ends.iter().for_each(|(method, _)| self.allowed.add(*method));
        match found {
            Some(index) => SearchResult::Operation(index),
            None if ends.is_empty() => SearchResult::Nothing,
            None => SearchResult::Path,
        }
    }
}

impl Node {
    fn at(&mut self, path: &'static [Segment]) -> &mut Self {
        let Some((segment, rest)) = path.split_first() else { return self };
        self.child(segment).at(rest)
    }

    fn child(&mut self, segment: &'static Segment) -> &mut Self {
        match segment {
            Segment::Literal(text) => {
                let index = match self.literals.binary_search_by(|(literal, _)| literal.cmp(text)) {
                    Ok(index) => index,
                    Err(index) => {
                        self.literals.insert(index, (text, Self::default()));
                        index
                    }
                };
                &mut self.literals[index].1
            }
            Segment::Param(_) => self.param.get_or_insert_default(),
            Segment::Mixed(pieces) => {
                let index = self.mixed.iter().position(|(has, _)| alike(has, pieces)).unwrap_or_else(|| {
                    let weight = literal_len(pieces);
                    let index = self.mixed.partition_point(|(has, _)| literal_len(has) >= weight);
                    self.mixed.insert(index, (pieces, Self::default()));
                    index
                });
                &mut self.mixed[index].1
            }
        }
    }

    fn claim(&mut self, slash: bool, method: Method, index: usize) {
        let ends = &mut self.ends[usize::from(slash)];
        if ends.iter().all(|(has, _)| *has != method) {
            ends.push((method, index));
        }
    }

    /// Adds `POST` as an alias of `PATCH` to paths without `POST`, if the style does so for items (paths that end in
    /// a parameter) or for others.
    fn alias_posts(&mut self, item: bool, style: &Style) {
        let means = if item { style.methods.post_on_item } else { style.methods.post_on_singleton };
        for ends in &mut self.ends {
            let patch = ends.iter().find(|(method, _)| *method == Method::Patch).map(|(_, index)| *index);
            let post = ends.iter().any(|(method, _)| *method == Method::Post);
            if let (PostMeaning::Patch, Some(index), false) = (means, patch, post) {
                ends.push((Method::Post, index));
            }
        }
        self.literals.iter_mut().for_each(|(_, node)| node.alias_posts(false, style));
        self.mixed.iter_mut().for_each(|(_, node)| node.alias_posts(true, style));
        if let Some(node) = &mut self.param {
            node.alias_posts(true, style);
        }
    }
}

#[cfg(test)]
#[path = "matcher_tests.rs"]
mod tests;
