//! Whether requests to an operation have an idempotency key.

use super::annotations::OperationAnnotations;
use super::collect::CollectedOperation;
use super::{Context, codes};
use crate::ir::Method;
use crate::style::KeyUse;

/// The key of `x-style`.
const KEY: &str = "idempotency";

/// Decides which operations have idempotency keys.
pub(in crate::lower) struct IdempotencyKeys<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> IdempotencyKeys<'_, 'a> {
    /// Whether requests to an operation have a key: as `x-style` says or, without it, as the style says for its method.
    pub fn of_operation(&mut self, found: &CollectedOperation<'a>) -> KeyUse {
        let annotations = &found.annotations;
        let Some(rules) = self.cx.style.idempotency.as_ref().filter(|_| !annotations.is_off()) else {
            return KeyUse::Off;
        };
        let method = found.method.keyed();
        let usual = rules.usual(method);
        let Some(own) = annotations.key_use() else { return usual };
        if method.is_none() && own != KeyUse::Off {
            self.report_safe(found.method, annotations);
            return KeyUse::Off;
        }
        if own != KeyUse::Off || usual != KeyUse::Off {
            annotations.mark_effective(KEY, &mut self.cx.report);
        }
        own
    }

    fn report_safe(&mut self, method: Method, annotations: &OperationAnnotations<'a>) {
        annotations.mark_effective(KEY, &mut self.cx.report);
        let message = format!(
            "a `{}` has no idempotency key: nothing changes if it is sent again",
            method.key().to_uppercase()
        );
        let help = "remove `idempotency`";
        self.cx.push(self.cx.warning(codes::KEY_OF_SAFE_METHOD, message, &annotations.at(KEY)).help(help));
    }
}

impl OperationAnnotations<'_> {
    /// Whether requests have an idempotency key, if the operation says so.
    fn key_use(&self) -> Option<KeyUse> {
        let node = self.get(KEY)?;
        match super::annotations::is_off(node.value()) {
            true => Some(KeyUse::Off),
            false => KeyUse::parse(node.value().as_str()?),
        }
    }
}
