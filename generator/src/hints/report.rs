//! What is reported of hints.

use std::collections::BTreeMap;

use super::form::{Malformed, OperationView};
use super::select::Selection;
use super::{HintedPaging, OperationHint, PagingHint, form_of, suggestion};
use crate::diag::{Code, Diagnostic, Diagnostics, Place, codes};
use crate::ir::Method;
use crate::spec::{Node, Spec};
use crate::style::{Hint, Style};

/// Findings of one kind that are shown; the rest is counted.
const SHOWN: usize = 3;

/// Something about the hint of an operation.
#[derive(Debug, Clone)]
pub(crate) enum HintFinding {
    /// The operation does not return what is paged; the reason, and where.
    NotAList { hint: Hint, at: String, reason: String, place: String },
    /// The operation has all that another way of the style has.
    OtherWay { hint: Hint, at: String, way: String },
}

/// Collects findings.
pub(super) struct Reporter<'a> {
    spec: &'a Spec,
    style: &'a Style,
    found: Vec<(Code, Diagnostic)>,
    /// How often the same keys of a style are missing, with the first diagnostic.
    missing: BTreeMap<String, (usize, Diagnostic)>,
}

impl<'a> Reporter<'a> {
    pub fn new(spec: &'a Spec, style: &'a Style) -> Self {
        Self { spec, style, found: Vec::new(), missing: BTreeMap::new() }
    }

    pub fn malformed(&mut self, hint: Hint, malformed: &Malformed) {
        let message =
            format!("`{}` is not of its form, and is not read: {}", hint.as_str(), malformed.problem);
        let help = format!("it is `{}: {}`", hint.as_str(), form_of(hint));
        self.push(codes::HINT_FORM, message, self.spec.place(&malformed.pointer), Some(help));
    }

    pub fn unsupported(&mut self, hint: Hint, node: &Node<'_>, what: &str) {
        let message = format!("`{}` asks for {what}, which no kind of paging does", hint.as_str());
        let help = "the operation is not paged; `x-style: { paging: … }` has priority over the hint";
        self.push(codes::HINT_UNSUPPORTED, message, self.place(node), Some(help.to_owned()));
    }

    /// Reports a hint that no way of the style does, with the keys that would.
    pub fn missing(
        &mut self,
        hint: Hint,
        node: &Node<'_>,
        said: &PagingHint,
        nearest: Option<(String, String)>,
        operation: &OperationView<'_>,
    ) {
        let nearest =
            nearest.map_or_else(String::new, |(way, difference)| format!("; of `{way}`, {difference}"));
        let message = format!(
            "no way of paging of the style `{}` does what `{}` says{nearest}",
            self.style.ident,
            hint.as_str()
        );
        let keys = suggestion::of(said, operation);
        let help = keys.map(|keys| format!("add it to the style: `{keys}`"));
        let group = format!("{message} {help:?}");
        if let Some((count, _)) = self.missing.get_mut(&group) {
            *count += 1;
            return;
        }
        let mut diagnostic = Diagnostic::warning(codes::HINT_WITHOUT_WAY, message, self.place(node));
        diagnostic.help = help;
        self.missing.insert(group, (1, diagnostic));
    }

    /// Reports a hint whose next pages are requested with another method than that of the operation.
    pub fn compare_verb(&mut self, hint: Hint, node: &Node<'_>, said: &PagingHint, method: Method) {
        let Some(verb) = said.verb.filter(|verb| *verb != method) else { return };
        let message = format!(
            "`{}` says that next pages are requested with `{}`; they are requested with `{}`, as the operation is",
            hint.as_str(),
            verb.key().to_ascii_uppercase(),
            method.key().to_ascii_uppercase()
        );
        let help = "if the service takes it, the hint has `nextLinkVerb` with that method; otherwise `x-style: { paging: none }`";
        self.push(codes::HINT_CONTRADICTS, message, self.place(node), Some(help.to_owned()));
    }

    /// Reports two hints that disagree.
    pub fn disagree(&mut self, hint: Hint, node: &Node<'_>, first: &OperationHint) {
        let message = format!("`{}` contradicts `{}`, which is followed", hint.as_str(), first.hint.as_str());
        let diagnostic = Diagnostic::warning(codes::HINT_CONTRADICTS, message, self.place(node))
            .related(self.key(&first.pointer), "the hint that the style lists first");
        self.found.push((codes::HINT_CONTRADICTS, diagnostic));
    }

    /// Reports a hint that says something else than the `x-style` of its operation.
    pub fn compare_with_own(&mut self, hint: Hint, node: &Node<'_>, own: &Node<'_>, selection: &Selection) {
        use serde_json::Value;
        let default = self.style.paging.default.as_deref();
        let name = match own.value() {
            Value::Bool(true) => default,
            Value::Object(_) => own.text("use").or(default),
            Value::String(name) if name == "none" => None,
            Value::String(name) => Some(name.as_str()),
            Value::Null | Value::Bool(false) | Value::Number(_) | Value::Array(_) => return,
        };
        let same = match selection {
            Selection::Unpaged => name.is_none(),
            Selection::Ways(ways) => ways.iter().any(|page| Some(page.way.as_str()) == name),
            Selection::Missing { .. } | Selection::Unsupported(_) => false,
        };
        if same {
            return;
        }
        let message = format!("`{}` contradicts `paging` in `x-style`, which is followed", hint.as_str());
        let diagnostic = Diagnostic::note(codes::HINT_CONTRADICTS, message, self.place(node))
            .related(self.key(&own.pointer()), "what is followed");
        self.found.push((codes::HINT_CONTRADICTS, diagnostic));
    }

    /// What folding or reading payloads found.
    pub fn finding(&mut self, finding: &HintFinding) {
        match finding {
            HintFinding::NotAList { hint, at, reason, place } => {
                let message = format!("`{}` is not followed: {reason}", hint.as_str());
                let diagnostic = Diagnostic::warning(codes::HINT_NOT_A_LIST, message, self.key(at))
                    .related(self.spec.place(place), "here");
                let help = "a full document, which describes envelopes, is read with `--full` (`.document(…)`, \
                    `x-style: { document: full }`)";
                self.found.push((codes::HINT_NOT_A_LIST, diagnostic.help(help)));
            }
            HintFinding::OtherWay { hint, at, way } => {
                let message = format!(
                    "`{}` says something else than the way of paging `{way}`, which the operation has",
                    hint.as_str()
                );
                let help = format!("correct the hint, or choose with `x-style: {{ paging: {way} }}`");
                self.push(codes::HINT_CONTRADICTS, message, self.key(at), Some(help));
            }
        }
    }

    fn push(&mut self, code: Code, message: String, place: Place, help: Option<String>) {
        let mut diagnostic = Diagnostic::warning(code, message, place);
        diagnostic.help = help;
        self.found.push((code, diagnostic));
    }

    fn place(&self, node: &Node<'_>) -> Place {
        self.key(&node.pointer())
    }

    fn key(&self, pointer: &str) -> Place {
        self.spec.key_place(pointer)
    }

    /// Adds the findings to the diagnostics: the first of each code, and the number of the others.
    pub fn finish(self, diags: &mut Diagnostics) {
        let mut counts: BTreeMap<Code, (usize, Place)> = BTreeMap::new();
        for (code, diagnostic) in self.found {
            let (count, place) = counts.entry(code).or_insert_with(|| (0, diagnostic.place.clone()));
            *count += 1;
            if *count <= SHOWN {
                diags.push(diagnostic);
            } else if *count == SHOWN + 1 {
                *place = diagnostic.place;
            }
        }
        for (code, (count, place)) in counts.into_iter().filter(|(_, (count, _))| *count > SHOWN) {
            let message = format!("and {} more hints, from here on", count - SHOWN);
            diags.push(Diagnostic::warning(code, message, place));
        }
        for (count, mut diagnostic) in self.missing.into_values() {
            if count > 1 {
                diagnostic.message = format!("{} ({count} operations)", diagnostic.message);
            }
            diags.push(diagnostic);
        }
    }
}

impl OperationHint {
    /// That the operation does not return what is paged.
    pub fn not_a_list(&self, reason: String, place: String) -> HintFinding {
        HintFinding::NotAList { hint: self.hint, at: self.pointer.clone(), reason, place }
    }

    /// That the operation has all that another way has.
    pub fn other_way(&self, way: &str) -> HintFinding {
        HintFinding::OtherWay { hint: self.hint, at: self.pointer.clone(), way: way.to_owned() }
    }

    /// Whether it chooses a way of paging.
    pub fn page(&self, way: &str) -> bool {
        match &self.paging {
            HintedPaging::Unpaged => false,
            HintedPaging::Ways(ways) => ways.iter().any(|page| page.way == way),
        }
    }
}
