//! Scopes: where no two names are alike, and the candidates of which a name claims the first that is free.

use std::collections::{BTreeMap, BTreeSet};

use super::ident::Ident;

/// Longest name that is not cut, so that a number still fits.
const LONGEST: usize = 180;

/// Names of one kind in one place.
#[derive(Debug, Default)]
pub struct Scope {
    taken: BTreeSet<String>,
    /// The last number that each name was given.
    numbers: BTreeMap<String, u64>,
}

impl Scope {
    /// A scope in which `reserved` are taken.
    #[must_use]
    pub fn with<'a>(reserved: impl IntoIterator<Item = &'a str>) -> Self {
        Self { taken: reserved.into_iter().map(str::to_owned).collect(), numbers: BTreeMap::new() }
    }

    /// The first of `candidates` that is an identifier and free; past them the last one (or `fallback`) with the first
    /// number that is free.
    pub fn claim<'a>(&mut self, candidates: impl IntoIterator<Item = &'a str>, fallback: &str) -> Ident {
        let mut last = None;
        for text in candidates {
            let text = text.get(..LONGEST).unwrap_or(text);
            if let Some(ident) = Ident::new(text) {
                if self.take(&ident) {
                    return ident;
                }
                last = Some(text.to_owned());
            }
        }
        let base = last.unwrap_or_else(|| fallback.to_owned());
        loop {
            let number = self.numbers.entry(base.clone()).or_insert(0);
            *number += 1;
            let text = if *number == 1 { base.clone() } else { format!("{base}{number}") };
            let ident = Ident::new(&text).unwrap_or_else(Ident::nameless);
            if self.take(&ident) {
                return ident;
            }
        }
    }

    fn take(&mut self, ident: &Ident) -> bool {
        self.taken.insert(ident.plain().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_takes_the_first_free_candidate() {
        let mut scope = Scope::with(["Option"]);
        assert_eq!(scope.claim(["Option", "OptionObject"], "Type").as_str(), "OptionObject");
        assert_eq!(scope.claim(["Option", "OptionObject"], "Type").as_str(), "OptionObject2");
        assert_eq!(scope.claim(["", "1"], "Type").as_str(), "Type");
        assert_eq!(scope.claim([""], "Type").as_str(), "Type2");
    }
}
