//! Expansion: responses with objects in place of their ids, at the paths that a request names.
//!
//! The paths of an operation, and those of a request, begin in the value that the response carries, or in the items of its
//! list. On the wire, those of a list begin with the style's `list_prefix`.

use crate::codec::param::{Pairs, push_pair, read_texts};
use crate::problem::Wording;
use crate::schema::check::{LISTED, Violation, ViolationKind};
use crate::style::{DeepObjectLists, Expansion};

/// The paths that a request expands.
///
/// ```
/// use housestyle::ExpandedPaths;
///
/// let expanded = ExpandedPaths::from(["invoice.subscription"]);
/// assert!(expanded.has("invoice") && expanded.has("invoice.subscription") && !expanded.has("customer"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExpandedPaths(Vec<String>);

impl ExpandedPaths {
    /// Returns whether the member at the end of a path is expanded: `invoice.subscription`. All members along a path that
    /// a request names are.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.0.iter().any(|named| is_along(path, named))
    }

    /// Returns whether no member is expanded.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the paths that the request names, each once.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl<P: Into<String>> FromIterator<P> for ExpandedPaths {
    fn from_iter<I: IntoIterator<Item = P>>(paths: I) -> Self {
        let mut all = Self::default();
        for path in paths {
            let path = path.into();
            if !all.0.contains(&path) {
                all.0.push(path);
            }
        }
        all
    }
}

impl<P: Into<String>> From<Vec<P>> for ExpandedPaths {
    fn from(paths: Vec<P>) -> Self {
        paths.into_iter().collect()
    }
}

impl<P: Into<String>, const N: usize> From<[P; N]> for ExpandedPaths {
    fn from(paths: [P; N]) -> Self {
        paths.into_iter().collect()
    }
}

/// Returns whether a path is another one, or the beginning of it.
fn is_along(path: &str, other: &str) -> bool {
    other.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The paths that an operation can expand.
#[derive(Debug, Clone, Copy)]
pub struct ExpandablePaths {
    paths: &'static [&'static str],
    is_list: bool,
}

/// Why a path cannot be expanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PathFault {
    Unknown,
    TooDeep,
}

impl PathFault {
    const fn code(self) -> &'static str {
        match self {
            Self::Unknown => "unknown_expansion",
            Self::TooDeep => "deep_expansion",
        }
    }

    fn message(self, path: &str) -> String {
        match self {
            Self::Unknown => format!("{path:?} cannot be expanded"),
            Self::TooDeep => format!("{path:?} has more members than can be expanded"),
        }
    }
}

impl ExpandablePaths {
    /// Creates the paths of an operation whose response is, or is not, a list.
    #[must_use]
    pub const fn new(paths: &'static [&'static str], is_list: bool) -> Self {
        Self { paths, is_list }
    }

    /// Returns the beginning of paths on the wire.
    fn prefix(self, rules: &Expansion) -> String {
        let prefix = rules.list_prefix.as_deref().filter(|_| self.is_list);
        prefix.map(|prefix| format!("{prefix}.")).unwrap_or_default()
    }

    fn check(self, path: &str, rules: &Expansion) -> Result<(), PathFault> {
        let count = path.split('.').count() + self.prefix(rules).matches('.').count();
        if count > usize::try_from(rules.max_depth).unwrap_or(usize::MAX) {
            Err(PathFault::TooDeep)
        } else if self.paths.iter().any(|known| is_along(path, known)) {
            Ok(())
        } else {
            Err(PathFault::Unknown)
        }
    }

    /// Reads the paths of a request from its query, and from its form if that may have them.
    pub(crate) fn read(
        self,
        rules: &'static Expansion,
        sources: &[&Pairs<'_>],
        found: &mut Vec<Violation>,
    ) -> ExpandedPaths {
        let (mut expanded, prefix) = (ExpandedPaths::default(), self.prefix(rules));
        for pairs in sources {
            let paths = match read_texts(pairs, &rules.parameter) {
                Ok(paths) => paths,
                Err(violation) => {
                    found.push(*violation);
                    continue;
                }
            };
            for named in paths {
                let path = named.strip_prefix(&prefix);
                let checked = path.map_or(Err(PathFault::Unknown), |path| self.check(path, rules));
                match (path, checked) {
                    (Some(path), Ok(())) if expanded.0.iter().all(|known| known != path) => {
                        expanded.0.push(path.to_owned());
                    }
                    (_, Err(fault)) if found.len() < LISTED => found.push(violation(rules, fault, &named)),
                    _ => {}
                }
            }
        }
        expanded
    }

    /// Appends the paths of a call to a query or form.
    ///
    /// # Errors
    /// Returns an error if the operation cannot expand one of them.
    pub(crate) fn write(
        self,
        rules: &Expansion,
        lists: DeepObjectLists,
        expanded: &ExpandedPaths,
        out: &mut String,
    ) -> Result<(), &'static str> {
        let prefix = self.prefix(rules);
        for (index, path) in expanded.iter().enumerate() {
            self.check(path, rules).map_err(|fault| match fault {
                PathFault::Unknown => "has a path that the operation cannot expand",
                PathFault::TooDeep => "has a path with more members than can be expanded",
            })?;
            let parameter = &rules.parameter;
            let name = match lists {
                DeepObjectLists::Brackets => format!("{parameter}[]"),
                DeepObjectLists::Indices => format!("{parameter}[{index}]"),
                DeepObjectLists::Repeat => parameter.to_string(),
            };
            push_pair(out, "&", &name, &format!("{prefix}{path}"));
        }
        Ok(())
    }
}

/// A violation that quotes the beginning of a path.
fn violation(rules: &'static Expansion, fault: PathFault, path: &str) -> Violation {
    const QUOTED: usize = 64;
    let quoted: String = path.chars().take(QUOTED).collect();
    let wording = Wording::of(format!("query.{}", fault.code())).placeholder("value", quoted.clone());
    let (kind, message) = (ViolationKind::Constraint, fault.message(&quoted));
    Violation {
        wording: Some(wording),
        ..Violation::of_parameter(&rules.parameter, kind, fault.code(), message)
    }
}

#[cfg(all(test, feature = "server", feature = "client"))]
mod tests {
    use super::*;
    use std::borrow::Cow::Borrowed;

    static RULES: Expansion =
        Expansion { parameter: Borrowed("expand"), max_depth: 3, list_prefix: Some(Borrowed("data")) };
    const PATHS: &[&str] = &["customer.address", "invoice", "a.b.c"];

    fn read(query: &str, is_list: bool) -> (Vec<String>, Vec<String>) {
        let mut found = Vec::new();
        let pairs = Pairs::form(query).expect("pairs");
        let expanded = ExpandablePaths::new(PATHS, is_list).read(&RULES, &[&pairs], &mut found);
        let faults = found.into_iter().map(|fault| format!("{} {}", fault.code, fault.message));
        (expanded.iter().map(str::to_owned).collect(), faults.collect())
    }

    #[test]
    fn paths_are_read_in_each_form_of_a_list() {
        for query in ["expand[]=customer&expand[]=invoice", "expand[1]=invoice&expand[0]=customer"] {
            assert_eq!(read(query, false), (vec!["customer".to_owned(), "invoice".to_owned()], vec![]));
        }
        assert_eq!(
            read("expand[]=data.customer.address&expand[]=data.invoice", true).0,
            ["customer.address", "invoice"]
        );
        assert_eq!(read("expand=invoice&expand=invoice", false).0, ["invoice"]);
    }

    #[test]
    fn unknown_and_deep_paths_are_reported() {
        let faults = |query, is_list| read(query, is_list).1;
        assert_eq!(
            faults("expand[]=x&expand[]=cust", false),
            ["unknown_expansion \"x\" cannot be expanded", "unknown_expansion \"cust\" cannot be expanded"]
        );
        assert_eq!(faults("expand[]=invoice&expand[]=data", true).len(), 2);
        assert_eq!(
            faults("expand[]=data.a.b.c", true),
            ["deep_expansion \"data.a.b.c\" has more members than can be expanded"]
        );
        assert_eq!(faults("expand[]=a.b.c", false), [""; 0]);
        assert_eq!(faults("expand[]=&expand[]=.&expand[]=invoice.", false).len(), 3);
        assert_eq!(faults("expand[x]=invoice", false).len(), 1);
        let long = format!("expand[]={}", "y".repeat(5000));
        assert!(faults(&long, false)[0].len() < 200);
        let many = "expand[]=y&".repeat(4000);
        assert_eq!(faults(&many, false).len(), LISTED);
    }

    #[test]
    fn paths_are_written_as_they_are_read() {
        let write = |lists, paths: &ExpandedPaths| {
            let mut out = "x=1".to_owned();
            ExpandablePaths::new(PATHS, true).write(&RULES, lists, paths, &mut out).map(|()| out)
        };
        let paths = ExpandedPaths::from(["customer", "invoice", "customer"]);
        assert_eq!(
            write(DeepObjectLists::Indices, &paths).expect("written"),
            "x=1&expand%5B0%5D=data.customer&expand%5B1%5D=data.invoice"
        );
        assert_eq!(
            write(DeepObjectLists::Repeat, &paths).expect("written").matches("&expand=data.").count(),
            2
        );
        assert!(write(DeepObjectLists::Brackets, &ExpandedPaths::from(["a.b.c"])).is_err());
        assert!(write(DeepObjectLists::Brackets, &ExpandedPaths::from(["data.invoice"])).is_err());
    }
}
