//! Where the version goes.

use super::contradiction;
use crate::diag::Diagnostics;
use crate::style::tree::Node;
use crate::style::{Acceptance, PathStyle, Text, Version, texts as rules};

/// Reports what `version` and other keys say against each other.
pub(super) fn check(style: &Node, version: Option<&Version>, diags: &mut Diagnostics) {
    let (Some(node), Some(version)) = (style.get("version"), version) else { return };
    match version {
        Version::None | Version::Path => {}
        Version::AcceptSubtype(found) => {
            served(node, &found.current, found.served(), diags);
            let suffix = node.get("options").and_then(|options| options.get("suffix"));
            let is_alternative =
                |at: &&Node| found.alternatives().iter().any(|option| Some(&**option) == at.text());
            if let Some(at) = suffix.filter(is_alternative) {
                let help = "an option that follows others is none of the alternatives";
                contradiction(format!("{} is an alternative too", at.what()), at, help, diags);
            }
        }
        Version::AcceptParameter(found) => {
            served(node, &found.current, found.served(), diags);
            let accept = style.get("media").and_then(|media| media.get("accept"));
            let any = |at: &&Node| at.text() == Some(Acceptance::Any.as_str());
            if let Some(at) = accept.filter(any).filter(|_| found.required) {
                let help = "leave out `version.required`, or say `media.accept: negotiate`";
                contradiction("no `Accept` is refused, and a version is required there", at, help, diags);
            }
        }
        Version::Header(found) => {
            served(node, &found.current, found.served(), diags);
            if let Some(at) = node.get("header") {
                own_header(at, style, diags);
            }
        }
    }
    in_path(style, *version == Version::Path, diags);
}

/// Headers of requests that HTTP and the runtime read themselves.
const TAKEN: [&str; 14] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "if-match",
    "if-none-match",
    "if-range",
    "range",
];

/// Reports a header for the version that says something else already.
fn own_header(at: &Node, style: &Node, diags: &mut Diagnostics) {
    let Some(header) = at.text() else { return };
    let id = style.get("headers").and_then(|headers| headers.get("request_id")?.get("header"));
    let zone = style.get("data").and_then(|data| data.get("time_zone_header"));
    let stands_for = style.get("methods").and_then(|methods| methods.get("override_header"));
    let own = [id, zone, stands_for].into_iter().flatten().filter_map(Node::text);
    if own.chain(TAKEN).any(|other| other.eq_ignore_ascii_case(header)) {
        let message = format!("the header `{header}` says something else already");
        contradiction(message, at, "each header has a name of its own", diags);
    }
}

/// Reports where just one of the prefix and `version` says that the version is in the path.
fn in_path(style: &Node, version: bool, diags: &mut Diagnostics) {
    let Some(prefix) = style.get("path").and_then(|path| path.get("prefix")) else { return };
    let Some(said) = prefix.text().filter(|text| (rules::PREFIX.admits)(text)) else { return };
    let major = PathStyle::MAJOR;
    match (said.contains(major), version) {
        (true, true) | (false, false) => {}
        (true, false) => {
            let message = format!("`{major}` stands in the prefix, and the version elsewhere");
            contradiction(message, prefix, "say `version: { in: path }`, or write the prefix out", diags);
        }
        (false, true) => {
            let at = style.get("version").and_then(|version| version.get("in")).unwrap_or(style);
            let help = format!("put `{major}` into `path.prefix`: `/v{major}`");
            contradiction("no path has the version", at, &help, diags);
        }
    }
}

/// Reports where the current version is not served.
fn served(node: &Node, current: &Text, served: &[Text], diags: &mut Diagnostics) {
    if let Some(at) = node.get("served").filter(|_| !served.contains(current)) {
        let help = "the version that is taken where none is asked for must be served";
        contradiction(format!("`{current}`, the current version, is not among them"), at, help, diags);
    }
}
