//! Where the version goes.

use super::{contradiction, flag, text, texts, word};
use crate::diag::Diagnostics;
use crate::style::tree::Node;
use crate::style::{Acceptance, PathStyle, Version, texts as rules};

/// `version`.
pub(super) fn version(node: &Node, diags: &mut Diagnostics) -> Option<Version> {
    match word(node, "in")? {
        "none" => Some(Version::None),
        "path" => Some(Version::Path),
        "accept_subtype" => accept_subtype(node, diags),
        "accept_parameter" => accept_parameter(node, diags),
        _ => None,
    }
}

/// Tells where just one of the prefix and `version` says that the version is in the path.
pub(super) fn in_path(style: &Node, version: Option<&Version>, diags: &mut Diagnostics) {
    let prefix = style.get("path").and_then(|path| path.get("prefix"));
    let (Some(prefix), Some(version)) = (prefix, version) else { return };
    let Some(said) = prefix.text().filter(|text| (rules::PREFIX.admits)(text)) else { return };
    let major = PathStyle::MAJOR;
    match (said.contains(major), version) {
        (true, Version::Path) => {}
        (true, _) => {
            let message = format!("`{major}` stands in the prefix, and the version elsewhere");
            contradiction(message, prefix, "say `version: { in: path }`, or write the prefix out", diags);
        }
        (false, Version::Path) => {
            let at = style.get("version").and_then(|version| version.get("in")).unwrap_or(style);
            let message = "no path has the version".to_owned();
            let help = format!("put `{major}` into `path.prefix`: `/v{major}`");
            contradiction(message, at, &help, diags);
        }
        (false, _) => {}
    }
}

/// Reports where a request must name a version in `Accept`, and is never refused for what it names there.
pub(super) fn required_of_any(style: &Node, version: Option<&Version>, diags: &mut Diagnostics) {
    let accept = style.get("media").and_then(|media| media.get("accept"));
    let Some(at) = accept.filter(|at| at.text() == Some(Acceptance::Any.as_str())) else { return };
    if let Some(Version::AcceptParameter { required: true, .. }) = version {
        let message = "no `Accept` is refused, and a version is required there".to_owned();
        contradiction(message, at, "leave out `version.required`, or say `media.accept: ranges`", diags);
    }
}

fn accept_subtype(node: &Node, diags: &mut Diagnostics) -> Option<Version> {
    let (current, served) = versions(node, diags)?;
    let alternatives = node.get("options").map(|options| texts(options, "depth")).unwrap_or_default();
    let suffix = node.get("options").and_then(|options| options.get("suffix"));
    if let Some(at) = suffix.filter(|at| alternatives.iter().any(|option| Some(option.as_str()) == at.text()))
    {
        let help = "an option that follows others is none of the alternatives";
        contradiction(format!("{} is an alternative too", at.what()), at, help, diags);
    }
    Some(Version::AcceptSubtype {
        vendor: text(node, "vendor")?,
        current,
        served,
        options: alternatives,
        suffix: suffix.and_then(Node::text).map(str::to_owned),
    })
}

fn accept_parameter(node: &Node, diags: &mut Diagnostics) -> Option<Version> {
    let (current, served) = versions(node, diags)?;
    Some(Version::AcceptParameter {
        media: text(node, "media")?,
        parameter: text(node, "parameter")?,
        current,
        served,
        required: flag(node, "required")?,
    })
}

/// The version that is served where none is asked for, and all that are served.
fn versions(node: &Node, diags: &mut Diagnostics) -> Option<(String, Vec<String>)> {
    let current = text(node, "current")?;
    let mut served = texts(node, "served");
    if let Some(at) = node.get("served").filter(|_| !served.contains(&current)) {
        let help = "the version that is taken where none is asked for must be served";
        contradiction(format!("`{current}`, the current version, is not among them"), at, help, diags);
    }
    if served.is_empty() {
        served.push(current.clone());
    }
    Some((current, served))
}
