//! The hints of lean documents become `x-style`.

use serde_json::{Value, json};

use super::form::OperationView;
use super::report::{HintFinding, Reporter};
use super::{HintedPage, HintedPaging, OWN, OperationHint, OperationHints, resolved};
use crate::diag::Diagnostics;
use crate::ir::Method;
use crate::spec::{Document, Edit, NodeView as _, Places, Spec};
use crate::style::Style;

impl OperationHints {
    /// Writes what hints choose into `x-style` of the operations.
    pub fn apply(&self, spec: &mut Spec, style: &Style, diags: &mut Diagnostics) {
        if self.0.is_empty() {
            return;
        }
        let places = Places::default();
        let root = Document::new(&spec.tree, &places);
        let (mut edits, mut report) = (Vec::new(), Reporter::new(spec, style));
        for (_, item) in root.paths() {
            let item = resolved(root, item.unresolved().node());
            for (key, node) in item.entries() {
                let Some((hint, method)) = self.of(&node.pointer()).zip(Method::of_key(key)) else {
                    continue;
                };
                let HintedPaging::Ways(ways) = &hint.paging else { continue };
                let Some(page) = ways.first() else { continue };
                let operation = OperationView { root, node, item, method };
                match refusal(&operation, hint) {
                    Some(finding) => report.finding(&finding),
                    None => edits.push(page.written(&node.pointer(), node.has(OWN))),
                }
            }
        }
        report.finish(diags);
        spec.apply(edits);
    }
}

/// Why an operation cannot be paged.
fn refusal(operation: &OperationView<'_>, hint: &OperationHint) -> Option<HintFinding> {
    let place = operation.node.pointer();
    if !matches!(operation.method, Method::Get | Method::Post) {
        return Some(hint.not_a_list("only a `GET` or a `POST` can be paged".to_owned(), place));
    }
    let reason = "the operation does not return a list".to_owned();
    (!operation.returns_list()).then(|| hint.not_a_list(reason, place))
}

impl HintedPage {
    /// What `x-style` says of the way, with the name of the list.
    pub fn said(&self) -> Value {
        match &self.items {
            Some(items) => json!({ "use": self.way, "items": items }),
            None => json!(self.way),
        }
    }

    fn written(&self, operation: &str, has_own: bool) -> Edit {
        if has_own {
            return Edit::Set { to: format!("{operation}/{OWN}/paging"), value: self.said() };
        }
        Edit::Set { to: format!("{operation}/{OWN}"), value: json!({ "paging": self.said() }) }
    }
}
