//! Every string of an IR, in the user's hands.

use housestyle_generator::ir::*;
use housestyle_generator::style::{self, Style};
use serde_json::Value;

/// Changes every string by `change`, the same one in the same way.
pub fn change(api: &mut Api, change: &dyn Fn(&mut String)) {
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
    some(&mut member.only_under, f);
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

fn style(style: &mut Style, f: &dyn Fn(&mut String)) {
    f(&mut style.ident);
    some(&mut style.about, f);
    match &mut style.version {
        style::Version::None | style::Version::Path => {}
        style::Version::AcceptSubtype { vendor, current, served, options, suffix } => {
            f(vendor);
            f(current);
            served.iter_mut().chain(options).chain(suffix).for_each(f);
        }
        style::Version::AcceptParameter { media, parameter, current, served, required: _ } => {
            [media, parameter, current].into_iter().chain(served).for_each(f);
        }
    }
    f(&mut style.media.response);
    if let style::RequestMedia::Only { media, parameters } = &mut style.media.request {
        parameters.iter_mut().chain([media]).for_each(f);
    }
    template(&mut style.success.body, f);
    template(&mut style.success.meta_body, f);
    if let Some(echo) = &mut style.success.echo {
        some(&mut echo.under, f);
    }
    some(&mut style.success.empty, f);
    let pretty = &mut style.success.pretty;
    [&mut pretty.under, &mut pretty.parameter, &mut pretty.accept].into_iter().for_each(|text| some(text, f));
    some(&mut style.success.null_meta_under, f);
    f(&mut style.failure.media);
    template(&mut style.failure.body, f);
    template(&mut style.failure.entry, f);
    if let Some(told) = &mut style.failure.told_by {
        f(&mut told.wire);
        f(&mut told.is);
    }
    for reaction in style.outcomes.values_mut() {
        some(&mut reaction.code, f);
        f(&mut reaction.message);
    }
    for (mut key, mut way) in std::mem::take(&mut style.paging) {
        f(&mut key);
        paging(&mut way, f);
        style.paging.insert(key, way);
    }
    query(&mut style.query, f);
    if let Some(locale) = &mut style.locale {
        languages(locale, f);
    }
    style.login.schemes.iter_mut().for_each(f);
    if let style::ReadOnly::Reject { code } = &mut style.data.read_only {
        f(code);
    }
    some(&mut style.data.zone_header, f);
    around(style, f);
}

fn paging(way: &mut style::Paging, f: &dyn Fn(&mut String)) {
    template(&mut way.meta, f);
    template(&mut way.links, f);
    match &mut way.kind {
        style::PagingKind::Number { number, size, rows, .. } => {
            [number, size].into_iter().for_each(f);
            if let Some(rows) = rows {
                let others = [&mut rows.last, &mut rows.value, &mut rows.direction, &mut rows.default_field];
                rows.field.iter_mut().chain(others).for_each(f);
            }
        }
        style::PagingKind::Cursor { before, after, size } => [before, after, size].into_iter().for_each(f),
        style::PagingKind::Keyset { before, after, size, by, .. } => {
            by.iter_mut().chain([before, after, size]).for_each(f);
        }
        style::PagingKind::ItemRange { .. } => {}
        style::PagingKind::KeyRange { by, next, .. } => by.iter_mut().chain([next]).for_each(f),
    }
}

fn query(query: &mut style::Query, f: &dyn Fn(&mut String)) {
    let texts = [&mut query.filter, &mut query.include, &mut query.fields];
    texts.into_iter().for_each(|text| some(text, f));
    if let Some(sort) = &mut query.sort {
        f(&mut sort.parameter);
        some(&mut sort.default, f);
        some(&mut sort.tie, f);
    }
}

fn languages(locale: &mut style::Locale, f: &dyn Fn(&mut String)) {
    for (mut tag, texts) in std::mem::take(&mut locale.languages) {
        f(&mut tag);
        let change = |(mut key, mut text): (String, String)| {
            f(&mut key);
            f(&mut text);
            (key, text)
        };
        locale.languages.insert(tag, texts.into_iter().map(change).collect());
    }
    f(&mut locale.default);
}

/// What goes on around a call.
fn around(style: &mut Style, f: &dyn Fn(&mut String)) {
    if let Some(session) = &mut style.login.session {
        f(&mut session.cookie);
        f(&mut session.path);
    }
    some(&mut style.methods.override_header, f);
    f(&mut style.headers.request_id.header);
    if let Some(rate) = &mut style.rate {
        [&mut rate.limit, &mut rate.remaining, &mut rate.reset].into_iter().for_each(|text| some(text, f));
    }
    if let Some(style::Cors { origins: style::Origins::These(origins), .. }) = &mut style.cors {
        origins.iter_mut().for_each(f);
    }
}

fn template(of: &mut style::Template, f: &dyn Fn(&mut String)) {
    match of {
        style::Template::Constant(json) => f(json),
        style::Template::Slot(_) => {}
        style::Template::Object(members) => {
            for member in members {
                f(&mut member.wire);
                template(&mut member.value, f);
            }
        }
    }
}
