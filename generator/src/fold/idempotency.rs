//! Idempotency keys: the header goes, and what it says about the operation becomes `x-style`.

use serde_json::Value;

use super::located::Located;
use super::operation::{OperationFold, declared};
use crate::ir::Method;
use crate::style::{KeyUse, Style};

/// Whether a document spells out which operations have keys: one of them declares the header. Otherwise the style decides.
pub(super) fn spells_keys_out(tree: &Value, style: &Style) -> bool {
    let Some(rules) = &style.idempotency else { return false };
    let declares = |holder: &Located<'_>| {
        declared(holder, false, tree).iter().any(|one| one.is("header", &rules.header))
    };
    let Some(paths) = Located::find(tree, "/paths") else { return false };
    paths.entries().any(|(_, item)| {
        let item = item.resolved(tree);
        let mut operations = item.entries().filter(|(key, _)| Method::of_key(key).is_some());
        declares(&item) || operations.any(|(_, node)| declares(&node))
    })
}

impl OperationFold<'_> {
    /// Removes the header for keys from an operation that can have one. `spelled_out` is whether the document spells keys out.
    pub fn fold_key(&mut self, spelled_out: bool) {
        let (Some(rules), Some(method)) = (&self.style.idempotency, self.method.keyed()) else { return };
        let usual = rules.usual(Some(method));
        let required = |node: &Located<'_>| node.value.get("required") == Some(&Value::Bool(true));
        let said = match self.parameter("header", &rules.header) {
            Some(parameter) if required(&parameter.node) => KeyUse::Required,
            Some(_) => KeyUse::Optional,
            None if spelled_out => KeyUse::Off,
            None => usual,
        };
        if said != usual {
            self.said.insert("idempotency".to_owned(), said.as_str().into());
        }
        self.remove_parameter("header", &rules.header);
    }
}
