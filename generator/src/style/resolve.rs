//! From a checked tree to a style. What is of the wrong kind was told by the check and is passed over here; what is told
//! here is what keys say of each other.

mod around;
mod bodies;
mod locale;
mod media;
mod query;
mod version;

use indexmap::IndexMap;

use super::tree::{Content, Node};
use super::{
    AbsentBody, Calls, Check, Data, Enums, FormatType, LinkForm, Links, Methods, Paging, PathMisfit,
    PathStyle, PayloadForm, ReadOnly, Slot, Style, Success, Template, Times, TrailingSlash, UnknownMembers,
    Version, outcomes, pages,
};
use crate::diag::{Diagnostic, Diagnostics, codes, suggest};

/// The style that a tree says. None: something is wrong with it, and is told.
pub fn style(node: &Node, diags: &mut Diagnostics) -> Option<Style> {
    let version = node.get("version").and_then(|node| version::version(node, diags));
    version::in_path(node, version.as_ref(), diags);
    version::required_of_any(node, version.as_ref(), diags);
    let mut options = Options { version: version.as_ref(), diags };
    let success = node.get("success").and_then(|node| bodies::success(node, &mut options));
    let data = node.get("data").and_then(|node| data(node, success.as_ref(), &mut options));
    let failure = node.get("failure").and_then(|node| bodies::failure(node, success.as_ref(), diags));
    let told = node.get("failure").is_some_and(|failure| failure.get("told_by").is_some());
    let outcomes = node.get("outcomes").and_then(|node| outcomes::outcomes(node, told, diags));
    if let (Some(at), Some(outcomes)) = (node.get("failure"), &outcomes) {
        bodies::never_filled(at, outcomes, diags);
    }
    let paging = pages::paging(node, success.as_ref(), diags);
    let query = query::query(node, success.as_ref(), diags);
    let locale = node.get("locale").map(|at| locale::locale(at, node.get("outcomes"), diags));
    around::check_headers(node, diags);
    let caching = node.get("caching").and_then(|node| around::caching(node, diags));
    let cors = node.get("cors").and_then(|node| around::cors(node, diags));
    let success = success?;
    let (paging, default_paging) = paging?;
    let wraps = success.body != Template::Slot(Slot::Payload) || success.form == PayloadForm::Resources;
    Some(Style {
        ident: text(node, "style")?,
        about: text(node, "about"),
        wraps: wraps || paging.values().any(Paging::wraps),
        calls: Calls::parse(word(node, "calls")?)?,
        tls: around::tls(node)?,
        path: path(node.get("path")?)?,
        version: version?,
        media: media::media(node.get("media")?)?,
        success,
        failure: failure?,
        outcomes: outcomes?,
        paging,
        default_paging,
        query: query?,
        locale: match locale {
            Some(locale) => Some(locale?),
            None => None,
        },
        login: around::login(node.get("login")),
        data: data?,
        methods: methods(node.get("methods")?)?,
        headers: around::headers(node.get("headers")?)?,
        rate: node.get("rate").and_then(around::rate),
        cors,
        caching: caching?,
        checks: checks(node),
        slow_after_ms: node.get("slow_after_ms").and_then(Node::whole),
    })
}

/// Options of the version that other keys name.
struct Options<'a> {
    version: Option<&'a Version>,
    diags: &'a mut Diagnostics,
}

impl Options<'_> {
    /// The option that a key names; told where the style has none of that name.
    fn named(&mut self, node: &Node, wire: &str) -> Option<String> {
        let at = node.get(wire)?;
        let name = at.text()?;
        let Some(version) = self.version else { return Some(name.to_owned()) };
        if !version.options().any(|option| option == name) {
            let message = format!("`version` has no option `{name}`");
            let help = match version.options().next() {
                Some(_) => suggest::among(name, version.options()),
                None => "declare it in `version.options`".to_owned(),
            };
            self.diags.push(Diagnostic::error(codes::STYLE_NAME, message, at.place()).help(help));
        }
        Some(name.to_owned())
    }
}

pub(super) fn text(node: &Node, wire: &str) -> Option<String> {
    node.get(wire)?.text().map(str::to_owned)
}

fn texts(node: &Node, wire: &str) -> Vec<String> {
    let items = node.get(wire).and_then(Node::items).unwrap_or_default();
    items.iter().filter_map(Node::text).map(str::to_owned).collect()
}

pub(super) fn word<'a>(node: &'a Node, wire: &str) -> Option<&'a str> {
    node.get(wire)?.text()
}

fn flag(node: &Node, wire: &str) -> Option<bool> {
    if let Content::Flag(flag) = node.get(wire)?.content { Some(flag) } else { None }
}

pub(super) fn contradiction(message: String, node: &Node, help: &str, diags: &mut Diagnostics) {
    diags.push(Diagnostic::error(codes::STYLE_CONTRADICTION, message, node.place()).help(help));
}

fn path(node: &Node) -> Option<PathStyle> {
    Some(PathStyle {
        prefix: text(node, "prefix")?,
        trailing_slash: TrailingSlash::parse(word(node, "trailing_slash")?)?,
        misfit: PathMisfit::parse(word(node, "misfit")?)?,
    })
}

fn methods(node: &Node) -> Option<Methods> {
    Some(Methods {
        post_on_item_is_patch: word(node, "post_on_item")? == "patch",
        post_on_singleton_is_patch: word(node, "post_on_singleton")? == "patch",
        patch_merges: word(node, "patch")? == "merge",
        put_merges: word(node, "put")? == "merge",
        override_header: text(node, "override_header"),
    })
}

fn data(node: &Node, success: Option<&Success>, options: &mut Options<'_>) -> Option<Data> {
    let links = node.get("links");
    let read_only = node.get("read_only")?;
    let client_ids = word(node, "client_ids")? == "take";
    if let Some(at) = node.get("client_ids").filter(|_| client_ids)
        && success.is_some_and(|success| success.form != PayloadForm::Resources)
    {
        let message = "only resource objects have ids of their own".to_owned();
        contradiction(message, at, "say `success.form: resources`, or `refuse`", options.diags);
    }
    Some(Data {
        compact_under: options.named(node, "compact_under"),
        unknown_members: UnknownMembers::parse(word(node, "unknown_members")?)?,
        read_only: match word(read_only, "then")? {
            "ignore" => ReadOnly::Ignore,
            _ => ReadOnly::Reject { code: text(read_only, "code")? },
        },
        absent_body: AbsentBody::parse(word(node, "absent_body")?)?,
        client_ids,
        times: times(node, options.diags)?,
        enums: Enums::parse(word(node, "enums")?)?,
        zone_header: text(node, "zone_header"),
        links: Links {
            own: links.and_then(|links| text(links, "own")),
            related_suffix: links.and_then(|links| text(links, "related_suffix")),
            form: links
                .and_then(|links| LinkForm::parse(word(links, "form")?))
                .unwrap_or(LinkForm::HostRelative),
        },
        formats: formats(node.get("formats")?),
    })
}

/// How times are written; seconds are no text, and have a type of their own.
fn times(node: &Node, diags: &mut Diagnostics) -> Option<Times> {
    let times = Times::parse(word(node, "times")?)?;
    let format = node.get("formats").and_then(|formats| formats.get("date-time"));
    if let Some(at) = format.filter(|at| times == Times::UnixSeconds && at.text() == Some("string")) {
        let help = "say `typed`, or other `data.times`";
        contradiction("times in seconds are no text".to_owned(), at, help, diags);
    }
    if let Some(at) = node.get("zone_header").filter(|_| times != Times::AsGiven) {
        let help = "take it away, or say `data.times: as_given`";
        contradiction(format!("`data.times: {}` has no zones", times.as_str()), at, help, diags);
    }
    Some(times)
}

fn formats(node: &Node) -> IndexMap<String, FormatType> {
    let known = super::keys::FORMATS.keys.iter();
    known.filter_map(|key| Some((key.wire.to_owned(), FormatType::parse(word(node, key.wire)?)?))).collect()
}

/// The checks in the style's order, and after them those that it does not list.
fn checks(node: &Node) -> Vec<Check> {
    let listed = texts(node, "checks");
    let mut checks: Vec<Check> = listed.iter().filter_map(|check| Check::parse(check)).collect();
    let rest: Vec<Check> = Check::ALL.iter().copied().filter(|check| !checks.contains(check)).collect();
    checks.extend(rest);
    checks
}
