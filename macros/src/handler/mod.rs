//! `#[derive(Handler)]`.
//!
//! What the expansion needs of generated code and of the runtime:
//!
//! - `PATH::API`, the static of the API;
//! - each trait of `PATH::server` has a provided `fn __table() -> Table<Self>` with the table of its group. The name
//!   cannot be that of an operation, and an unmet bound is reported at the tokens that name the group;
//! - `PATH::server::all::<Self>()`, the table of every group;
//! - `PATH::server::__CLOSED`, and a constant of the same name in the traits of the groups: whether an operation has security;
//! - `housestyle::server::{Handler, PartialHandler, Api, Table}`, and what determines the type of the caller (`AuthHandler`).

mod attribute;

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Data, DeriveInput};

use attribute::Attribute;

/// Expands the derive. All problems are reported at once at the user's tokens, next to an impl that prevents
/// follow-up errors.
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
            let mut errors: Vec<TokenStream> =
                problems.into_iter().flatten().map(syn::Error::into_compile_error).collect();
            let last = errors.pop();
            let dummy = dummy(&input, &quote!((#last)));
            quote!(#(#errors)* #dummy)
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
    let authentication = auth_handler(input, &checked(input, attribute));
    if !attribute.partial {
        let handler = handler(input, &quote!(&#api::API), &table, unavailable);
        return quote!(#handler #authentication);
    }
    let handler = handler(input, &quote!(&#api::API), &quote!(#table.partial()), unavailable);
    let partial = partial(input);
    quote!(#handler #partial #authentication)
}

/// Whether an operation that the type handles has security, as a constant. It does not compile where one has and the type
/// does not implement `Login`. Constants cannot use generic parameters, so generic types are not checked.
fn checked(input: &DeriveInput, attribute: &Attribute) -> TokenStream {
    let (ident, api) = (&input.ident, &attribute.api);
    let closed = match &attribute.groups {
        Some(groups) => {
            let closed = groups.iter().map(|group| {
                quote_spanned!(group.span()=> <::housestyle::server::AnyHandler as #api::server::#group>::__CLOSED)
            });
            quote!(#(#closed)|*)
        }
        None => quote!(#api::server::__CLOSED),
    };
    if !input.generics.params.is_empty() {
        return closed;
    }
    quote_spanned! {ident.span()=>
        ::housestyle::server::authenticates::<::housestyle::server::Authentication<{ #closed }>, #ident>()
    }
}

/// The type of the caller, by `closed`: whether the handler has operations with security.
fn auth_handler(input: &DeriveInput, closed: &TokenStream) -> TokenStream {
    let ident = &input.ident;
    let (generics, arguments, bounds) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics ::housestyle::server::AuthHandler for #ident #arguments #bounds {
            type Principal = <Self::Authenticator as ::housestyle::server::Authenticator<Self>>::Principal;
            type Authenticator = ::housestyle::server::Authentication<{ #closed }>;
        }
    }
}

/// The tables of the listed groups, one after the other, each at the tokens of its group.
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
        impl #generics ::housestyle::server::PartialHandler for #ident #arguments #bounds {}
    }
}

/// An impl for when the derive failed, so that uses of the type as a handler do not fail too. `error` is an expression that
/// does not compile.
fn dummy(input: &DeriveInput, error: &TokenStream) -> TokenStream {
    // Errors about missing bounds of generic parameters would distract.
    let mut input = input.clone();
    let bound = syn::parse_quote!(Self: ::core::marker::Send + ::core::marker::Sync + 'static);
    input.generics.make_where_clause().predicates.push(bound);
    let unreachable = quote!(::core::unreachable!("derive(Handler) failed"));
    let handler = handler(&input, &unreachable, &unreachable, None);
    let partial = partial(&input);
    let authentication = auth_handler(&input, error);
    quote!(#handler #partial #authentication)
}
