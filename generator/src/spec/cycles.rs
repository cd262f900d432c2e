//! References that lead back to themselves with nothing between.

use std::collections::HashSet;

use serde_json::Value;

use super::pointer::{Pointer, escaped, unescaped};
use super::refs::{SECTIONS, refuse};
use super::walk::Walk;
use crate::diag::codes;

/// Reports each cycle once, at the first of its components.
pub(super) fn check(walk: &mut Walk<'_>, tree: &Value) {
    for section in SECTIONS.iter().filter_map(|kind| kind.section()) {
        let Some(Value::Object(named)) = tree.pointer(&format!("/components/{section}")) else { continue };
        let prefix = format!("#/components/{section}/");
        let next = |key: &str| named.get(key)?.get("$ref")?.as_str()?.strip_prefix(&prefix).map(unescaped);
        let mut done = HashSet::new();
        for start in named.keys() {
            let mut chain = HashSet::new();
            let mut here = Some(start.clone());
            while let Some(key) = here {
                if done.contains(&key) {
                    break;
                }
                if !chain.insert(key.clone()) {
                    let pointer = Pointer::new(format!("/components/{section}/{}", escaped(&key)));
                    let message = "this reference leads back to itself".to_owned();
                    let help = "describe a schema in place of one of the references";
                    refuse(walk, &pointer, codes::REF_CYCLE, message, Some(help));
                    break;
                }
                here = next(&key);
            }
            done.extend(chain);
        }
    }
}
