//! `#[derive(Handler)]`.
//!
//! What the expansion asks of generated code, and of the runtime:
//!
//! - `PATH::API`, the static of the API;
//! - each trait of `PATH::server` has a provided `fn __table() -> Table<Self>` with the table of its group. The name
//!   cannot be that of an operation, and an unmet bound is reported at the tokens that name the group;
//! - `PATH::server::all::<Self>()`, the table of every group;
//! - `housestyle::server::{Handler, Partial, Api, Table}`.

mod attribute;

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput};

use attribute::Attribute;

/// Expands the derive; a failure is told at the user's tokens, all at once, and beside it stands an impl that keeps
/// further errors away.
pub fn derive(input: TokenStream) -> TokenStream {
    let input = match syn::parse2::<DeriveInput>(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut problems = Problems::default();
    if let Data::Union(union) = &input.data {
        problems.push(syn::Error::new(
            union.union_token.span,
            "`Handler` can be derived for a struct or an enum, not for a union",
        ));
    }
    let attribute = Attribute::read(&input, &mut problems);
    match (attribute, problems.0) {
        (Some(attribute), None) => expand(&input, &attribute),
        (_, problems) => {
            let errors = problems.map(syn::Error::into_compile_error);
            let dummy = dummy(&input);
            quote!(#errors #dummy)
        }
    }
}

/// Every problem found so far, as one error.
#[derive(Default)]
struct Problems(Option<syn::Error>);

impl Problems {
    fn push(&mut self, error: syn::Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            None => self.0 = Some(error),
        }
    }
}

fn expand(input: &DeriveInput, attribute: &Attribute) -> TokenStream {
    let api = &attribute.api;
    let table = match &attribute.groups {
        Some(groups) => listed(api, groups),
        None => {
            let span = input.ident.span();
            quote_spanned!(span=> #api::server::all::<Self>())
        }
    };
    let unavailable = attribute.unavailable.as_ref();
    if !attribute.partial {
        return handler(input, &quote!(&#api::API), &table, unavailable);
    }
    let handler = handler(input, &quote!(&#api::API), &quote!(#table.partial()), unavailable);
    let partial = partial(input);
    quote!(#handler #partial)
}

/// The tables of the listed groups, one after the other; each stands at the group's own tokens.
fn listed(api: &syn::Path, groups: &[Ident]) -> TokenStream {
    let mut tables =
        groups.iter().map(|group| quote_spanned!(group.span()=> <Self as #api::server::#group>::__table()));
    let first = tables.next();
    quote!(#first #(.merge(#tables))*)
}

fn handler(
    input: &DeriveInput,
    api: &TokenStream,
    table: &TokenStream,
    unavailable: Option<&syn::Path>,
) -> TokenStream {
    let ident = &input.ident;
    let unavailable = unavailable.map(|function| {
        quote! {
            fn is_unavailable(cause: &(dyn ::std::error::Error + 'static)) -> bool {
                #function(cause)
            }
        }
    });
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics ::housestyle::server::Handler for #ident #arguments #bounds {
            fn api() -> &'static ::housestyle::server::Api {
                #api
            }
            fn table() -> ::housestyle::server::Table<Self> {
                #table
            }
            #unavailable
        }
    }
}

fn partial(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics ::housestyle::server::Partial for #ident #arguments #bounds {}
    }
}

/// Stands in where the derive failed: whoever uses the type as a handler gets no further error.
fn dummy(input: &DeriveInput) -> TokenStream {
    // A missing bound of a generic parameter is not what went wrong here.
    let mut input = input.clone();
    let bound = syn::parse_quote!(Self: ::core::marker::Send + ::core::marker::Sync + 'static);
    input.generics.make_where_clause().predicates.push(bound);
    let unreachable = quote!(::core::unreachable!("derive(Handler) failed"));
    let handler = handler(&input, &unreachable, &unreachable, None);
    let partial = partial(&input);
    quote!(#handler #partial)
}
