//! Hints: how operations are paged by what documents say for other generators.
//!
//! A style lists the extensions that it reads (`hints`). Each becomes a [`PagingHint`], which is compared with the style's ways
//! of paging. Where one does the same, the operation is paged by it: folding is given the choice (full documents), or it
//! becomes `x-style` (lean ones). Everything else is reported at the hint.

mod apply;
mod fern;
mod form;
mod ms_pageable;
mod path;
mod report;
mod select;
mod speakeasy;
mod suggestion;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use crate::diag::Diagnostics;
use crate::ir::Method;
use crate::spec::{Document, Node, NodeView as _, Places, Spec};
use crate::style::{Hint, Style};
use form::{Malformed, OperationView};
use path::{RequestPart, ResponsePath};
pub(crate) use report::HintFinding;
use report::Reporter;
use select::Selection;

/// The key of the product's own extension.
const OWN: &str = "x-style";

/// The paging of an operation, as a hint describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PagingHint {
    /// Where the list is in the body, if the hint says it.
    items: Option<ResponsePath>,
    /// The parameter for the size of a page.
    size: Option<RequestPart>,
    /// The method of requests for the next page, if the hint says it.
    verb: Option<Method>,
    way: HintedWay,
}

/// How requests name a page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum HintedWay {
    /// The list has one page.
    Unpaged,
    /// By its number. `pages` is the number of pages, `more` whether there are more.
    Number { number: RequestPart, pages: Option<ResponsePath>, more: Option<ResponsePath> },
    /// By how many items come before it. `more` is whether there are more.
    Offset { offset: RequestPart, more: Option<ResponsePath> },
    /// By a value that the page before it has in `next`.
    Cursor { cursor: RequestPart, next: ResponsePath },
    /// By the URL in `next` of the page before it.
    NextUrl { next: ResponsePath },
    /// By code that is written by hand.
    Custom,
}

/// What the hints of a document choose, by the pointer of the operation.
#[derive(Debug, Default)]
pub(crate) struct OperationHints(HashMap<String, OperationHint>);

/// What a hint chooses for an operation.
#[derive(Debug, Clone)]
pub(crate) struct OperationHint {
    /// The hint in the document.
    pub pointer: String,
    pub hint: Hint,
    pub paging: HintedPaging,
}

/// The paging that a hint chooses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum HintedPaging {
    Unpaged,
    /// Ways of the style that do what the hint says: at least one, the style's default first.
    Ways(Vec<HintedPage>),
}

/// A way of the style that does what a hint says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HintedPage {
    /// The name of the way.
    pub way: String,
    /// The name of the list in the body, if the style leaves it to the operation.
    pub items: Option<String>,
}

impl OperationHints {
    /// Reads the hints of a document. What a hint says and the style cannot do is reported.
    pub fn read(spec: &Spec, style: &Style, hints: &[Hint], diags: &mut Diagnostics) -> Self {
        let mut found = Self::default();
        if hints.is_empty() {
            return found;
        }
        let places = Places::default();
        let root = Document::new(&spec.tree, &places);
        let mut report = Reporter::new(spec, style);
        for (_, item) in root.paths() {
            let item = resolved(root, item.unresolved().node());
            for (key, node) in item.entries() {
                let pointer = node.pointer();
                let Some(method) = Method::of_key(key) else { continue };
                if is_off(&node) || found.0.contains_key(&pointer) {
                    continue;
                }
                let operation = OperationView { root, node, item, method };
                if let Some(chosen) = of_operation(&operation, style, hints, &mut report) {
                    found.0.insert(pointer, chosen);
                }
            }
        }
        report.finish(diags);
        found
    }

    /// Reports what folding found of hints.
    pub fn report(findings: &[HintFinding], spec: &Spec, style: &Style, diags: &mut Diagnostics) {
        let mut report = Reporter::new(spec, style);
        findings.iter().for_each(|finding| report.finding(finding));
        report.finish(diags);
    }

    /// What the hint of an operation chooses.
    pub fn of(&self, operation: &str) -> Option<&OperationHint> {
        self.0.get(operation)
    }
}

/// What the first hint of an operation chooses. The others, and `x-style`, are compared with it.
fn of_operation(
    operation: &OperationView<'_>,
    style: &Style,
    hints: &[Hint],
    report: &mut Reporter<'_>,
) -> Option<OperationHint> {
    let mut chosen: Option<OperationHint> = None;
    for hint in hints {
        let Some(node) = operation.node.get(hint.as_str()) else { continue };
        let said = match read_one(*hint, node, operation) {
            Ok(Some(said)) => said,
            Ok(None) => continue,
            Err(malformed) => {
                report.malformed(*hint, &malformed);
                continue;
            }
        };
        let selection = Selection::of(style, &said);
        if let Some(own) = operation.node.get(OWN).and_then(|own| own.get("paging")) {
            report.compare_with_own(*hint, &node, &own, &selection);
            continue;
        }
        let paging = match selection {
            Selection::Unpaged => HintedPaging::Unpaged,
            Selection::Ways(ways) => {
                report.compare_verb(*hint, &node, &said, operation.method);
                HintedPaging::Ways(ways)
            }
            Selection::Missing { nearest } => {
                report.missing(*hint, &node, &said, nearest, operation);
                continue;
            }
            Selection::Unsupported(what) => {
                report.unsupported(*hint, &node, &what);
                continue;
            }
        };
        match &chosen {
            None => chosen = Some(OperationHint { pointer: node.pointer(), hint: *hint, paging }),
            Some(first) if agree(&first.paging, &paging) => {}
            Some(first) => report.disagree(*hint, &node, first),
        }
    }
    chosen
}

/// Whether two hints can be followed together.
fn agree(one: &HintedPaging, other: &HintedPaging) -> bool {
    match (one, other) {
        (HintedPaging::Unpaged, HintedPaging::Unpaged) => true,
        (HintedPaging::Ways(one), HintedPaging::Ways(other)) => one.iter().any(|way| other.contains(way)),
        (HintedPaging::Unpaged, HintedPaging::Ways(_)) | (HintedPaging::Ways(_), HintedPaging::Unpaged) => {
            false
        }
    }
}

/// Reads a hint; `None` if it says that it does not apply.
fn read_one<'a>(
    hint: Hint,
    node: Node<'a>,
    operation: &OperationView<'a>,
) -> Result<Option<PagingHint>, Malformed> {
    match hint {
        Hint::MsPageable => ms_pageable::read(node, operation).map(Some),
        Hint::SpeakeasyPagination => speakeasy::read(node, operation).map(Some),
        Hint::FernPagination => fern::read(node, operation),
    }
}

/// The form of a hint, in a message.
const fn form_of(hint: Hint) -> &'static str {
    match hint {
        Hint::MsPageable => ms_pageable::FORM,
        Hint::SpeakeasyPagination => speakeasy::FORM,
        Hint::FernPagination => fern::FORM,
    }
}

/// Whether the style does not apply to an operation.
fn is_off(operation: &Node<'_>) -> bool {
    let off = |value: &serde_json::Value| value == "off" || value == &serde_json::Value::Bool(false);
    operation.value_of(OWN).is_some_and(|own| off(own) || own.get("use").is_some_and(off))
}

/// The node behind references.
fn resolved<'a>(root: Document<'a>, node: Node<'a>) -> Node<'a> {
    const HOPS: usize = 64;
    let mut node = node;
    for _ in 0..HOPS {
        let target = node.text("$ref").and_then(|reference| reference.strip_prefix('#'));
        match target.and_then(|pointer| root.descend(pointer)) {
            Some(target) => node = target,
            None => break,
        }
    }
    node
}
