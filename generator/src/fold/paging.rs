//! The way that an operation is paged.

use serde_json::{Map, Value, json};

use super::located::Located;
use super::matched::{Difference, SlotSchema};
use super::matching::matches_slot;
use super::operation::{DeclaredParameter, OperationFold};
use super::report::FoldedPaging;
use super::values;
use crate::hints::{HintedPaging, OperationHint};
use crate::style::{Paging, RangeUnit};

/// What a list says of its page.
pub(super) struct PageMatch<'t> {
    /// Whether it has what leads to the next page, if that is a member of the way's body.
    pub leads: bool,
    /// The name of the member that holds the items, if the style leaves it to the operation.
    pub items: Option<String>,
    /// What fills the slot `meta` of the envelope.
    pub meta: Option<SlotSchema<'t>>,
    /// What fills the slot `links`.
    pub links: Option<SlotSchema<'t>>,
}

/// A way, with the parameters that it explains.
struct Candidate<'t> {
    name: &'t str,
    way: &'t Paging,
    parameters: Vec<(&'static str, String)>,
    /// The page, or the first difference.
    result: Result<PageMatch<'t>, Difference>,
}

impl<'t> OperationFold<'t> {
    /// Finds the way that the operation is paged, and removes its parameters: the way that explains the most of them, ties in
    /// the order in which the style declares them.
    pub fn paging(&mut self) -> (FoldedPaging, Option<&'t Paging>) {
        if self.says("paging") {
            return (FoldedPaging::Annotated, self.annotated());
        }
        let style = self.style;
        let candidates = style.paging.ways.iter().filter_map(|way| self.candidate(&way.name, &way.value));
        let (whole, half): (Vec<_>, Vec<_>) = candidates.partition(|candidate| candidate.result.is_ok());
        let own = most(whole);
        let chosen = match self.hint {
            Some(hint) => self.hinted(hint, own),
            None => own,
        };
        if let Some(Candidate { name, way, parameters, result: Ok(page) }) = chosen {
            self.remove_page_parameters(way, &parameters);
            let said = self.annotation(name, way, &page);
            self.said.insert("paging".to_owned(), said);
            return (FoldedPaging::By(name.to_owned()), Some(way));
        }
        if self.hint.is_some() {
            return (FoldedPaging::Unpaged, None);
        }
        match most(half) {
            Some(Candidate { name, result: Err(difference), .. }) => {
                (FoldedPaging::Half { way: name.to_owned(), difference }, None)
            }
            _ => (FoldedPaging::Unpaged, None),
        }
    }

    /// The way that a hint chooses: the operation's own if the hint agrees, and otherwise the first of the hint that the
    /// operation has. The hint may do without parameters, because it says that the operation is paged.
    fn hinted(&mut self, hint: &OperationHint, own: Option<Candidate<'t>>) -> Option<Candidate<'t>> {
        let ways = match &hint.paging {
            HintedPaging::Unpaged => {
                self.hint_findings.extend(own.map(|own| hint.other_way(own.name)));
                return None;
            }
            HintedPaging::Ways(ways) => ways,
        };
        if own.as_ref().is_some_and(|own| hint.page(own.name)) {
            return own;
        }
        self.hint_findings.extend(own.as_ref().map(|own| hint.other_way(own.name)));
        let mut first: Option<Difference> = None;
        for page in ways {
            let Some(named) = self.style.paging.ways.iter().find(|way| way.name == page.way) else {
                continue;
            };
            let mut wanted = wanted(&named.value);
            wanted.iter_mut().for_each(|one| one.required = false);
            let declared = wanted.iter().filter(|one| self.parameter(one.place, &one.name).is_some());
            let parameters = declared.map(|one| (one.place, one.name.clone())).collect();
            match self.compared(&wanted, &named.value) {
                Ok(found) => {
                    let (name, way) = (&*named.name, &named.value);
                    return Some(Candidate { name, way, parameters, result: Ok(found) });
                }
                Err(difference) => {
                    first.get_or_insert(difference);
                }
            }
        }
        // It is paged as it is without the hint.
        if own.is_none()
            && let Some(difference) = first
        {
            self.hint_findings.push(hint.not_a_list(difference.to_string(), difference.pointer.clone()));
        }
        own
    }

    /// An operation whose `x-style` names its way: the parameters of that way go.
    fn annotated(&mut self) -> Option<&'t Paging> {
        let said = self.node.value.pointer("/x-style/paging").unwrap_or(&Value::Null);
        let named = match said {
            Value::Bool(true) => None,
            Value::String(name) => Some(name.as_str()),
            Value::Object(said) => said.get("use").and_then(Value::as_str),
            _ => return None,
        };
        let style = self.style;
        let name = named.or(style.paging.default.as_deref())?;
        let way = style.paging.get(name)?;
        // The style holds, whatever the document says of them.
        let differences = wanted(way)
            .into_iter()
            .filter_map(|one| compatible(self.parameter(one.place, &one.name)?, one.kind, self.tree).err());
        let differences: Vec<_> = differences.collect();
        self.replaced.extend(differences);
        let candidate = self.candidate(name, way);
        let parameters = candidate.map(|candidate| candidate.parameters).unwrap_or_default();
        self.remove_page_parameters(way, &parameters);
        Some(way)
    }

    fn remove_page_parameters(&mut self, way: &Paging, parameters: &[(&'static str, String)]) {
        if let Some((size, values)) = values::page_size(way) {
            self.replace_parameter("query", size, &values);
        }
        if let Paging::Number(way) = way {
            self.replace_parameter("query", &way.number, &json!({ "default": way.first }));
        }
        parameters.iter().for_each(|(place, name)| self.remove_parameter(place, name));
    }

    /// What a way explains of the operation; `None` if that is nothing.
    fn candidate(&self, name: &'t str, way: &'t Paging) -> Option<Candidate<'t>> {
        let wanted = wanted(way);
        let declared = wanted.iter().filter(|one| self.parameter(one.place, &one.name).is_some());
        let parameters: Vec<_> = declared.map(|one| (one.place, one.name.clone())).collect();
        let result = self.compared(&wanted, way);
        // A way whose parameters are in links alone is known by its body.
        let is_known = !parameters.is_empty()
            || !wanted.iter().any(|one| one.required) && result.as_ref().is_ok_and(|page| page.leads);
        is_known.then_some(Candidate { name, way, parameters, result })
    }

    fn compared(&self, wanted: &[PageParameter], way: &Paging) -> Result<PageMatch<'t>, Difference> {
        for one in wanted {
            match self.parameter(one.place, &one.name) {
                Some(parameter) => compatible(parameter, one.kind, self.tree)?,
                None if one.required => {
                    let expected = format!("the {} parameter `{}`", one.place, one.name);
                    return Err(Difference::new(self.node.pointer.clone(), &expected, "none"));
                }
                None => {}
            }
        }
        let page = self.page(way)?;
        let kind = way.kind();
        for (what, template, schema) in
            [("meta", kind.meta(), &page.meta), ("links", kind.links(), &page.links)]
        {
            match (template, schema) {
                (Some(template), Some(schema)) => {
                    matches_slot(template, schema, self.tree)?;
                }
                (Some(_), None) => {
                    let pointer = format!("{}/responses", self.node.pointer);
                    let expected = format!("`${what}` of the page in the body");
                    return Err(Difference::new(pointer, &expected, "none"));
                }
                (None, _) => {}
            }
        }
        Ok(page)
    }

    /// What `x-style` says of a way.
    fn annotation(&self, name: &str, way: &Paging, page: &PageMatch<'_>) -> Value {
        let mut said = Map::new();
        said.extend(page.items.as_ref().map(|items| ("items".to_owned(), json!(items))));
        match (way.kind().range(), self.ranges().as_slice()) {
            (None, _) | (_, []) => {}
            (Some(RangeUnit::Positions), [unit, ..]) => {
                said.insert("unit".to_owned(), json!(unit));
            }
            (Some(RangeUnit::Keys(_)), by) => {
                said.insert("by".to_owned(), json!(by));
            }
        }
        if said.is_empty() {
            return json!(name);
        }
        said.insert("use".to_owned(), json!(name));
        Value::Object(said)
    }

    /// What the examples of the header `Range` begin with: `clients` of `clients=0-19`, `id` of `id a..`.
    fn ranges(&self) -> Vec<&'t str> {
        let Some(range) = self.parameter("header", "Range") else { return Vec::new() };
        let examples = range.node.get("examples");
        let named = examples.iter().flat_map(Located::entries);
        let named = named.map(|(_, example)| example.resolved(self.tree)).filter_map(|one| one.text("value"));
        let all = named.chain(range.node.text("example"));
        all.filter_map(|text| text.split(['=', ' ']).next()).filter(|word| !word.is_empty()).collect()
    }
}

/// The first of those that explain the most parameters.
fn most(candidates: Vec<Candidate<'_>>) -> Option<Candidate<'_>> {
    let mut best: Option<Candidate<'_>> = None;
    for candidate in candidates {
        if best.as_ref().is_none_or(|best| candidate.parameters.len() > best.parameters.len()) {
            best = Some(candidate);
        }
    }
    best
}

/// A parameter of a way.
struct PageParameter {
    place: &'static str,
    name: String,
    kind: ParameterKind,
    required: bool,
}

/// What a parameter of a way holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ParameterKind {
    /// A whole number.
    Whole,
    /// The number of a page, of which the first has this one.
    PageNumber(u64),
    /// A text.
    Text,
    /// A value of an item: a text or a number.
    Scalar,
}

/// The parameters of a way.
fn wanted(way: &Paging) -> Vec<PageParameter> {
    let query =
        |name: &str, kind| PageParameter { place: "query", name: name.to_owned(), kind, required: true };
    let range = || PageParameter {
        place: "header",
        name: "Range".to_owned(),
        kind: ParameterKind::Text,
        required: true,
    };
    match way {
        Paging::Number(way) => {
            let mut all = vec![
                query(&way.number, ParameterKind::PageNumber(u64::from(way.first))),
                query(&way.size, ParameterKind::Whole),
            ];
            let rows = way.after_row.iter().flat_map(crate::style::RowPaging::parameters);
            all.extend(
                rows.map(|name| PageParameter { required: false, ..query(name, ParameterKind::Scalar) }),
            );
            all
        }
        Paging::Offset(way) => {
            vec![query(&way.offset, ParameterKind::Whole), query(&way.size, ParameterKind::Whole)]
        }
        Paging::Cursor(way) => {
            let cursors = [way.before.as_ref(), Some(&way.after)].into_iter().flatten();
            let cursors = cursors.map(|wire| PageParameter {
                required: !way.only_in_links,
                ..query(wire, ParameterKind::Text)
            });
            cursors.chain(way.size.iter().map(|wire| query(wire, ParameterKind::Whole))).collect()
        }
        Paging::ItemCursor(way) => {
            let ids = way.before.iter().chain([&way.after]).map(|wire| query(wire, ParameterKind::Scalar));
            ids.chain([query(&way.size, ParameterKind::Whole)]).collect()
        }
        Paging::Keyset(way) => vec![
            query(&way.before, ParameterKind::Scalar),
            query(&way.after, ParameterKind::Scalar),
            query(&way.size, ParameterKind::Whole),
        ],
        Paging::ItemRange(_) | Paging::KeyRange(_) => vec![range()],
    }
}

/// Whether a parameter can hold what the way puts there.
fn compatible(
    parameter: &DeclaredParameter<'_>,
    kind: ParameterKind,
    tree: &Value,
) -> Result<(), Difference> {
    let Some(schema) = parameter.node.get("schema") else { return Ok(()) };
    let schema = schema.resolved(tree);
    let found = schema.text("type").unwrap_or_default();
    if let (ParameterKind::PageNumber(first), Some(from)) = (kind, first_page(schema.value))
        && from != i64::try_from(first).unwrap_or(i64::MAX)
    {
        let expected = format!("numbers from {first} in the parameter `{}`", parameter.name);
        return Err(Difference::new(schema.pointer, &expected, &format!("numbers from {from}")));
    }
    let (fits, expected) = match kind {
        ParameterKind::Whole | ParameterKind::PageNumber(_) => {
            (matches!(found, "integer" | "number"), "a whole number")
        }
        ParameterKind::Text => (found == "string", "a text"),
        ParameterKind::Scalar => (matches!(found, "string" | "integer" | "number"), "a text or a number"),
    };
    // A schema that says nothing takes everything.
    if fits || schema.value.get("type").is_none() && schema.value.get("oneOf").is_none() {
        return Ok(());
    }
    let expected = format!("{expected} in the parameter `{}`", parameter.name);
    let found = if found.is_empty() { "another schema".to_owned() } else { format!("the type `{found}`") };
    Err(Difference::new(schema.pointer, &expected, &found))
}

/// The number of the first page, as a schema says it: by its default, or by its minimum.
fn first_page(schema: &Value) -> Option<i64> {
    schema.get("default").or_else(|| schema.get("minimum"))?.as_i64()
}
