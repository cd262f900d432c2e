//! The query parameters that order lists, include related resources and expand members. What they list becomes `x-style`.

use serde_json::{Value, json};

use super::located::Located;
use super::operation::OperationFold;

impl OperationFold<'_> {
    /// Folds the style's parameters that list what a request may name. A parameter that lists nothing remains the document's own.
    pub fn fold_query_options(&mut self, lists: bool) {
        let style = self.style;
        if let Some(sorting) = &style.sorting {
            self.fold_words("sort", &sorting.parameter, &|words| ascending(&words));
        }
        if let Some(include) = &style.include {
            self.fold_words("include", &include.parameter, &Some);
        }
        if let Some(rules) = &style.expansion {
            let prefix = rules.list_prefix.as_ref().filter(|_| lists);
            self.fold_words("expand", &rules.parameter, &|words| {
                let words = match prefix {
                    Some(prefix) => without_prefix(&words, prefix)?,
                    None => words,
                };
                Some(longest(&words))
            });
        }
    }

    /// Makes the list of `key` of the values of a query parameter, in the form that `x-style` has them.
    fn fold_words(&mut self, key: &str, parameter: &str, form: &dyn Fn(Vec<String>) -> Option<Vec<String>>) {
        let in_brackets = format!("{parameter}[]");
        let names = [parameter, in_brackets.as_str()];
        let Some(name) = names.into_iter().find(|name| self.parameter("query", name).is_some()) else {
            return;
        };
        let words = self.parameter("query", name).and_then(|found| listed(&found.node, self.tree));
        if let Some(words) = words.and_then(form) {
            self.said.insert(key.to_owned(), json!(words));
            self.remove_parameter("query", name);
        }
    }

    /// Marks the operation as one whose requests are counted, in a style where that has to be said: a response has the headers.
    pub fn fold_rate(&mut self) {
        if is_rated(self) {
            self.said.insert("rate".to_owned(), json!(true));
        }
    }
}

/// Whether a response has headers of the rate limit, in a style that counts the requests of some operations only.
pub(super) fn is_rated(operation: &OperationFold<'_>) -> bool {
    use crate::style::RatedRequests;
    let rate = operation.style.rate.as_ref().filter(|rate| rate.applies_to == RatedRequests::Marked);
    let Some(rate) = rate else { return false };
    let wires: Vec<_> = [&rate.limit, &rate.remaining, &rate.reset].into_iter().flatten().collect();
    let responses = operation.node.get("responses");
    responses.iter().flat_map(Located::entries).any(|(_, response)| {
        let headers = response.resolved(operation.tree).get("headers");
        headers
            .iter()
            .flat_map(Located::entries)
            .any(|(name, _)| wires.iter().any(|wire| wire.eq_ignore_ascii_case(name)))
    })
}

/// The values that a parameter lists: the `enum` of its items.
fn listed(parameter: &Located<'_>, tree: &Value) -> Option<Vec<String>> {
    let items = parameter.get("schema")?.resolved(tree).get("items")?.resolved(tree);
    let values = items.value.get("enum")?.as_array()?;
    let words: Option<Vec<String>> = values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
    words.filter(|words| !words.is_empty())
}

/// The fields of orders, each of which is listed in both directions.
fn ascending(words: &[String]) -> Option<Vec<String>> {
    let fields: Vec<String> = words.iter().filter(|word| !word.starts_with('-')).cloned().collect();
    let is_whole = fields.iter().all(|field| words.contains(&format!("-{field}")));
    (is_whole && 2 * fields.len() == words.len()).then_some(fields)
}

/// Paths without the member with which they begin in lists, if all of them do.
fn without_prefix(words: &[String], prefix: &str) -> Option<Vec<String>> {
    let rest = |word: &String| word.strip_prefix(prefix)?.strip_prefix('.').map(str::to_owned);
    words.iter().map(rest).collect()
}

/// Paths that no other one continues. A request may expand every member along a path.
fn longest(words: &[String]) -> Vec<String> {
    let is_along = |word: &String| {
        words.iter().any(|other| other.strip_prefix(word.as_str()).is_some_and(|rest| rest.starts_with('.')))
    };
    words.iter().filter(|word| !is_along(word)).cloned().collect()
}
