//! Diagnostics as SARIF 2.1.0, which code scanners of forges read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::{Value, json};

use super::entries::{Entry, columns};
use super::spot::Spot;
use crate::diag::{Diagnostics, codes};
use crate::source::Sources;

/// All diagnostics of a run as a SARIF log. `is_complete` is false if something could not be checked.
#[must_use]
pub fn sarif(diags: &Diagnostics, sources: &Sources, is_complete: bool) -> Value {
    let entries = Entry::all(diags, sources);
    let mut rules: BTreeMap<String, Value> = BTreeMap::new();
    for entry in &entries {
        rules.entry(entry.rule()).or_insert_with(|| rule(entry));
    }
    let index = |entry: &Entry<'_>| rules.keys().position(|id| *id == entry.rule());
    let results: Vec<Value> = entries.iter().map(|entry| result(entry, index(entry))).collect();
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "housestyle",
                "version": env!("CARGO_PKG_VERSION"),
                "informationUri": env!("CARGO_PKG_REPOSITORY"),
                "rules": rules.values().collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{ "executionSuccessful": is_complete }],
            "results": results,
        }],
    })
}

fn rule(entry: &Entry<'_>) -> Value {
    let code = entry.diagnostic.code;
    let meaning = codes::TABLE.iter().find(|(known, _)| *known == code).map(|(_, meaning)| *meaning);
    json!({
        "id": entry.rule(),
        "shortDescription": { "text": meaning.unwrap_or_default() },
        "help": { "text": format!("`housestyle explain {code}` has a longer text.") },
        "properties": { "code": code.to_string() },
    })
}

fn result(entry: &Entry<'_>, rule: Option<usize>) -> Value {
    let fix = entry.fix().map(|fix| format!("; {fix}")).unwrap_or_default();
    let mut properties = json!({ "code": entry.diagnostic.code.to_string() });
    let more = [
        ("pointer", entry.pointer().map(str::to_owned)),
        ("expected", entry.expected()),
        ("found", entry.found()),
        ("fix", entry.fix()),
    ];
    for (key, value) in more {
        if let Some(value) = value {
            properties[key] = value.into();
        }
    }
    let mut result = json!({
        "ruleId": entry.rule(),
        "level": entry.level(),
        "message": { "text": format!("{}{fix}", entry.message()) },
        "properties": properties,
    });
    if let Some(rule) = rule {
        result["ruleIndex"] = rule.into();
    }
    if let Some(location) = location(entry.file, entry.spot.as_ref(), None) {
        result["locations"] = json!([location]);
    }
    let related = entry.related.iter();
    let related: Vec<Value> =
        related.filter_map(|(file, spot, words)| location(*file, spot.as_ref(), Some(words))).collect();
    if !related.is_empty() {
        result["relatedLocations"] = related.into();
    }
    result
}

fn location(file: Option<&str>, spot: Option<&Spot>, message: Option<&str>) -> Option<Value> {
    let mut location = json!({ "physicalLocation": { "artifactLocation": { "uri": uri(file?) } } });
    if let Some(spot) = spot {
        let (start, end) = columns(spot);
        location["physicalLocation"]["region"] =
            json!({ "startLine": spot.line, "startColumn": start, "endLine": spot.line, "endColumn": end });
    }
    if let Some(message) = message {
        location["message"] = json!({ "text": message });
    }
    Some(location)
}

/// The path of a file as a relative reference.
fn uri(file: &str) -> String {
    let mut uri = String::with_capacity(file.len());
    for byte in file.replace('\\', "/").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte.into())
            }
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    uri
}
