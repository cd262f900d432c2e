//! Which related resources an answer includes.

use super::query::{self, QueryFault, QueryFaultKind};
use crate::codec::param::Pairs;

/// The paths of relationships along which an answer includes resources: of the operation, or what a caller made of them.
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
    asked: bool,
}

/// The relationships to follow from a resource, and which to follow from there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paths(Vec<(&'static str, Paths)>);

impl Paths {
    /// What to follow behind a relationship; none where it is not to be followed itself.
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
    /// The paths of an operation, each with dots between its relationships. A path includes what is on its way.
    #[must_use]
    pub fn of(paths: &[&'static str]) -> Self {
        let mut include = Self::default();
        for path in paths {
            path.split('.').fold(&mut include.paths, |at, step| at.step(step));
        }
        include
    }

    /// What a caller makes of it by the parameter of this name (`include`): only the paths that he names, which are these or begin these. All of
    /// them where he does not say; none where he says nothing.
    ///
    /// A path that is not among these is noted (400), as is a parameter that comes twice.
    #[must_use]
    pub fn asked(&self, pairs: &Pairs<'_>, parameter: &str, found: &mut Vec<QueryFault>) -> Self {
        match query::single(pairs, parameter, found) {
            Some(text) => self.narrowed_by(parameter, &text, found),
            None => self.clone(),
        }
    }

    /// The same, of the parameter's decoded value.
    #[must_use]
    pub fn narrowed(&self, text: &str, found: &mut Vec<QueryFault>) -> Self {
        self.narrowed_by("include", text, found)
    }

    fn narrowed_by(&self, parameter: &str, text: &str, found: &mut Vec<QueryFault>) -> Self {
        let mut narrowed = Self { asked: true, ..Self::default() };
        for path in query::listed(text) {
            match self.admitted(path) {
                Some(steps) => {
                    steps.into_iter().fold(&mut narrowed.paths, |at, step| at.step(step));
                }
                None => QueryFault::note(parameter, QueryFaultKind::UnknownPath, path, found),
            }
        }
        narrowed
    }

    /// The steps of a path that is among these.
    fn admitted(&self, path: &str) -> Option<Vec<&'static str>> {
        let mut at = &self.paths;
        let step = |wire: &str| {
            let (step, behind) = at.0.iter().find(|(step, _)| *step == wire)?;
            at = behind;
            Some(*step)
        };
        path.split('.').map(step).collect()
    }

    /// Whether the resources along this path are included, with dots between its relationships: `author.books`.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.admitted(path).is_some()
    }

    /// Whether a caller said what is to be included, be it nothing. Then the answer has an `included`, be it empty.
    #[must_use]
    pub const fn is_asked(&self) -> bool {
        self.asked
    }

    pub(super) const fn paths(&self) -> &Paths {
        &self.paths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(query: &str) -> (Include, Vec<String>) {
        let mut found = Vec::new();
        let pairs = Pairs::form(query).expect("pairs");
        let include = Include::of(&["author.books", "topics"]).asked(&pairs, "include", &mut found);
        (include, found.into_iter().map(|fault| fault.value).collect())
    }

    #[test]
    fn ja_48_only_what_is_asked_for_is_included() {
        assert_eq!(told("include=author"), (Include { asked: true, ..Include::of(&["author"]) }, vec![]));
        let both = Include { asked: true, ..Include::of(&["author.books", "topics"]) };
        assert_eq!(told("include=author.books%2Ctopics,author"), (both, vec![]));
        assert_eq!(told("include="), (Include { asked: true, ..Include::default() }, vec![]));
        assert_eq!(told("x=1"), (Include::of(&["author.books", "topics"]), vec![]));
        assert!(!told("").0.is_asked());
    }

    #[test]
    fn a_handler_sees_what_is_included() {
        let has = |query, path| told(query).0.has(path);
        assert!(has("", "author") && has("", "author.books") && has("include=author", "author"));
        assert!(!has("include=author", "author.books") && !has("include=", "author") && !has("", ""));
    }

    #[test]
    fn ja_47_an_unknown_path_is_a_fault() {
        for bad in ["books", "author.name", "author.books.author", "author.", ".author", "Author"] {
            assert_eq!(told(&format!("include=topics,{bad}")).1, [bad], "{bad}");
        }
        assert_eq!(told("include=topics,,author").1, [""]);
        let mut found = Vec::new();
        let pairs = Pairs::form("include=a&include=b").expect("pairs");
        let _ = Include::default().asked(&pairs, "include", &mut found);
        assert_eq!(found[0].kind, QueryFaultKind::Repeated);
        let _ = Include::default().narrowed("author", &mut found);
        assert_eq!((found[1].parameter.as_str(), found[1].kind), ("include", QueryFaultKind::UnknownPath));
    }
}
