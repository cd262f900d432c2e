//! From a checked tree to a style. What is of the wrong kind was told by the check and is passed over here; what is told
//! here is what keys say of each other.

use indexmap::IndexMap;

use super::grammar::Place;
use super::tree::Node;
use super::{
    Check, Data, Echo, EchoPart, Failure, FormatType, Links, Login, Media, Methods, PathStyle, ReadOnly,
    Report, RequestMedia, Slot, Style, Success, TrailingSlash, UnknownMembers, Version, outcomes, pages,
    template,
};
use crate::diag::{Diagnostic, Diagnostics, codes, suggest};

/// The style that a tree says. None: something is wrong with it, and is told.
pub fn style(node: &Node, diags: &mut Diagnostics) -> Option<Style> {
    let version = node.get("version").and_then(|node| version(node, diags));
    let mut options = Options { version: version.as_ref(), diags };
    let success = node.get("success").and_then(|node| success(node, &mut options));
    let data = node.get("data").and_then(|node| data(node, &mut options));
    let failure = node.get("failure").and_then(|node| failure(node, diags));
    let outcomes = node.get("outcomes").and_then(|node| outcomes::outcomes(node, diags));
    let paging = pages::paging(node, success.as_ref(), diags);
    let methods = node.get("methods");
    let success = success?;
    let (paging, default_paging) = paging?;
    Some(Style {
        ident: text(node, "style")?,
        about: text(node, "about"),
        wraps: success.body != super::Template::Slot(Slot::Payload) || !paging.is_empty(),
        path: path(node.get("path")?)?,
        version: version?,
        media: Media { request: RequestMedia::parse(word(node.get("media")?, "request")?)? },
        success,
        failure: failure?,
        outcomes: outcomes?,
        paging,
        default_paging,
        login: Login { schemes: node.get("login").map(|login| texts(login, "schemes")).unwrap_or_default() },
        data: data?,
        methods: Methods {
            post_on_item_is_patch: word(methods?, "post_on_item")? == "patch",
            patch_merges: word(methods?, "patch")? == "merge",
        },
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

pub(super) fn contradiction(message: String, node: &Node, help: &str, diags: &mut Diagnostics) {
    diags.push(Diagnostic::error(codes::STYLE_CONTRADICTION, message, node.place()).help(help));
}

fn path(node: &Node) -> Option<PathStyle> {
    Some(PathStyle {
        prefix: text(node, "prefix")?,
        trailing_slash: TrailingSlash::parse(word(node, "trailing_slash")?)?,
    })
}

fn version(node: &Node, diags: &mut Diagnostics) -> Option<Version> {
    if word(node, "in")? == "none" {
        return Some(Version::None);
    }
    let current = text(node, "current")?;
    let mut served = texts(node, "served");
    if let Some(at) = node.get("served").filter(|_| !served.contains(&current)) {
        let help = "the version that is taken where none is asked for must be served";
        contradiction(format!("`{current}`, the current version, is not among them"), at, help, diags);
    }
    if served.is_empty() {
        served.push(current.clone());
    }
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

fn success(node: &Node, options: &mut Options<'_>) -> Option<Success> {
    let body_at = node.get("body")?;
    let body = template::compile(body_at, Place::Success, options.diags);
    let echo = node.get("echo").map(|echo| Echo {
        of: texts(echo, "of").iter().filter_map(|part| EchoPart::parse(part)).collect(),
        under: options.named(echo, "under"),
    });
    let pretty_under = node.get("pretty").and_then(|pretty| options.named(pretty, "under"));
    let null_meta_under = node.get("meta").and_then(|meta| options.named(meta, "null_under"));
    let body = body?;
    for (wire, slot) in [("echo", Slot::Echo), ("meta", Slot::Meta)] {
        if let Some(at) = node.get(wire).filter(|_| !template::has(&body, slot)) {
            let message = format!("`success.body` has no slot `${}`", slot.as_str());
            contradiction(message, at, "give the body a member for it, or take this away", options.diags);
        }
    }
    Some(Success { body, echo, pretty_under, null_meta_under })
}

fn failure(node: &Node, diags: &mut Diagnostics) -> Option<Failure> {
    let body = node.get("body").and_then(|body| template::compile(body, Place::Failure, diags));
    let entry = node.get("entry").and_then(|entry| template::compile(entry, Place::Entry, diags));
    Some(Failure {
        media: text(node, "media")?,
        body: body?,
        entry: entry?,
        report: Report::parse(word(node, "report")?)?,
    })
}

fn data(node: &Node, options: &mut Options<'_>) -> Option<Data> {
    let links = node.get("links");
    let read_only = node.get("read_only")?;
    Some(Data {
        compact_under: options.named(node, "compact_under"),
        unknown_members: UnknownMembers::parse(word(node, "unknown_members")?)?,
        read_only: match word(read_only, "then")? {
            "ignore" => ReadOnly::Ignore,
            _ => ReadOnly::Reject { code: text(read_only, "code")? },
        },
        zone_header: text(node, "zone_header"),
        links: Links {
            own: links.and_then(|links| text(links, "own")),
            related_suffix: links.and_then(|links| text(links, "related_suffix")),
        },
        formats: formats(node.get("formats")?),
    })
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
