//! Names of operations and their parts, of groups and of schemes.

use super::paging::{PageSetter, page_setters};
use super::{Rename, TypeNames, status_name, types::PRELUDE};
use crate::ir::{ApiModel, Operation, Parameter, ParameterLocation, StatusSpec};
use crate::rust::cases::{pascal, screaming, snake};
use crate::rust::ident::Ident;
use crate::rust::resources::answered;
use crate::rust::scope::Scope;

/// Names of an operation and its parts.
#[derive(Debug)]
pub struct OperationNames {
    /// The function on both sides.
    pub function: Ident,
    /// The input.
    pub input: Ident,
    /// The constant of what the document says of it.
    pub item: Ident,
    /// The failures.
    pub error: Ident,
    /// The answers, where there are several.
    pub answer: Ident,
    /// The client's call.
    pub call: Ident,
    /// Members of the input: of the parameters, in order.
    pub fields: Vec<Ident>,
    /// The member of the body.
    pub body: Ident,
    /// The member of the page.
    pub page: Ident,
    /// The member of the order.
    pub sort: Ident,
    /// The member of what is expanded.
    pub expand: Ident,
    /// The constant of the relationship that the body is the linkage of.
    pub linkage: Ident,
    /// Constants of the parameters, in order.
    pub params: Vec<Ident>,
    /// Setters of the parameters on the call, in order.
    pub setters: Vec<Ident>,
    /// The setter of the body on the call.
    pub body_setter: Ident,
    /// The setter of the order on the call.
    pub sort_setter: Ident,
    /// Its setter.
    pub expand_setter: Ident,
    /// The setters of the call of what is included, and of the fields of a type.
    pub narrowing: [Ident; 2],
    /// Setters of the page on the call, and their names.
    pub page_setters: Vec<(PageSetter, Ident)>,
    /// Variants of the failures, in order.
    pub failures: Vec<Ident>,
    /// Variants of the answers, in order.
    pub answers: Vec<Ident>,
}

/// Names of a group.
#[derive(Debug)]
pub struct GroupNames {
    /// The trait.
    pub handler: Ident,
    /// The function that makes its table.
    pub table: Ident,
}

/// Where names of operations live.
struct Scopes {
    functions: Scope,
    calls: Scope,
    items: Scope,
    statics: Scope,
}

/// The names of an operation. All operations get theirs before any of their parts.
struct OperationHead {
    function: Ident,
    input: Ident,
    item: Ident,
}

pub(super) fn name_operations(
    api: &ApiModel,
    types: &TypeNames,
    renamed: &mut Vec<Rename>,
) -> Vec<OperationNames> {
    // A user imports everything of both modules: no name of one hides a name of the other.
    let taken = types.taken.iter().map(String::as_str);
    let mut scopes = Scopes {
        functions: Scope::with(["builder", "follow", "clone", "core"]),
        calls: Scope::with(PRELUDE.into_iter().chain(["Client", "ClientBuilder"])),
        items: Scope::with(PRELUDE.into_iter().chain(taken)),
        statics: Scope::default(),
    };
    let heads: Vec<_> = api.operations.iter().map(|operation| scopes.head(api, operation, renamed)).collect();
    let named = api.operations.iter().zip(heads);
    named.map(|(operation, head)| scopes.name(api, operation, head)).collect()
}

impl Scopes {
    fn head(&mut self, api: &ApiModel, operation: &Operation, renamed: &mut Vec<Rename>) -> OperationHead {
        let id = pascal(&operation.id);
        let first = snake(&operation.id);
        let second = format!("{}_{}", operation.method.key(), snake(&operation.path.template));
        let function = self.functions.claim([first.as_str(), &second], "operation");
        if function.plain() != first {
            let holder = holder(api, operation);
            let given = function.plain().to_owned();
            renamed.push(Rename { pointer: operation.pointer.clone(), wanted: first, given, holder });
        }
        let input = self.items.claim([id.as_str(), &format!("{id}Input")], "Operation");
        let item = self.statics.claim([screaming(input.plain()).as_str()], "OPERATION");
        OperationHead { function, input, item }
    }

    fn name(&mut self, api: &ApiModel, operation: &Operation, head: OperationHead) -> OperationNames {
        let OperationHead { function, input, item } = head;
        let id = pascal(&operation.id);
        let mut part = |first: &str, second: &str| {
            self.items.claim([format!("{id}{first}").as_str(), &format!("{id}{second}")], "Operation")
        };
        let (error, answer) = (part("Error", "Failure"), part("Answer", "Response"));
        let call = self.calls.claim([format!("{id}Call").as_str()], "Call");
        let parts = PartNames::new(api, operation);
        let prefix = screaming(input.plain());
        let params = params(operation, &prefix, &mut self.statics);
        let linkage = self.statics.claim([format!("{prefix}_LINKAGE").as_str()], "LINKAGE");
        OperationNames {
            function,
            input,
            item,
            error,
            answer,
            call,
            fields: parts.fields,
            body: parts.body,
            page: parts.page,
            sort: parts.sort,
            expand: parts.expand,
            linkage,
            params,
            setters: parts.setters,
            body_setter: parts.body_setter,
            sort_setter: parts.sort_setter,
            expand_setter: parts.expand_setter,
            narrowing: parts.narrowing,
            page_setters: parts.page_setters,
            failures: failures(operation),
            answers: statuses(operation.successes.iter().map(|success| success.status)),
        }
    }
}

/// The constants of parameters.
fn params(operation: &Operation, prefix: &str, statics: &mut Scope) -> Vec<Ident> {
    let constant = |parameter: &Parameter| format!("{prefix}_{}", screaming(&parameter.wire));
    let params = operation.parameters.iter();
    params.map(|parameter| statics.claim([constant(parameter).as_str()], "PARAM")).collect()
}

/// The first operation whose id makes the same name.
fn holder(api: &ApiModel, operation: &Operation) -> Option<String> {
    let name = snake(&operation.id);
    let other = api.operations.iter().find(|other| snake(&other.id) == name)?;
    (other.pointer != operation.pointer).then(|| other.pointer.clone())
}

struct PartNames {
    fields: Vec<Ident>,
    body: Ident,
    page: Ident,
    sort: Ident,
    expand: Ident,
    setters: Vec<Ident>,
    body_setter: Ident,
    sort_setter: Ident,
    expand_setter: Ident,
    narrowing: [Ident; 2],
    page_setters: Vec<(PageSetter, Ident)>,
}

impl PartNames {
    fn new(api: &ApiModel, operation: &Operation) -> Self {
        let mut fields = Scope::default();
        let mut setters =
            Scope::with(["send", "send_full", "pages", "stream", "with", "clone", "call", "header"]);
        let paging = operation.paging.as_ref().and_then(|paging| api.style.paging.get(&paging.kind));
        // Only what an operation has takes a name.
        let take = |scope: &mut Scope, name: &str, there: bool| {
            let mut other = Scope::default();
            if there { scope.claim([name], name) } else { other.claim([name], name) }
        };
        let page = take(&mut fields, "page", paging.is_some());
        let body = take(&mut fields, "body", operation.body.is_some());
        let sorted = !operation.sort.is_empty();
        let sort = take(&mut fields, "sort", sorted);
        let expands = operation.expansion.is_some();
        let expand = take(&mut fields, "expand", expands);
        let ranges = operation.paging.as_ref().map_or(0, |paging| paging.ranges.len());
        let page_setters = paging.into_iter().flat_map(|paging| page_setters(paging, ranges));
        let page_setters = page_setters
            .map(|(wire, setter)| (setter, setters.claim([snake(wire).as_str()], "page")))
            .collect();
        let body_setter =
            take(&mut setters, "body", operation.body.as_ref().is_some_and(|body| !body.required));
        let sort_setter = take(&mut setters, "sort", sorted);
        let expand_setter = take(&mut setters, "expand", expands);
        let narrowed = answered(api, operation).is_some();
        let narrowing = ["include", "fields"].map(|name| take(&mut setters, name, narrowed));
        let (fields, setters) = of_parameters(operation, fields, setters);
        Self {
            fields,
            body,
            page,
            sort,
            expand,
            setters,
            body_setter,
            sort_setter,
            expand_setter,
            narrowing,
            page_setters,
        }
    }
}

/// The members and the setters of parameters, in order.
fn of_parameters(operation: &Operation, mut fields: Scope, mut setters: Scope) -> (Vec<Ident>, Vec<Ident>) {
    let named = operation.parameters.iter().map(|parameter| {
        let first = snake(&parameter.wire);
        let place = match parameter.place {
            ParameterLocation::Path => "path",
            ParameterLocation::Query => "query",
            ParameterLocation::Header => "header",
            ParameterLocation::Cookie => "cookie",
        };
        let second = format!("{place}_{first}");
        let candidates = [first.as_str(), &second];
        (fields.claim(candidates, "parameter"), setters.claim(candidates, "parameter"))
    });
    named.unzip()
}

/// Failures by code, else by status.
fn failures(operation: &Operation) -> Vec<Ident> {
    let mut scope = Scope::default();
    let name = |failure: &crate::ir::DeclaredFailure| {
        let status = status_name(failure.status);
        let code = failure.code.as_deref().map(pascal).filter(|code| !code.is_empty());
        let both = code.as_ref().map(|code| format!("{code}{status}"));
        let candidates = code.iter().chain(&both).chain([&status]).map(String::as_str);
        scope.claim(candidates, "Failure")
    };
    operation.failures.iter().map(name).collect()
}

fn statuses(statuses: impl Iterator<Item = StatusSpec>) -> Vec<Ident> {
    let mut scope = Scope::default();
    statuses.map(|status| scope.claim([status_name(status).as_str()], "Answer")).collect()
}

pub(super) fn name_groups(api: &ApiModel) -> Vec<GroupNames> {
    let mut traits = Scope::with(PRELUDE.into_iter().chain(["HandlerResult", "Call", "H"]));
    let mut tables = Scope::with(["all"]);
    api.groups
        .iter()
        .map(|group| {
            let (first, table) = (pascal(&group.wire), snake(&group.wire));
            GroupNames {
                handler: traits.claim([first.as_str(), &format!("{first}Group")], "Group"),
                table: tables.claim([table.as_str(), &format!("{table}_group")], "group"),
            }
        })
        .collect()
}

/// The constants of security schemes.
pub(super) fn name_schemes(api: &ApiModel) -> Vec<Ident> {
    let mut items = Scope::with(["API"]);
    api.schemes.iter().map(|scheme| items.claim([screaming(&scheme.wire).as_str()], "SCHEME")).collect()
}
