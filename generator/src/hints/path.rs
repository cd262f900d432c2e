//! Where hints say that values are: in requests, and in the bodies of responses.

/// A part of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RequestPart {
    /// A parameter of the query.
    Query(String),
    /// Another part, in words, with its name.
    Elsewhere(&'static str, String),
}

/// A value in the body of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ResponsePath {
    /// The members that lead to it, from the root of the body.
    pub members: Vec<String>,
    /// The members of the last item of the list at `members`, if it is there: `[id]` of `$.data[-1].id`.
    pub of_last_item: Option<Vec<String>>,
}

impl RequestPart {
    /// The name of the parameter of the query.
    pub fn query(&self) -> Option<&str> {
        match self {
            Self::Query(name) => Some(name),
            Self::Elsewhere(..) => None,
        }
    }
}

impl ResponsePath {
    pub fn member(name: &str) -> Self {
        Self { members: vec![name.to_owned()], of_last_item: None }
    }

    /// Reads a path such as `$.data.items`, `$['a.b']`, `$.data[-1].id`.
    pub fn parse(text: &str, root: &str) -> Option<Self> {
        let mut path = Self { members: Vec::new(), of_last_item: None };
        let mut rest = text.trim().strip_prefix(root)?;
        while !rest.is_empty() {
            if let Some(after) = last_item(rest) {
                if path.of_last_item.is_some() {
                    return None;
                }
                path.of_last_item = Some(Vec::new());
                rest = after;
                continue;
            }
            let (name, after) = name(rest)?;
            path.of_last_item.as_mut().unwrap_or(&mut path.members).push(name.to_owned());
            rest = after;
        }
        (path.of_last_item != Some(Vec::new())).then_some(path)
    }

    /// As a hint may write it: `$.data.items`.
    pub fn shown(&self) -> String {
        let part = |name: &String| match name.contains(['.', '[', '\'']) {
            true => format!("['{name}']"),
            false => format!(".{name}"),
        };
        let own: String = self.members.iter().map(part).collect();
        let last = self.of_last_item.iter().flatten().map(part).collect::<String>();
        if last.is_empty() { format!("${own}") } else { format!("${own}[-1]{last}") }
    }
}

/// The rest after the index of the last item.
fn last_item(text: &str) -> Option<&str> {
    ["[-1]", "[-1:]", "[(@.length-1)]"].into_iter().find_map(|index| text.strip_prefix(index))
}

/// A member's name, and the rest.
fn name(text: &str) -> Option<(&str, &str)> {
    for (open, close) in [("['", "']"), ("[\"", "\"]")] {
        if let Some(quoted) = text.strip_prefix(open) {
            return quoted.split_once(close).filter(|(name, _)| !name.is_empty());
        }
    }
    let rest = text.strip_prefix('.')?;
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    (!name.is_empty() && !name.contains(['*', '?', '@', ' ', ']'])).then_some((name, after))
}
