//! Versions of the API.

use housestyle_style::grammar::Keys;

use super::contradiction;
use crate::diag::Diagnostics;
use crate::style::tree::StyleNode;
use crate::style::{
    AcceptSubtype, Acceptance, Data, HeaderVersion, Media, Methods, PathStyle, ServedVersions, Style,
    Version, VersionField, VersionOptions, texts as rules,
};

/// Reports contradictions of `version` and other keys.
pub(super) fn check(style: &StyleNode, version: Option<&Version>, diags: &mut Diagnostics) {
    let (Some(node), Some(version)) = (style.get(Keys::<Style>::version()), version) else { return };
    if let (Some(current), Some(at)) = (version.current(), node.get(Keys::<ServedVersions>::served()))
        && !version.served().contains(current)
    {
        let help = "add it to `served`";
        contradiction(format!("the current version `{current}` is not in `served`"), at, help, diags);
    }
    if let (Some(VersionField::Header(..)), Some(at)) =
        (version.current_field(), node.get(Keys::<HeaderVersion>::name()))
    {
        own_header(at, style, None, diags);
    }
    if let Version::AcceptSubtype(subtype) = version {
        let suffix = node
            .get(Keys::<AcceptSubtype>::options())
            .and_then(|options| options.get(Keys::<VersionOptions>::suffix()));
        let is_alternative =
            |at: &&StyleNode| subtype.alternatives().iter().any(|option| Some(&**option) == at.text());
        if let Some(at) = suffix.filter(is_alternative) {
            let help = "`suffix` must not be one of `alternatives`";
            contradiction(format!("{} is also in `alternatives`", at.what()), at, help, diags);
        }
    }
    if let (Some(VersionField::Accept(_)), true) = (version.current_field(), version.is_required()) {
        let accept = style.get(Keys::<Style>::media()).and_then(|media| media.get(Keys::<Media>::accept()));
        if let Some(at) = accept.filter(|at| at.text() == Some(Acceptance::Any.as_str())) {
            let help = "remove `version.required`, or use `media.accept: negotiate`";
            contradiction(
                "with `media.accept: any`, a version in `Accept` cannot be required",
                at,
                help,
                diags,
            );
        }
    }
    in_path(style, *version == Version::Path, diags);
}

/// Request headers that HTTP and the runtime read.
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

/// Reports a request header that is already used, by one of these or by `other`.
pub(super) fn own_header(
    at: &StyleNode,
    style: &StyleNode,
    other: Option<&StyleNode>,
    diags: &mut Diagnostics,
) {
    let Some(header) = at.text() else { return };
    let id = super::around::request_id(style);
    let zone = style.get(Keys::<Style>::data()).and_then(|data| data.get(Keys::<Data>::time_zone_header()));
    let stands_for = style
        .get(Keys::<Style>::methods())
        .and_then(|methods| methods.get(Keys::<Methods>::override_header()));
    let own = [id, zone, stands_for, other].into_iter().flatten().filter_map(StyleNode::text);
    if own.chain(TAKEN).any(|other| other.eq_ignore_ascii_case(header)) {
        let message = format!("the header `{header}` is already used");
        contradiction(message, at, "use another name", diags);
    }
}

/// Reports a prefix with `{major}` without `version: { in: path }`, and the reverse.
fn in_path(style: &StyleNode, version: bool, diags: &mut Diagnostics) {
    let Some(prefix) =
        style.get(Keys::<Style>::path()).and_then(|path| path.get(Keys::<PathStyle>::prefix()))
    else {
        return;
    };
    let Some(said) = prefix.text().filter(|text| (rules::PREFIX.admits)(text)) else { return };
    let major = PathStyle::MAJOR;
    match (said.contains(major), version) {
        (true, true) | (false, false) => {}
        (true, false) => {
            let message = format!("`{major}` is in the prefix, but `version` is not `in: path`");
            contradiction(
                message,
                prefix,
                "use `version: { in: path }`, or write the number in the prefix",
                diags,
            );
        }
        (false, true) => {
            let at = style
                .get(Keys::<Style>::version())
                .and_then(|version| version.get(Version::TAGGED.tag))
                .unwrap_or(style);
            let help = format!("add `{major}` to `path.prefix`: `/v{major}`");
            contradiction("`path.prefix` does not have the version", at, &help, diags);
        }
    }
}
