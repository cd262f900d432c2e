//! Collections that the style pages.

use super::annotations::{self, PagingAnnotation, words};
use super::collect::CollectedOperation;
use super::types::JsonType;
use super::{Context, Tally, codes};
use crate::diag::suggest;
use crate::http::is_token;
use crate::ir::{
    Form, MemberRole, Method, Operation, Origin, Paging, Parameter, ParameterLocation, PathPiece, Payload,
    Shape, StatusSpec, Success, TypeRef,
};
use crate::lower::types::TypeRequests;
use crate::style::{Outcome, PagingKind, RangeUnit, Text};

/// Finds out how operations are paged.
pub(in crate::lower) struct PagingPass<'c, 'a> {
    pub cx: &'c mut Context<'a>,
}

impl<'a> PagingPass<'_, 'a> {
    /// How an operation is paged, by `paging` of its `x-style`; its array becomes a page, and what is the style's goes from its
    /// parameters and successes.
    pub fn paging(
        &mut self,
        found: &CollectedOperation<'a>,
        styled: bool,
        parameters: &mut Vec<Parameter>,
        successes: &mut Vec<Success>,
    ) -> Option<Paging> {
        let asked = found.annotations.paging().filter(|_| !self.cx.style.paging.is_empty())?;
        let kind = self.paging_kind(&asked, found, styled)?;
        let way = self.cx.style.paging.get(&kind)?.kind();
        let item = self.page_item(found, successes)?;
        found.annotations.mark_effective("paging", &mut self.cx.report);
        self.drop_parameters(way, parameters);
        if way.range().is_some() {
            self.drop_partial(found, item, successes);
        }
        for success in successes.iter_mut().filter(|success| holds_list(success)) {
            success.payload = Payload::Page(item);
        }
        let (key, by_key) = (owned(way.keys()), matches!(way.range(), Some(RangeUnit::Keys(_))));
        Some(Paging { kind, key, ranges: self.ranges(found, way, &asked), by_key })
    }

    /// The requested way to page, if the style has it.
    fn paging_kind(
        &mut self,
        asked: &PagingAnnotation<'a>,
        found: &CollectedOperation<'a>,
        styled: bool,
    ) -> Option<String> {
        let pointer = found.annotations.at("paging");
        if !styled {
            let message = "`paging` next to `use: off`: nothing pages what the style does not touch";
            self.cx
                .push(self.cx.error(codes::EXTENSION_WRONG, message, &pointer).help("drop one of the two"));
            return None;
        }
        let ways: Vec<_> = self.cx.style.paging.keys().map(str::to_owned).collect();
        let Some(kind) = asked.kind.or(self.cx.style.paging.default.as_deref()).map(str::to_owned) else {
            let message = format!("the style `{}` has no default way of paging", self.cx.style.ident);
            let help = format!("it has {}", words(&ways));
            self.cx.push(self.cx.error(codes::PAGING_UNKNOWN, message, &pointer).help(help));
            return None;
        };
        if !ways.contains(&kind) {
            let message = format!("the style `{}` has no way of paging `{kind}`", self.cx.style.ident);
            let help = suggest::among(&kind, ways.iter().map(String::as_str));
            self.cx.push(self.cx.error(codes::PAGING_UNKNOWN, message, &pointer).help(help));
            return None;
        }
        Some(kind)
    }

    /// The style's parameters go from the document's.
    fn drop_parameters(&mut self, way: &dyn PagingKind, parameters: &mut Vec<Parameter>) {
        for parameter in parameters.iter().filter(|parameter| is_of_paging(parameter, way)) {
            let message = format!(
                "`{}` is a parameter of the style's paging, and need not be declared",
                parameter.wire
            );
            let pointer = self.cx.types.get(parameter.ty.id).pointer.clone();
            self.cx.push(self.cx.note(codes::PAGING_PARAMETER, message, &pointer));
        }
        parameters.retain(|parameter| !is_of_paging(parameter, way));
    }

    /// A part of the list is not a second success: the runtime sends it if a range is requested.
    fn drop_partial(&mut self, found: &CollectedOperation<'a>, item: TypeRef, successes: &mut Vec<Success>) {
        let partial = self.cx.style.outcomes[Outcome::Partial].status;
        let is_partial = |success: &Success| success.status == StatusSpec::Exact(partial);
        let Some(part) = successes.iter().find(|success| is_partial(success)) else { return };
        if !successes.iter().any(holds_list) {
            return;
        }
        let list = part.payload.json();
        successes.retain(|success| !is_partial(success));
        let schema = self.cx.json_answer(&found.node, &[partial.to_string().as_str()]);
        let (Some(list), Some(schema)) = (list, schema) else { return };
        let items = self
            .cx
            .items_of(&schema)
            .map(|items| TypeRequests { cx: self.cx }.use_of(&items, Form::Read, Origin::Item(list.id)));
        if items != Some(item) {
            let message = format!("a part of the list is answered as the list is, not as `{partial}` says");
            let pointer = schema.pointer();
            self.cx.push(self.cx.note(codes::PAGING_PARAMETER, message, &pointer));
        }
    }

    /// What a `Range` may name: the unit of positions, or the members that keys are of.
    fn ranges(
        &mut self,
        found: &CollectedOperation<'a>,
        way: &dyn PagingKind,
        asked: &PagingAnnotation<'a>,
    ) -> Vec<String> {
        let unit = way.range() == Some(RangeUnit::Positions);
        let by = match way.range() {
            Some(RangeUnit::Keys(by)) => Some(by),
            Some(RangeUnit::Positions) | None => None,
        };
        if let Some(node) = asked.unit.as_ref().filter(|_| !unit) {
            self.cx.tally(Tally::ExtensionsUnused, &node.pointer());
        }
        if let Some(node) = asked.by.as_ref().filter(|_| by.is_none()) {
            self.cx.tally(Tally::ExtensionsUnused, &node.pointer());
        }
        if unit {
            return self.unit(found, asked).into_iter().collect();
        }
        let Some(by) = by else { return Vec::new() };
        let named = asked.by.as_ref().and_then(|node| node.value().as_array());
        let named =
            named.map(|list| list.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect());
        named.unwrap_or_else(|| owned(by))
    }

    /// The unit that is said, or the last word of the path.
    fn unit(&mut self, found: &CollectedOperation<'a>, asked: &PagingAnnotation<'a>) -> Option<String> {
        let said = asked.unit.as_ref().and_then(|node| Some((node.value().as_str()?, node.pointer())));
        let last =
            self.cx.index.paths.own_segments(&found.path).iter().rev().find_map(|segment| {
                match segment.as_slice() {
                    [PathPiece::Literal(text)] => Some((text.as_str(), found.annotations.at("paging"))),
                    _ => None,
                }
            });
        let Some((unit, pointer)) = said.or(last) else {
            let message = "the path has no word that can be the unit of its ranges";
            let help = "say it: `paging: { unit: clients }`";
            let pointer = found.annotations.at("paging");
            self.cx.push(self.cx.error(codes::PAGING_UNIT, message, &pointer).help(help));
            return None;
        };
        // `none` says in `Accept-Ranges` that there are no ranges (RFC 9110 §14.3).
        if !is_token(unit) || unit.eq_ignore_ascii_case("none") {
            let message = format!("`{unit}` cannot be the unit of ranges");
            let help = "a unit is a token of RFC 9110, not `none`: `paging: { unit: clients }`";
            self.cx.push(self.cx.error(codes::PAGING_UNIT, message, &pointer).help(help));
            return None;
        }
        Some(unit.to_owned())
    }

    /// What the items are of the array that an operation answers.
    fn page_item(&mut self, found: &CollectedOperation<'a>, successes: &[Success]) -> Option<TypeRef> {
        let schema = self.cx.json_success(&found.node);
        // A query that is too long for a URL is posted.
        let schema = schema.filter(|_| matches!(found.method, Method::Get | Method::Post));
        let list = successes.iter().find_map(|success| success.payload.json());
        if let (Some(schema), Some(list)) = (schema, list)
            && self.cx.kind_of(&schema) == Some(JsonType::Array)
        {
            let origin = Origin::Item(list.id);
            return Some(match self.cx.items_of(&schema) {
                Some(items) => TypeRequests { cx: self.cx }.use_of(&items, Form::Read, origin),
                None => self.cx.types.any(origin, schema),
            });
        }
        let message = "only a `GET` or a `POST` that answers a list can be paged";
        let help = "describe the answer as `type: array`; the style adds the rest";
        self.cx.push(
            self.cx.error(codes::PAGING_NOT_A_LIST, message, &found.annotations.at("paging")).help(help),
        );
        None
    }

    /// Checks what pages are ordered by against the items, once their types are known.
    pub fn check_keys(&mut self, operations: &[Operation]) {
        for operation in operations {
            let Some(paging) = &operation.paging else { continue };
            let mut payloads = operation.successes.iter().map(|success| &success.payload);
            let Some(Payload::Page(item)) = payloads.find(|payload| matches!(payload, Payload::Page(_)))
            else {
                continue;
            };
            let item = *item;
            let asked = annotations::pointer(&operation.pointer, "paging");
            self.check_item_id(item, paging, &asked);
            for (i, wire) in paging.members().enumerate() {
                if let Err(problem) = self.key_member(item, wire, paging.by_key) {
                    let named = format!("{asked}/by/{i}");
                    let pointer = if self.cx.root.descend(&named).is_some() { &named } else { &asked };
                    let message = format!("`{}` orders items by `{wire}`, {problem}", paging.kind);
                    let item =
                        self.cx.place(&self.cx.types.get(self.cx.types.behind(item.id)).pointer.clone());
                    let diagnostic =
                        self.cx.error(codes::PAGING_KEY, message, pointer).related(item, "the items");
                    let help = format!("give the items a required member `{wire}` that is never null");
                    self.cx.push(diagnostic.help(help));
                }
            }
        }
    }

    /// Checks that all items have the member by which requests name one of them.
    fn check_item_id(&mut self, item: TypeRef, paging: &Paging, asked: &str) {
        let way = self.cx.style.paging.get(&paging.kind);
        let Some(wire) = way.and_then(|way| way.kind().item_id()) else { return };
        let mut waiting = vec![item];
        let mut seen = Vec::new();
        while let Some(one) = waiting.pop() {
            let id = self.cx.types.behind(one.id);
            if seen.contains(&id) {
                continue;
            }
            seen.push(id);
            let ty = self.cx.types.get(id);
            if let Shape::Union(union) = &ty.shape {
                waiting.extend(union.variants.iter().map(|variant| variant.ty));
                continue;
            }
            if let Err(problem) = self.key_member(one, wire, false) {
                let message = format!("requests name an item by `{wire}`, {problem}");
                let item = self.cx.place(&ty.pointer.clone());
                let diagnostic = self.cx.error(codes::PAGING_KEY, message, asked).related(item, "the items");
                let help = format!("give the items a required member `{wire}` that is never null");
                self.cx.push(diagnostic.help(help));
                return;
            }
        }
    }

    /// Whether items have a member that orders them, and a header can name it where it must.
    fn key_member(&self, item: TypeRef, wire: &str, in_header: bool) -> Result<(), &'static str> {
        if in_header && !is_token(wire) {
            return Err("which no header can carry");
        }
        let Shape::Object(object) = &self.cx.types.get(self.cx.types.behind(item.id)).shape else {
            return Err("and they are not objects");
        };
        let member =
            object.members.iter().find(|member| member.wire == wire).ok_or("which they do not have")?;
        if !member.required || member.ty.nullable {
            return Err("which may be absent or null");
        }
        if matches!(member.role, MemberRole::Link(_)) {
            return Err("which the server fills in");
        }
        match self.cx.types.get(self.cx.types.behind(member.ty.id)).shape {
            Shape::Scalar(_) | Shape::Enum(_) => Ok(()),
            Shape::Any
            | Shape::Array(_)
            | Shape::Tuple(_)
            | Shape::Map(_)
            | Shape::Object(_)
            | Shape::Union(_)
            | Shape::Alias(_)
            | Shape::Related(_) => Err("which is not a scalar"),
        }
    }
}

/// Whether a parameter is one of the way of paging itself.
fn is_of_paging(parameter: &Parameter, way: &dyn PagingKind) -> bool {
    if way.range().is_some() {
        return parameter.place == ParameterLocation::Header && parameter.wire.eq_ignore_ascii_case("range");
    }
    let wire = parameter.wire.as_str();
    parameter.place == ParameterLocation::Query
        && (way.parameters().contains(&wire) || way.parameters_of_links().contains(&wire))
}

fn owned(names: &[Text]) -> Vec<String> {
    names.iter().map(|name| name.to_string()).collect()
}

/// Whether a success is the list that is paged: the 200, or any 2xx.
fn holds_list(success: &Success) -> bool {
    use StatusSpec::{Default, Exact, Range};
    matches!(success.status, Exact(200) | Range(2) | Default) && success.payload.json().is_some()
}
