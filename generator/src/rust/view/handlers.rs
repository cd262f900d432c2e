//! What a user's own code must name to write the handlers of an API.

use super::Build;
use crate::ir::{ApiModel, Operation, Payload};
use crate::rust::Ident;
use crate::rust::names;
use crate::rust::printable::views;
use crate::rust::ty::{From, Spelling, Ty};

views! {
    /// A group of operations: the trait that a handler implements.
    HandlerGroup {
        /// The trait.
        handler: Ident,
        /// A name for its module.
        module: Ident,
        /// Whether the signatures name items of the module of types.
        types: bool,
        /// Whether they name items of it with their module.
        types_by_path: bool,
        /// Whether they name types that the document deprecates.
        deprecated_types: bool,
        /// Whether they name some operation with its module.
        operations_by_path: bool,
        /// The trait's methods.
        operations: Vec<HandlerMethod>,
    }

    /// An operation as a method of the trait.
    HandlerMethod {
        /// The method.
        function: Ident,
        /// The input.
        input: Ty,
        /// Its members.
        fields: Vec<Ident>,
        /// The answer; nothing where it is spelled by the operation's associated type alone.
        output: Option<Ty>,
        /// The failures.
        error: Ident,
        /// `required`, `optional` or `none`.
        login: &'static str,
    }
}

/// The groups of an API, in its order, each with its operations in the document's order.
#[must_use]
pub fn handlers(api: &ApiModel) -> Vec<HandlerGroup> {
    let (names, _) = names::names(api);
    let build = Build::new(api, names);
    let group = |(index, names): (usize, &names::GroupNames)| {
        let operations = api.operations.iter().zip(&build.names.operations);
        let operations = operations.filter(|(operation, _)| operation.group == index);
        let outputs: Vec<_> =
            operations.clone().map(|(operation, _)| build.plain_output(operation)).collect();
        let names_some =
            |found: &dyn Fn(&Spelling) -> bool| outputs.iter().flatten().any(|output| output.any(found));
        let types = names_some(&|part| matches!(part, Spelling::Item(_)) && !part.is_qualified_outside());
        let types_by_path =
            names_some(&|part| matches!(part, Spelling::Item(_)) && part.is_qualified_outside());
        let deprecated_types =
            names_some(&|part| matches!(part, Spelling::Item(ident) if build.is_deprecated(ident)));
        let mut operations_by_path = false;
        let methods = operations.zip(outputs).map(|((operation, names), output)| {
            let input = Spelling::Operation(names.input.clone());
            operations_by_path |= input.is_qualified_outside();
            method(operation, names, &input, output)
        });
        let operations = methods.collect();
        HandlerGroup {
            handler: names.handler.clone(),
            module: names.table.clone(),
            types,
            types_by_path,
            deprecated_types,
            operations_by_path,
            operations,
        }
    };
    build.names.groups.iter().enumerate().map(group).collect()
}

fn method(
    operation: &Operation,
    names: &names::OperationNames,
    input: &Spelling,
    output: Option<Spelling>,
) -> HandlerMethod {
    let parameters = names.fields.iter();
    let body = operation.body.as_ref().map(|_| &names.body);
    let page = operation.paging.as_ref().map(|_| &names.page);
    let sort = (!operation.sort.is_empty()).then_some(&names.sort);
    HandlerMethod {
        function: names.function.clone(),
        input: input.ty(From::Outside),
        fields: parameters.chain(page).chain(sort).chain(body).cloned().collect(),
        output: output.map(|output| output.ty(From::Outside)),
        error: names.error.clone(),
        login: match (&operation.security.alternatives[..], operation.security.optional) {
            ([], _) => "none",
            (_, true) => "optional",
            (_, false) => "required",
        },
    }
}

impl Build<'_> {
    /// Whether the document deprecates the type that has this name.
    fn is_deprecated(&self, ident: &Ident) -> bool {
        let mut types = self.api.types.iter().zip(&self.names.types.items);
        types.any(|(ty, name)| ty.deprecated && name.as_ref() == Some(ident))
    }

    /// The response of an operation that has just one, in JSON or without a body.
    fn plain_output(&self, operation: &Operation) -> Option<Spelling> {
        let [success] = &operation.successes[..] else { return None };
        let output = match &success.payload {
            Payload::Nothing => Spelling::Plain("()"),
            Payload::Page(item) => Spelling::Page(Box::new(self.spell(*item))),
            Payload::Body(contents) => match &contents[..] {
                [content] => self.spell(content.kind.json()?),
                _ => return None,
            },
            Payload::Resource(ty) | Payload::Meta(ty) => self.spell(*ty),
            Payload::ToOne(ty) => self.to_one(*ty),
            Payload::Resources(item) | Payload::ToMany(item) => self.list(*item),
            Payload::Job => return None,
        };
        let output = match operation.meta {
            Some(meta) => self.with_meta(output, meta),
            None => output,
        };
        let plain = success.headers.is_empty();
        plain.then_some(output)
    }
}
