//! Diagnostics as JSON. The shape is stable: members are added, and never removed or renamed within a `version`.

use serde_json::{Map, Value, json};

use super::entries::{Entry, columns};
use super::spot::Spot;
use crate::diag::{Diagnostics, Severity};
use crate::source::Sources;

/// The version of the shape.
const VERSION: u8 = 1;

/// All diagnostics as JSON:
///
/// ```json
/// { "version": 1,
///   "findings": [
///     { "rule": "lint.paths.case", "code": "HS0400", "level": "warning",
///       "message": "the path segment `petOwners` is not in kebab case",
///       "file": "api.yaml", "line": 4, "column": 3, "end_column": 14, "pointer": "/paths/~1petOwners",
///       "expected": "kebab case", "found": "petOwners", "fix": "call it `/pet-owners`",
///       "related": [] } ],
///   "counts": { "error": 0, "warning": 1, "note": 0 } }
/// ```
///
/// The command adds `style` if a style alone was checked, and `folds`, with what the style explains of each full document.
/// `rule` is the key of the style that is broken, or else the code. What is not known is left out. Lines and columns start
/// at 1 and count characters.
#[must_use]
pub fn json(diags: &Diagnostics, sources: &Sources) -> Value {
    let findings: Vec<Value> = Entry::all(diags, sources).iter().map(finding).collect();
    let count = |severity| diags.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    json!({
        "version": VERSION,
        "findings": findings,
        "counts": {
            "error": count(Severity::Error),
            "warning": count(Severity::Warning),
            "note": count(Severity::Note),
        },
    })
}

fn finding(entry: &Entry<'_>) -> Value {
    let mut members = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            members.insert(key.to_owned(), value);
        }
    };
    put("rule", Some(entry.rule().into()));
    put("code", Some(entry.diagnostic.code.to_string().into()));
    put("level", Some(entry.level().into()));
    put("message", Some(entry.message().into()));
    put("file", entry.file.map(Value::from));
    place(entry.spot.as_ref(), &mut put);
    put("pointer", entry.pointer().map(Value::from));
    put("expected", entry.expected().map(Value::from));
    put("found", entry.found().map(Value::from));
    put("fix", entry.fix().map(Value::from));
    let related = entry.related.iter().map(|(file, spot, words)| {
        let mut members = Map::new();
        let mut put = |key: &str, value: Option<Value>| {
            if let Some(value) = value {
                members.insert(key.to_owned(), value);
            }
        };
        put("message", Some(words.as_str().into()));
        put("file", file.map(Value::from));
        place(spot.as_ref(), &mut put);
        Value::Object(members)
    });
    put("related", Some(related.collect()));
    Value::Object(members)
}

fn place(spot: Option<&Spot>, put: &mut impl FnMut(&str, Option<Value>)) {
    let Some(spot) = spot else { return };
    let (start, end) = columns(spot);
    put("line", Some(spot.line.into()));
    put("column", Some(start.into()));
    put("end_column", Some(end.into()));
}
