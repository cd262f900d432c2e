//! Every string of an IR, in the user's hands.

use housestyle_generator::ir::*;
use housestyle_generator::style::{self, Style};
use serde_json::Value;

/// Changes every string by `change`, the same one in the same way.
pub fn change(api: &mut ApiModel, change: &dyn Fn(&mut String)) {
    let f = change;
    f(&mut api.title);
    f(&mut api.version);
    some(&mut api.docs, f);
    style(&mut api.style, f);
    for group in &mut api.groups {
        f(&mut group.wire);
        some(&mut group.docs, f);
    }
    for scheme in &mut api.schemes {
        f(&mut scheme.wire);
        some(&mut scheme.docs, f);
        match &mut scheme.kind {
            SchemeKind::Basic | SchemeKind::MutualTls => {}
            SchemeKind::Authorization(text)
            | SchemeKind::Header(text)
            | SchemeKind::Query(text)
            | SchemeKind::Cookie(text) => f(text),
        }
    }
    for server in &mut api.servers {
        f(&mut server.url);
        some(&mut server.docs, f);
    }
    api.types.iter_mut().for_each(|ty| one_type(ty, f));
    api.operations.iter_mut().for_each(|operation| one_operation(operation, f));
}

fn owned(owner: &mut Owner) -> &mut String {
    match owner {
        Owner::Operation(wire) | Owner::Path(wire) | Owner::Component(wire) => wire,
    }
}

fn some(text: &mut Option<String>, f: &dyn Fn(&mut String)) {
    text.iter_mut().for_each(f);
}

fn json(value: &mut Value, f: &dyn Fn(&mut String)) {
    match value {
        Value::String(text) => f(text),
        Value::Array(items) => items.iter_mut().for_each(|item| json(item, f)),
        Value::Object(members) => members.values_mut().for_each(|member| json(member, f)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn one_type(ty: &mut Type, f: &dyn Fn(&mut String)) {
    match &mut ty.origin {
        Origin::Component(wire) | Origin::Member(_, wire) | Origin::Meta(wire) | Origin::Header(wire) => {
            f(wire)
        }
        Origin::Parameter(owner, wire) => (f(owned(owner)), f(wire)).1,
        Origin::RequestBody(owner) | Origin::Response(owner, _) => f(owned(owner)),
        Origin::ResponseHeader(owner, _, wire) => (f(owned(owner)), f(wire)).1,
        Origin::Item(_) | Origin::Place(..) | Origin::Entry(_) | Origin::Variant(..) => {}
    }
    some(&mut ty.docs, f);
    some(&mut ty.violation.code, f);
    some(&mut ty.violation.message, f);
    f(&mut ty.pointer);
    match &mut ty.shape {
        Shape::Scalar(Scalar::Text(text)) => some(&mut text.pattern, f),
        Shape::Enum(list) => {
            for value in &mut list.values {
                json(&mut value.value, f);
                some(&mut value.hint, f);
                some(&mut value.docs, f);
            }
        }
        Shape::Object(object) => {
            some(&mut object.resource, f);
            object.members.iter_mut().for_each(|member| one_member(member, f));
            for refused in &mut object.refused {
                f(&mut refused.wire);
                some(&mut refused.violation.code, f);
                some(&mut refused.violation.message, f);
            }
        }
        Shape::Union(union) => {
            if let UnionTag::Internal(member) = &mut union.tag {
                f(member);
            }
            for variant in &mut union.variants {
                variant.tags.iter_mut().for_each(f);
                some(&mut variant.hint, f);
            }
        }
        Shape::Any
        | Shape::Scalar(_)
        | Shape::Array(_)
        | Shape::Tuple(_)
        | Shape::Map(_)
        | Shape::Related(_)
        | Shape::Alias(_) => {}
    }
}

fn one_member(member: &mut Member, f: &dyn Fn(&mut String)) {
    f(&mut member.wire);
    some(&mut member.docs, f);
    some(&mut member.only_with_option, f);
    member.default.iter_mut().for_each(|value| json(value, f));
    match &mut member.role {
        MemberRole::Data | MemberRole::ResourceId | MemberRole::Relationship { .. } => {}
        MemberRole::Link(path) => link(path, f),
        MemberRole::Relation { link, dropped_under } => (f(link), f(dropped_under)).1,
    }
}

fn link(path: &mut LinkPath, f: &dyn Fn(&mut String)) {
    f(&mut path.operation);
    for piece in &mut path.pieces {
        match piece {
            LinkPiece::Text(text) | LinkPiece::Member(text) => f(text),
        }
    }
}

fn one_content(content: &mut Content, f: &dyn Fn(&mut String)) {
    f(&mut content.media);
    match &mut content.kind {
        ContentKind::Multipart(form) => {
            for part in &mut form.parts {
                f(&mut part.wire);
                part.media.iter_mut().for_each(f);
            }
        }
        ContentKind::Form(form) => {
            for field in &mut form.fields {
                f(&mut field.wire);
                encoding(&mut field.encoding, f);
            }
        }
        ContentKind::Json(_)
        | ContentKind::Text(_)
        | ContentKind::Bytes
        | ContentKind::Events(_)
        | ContentKind::JsonLines(_) => {}
    }
}

fn encoding(encoding: &mut ParamEncoding, f: &dyn Fn(&mut String)) {
    if let ParamEncoding::Content(media) = encoding {
        f(media);
    }
}

fn one_operation(operation: &mut Operation, f: &dyn Fn(&mut String)) {
    f(&mut operation.id);
    f(&mut operation.path.template);
    for piece in operation.path.segments.iter_mut().flatten() {
        match piece {
            PathPiece::Literal(text) | PathPiece::Param(text) => f(text),
        }
    }
    some(&mut operation.summary, f);
    some(&mut operation.docs, f);
    for parameter in &mut operation.parameters {
        f(&mut parameter.wire);
        some(&mut parameter.docs, f);
        parameter.default.iter_mut().for_each(|value| json(value, f));
        encoding(&mut parameter.encoding, f);
    }
    if let Some(body) = &mut operation.body {
        some(&mut body.docs, f);
        body.contents.iter_mut().for_each(|content| one_content(content, f));
        if let Some(BodyDocument::Resource { ty, purpose }) = &mut body.document {
            f(ty);
            if let DocumentPurpose::Change(parameter) = purpose {
                f(parameter);
            }
        }
    }
    for success in &mut operation.successes {
        some(&mut success.docs, f);
        if let Payload::Body(contents) = &mut success.payload {
            contents.iter_mut().for_each(|content| one_content(content, f));
        }
    }
    for failure in &mut operation.failures {
        let texts = [&mut failure.code, &mut failure.message, &mut failure.resource, &mut failure.docs];
        texts.into_iter().chain([&mut failure.pointer]).for_each(|text| some(text, f));
        failure.body.iter_mut().for_each(|content| one_content(content, f));
    }
    if let Some(paging) = &mut operation.paging {
        f(&mut paging.kind);
        paging.key.iter_mut().chain(&mut paging.ranges).for_each(f);
    }
    if let Some(relationship) = &mut operation.relationship {
        f(&mut relationship.wire);
    }
    operation.include.iter_mut().chain(&mut operation.sort).for_each(f);
    if let Some(location) = &mut operation.location {
        link(&mut location.path, f);
    }
    for need in operation.security.alternatives.iter_mut().flatten() {
        need.scopes.iter_mut().for_each(f);
    }
    f(&mut operation.pointer);
}

type Change<'f> = &'f dyn Fn(&mut String);

fn text(text: &mut style::Text, f: Change<'_>) {
    f(text.to_mut());
}

fn maybe(one: &mut Option<style::Text>, f: Change<'_>) {
    one.iter_mut().for_each(|one| text(one, f));
}

fn texts(list: &mut style::List<style::Text>, f: Change<'_>) {
    list.to_mut().iter_mut().for_each(|one| text(one, f));
}

fn header(header: &mut style::HeaderName, f: Change<'_>) {
    text(&mut header.0, f);
}

fn style(style: &mut Style, f: &dyn Fn(&mut String)) {
    text(&mut style.ident, f);
    maybe(&mut style.about, f);
    version(&mut style.version, f);
    text(&mut style.media.response, f);
    if let style::RequestMedia::Only(only) = &mut style.media.request {
        text(&mut only.media, f);
        texts(&mut only.parameters, f);
    }
    success(&mut style.success, f);
    text(&mut style.failure.media, f);
    template(&mut style.failure.body, f);
    template(&mut style.failure.entry, f);
    maybe(&mut style.failure.help, f);
    if let Some(codes) = &mut style.failure.violations {
        let style::ViolationCodes {
            required,
            read_only,
            unknown,
            type_,
            enum_,
            format,
            length,
            range,
            items,
            default,
        } = codes;
        let codes = [required, read_only, unknown, type_, enum_, format, length, range, items, default];
        codes.into_iter().for_each(|code| maybe(code, f));
    }
    if let Some(flag) = &mut style.failure.failure_flag {
        text(&mut flag.member, f);
        text(&mut flag.is.0, f);
    }
    for response in style.outcomes.0.to_mut() {
        maybe(&mut response.code, f);
        text(&mut response.message, f);
        maybe(&mut response.help, f);
    }
    for way in style.paging.ways.to_mut() {
        text(&mut way.name, f);
        paging(&mut way.value, f);
    }
    query(style, f);
    if let Some(locale) = &mut style.locale {
        languages(locale, f);
    }
    if let Some(schemes) = &mut style.login.schemes {
        texts(schemes, f);
    }
    if let style::ReadOnly::Reject(reject) = &mut style.data.read_only {
        text(&mut reject.code, f);
    }
    maybe(&mut style.data.time_zone_header, f);
    around(style, f);
}

fn version(version: &mut style::Version, f: Change<'_>) {
    match version {
        style::Version::None | style::Version::Path => {}
        style::Version::AcceptSubtype(version) => {
            text(&mut version.vendor, f);
            text(&mut version.current, f);
            version.served.iter_mut().for_each(|served| texts(served, f));
            if let Some(options) = &mut version.options {
                options.alternatives.iter_mut().for_each(|depth| texts(depth, f));
                maybe(&mut options.suffix, f);
            }
        }
        style::Version::AcceptParameter(version) => {
            text(&mut version.media, f);
            text(&mut version.parameter, f);
            versions(&mut version.versions, f);
        }
        style::Version::Header(version) => {
            header(&mut version.name, f);
            versions(&mut version.versions, f);
        }
        style::Version::Query(version) => {
            text(&mut version.name, f);
            versions(&mut version.versions, f);
        }
    }
}

fn versions(versions: &mut style::ServedVersions, f: Change<'_>) {
    text(&mut versions.current, f);
    versions.served.iter_mut().for_each(|served| texts(served, f));
}

fn success(success: &mut style::Success, f: Change<'_>) {
    template(&mut success.body, f);
    success.meta_body.iter_mut().chain(&mut success.list).for_each(|body| template(body, f));
    if let Some(echo) = &mut success.echo {
        maybe(&mut echo.option, f);
    }
    if let Some(empty) = &mut success.empty {
        text(&mut empty.0, f);
    }
    if let Some(pretty) = &mut success.pretty {
        maybe(&mut pretty.option, f);
        maybe(&mut pretty.parameter, f);
        maybe(&mut pretty.accept_parameter, f);
    }
    if let Some(meta) = &mut success.meta {
        text(&mut meta.null_with_option, f);
    }
}

fn paging(way: &mut style::Paging, f: Change<'_>) {
    match way {
        style::Paging::Number(way) => {
            text(&mut way.number, f);
            text(&mut way.size, f);
            if let Some(rows) = &mut way.after_row {
                texts(&mut rows.field, f);
                let others = [&mut rows.id, &mut rows.value, &mut rows.direction, &mut rows.default_field];
                others.into_iter().for_each(|one| text(one, f));
            }
            way.meta.iter_mut().chain(&mut way.links).chain(&mut way.list).for_each(|one| template(one, f));
        }
        style::Paging::Offset(way) => {
            [&mut way.offset, &mut way.size].into_iter().for_each(|one| text(one, f));
            way.meta.iter_mut().chain(&mut way.links).chain(&mut way.list).for_each(|one| template(one, f));
        }
        style::Paging::Cursor(way) => {
            let optional = way.before.iter_mut().chain(&mut way.size);
            optional.chain([&mut way.after]).for_each(|one| text(one, f));
            way.meta.iter_mut().chain(&mut way.links).chain(&mut way.list).for_each(|one| template(one, f));
        }
        style::Paging::ItemCursor(way) => {
            let all = [&mut way.before, &mut way.after, &mut way.by, &mut way.size];
            all.into_iter().for_each(|one| text(one, f));
            way.meta.iter_mut().chain(&mut way.list).for_each(|one| template(one, f));
        }
        style::Paging::Keyset(way) => {
            texts(&mut way.by, f);
            [&mut way.before, &mut way.after, &mut way.size].into_iter().for_each(|one| text(one, f));
            way.meta.iter_mut().chain(&mut way.links).chain(&mut way.list).for_each(|one| template(one, f));
        }
        style::Paging::ItemRange(way) => {
            way.meta.iter_mut().chain(&mut way.list).for_each(|one| template(one, f));
        }
        style::Paging::KeyRange(way) => {
            texts(&mut way.by, f);
            header(&mut way.next_header, f);
            way.meta.iter_mut().chain(&mut way.list).for_each(|one| template(one, f));
        }
    }
}

fn query(style: &mut Style, f: Change<'_>) {
    if let Some(filtering) = &mut style.filtering {
        text(&mut filtering.parameter, f);
    }
    if let Some(include) = &mut style.include {
        text(&mut include.parameter, f);
    }
    if let Some(sparse) = &mut style.sparse_fields {
        text(&mut sparse.parameter, f);
    }
    if let Some(sorting) = &mut style.sorting {
        text(&mut sorting.parameter, f);
        maybe(&mut sorting.default, f);
        maybe(&mut sorting.tie_breaker, f);
    }
}

fn languages(locale: &mut style::Locale, f: Change<'_>) {
    for language in locale.languages.all.to_mut() {
        text(&mut language.name, f);
        for (key, value) in language.value.by_key.to_mut() {
            text(key, f);
            text(value, f);
        }
    }
    text(&mut locale.default, f);
}

/// What goes on around a call.
fn around(style: &mut Style, f: Change<'_>) {
    if let Some(session) = &mut style.login.session {
        text(&mut session.cookie, f);
        text(&mut session.path, f);
    }
    style.methods.override_header.iter_mut().for_each(|one| header(one, f));
    header(&mut style.headers.request_id.header, f);
    if let Some(rate) = &mut style.rate {
        let headers = [&mut rate.limit, &mut rate.remaining, &mut rate.reset];
        headers.into_iter().flatten().for_each(|one| header(one, f));
    }
    if let Some(style::Cors { origins: style::Origins::These(origins), .. }) = &mut style.cors {
        texts(origins, f);
    }
}

fn template(of: &mut style::Template, f: Change<'_>) {
    match of {
        style::Template::Constant(json) => text(json, f),
        style::Template::Slot(_) => {}
        style::Template::Object(members) => {
            for member in members.to_mut() {
                text(&mut member.wire, f);
                template(&mut member.value, f);
            }
        }
    }
}
