//! Inclusion of related resources.

use super::query::{self, QueryFault, QueryFaultKind};
use crate::codec::param::Pairs;

/// The relationship paths along which a response includes resources: those of the operation, or those selected by a
/// request.
///
/// <https://jsonapi.org/format/1.1/#fetching-includes>
///
/// ```
/// use housestyle::Include;
///
/// let include = Include::of(&["author.city", "tags"]);
/// assert!(include.has("author") && include.has("author.city") && !include.has("comments"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Include {
    paths: Paths,
    requested: bool,
}

/// The relationships to follow from a resource, each with the paths to follow from there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paths(Vec<(&'static str, Paths)>);

impl Paths {
    /// Returns the paths to follow from a relationship, or `None` if it is not followed itself.
    pub(super) fn behind(&self, wire: &str) -> Option<&Self> {
        self.0.iter().find(|(step, _)| *step == wire).map(|(_, behind)| behind)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn step(&mut self, wire: &'static str) -> &mut Self {
        let at = self.0.iter().position(|(step, _)| *step == wire).unwrap_or_else(|| {
            self.0.push((wire, Self::default()));
            self.0.len() - 1
        });
        &mut self.0[at].1
    }
}

impl Include {
    /// Creates the paths of an operation, with dots between relationships. A path includes all resources along it.
    #[must_use]
    pub fn of(paths: &[&'static str]) -> Self {
        let mut include = Self::default();
        for path in paths {
            path.split('.').fold(&mut include.paths, |at, step| at.step(step));
        }
        include
    }

    /// Returns the paths that a request selects with the parameter of this name (`include`): those that it names,
    /// which must be these or prefixes of them. All paths if the parameter is absent, no path if it is empty.
    ///
    /// An unknown path is recorded (400), as is a repeated parameter.
    #[must_use]
    pub fn from_query(&self, pairs: &Pairs<'_>, parameter: &str, found: &mut Vec<QueryFault>) -> Self {
        match query::single(pairs, parameter, found) {
            Some(text) => self.select_by(parameter, &text, found),
            None => self.clone(),
        }
    }

    /// Returns the paths that the decoded value of the parameter selects.
    #[must_use]
    pub fn select(&self, text: &str, found: &mut Vec<QueryFault>) -> Self {
        self.select_by("include", text, found)
    }

    fn select_by(&self, parameter: &str, text: &str, found: &mut Vec<QueryFault>) -> Self {
        let mut selected = Self { requested: true, ..Self::default() };
        for path in query::listed(text) {
            match self.resolve(path) {
                Some(steps) => {
                    steps.into_iter().fold(&mut selected.paths, |at, step| at.step(step));
                }
                None => QueryFault::note(parameter, QueryFaultKind::UnknownPath, path, found),
            }
        }
        selected
    }

    /// Returns the relationships of a path if it is one of these.
    fn resolve(&self, path: &str) -> Option<Vec<&'static str>> {
        let mut at = &self.paths;
        let step = |wire: &str| {
            let (step, behind) = at.0.iter().find(|(step, _)| *step == wire)?;
            at = behind;
            Some(*step)
        };
        path.split('.').map(step).collect()
    }

    /// Returns whether resources along this path are included, with dots between relationships: `author.books`.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.resolve(path).is_some()
    }

    /// Returns whether the request selected inclusion, even of nothing. The response then has an `included`.
    #[must_use]
    pub const fn is_requested(&self) -> bool {
        self.requested
    }

    pub(super) const fn paths(&self) -> &Paths {
        &self.paths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> (Include, Vec<String>) {
        let mut found = Vec::new();
        let pairs = Pairs::form(query).expect("pairs");
        let include = Include::of(&["author.books", "topics"]).from_query(&pairs, "include", &mut found);
        (include, found.into_iter().map(|fault| fault.value).collect())
    }

    #[test]
    fn ja_48_only_what_is_asked_for_is_included() {
        assert_eq!(read("include=author"), (Include { requested: true, ..Include::of(&["author"]) }, vec![]));
        let both = Include { requested: true, ..Include::of(&["author.books", "topics"]) };
        assert_eq!(read("include=author.books%2Ctopics,author"), (both, vec![]));
        assert_eq!(read("include="), (Include { requested: true, ..Include::default() }, vec![]));
        assert_eq!(read("x=1"), (Include::of(&["author.books", "topics"]), vec![]));
        assert!(!read("").0.is_requested());
    }

    #[test]
    fn a_handler_sees_what_is_included() {
        let has = |query, path| read(query).0.has(path);
        assert!(has("", "author") && has("", "author.books") && has("include=author", "author"));
        assert!(!has("include=author", "author.books") && !has("include=", "author") && !has("", ""));
    }

    #[test]
    fn ja_47_an_unknown_path_is_a_fault() {
        for bad in ["books", "author.name", "author.books.author", "author.", ".author", "Author"] {
            assert_eq!(read(&format!("include=topics,{bad}")).1, [bad], "{bad}");
        }
        assert_eq!(read("include=topics,,author").1, [""]);
        let mut found = Vec::new();
        let pairs = Pairs::form("include=a&include=b").expect("pairs");
        let _ = Include::default().from_query(&pairs, "include", &mut found);
        assert_eq!(found[0].kind, QueryFaultKind::Repeated);
        let _ = Include::default().select("author", &mut found);
        assert_eq!((found[1].parameter.as_str(), found[1].kind), ("include", QueryFaultKind::UnknownPath));
    }
}
